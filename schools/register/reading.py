"""From a register file (CSV, XLSX or ODS) to rows of text, whatever the file turns out to be."""

import csv
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import StringIO
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.documents.workbook import is_workbook, sheets_in
from schools.refusals import Refused

from .headings import fields_of, is_heading_row

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5000, 200
LOOK_FOR_HEADINGS_IN = 30
MOST_IN_A_CELL = 1000
FORMULA_SIGNS = ("=", "+", "-", "@")  # with which a cell begins that a spreadsheet reckons
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
DELIMITERS = ",;\t|"
ENDINGS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods")  # some only to be told what is wrong with them
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Line:
    """One row of the file: its line number there, and the facts by name. `loose`: more cells than headings."""

    number: int
    cells: dict[str, str]
    loose: bool = False


@dataclass(frozen=True)
class Table:
    fields: list[str]
    lines: list[Line]
    unused: list[str] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "Table":
        lines = [Line(**line) for line in kept["lines"]]
        return cls(kept["fields"], lines, kept["unused"])


def read(content: bytes, name: str = "") -> Table:
    """The rows of a register file; raises Refused with a sentence when it is none. `name`: what the file is called."""
    if (ending := PurePath(name).suffix.lower()) and ending not in ENDINGS:
        raise Refused(_("This is not a table. Send a .csv, .xlsx or .ods file."))
    if not content.strip():
        raise Refused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Send only the sheet that lists the schools."))
    if is_workbook(content):
        return _table_of_workbook(content)
    return table_of(_rows_of_text(_decoded(content)))


def table_of(rows: list[Row]) -> Table:
    """The table that begins with the first row of headings; blank rows are skipped."""
    start = next((i for i, (_n, row) in enumerate(rows[:LOOK_FOR_HEADINGS_IN]) if is_heading_row(row)), None)
    if start is None:
        raise Refused(
            _(
                "No row of headings was found. The file needs one, with “School name” (or “Enw’r ysgol”) and "
                "other headings such as “School number”, “Sector” and “Town”."
            )
        )
    headings = rows[start][1]
    columns = fields_of(headings)
    lines = [line for number, row in rows[start + 1 :] if (line := _line(number, row, columns, len(headings)))]
    if not lines:
        raise Refused(_("The file has headings but no schools under them."))
    if len(lines) > MOST_ROWS:
        raise Refused(_too_many())
    unused = [tidy(text)[:80] for column, text in enumerate(headings) if column not in columns and tidy(text)]
    return Table(list(columns.values()), lines, unused[:50])


def _line(number: int, row: list[str], columns: dict[int, str], width: int) -> Line | None:
    cells = {name: tidy(row[column]) for column, name in columns.items() if column < len(row)}
    loose = any(tidy(text) for text in row[width:])
    if not loose and not any(cells.values()):
        return None
    return Line(number, {name: text for name, text in cells.items() if text}, loose)


def tidy(text: str) -> str:
    """One line without outer or double blanks; what cannot be kept becomes one visible sign.

    The apostrophe that the portal's own list puts before what could be a formula is no part of a name.
    """
    if text.startswith("'") and text[1:2] in FORMULA_SIGNS:
        text = text[1:]
    if text.isascii() and text.isprintable():
        return " ".join(text[:MOST_IN_A_CELL].split())
    kept = []
    for c in unicodedata.normalize("NFC", " ".join(text[:MOST_IN_A_CELL].split())):
        kind = unicodedata.category(c)
        if kind != "Cf":  # invisible signs, such as a soft hyphen
            kept.append(UNREADABLE if kind in ("Cc", "Cs", "Co", "Cn") else c)
    return "".join(kept).strip()


def _too_many() -> str:
    words = ngettext(
        "The file has more than %(most)d row. Send only the schools of your council.",
        "The file has more than %(most)d rows. Send only the schools of your council.",
        MOST_ROWS,
    )
    return words % {"most": MOST_ROWS}


def _table_of_workbook(content: bytes) -> Table:
    sheets = sheets_in(content, MOST_ROWS + LOOK_FOR_HEADINGS_IN)
    tables: list[list[Row]] = [
        [(sheet["first"] + i, row) for i, row in enumerate(sheet["rows"])] for sheet in sheets if sheet["rows"]
    ]
    for rows in tables:
        if any(is_heading_row(row) for _number, row in rows[:LOOK_FOR_HEADINGS_IN]):
            return table_of(rows)
    if any(sheet["too_long"] for sheet in sheets):
        raise Refused(_too_many())
    return table_of(list(chain(*tables[:1])))


def _decoded(content: bytes) -> str:
    """The text, in whichever encoding a spreadsheet program saved it."""
    mark = next((name for start, name in _MARKS.items() if content.startswith(start)), None)
    if mark is None and (b"\0" in content or content.startswith(b"%PDF")):
        raise Refused(_("This is not a table. Send a .csv, .xlsx or .ods file."))
    for encoding in (mark,) if mark else ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode(mark or "cp1252", errors="replace")


def _rows_of_text(text: str) -> list[Row]:
    """CSV with whichever of the usual separators makes most sense of the headings."""
    head = text[:20_000].splitlines()[:LOOK_FOR_HEADINGS_IN]
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(head), strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row[:MOST_COLUMNS]))
            start = reader.line_num + 1
            if len(rows) > MOST_ROWS + LOOK_FOR_HEADINGS_IN:
                raise Refused(_too_many())
    except csv.Error:
        raise Refused(
            _("Line %(line)d cannot be read as CSV. Check the quotation marks there, or send the file as .xlsx.")
            % {"line": start}
        ) from None
    return rows


def _delimiter(head: list[str]) -> str:
    def headings_with(sign: str) -> int:
        return max((len(fields_of(line.replace('"', "").split(sign))) for line in head), default=0)

    return max(DELIMITERS, key=headings_with)
