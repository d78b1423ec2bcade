"""A Word document of two columns: the originals on the left, their translations to be written on the right.

Each row has a code, by which it is found again in the document that comes back.
"""

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from . import word_parts as parts
from .outline import Words, paragraphs
from .reading import Rows, TooLong, rows_of
from .word import FONT, same_bytes

WIDTHS = (2.2, 7.4, 7.4)  # centimetres
LONGEST_CELL = 60_000  # characters
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Pair:
    """One text and what stands for it already. A row."""

    code: str
    original: Words
    translation: Words


@dataclass(frozen=True)
class Sheet:
    """`headers` are those of the three columns; a line of `rows` that is no pair is a heading."""

    title: str
    school: str
    lang: str  # the one into which it is translated
    at: datetime
    tasks: list[Words]  # what is wanted, above the instructions
    instructions: list[Words]
    headers: tuple[str, str, str]
    rows: list[str | Pair]


def sheet_as_word(sheet: Sheet) -> bytes:
    """The file. Equal sheets give equal bytes."""
    document = Document()
    parts.in_language(parts.defaults_of(document), sheet.lang)
    for name, size in {"Normal": 10.5, "Title": 18}.items():
        parts.in_font(document.styles[name], FONT)
        document.styles[name].font.size = Pt(size)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = sheet.title, sheet.school, sheet.school, ""
    told.created = told.modified = sheet.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    document.add_paragraph(sheet.title, style="Title")
    for words in sheet.tasks:
        _write(document.add_paragraph(), words, bold=True)
    for words in sheet.instructions:
        _write(document.add_paragraph(), words)
    _table(document, sheet)
    return same_bytes(document)


def _table(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=3)
    table.style, table.autofit = "Table Grid", False
    header = table.add_row()
    for cell, words in zip(header.cells, sheet.headers, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for each in sheet.rows:
        row = table.add_row()
        first, left, right = row.cells
        if isinstance(each, Pair):
            first.paragraphs[0].add_run(each.code).font.size = Pt(8)
            _fill(left, each.original)
            _fill(right, each.translation)
        else:
            whole = first.merge(right)
            whole.paragraphs[0].add_run(each).bold = True
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, WIDTHS, strict=False):
            cell.width = Cm(width if len(row._tr.tc_lst) == len(WIDTHS) else sum(WIDTHS))


def _fill(cell: Any, words: Words) -> None:
    """The text in its paragraphs; an empty cell is in its language too, so that Word checks what is written there."""
    paragraph = cell.paragraphs[0]
    for number, each in enumerate(paragraphs(words.text, words.lang) or [words]):
        _write(cell.add_paragraph() if number else paragraph, each)


def _write(paragraph: Any, words: Words, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.bold = bold or None
    for number, line in enumerate(words.lines):
        if number:
            run.add_break()
        run.add_text(line)
    parts.in_language(run._r.get_or_add_rPr(), words.lang)
    mark = OxmlElement("w:rPr")
    parts.in_language(mark, words.lang)
    paragraph._p.get_or_add_pPr().append(mark)


def rows_in(content: IO[bytes]) -> Rows:
    """The rows of every table, each cell as text. Raises TooLong, or ValueError where it is no Word document."""
    content.seek(0)
    with zipfile.ZipFile(BytesIO(content.read())) as packed:
        rows = rows_of(packed)
    if len(rows) > MOST_ROWS or any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise TooLong
    return rows
