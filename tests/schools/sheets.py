"""Two-column documents for the translators, as they go out and come back."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from schools.documents.two_columns import sheet_as_word
from schools.models import TranslationRequest
from schools.translations.queries import sheet_of


def sheet_for(asked: TranslationRequest) -> Any:
    """The document as it goes out."""
    return Document(BytesIO(sheet_as_word(sheet_of(asked))))


def filled(document: Any, words: str = "Translated {}", but: int | None = None) -> Any:
    """Write in the right column of every row of a text, except of the one of this number."""
    rows = [row for row in document.tables[0].rows[1:] if len(row._tr.tc_lst) == 3]
    for number, row in enumerate(rows):
        row.cells[2].text = "" if number == but else words.format(number)
    return document


def as_file(document: Any, name: str = "gorffenedig.docx") -> SimpleUploadedFile:
    content = BytesIO()
    document.save(content)
    return SimpleUploadedFile(name, content.getvalue())
