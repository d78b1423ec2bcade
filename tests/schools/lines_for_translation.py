"""Lines of a summary that are asked for, brought back and taken over."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from schools import clock
from schools.models import Plan, SummaryLine, TranslationRequest
from schools.plan_summary import actions as writing
from schools.summary_translations import actions
from tests.schools.sheets import filled
from tests.schools.translating import brings, downloaded

YEAR = clock.current_school_year()
IN_WELSH = {"text_cy": "Mae’r plant yn mwynhau darllen.", "text_en": ""}
IN_ENGLISH = {"text_cy": "", "text_en": "We grow our own food."}
IN_BOTH = {"text_cy": "Bore da", "text_en": "Good morning"}
UNTIL_THEN = "not in the summary until you put it there"


def write(plan: Plan, by: Any, part: str, **words: str) -> SummaryLine:
    line: SummaryLine = writing.add(plan, part=part, by=by, once=uuid4(), **words)
    return line


def rewrite(line: SummaryLine, by: Any, **words: str) -> None:
    line.refresh_from_db()
    texts = {"text_cy": line.text_cy, "text_en": line.text_en, **words}
    writing.edit(line, version=line.seen, by=by, once=uuid4(), **texts)


def at(plan: Plan, route: str = "plan_summary:index", *more: Any) -> str:
    return reverse(route, args=[plan.school.public_id, plan.first_year, *more])


def ask_url(plan: Plan) -> str:
    return at(plan, "summary_translations:ask")


def take_over_url(plan: Plan) -> str:
    return at(plan, "summary_translations:take_over")


def asks(plan: Plan, by: Any) -> TranslationRequest:
    request: TranslationRequest = actions.ask(plan, by=by, once=uuid4())
    return request


def translates(olwen: Any, asked: TranslationRequest, words: str = "Translated {}") -> None:
    brings(olwen, asked, filled(downloaded(olwen, asked), words)).fill()
