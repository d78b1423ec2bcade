"""Reads a workbook (XLSX or ODS) from standard input and prints its cells as JSON.

A cell that only goes on with the merged one above it is null, where that is asked for. Of the sheets that are not read
the names are told, and of a sheet whether cells of it stand further to the right than is read.

It runs as a process of its own, with little memory and little time: a hostile workbook can only end this process.
"""

import contextlib
import json
import resource
import sys
from io import BytesIO
from typing import Any

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
SHEETS, COLUMNS, CHARACTERS, MERGED = 20, 200, 20_000_000, 10_000
NAMED, LONGEST_NAME = 200, 200  # sheets that are not read


def hold_back() -> None:
    for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with contextlib.suppress(ValueError, OSError):  # not every system has both
            resource.setrlimit(kind, (limit, limit))


def text_of(cell: Any, longest: int) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:longest] if cell is not None else ""


def mark_merged(sheet: Any, rows: list[list[Any]]) -> None:
    top, left = sheet.start
    for (first, column), (last, _right) in (sheet.merged_cell_ranges or [])[:MERGED]:
        for number in range(max(first + 1 - top, 0), min(last + 1 - top, len(rows))):
            if 0 <= column - left < len(rows[number]):
                rows[number][column - left] = None


def sheets_of(content: bytes, most_rows: int, longest: int, marks_merged: bool) -> list[dict[str, Any]]:
    workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = []
    budget = CHARACTERS
    for name in workbook.sheet_names[:SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.total_height > most_rows:
            sheets.append(without_rows(name, too_long=True))
            continue
        every = sheet.to_python(skip_empty_area=True)
        rows: list[list[Any]] = [[text_of(cell, longest) for cell in row[:COLUMNS]] for row in every]
        budget -= sum(len(cell) + 3 for row in rows for cell in row)
        if budget < 0:
            raise MemoryError
        if marks_merged:
            mark_merged(sheet, rows)
        too_wide = any(cell not in ("", None) for row in every for cell in row[COLUMNS:])
        its = {"too_wide": too_wide, "first": sheet.start[0] + 1, "rows": rows}
        sheets.append({**without_rows(name), **its})
    unread = workbook.sheet_names[SHEETS:]
    named = unread if len(unread) <= NAMED else [*unread[:NAMED], "…"]
    return [*sheets, *(without_rows(name[:LONGEST_NAME], is_read=False) for name in named)]


def without_rows(name: str, *, too_long: bool = False, is_read: bool = True) -> dict[str, Any]:
    return {"name": name, "is_read": is_read, "too_long": too_long, "too_wide": False, "first": 1, "rows": []}


if __name__ == "__main__":
    hold_back()
    rows, characters, merged = (int(word) for word in sys.argv[1:])
    json.dump(sheets_of(sys.stdin.buffer.read(), rows, characters, bool(merged)), sys.stdout)
