"""Opens a workbook (XLSX or ODS) without trusting it: unpacked within limits, read by a process of its own."""

import json
import subprocess  # runs our own reader, see below
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from schools.refusals import Refused

READER = Path(__file__).with_name("sheets.py")
UNPACKED, PARTS, SECONDS = 60 * 1024 * 1024, 500, 20
LONGEST_CELL = 1000  # characters
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
PK, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, OverflowError,
    NotImplementedError,
)  # fmt: skip


def is_workbook(content: bytes) -> bool:
    return content.startswith((PK, OLD_OFFICE))


def sheets_in(
    content: bytes, most_rows: int, longest_cell: int = LONGEST_CELL, *, marks_merged: bool = False
) -> list[dict[str, Any]]:
    """The sheets of a workbook: `rows` of text, the line number of the `first`, and whether it is `too_long`.

    A sheet that is `too_wide` has cells to the right of its rows; one that stands after those that are read has none.
    """
    if content.startswith(OLD_OFFICE):
        raise Refused(
            _("This workbook has a password or an old format (.xls). Save it as .xlsx, .ods or .csv without one.")
        )
    try:
        plain = _unpacked(content)
    except _DAMAGED:
        raise Refused(_("This workbook is damaged and cannot be opened. Save it again, or save it as CSV.")) from None
    return _read_apart(plain, [most_rows, longest_cell, int(marks_merged)])


def _read_apart(plain: bytes, bounds: list[int]) -> list[dict[str, Any]]:
    too_much = _("This workbook cannot be read: it is damaged or far too large. Save the one sheet as CSV.")
    try:
        done = subprocess.run(  # noqa: S603 (our own program, no shell, no word of the file on the command line)
            [sys.executable, "-I", str(READER), *map(str, bounds)],
            input=plain,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Refused(too_much) from None
    if done.returncode:
        raise Refused(too_much)
    sheets: list[dict[str, Any]] = json.loads(done.stdout)
    return sheets


def _unpacked(content: bytes) -> bytes:
    """The same workbook packed anew by us: only its XML, each part once, sizes as they truly are."""
    bare = BytesIO()
    left = UNPACKED
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(bare, "w") as ours:
        names = given.namelist()
        if len(names) > PARTS or len(set(names)) < len(names):
            raise zipfile.BadZipFile
        for part in given.infolist():
            if not part.filename.endswith((".xml", ".rels", "mimetype")):
                continue
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may ask for any memory
                raise zipfile.BadZipFile
            with given.open(part) as stream:
                words = stream.read(left + 1)
            left -= len(words)
            if left < 0:
                raise Refused(_("This workbook unpacks to more than 60 MB. Save the one sheet as CSV."))
            ours.writestr(part.filename, words)
        if not _is_spreadsheet(ours):
            raise Refused(_("This is not a spreadsheet. Send a .csv, .xlsx or .ods file."))
    return bare.getvalue()


def _is_spreadsheet(packed: zipfile.ZipFile) -> bool:
    names = set(packed.namelist())
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return True
    return {"mimetype", "content.xml"} <= names and packed.read("mimetype").strip() == ODS
