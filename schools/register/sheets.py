"""Reads a workbook (XLSX or ODS) from standard input and prints its cells as JSON.

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
SHEETS, COLUMNS, CELL, CHARACTERS = 20, 200, 1000, 20_000_000


def hold_back() -> None:
    for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with contextlib.suppress(ValueError, OSError):  # not every system has both
            resource.setrlimit(kind, (limit, limit))


def text_of(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:CELL] if cell is not None else ""


def sheets_of(content: bytes, most_rows: int) -> list[dict[str, Any]]:
    workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = []
    budget = CHARACTERS
    for name in workbook.sheet_names[:SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.total_height > most_rows:
            sheets.append({"too_long": True, "first": 1, "rows": []})
            continue
        rows = [[text_of(cell) for cell in row[:COLUMNS]] for row in sheet.to_python(skip_empty_area=True)]
        budget -= sum(len(cell) + 3 for row in rows for cell in row)
        if budget < 0:
            raise MemoryError
        sheets.append({"too_long": False, "first": sheet.start[0] + 1, "rows": rows})
    return sheets


if __name__ == "__main__":
    hold_back()
    json.dump(sheets_of(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)
