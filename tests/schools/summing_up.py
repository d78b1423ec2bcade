"""The summary of a plan in tests: written in full, published, and read as everybody reads it."""

import uuid
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from schools import clock
from schools.models import Plan, PlanSummary, SummaryLine, SummaryPart
from schools.plan_summary import actions
from tests.on_pages import in_language

YEAR = clock.current_school_year()
LISTED, UNLISTED = {"link": "listed"}, {"link": "unlisted"}
BOTH = {"text_cy": "Mae’r plant yn mwynhau darllen.", "text_en": "The children enjoy reading."}
LANGUAGES = ("cy", "en")
PARTS = SummaryPart.values


def key() -> uuid.UUID:
    return uuid.uuid4()


def write(plan: Plan, by: Any, part: str, **words: str) -> SummaryLine:
    line: SummaryLine = actions.add(plan, part=part, by=by, once=key(), **(words or BOTH))
    return line


def complete(plan: Plan, by: Any) -> PlanSummary:
    """Every part but the last says something; of that there is nothing to say."""
    for part in PARTS[:-1]:
        write(plan, by, part, text_cy=f"{part}: yn Gymraeg", text_en=f"{part}: in English")
    summary: PlanSummary = actions.silence(plan, part=PARTS[-1], silent=True, by=by, once=key())
    return summary


def published(plan: Plan, nia: Any, **link: str) -> PlanSummary:
    complete(plan, nia)
    summary: PlanSummary = actions.publish(plan, by=nia, once=key(), **(link or LISTED))
    return summary


def public(summary: PlanSummary, language: str = "en", route: str = "detail") -> Any:
    answer: Any = Client().get(in_language(language, reverse(f"summaries:{route}", args=[summary.address])))
    answer.kept = answer.getvalue() if answer.streaming else answer.content
    return answer


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
