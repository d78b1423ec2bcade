"""From a register file (CSV, XLSX or ODS) to rows of text, whatever the file turns out to be."""

from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.csv_rows import LOOK_FOR_HEADINGS_IN, Row, decoded, rows_of, tidy
from schools.documents.workbook import is_workbook, sheets_in
from schools.refusals import Refused

from .headings import fields_of, is_heading_row

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5000
ENDINGS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods")  # some only to be told what is wrong with them


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
    text = decoded(content)
    if text is None:
        raise Refused(_("This is not a table. Send a .csv, .xlsx or .ods file."))
    return text


def _rows_of_text(text: str) -> list[Row]:
    rows = rows_of(text, lambda cells: len(fields_of(cells)), MOST_ROWS)
    if rows is None:
        raise Refused(_too_many())
    return rows
