"""From the bytes of a CSV file to rows of text, in whichever encoding it was saved; and what a cell may hold."""

import csv
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from io import StringIO

from django.utils.translation import gettext as _

from schools.refusals import Refused

MOST_COLUMNS = 200
LOOK_FOR_HEADINGS_IN = 30
MOST_IN_A_CELL = 1000
FORMULA_SIGNS = ("=", "+", "-", "@")  # with which a cell begins that a spreadsheet reckons
BYTE_ORDER_MARK = "\ufeff"  # Excel reads a file as UTF-8 only with it
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
DELIMITERS = ",;\t|"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

Row = tuple[int, list[str]]  # its line in the file, and its cells


def decoded(content: bytes) -> str | None:
    """The text, in whichever encoding a spreadsheet program saved it; None where it is no text at all."""
    mark = next((name for start, name in _MARKS.items() if content.startswith(start)), None)
    if mark is None and (b"\0" in content or content.startswith(b"%PDF")):
        return None
    for encoding in (mark,) if mark else ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode(mark or "cp1252", errors="replace")


def rows_of(text: str, understood: Callable[[list[str]], int], most: int) -> list[Row] | None:
    """CSV with whichever of the usual separators makes most sense of the headings; None where it has too many rows.

    `understood` says how many headings of a row mean something; `most` rows may follow them.
    """
    head = text[:20_000].splitlines()[:LOOK_FOR_HEADINGS_IN]
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(head, understood), strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row[:MOST_COLUMNS]))
            start = reader.line_num + 1
            if len(rows) > most + LOOK_FOR_HEADINGS_IN:
                return None
    except csv.Error:
        raise Refused(
            _("Line %(line)d cannot be read as CSV. Put the quotation marks there right, then send the file in again.")
            % {"line": start}
        ) from None
    return rows


def _delimiter(head: list[str], understood: Callable[[list[str]], int]) -> str:
    def headings_with(sign: str) -> int:
        return max((understood(line.replace('"', "").split(sign)) for line in head), default=0)

    return max(DELIMITERS, key=headings_with)


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


def harmless(cell: str) -> str:
    """No spreadsheet may take a text that we write into a file for a formula."""
    return f"'{cell}" if cell[:1] in (*FORMULA_SIGNS, "\t", "\r") else cell
