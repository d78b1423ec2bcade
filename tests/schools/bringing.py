"""Texts of a Word document on their way into a self-evaluation, as the tests of that say it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

LEADING, WELL = "vision-leadership-and-management", "well-being-inclusion-and-equity"


def at(evaluation: Any, route: str, *more: Any) -> str:
    return reverse(f"bringing_in:{route}", args=[evaluation.school.public_id, evaluation.school_year, *more])


def section(evaluation: Any, area: str = LEADING) -> Any:
    return evaluation.sections.get(area__code=area)


def word(content: bytes, name: str = "hunan.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def block(number: int, text: str, to: str, lang: str = "en") -> dict[str, Any]:
    return {"id": number, "heading": "", "text": text, "lang": lang, "to": to, "kind": ""}
