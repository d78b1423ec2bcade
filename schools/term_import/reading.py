"""From a CSV file of term dates to the stretches of school days that its rows mean, and what is wrong with them."""

import datetime as dt
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext as _

from schools.alphabet import taken_apart
from schools.csv_rows import LOOK_FOR_HEADINGS_IN, Row, decoded, rows_of, tidy
from schools.refusals import Refused

WORDS = Path(__file__).parent.parent / "data" / "term_words.json"
MOST_BYTES = 1024 * 1024
MOST_ROWS = 200
LONGEST_HEADING = 200  # characters
ENDINGS = (".csv", ".tsv", ".txt")
NEEDED = {"starts_on", "ends_on"}
_NUMBERS = re.compile(
    r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2}))(?: 00:00(?::00)?)?"
)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)? ?[-. ]? ?([a-z]+)[-., ]+(\d{4}|\d{2})")


@dataclass(frozen=True)
class Line:
    """One row of the file: its line there, and what its cells say, by the name of the column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    lines: list[Line]
    unused: list[str] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "Table":
        return cls([Line(**line) for line in kept["lines"]], kept["unused"])


def read(content: bytes, name: str = "") -> Table:
    """The rows of a file of term dates; raises Refused with a sentence when it is none."""
    if (ending := PurePath(name).suffix.lower()) and ending not in ENDINGS:
        raise Refused(_("This is not a CSV file. Save the sheet with the term dates as CSV, then choose that file."))
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 1 MB. Send only the term dates."))
    text = decoded(content)
    if text is None or content.startswith(b"PK\x03\x04"):
        raise Refused(_("This is not a CSV file. Save the sheet with the term dates as CSV, then choose that file."))
    if not text.strip():
        raise Refused(_("The file is empty."))
    rows = rows_of(text, lambda cells: len(fields_of(cells)), MOST_ROWS)
    if rows is None:
        raise Refused(_("The file has more than 200 rows. Send only the term dates."))
    return _table_of(rows)


def _table_of(rows: list[Row]) -> Table:
    """The table that begins with the first row of headings; blank rows are skipped."""
    head = rows[:LOOK_FOR_HEADINGS_IN]
    start = next((i for i, (_n, row) in enumerate(head) if set(fields_of(row).values()) >= NEEDED), None)
    if start is None:
        raise Refused(
            _(
                "No row of headings was found. The file needs one with “First day” and “Last day”, or in Welsh with "
                "“Diwrnod cyntaf” and “Diwrnod olaf”."
            )
        )
    columns = fields_of(rows[start][1])
    lines = []
    for number, row in rows[start + 1 :]:
        cells = {name: tidy(row[column]) for column, name in columns.items() if column < len(row)}
        if any(cells.values()):
            lines.append(Line(number, {name: text for name, text in cells.items() if text}))
    if not lines:
        raise Refused(_("The file has headings but no term dates under them."))
    if len(lines) > MOST_ROWS:
        raise Refused(_("The file has more than 200 rows. Send only the term dates."))
    unused = [tidy(text)[:80] for column, text in enumerate(rows[start][1]) if column not in columns and tidy(text)]
    return Table(lines, unused[:20])


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return found


def fold(text: str) -> str:
    """For comparing: no case, no accents, no signs."""
    plain = "".join(c for c in taken_apart(text.casefold().replace("’", "'")) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "")).split())


@cache
def _headings() -> dict[str, str]:
    return {fold(word): name for name, words in _words()["headings"].items() for word in words}


def fields_of(headings: list[str]) -> dict[int, str]:
    """Column number -> what it holds. Of two columns for one thing the first counts."""
    found: dict[int, str] = {}
    for column, heading in enumerate(headings):
        name = _headings().get(fold(heading)) if len(heading) <= LONGEST_HEADING else None
        if name and name not in found.values():
            found[column] = name
    return found


@cache
def _months() -> dict[str, int]:
    return {word: number for number, words in enumerate(_words()["months"], 1) for word in words}


def date_of(text: str) -> dt.date | None:
    """A date as people write it: 2026-09-01, 01/09/2026, Tuesday 1 September 2026, Dydd Mawrth 1 Medi 2026."""
    plain = taken_apart(text.casefold())
    if found := _NUMBERS.fullmatch(plain):
        year, month, day = (found[n] for n in ((1, 2, 3) if found[1] else (6, 5, 4)))
        return _date(year, int(month), day)
    for found in _IN_WORDS.finditer(plain.replace(" of ", " ").replace(" o ", " ")):
        if month := _months().get(found[2]):
            return _date(found[3], month, found[1])
    return None


def _date(year: str, month: int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None
