"""The document that somebody takes away: made when it is asked for, kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.http import FileResponse

from schools.models import FileKind
from schools.models.evidence_file import FILE_FORMATS

from .outline import Outline
from .pdf import pdf_of
from .word import word_of


@dataclass(frozen=True)
class Maker:
    make: Callable[[Outline], bytes]
    content_type: str


MAKERS = {
    FileKind.DOCX.value: Maker(word_of, FILE_FORMATS[FileKind.DOCX].content_type),
    FileKind.PDF.value: Maker(pdf_of, FILE_FORMATS[FileKind.PDF].content_type),
}


def document_of(outline: Outline, kind: str, name: str) -> FileResponse:
    """The outline as a file of this kind, to be saved under this name."""
    maker = MAKERS[kind]
    given = {"filename": f"{name}.{kind}", "content_type": maker.content_type}
    answer = FileResponse(BytesIO(maker.make(outline)), as_attachment=True, **given)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
