"""A table as it waits to be brought in: where its headings stand, what each column seems to hold, what is above it."""

from collections.abc import Iterable
from typing import Any

from schools.documents.languages import language_of, told_language_of
from schools.documents.tables import Table

from .headings import BESIDE, LEFT_OUT, LONGEST_HEADING, SAYS_A_PLAN, field_of, fields_of, is_welsh, priority_in

LOOK_FOR_HEADINGS_IN = 15  # rows
ENOUGH = 2  # columns that are known make a row of headings
MOST_KINDS = 10  # of headings, in one file
Kept = dict[str, Any]  # as JSON can hold it
Cells = list[str | None]


def kept(tables: Iterable[Table], page_lang: str) -> list[Kept]:
    """All tables of a file; of those that are of one more kind than can be asked about, the rows are not kept."""
    found = [_kept(table, page_lang) for table in tables]
    offered = list(dict.fromkeys(tuple(each["headings"]) for each in sorted(found, key=lambda one: not one["chosen"])))
    for each in found:
        if tuple(each["headings"]) not in offered[:MOST_KINDS]:
            each |= {"rows": [], "before": [], "chosen": False, "too_large": True}
    return found


def kinds_of(tables: list[Kept]) -> list[list[int]]:
    """The tables that have the same headings, and are asked about at once; by their numbers."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number, table in enumerate(tables):
        if not table["too_large"]:
            found.setdefault(tuple(table["headings"]), []).append(number)
    return list(found.values())


def title_of(table: Kept) -> str:
    """What somebody knows it by."""
    return str(table["priority"] or (table["heads"] or table["above"] or [table["name"]])[-1])


def _kept(table: Table, page_lang: str) -> Kept:
    rows, first = table.rows, table.first
    at, score = _headings_in(rows)
    turned = _turned(rows) if score <= ENOUGH else None
    if turned and len(set(_known(turned[0]))) > score:
        rows, at, first = turned, 0, 1
    headings = [(cell or "")[:LONGEST_HEADING] for cell in rows[at]] if at >= 0 else [""] * len(rows[0] if rows else [])
    under = rows[at + 1 :]
    fields = fields_of(headings)
    text = " ".join(cell for row in rows for cell in row if cell)
    welsh = is_welsh(headings)
    otherwise = page_lang if welsh is None else "cy" if welsh else "en"
    above = [*table.above, *_lines(rows[: max(at, 0)])]
    return {
        "name": table.name,
        "above": above,
        "heads": [*table.heads, *_lines(rows[: max(at, 0)])],
        "priority": next((line for line in reversed([table.name, *above]) if priority_in(line)), ""),
        "before": [pair for row in rows[: max(at, 0)] if (pair := _pair(row))],
        "headings": headings,
        "rows": under,
        "first": first + at + 1,
        "fields": fields,
        "chosen": any(field in SAYS_A_PLAN for field in fields) and bool(under),
        "lang": told_language_of(" ".join(headings)) or otherwise if not text else language_of(text, otherwise),
        "too_large": table.too_large,
    }


def _known(cells: Cells) -> list[str]:
    return [field for cell in cells if cell and (field := field_of(cell))]


def _headings_in(rows: list[Cells]) -> tuple[int, int]:
    """The number of the row of headings, -1 where there is none; and how many of them are known."""
    best, score = -1, 0
    for number, row in enumerate(rows[:LOOK_FOR_HEADINGS_IN]):
        said = [cell for cell in row if cell]
        fields = set(_known(row))
        known = len(fields)
        short = all(_is_name(cell) and not priority_in(cell) for cell in said)
        if (known >= ENOUGH or (fields & set(SAYS_A_PLAN) and short and not number)) and known > score:
            best, score = number, known
    return best, score


def _is_name(cell: str) -> bool:
    """It says the name of a column and hardly more."""
    return len(cell.split()) <= 3


def _turned(rows: list[Cells]) -> list[Cells] | None:
    """With the headings, which stand in its first column, as its first row."""
    if not rows or len(rows[0]) < ENOUGH or len(rows) > len(rows[0]) * 20:
        return None
    return [[row[column] or "" for row in rows] for column in range(len(rows[0]))]


def _lines(rows: list[Cells]) -> list[str]:
    """The rows that say one thing, across the whole table."""
    said = [[cell for cell in row if cell] for row in rows]
    return [cells[0] for cells in said if len(cells) == 1]


def _pair(row: Cells) -> list[str]:
    """A row that says one thing of all that stands beneath: what it is, and its words."""
    said = [cell for cell in row if cell]
    field = field_of(said[0]) if len(said) == 2 else ""
    return [field, *said] if field else said if len(said) > 1 else []


__all__ = ["BESIDE", "LEFT_OUT", "Kept", "kept", "kinds_of", "title_of"]
