"""Word documents as schools have them, made for the tests: with styles, lists and tables, or of plain XML."""

import zipfile
from io import BytesIO
from typing import Any

from docx import Document

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def usual() -> bytes:
    """An English self-evaluation with styles, in another order than the framework's, and things that go nowhere."""
    document = Document()
    document.add_paragraph("Self-evaluation report", style="Title")
    document.add_heading("1. Leadership & Management", 1)
    document.add_heading("What is going well?", 2)
    document.add_paragraph("Leaders know the school well and the staff share their vision.")
    document.add_paragraph("Governors visit", style="List Bullet")
    document.add_paragraph("Staff meet weekly", style="List Bullet")
    document.add_heading("Areas for development", 2)
    document.add_paragraph("We want to use our time for the learning of the staff.")
    document.add_heading("2) Lles, cynhwysiad a thegwch", 1)  # misspelt, and in the other language
    document.add_paragraph("Mae’r dysgwyr yn hapus ac yn dod i’r ysgol.")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("Year", "Attendance", "2025", "94%"), strict=True
    ):
        cell.text = words
    document.add_heading("Strengths", 2)
    document.add_paragraph("The nurture group", style="List Bullet")
    document.add_paragraph("The breakfast club", style="List Bullet")
    document.add_heading("Budget", 1)
    document.add_paragraph("There is a surplus of the budget.")
    document.sections[0].footer.paragraphs[0].text = "Ysgol Nant y Coed"
    return saved(document)


def raw(body: str, **parts: str) -> bytes:
    """A document of this XML; `parts` by the names of files in `word`, a double underline for the dot."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml", TYPES.format(f'<Override ContentType="{MAIN}" PartName="/word/document.xml"/>')
        )
        packed.writestr("word/document.xml", body)
        for name, words in parts.items():
            packed.writestr(f"word/{name.replace('__', '.')}", words)
    return whole.getvalue()


def of_body(inside: str, **parts: str) -> bytes:
    return raw(f"<w:document {W}><w:body>{inside}</w:body></w:document>", **parts)
