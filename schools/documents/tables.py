"""The tables of a Word document or of a workbook, row by row: each cell one text, or None where a merged one goes on.

What stands above a table of a document may say what it is about, as the name of a sheet may.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from .outline import plain
from .reading import LONGEST_DOCUMENT, _Reader
from .walking import SKIPPED, TooLong, attribute, local
from .workbook import sheets_in

MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 60, 500, 40
LONGEST_CELL = 10_000  # characters
LINES_ABOVE, LONGEST_LINE = 10, 500
Rows = list[list[str | None]]


@dataclass
class Table:
    """`heads`: the lines above it that are headings; `above`: all of them, the nearest last."""

    name: str = ""
    above: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    first: int = 1  # the number of its first row, as the school's program counts it
    too_large: bool = False


def tables_of_document(content: IO[bytes]) -> list[Table]:
    """Raises TooLong, or ValueError where it is no Word document after all."""
    content.seek(0)
    with zipfile.ZipFile(content) as packed:
        return _Tables(packed).all()


def tables_of_workbook(content: IO[bytes]) -> list[Table]:
    """Raises TooLong, or Refused. What is not read, or not all of it, is there as a table that is too large."""
    content.seek(0)
    found, left = [], LONGEST_DOCUMENT
    for sheet in sheets_in(content.read(), MOST_ROWS, LONGEST_CELL + 1, marks_merged=True):
        is_cut = sheet["too_long"] or sheet["too_wide"] or not sheet["is_read"]
        rows = [[_without_midnight(cell) for cell in row] for row in sheet["rows"]] if not is_cut else []
        table = _bounded(Table(name=sheet["name"][:LONGEST_LINE], rows=rows, first=sheet["first"]))
        table.too_large |= is_cut
        left -= sum(len(cell or "") for row in table.rows for cell in row)
        if left < 0:
            raise TooLong
        if table.rows or table.too_large:
            found.append(table)
    return found


def _without_midnight(cell: str | None) -> str | None:
    """Workbooks keep a day as the moment at which it begins."""
    return cell if cell is None else plain(cell).strip().removesuffix(" 00:00:00")


def _bounded(table: Table) -> Table:
    """Without the empty rows and columns that surround it; nothing of one that has too many or too much in a cell."""
    rows = table.rows
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell), default=0)
    long = any(len(cell) > LONGEST_CELL for row in rows for cell in row if cell)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS or long:
        table.rows, table.too_large = [], True
    else:
        table.rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    return table


class _Tables(_Reader):
    """Of the body of a document: its tables, each with the lines between it and the one before."""

    def all(self) -> list[Table]:
        found: list[Table] = []
        above: list[str] = []
        heads: list[str] = []
        for each in self.parts_of(self.body()):
            if local(each) == "tbl":
                if len(found) == MOST_TABLES:
                    raise TooLong
                rows = [self.cells(row) for row in self.steps.children(each, "tr")]
                table = _bounded(Table(above=above[-LINES_ABOVE:], heads=heads[-LINES_ABOVE:], rows=rows))
                if table.rows or table.too_large:
                    found.append(table)
                above, heads = [], []
            elif line := self.text_of(each, is_kept=False):
                self._spend(line)
                above.append(line[:LONGEST_LINE])
                if len(line) <= LONGEST_LINE and self._is_heading(each):
                    heads.append(line)
        return found

    def parts_of(self, parent: Any) -> Iterator[Any]:
        """Paragraphs and tables in their order, whatever wraps them; nothing inside a table."""
        for each in self.steps.through(parent):
            name = local(each)
            if name in ("p", "tbl"):
                yield each
            elif name and name not in SKIPPED:
                yield from self.parts_of(each)

    def _is_heading(self, paragraph: Any) -> bool:
        properties = next((each for each in paragraph if local(each) == "pPr"), None)
        return bool(self.styles.of(properties).level) or self._stands_out(paragraph)

    def cells(self, row: Any) -> list[str | None]:
        cells: list[str | None] = [""] * self._number(row, "trPr", "gridBefore", 0)
        for cell in self.steps.children(row, "tc"):
            cells.append(None if self._goes_on(cell) else self.text_in(cell).replace("\n\n", "\n"))
            cells += [""] * (self._number(cell, "tcPr", "gridSpan", 1) - 1)
            if len(cells) > 2 * MOST_COLUMNS:
                return [*cells, "…"]  # too many in any case
        return cells

    def _said(self, element: Any, properties: str, name: str) -> Any:
        own = next((each for each in element if local(each) == properties), ())
        return next((each for each in own if local(each) == name), None)

    def _number(self, element: Any, properties: str, name: str, otherwise: int) -> int:
        said = self._said(element, properties, name)
        value = attribute(said, "val") if said is not None else ""
        return min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 5 else otherwise

    def _goes_on(self, cell: Any) -> bool:
        said = self._said(cell, "tcPr", "vMerge")
        return said is not None and attribute(said, "val") in ("", "continue")
