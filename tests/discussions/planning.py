"""Makers of planned years for tests."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.urls import reverse

from discussions.models import Round, RoundSchool
from discussions.rounds import actions, taking_part
from discussions.rounds.queries import NOT_THERE_YET, rows_of
from schools import clock
from schools.models.base import seen_together
from tests.on_pages import Visitor

YEAR = clock.current_school_year()
WINDOW = {"first_day": dt.date(YEAR + 1, 1, 12), "last_day": dt.date(YEAR + 1, 3, 26)}
WORDS: dict[str, Any] = {
    **WINDOW,
    "minutes": 90,
    "morning_from": dt.time(9, 30),
    "afternoon_from": dt.time(13),
    "setting": "at_school",
    "place": "",
    "town": "",
    "travel_minutes": 30,
    "local_minutes": 10,
}


def path(name: str, council: Any, *more: Any) -> str:
    return reverse(f"rounds:{name}", args=[YEAR, council.public_id, *more])


def visit(person: Any, *where: Any) -> Visitor:
    return Visitor(person, "en").open(path(*where))


def set_up(council: Any, by: Any, version: int = 1, **words: Any) -> Round:
    round_: Round = actions.set_up(council, year=YEAR, version=version, by=by, once=uuid4(), **{**WORDS, **words})
    return round_


def plan(school: Any, by: Any, version: Any = NOT_THERE_YET, **words: Any) -> RoundSchool:
    said = {"takes_part": True, "not_because": "", "lang": "en", "is_first": False, "setting": "", "guests": []}
    row: RoundSchool = taking_part.plan_school(
        school, year=YEAR, version=version, by=by, once=uuid4(), **{**said, **words}
    )
    return row


def choose(council: Any, by: Any, shown: list[Any], ticked: list[Any], **words: Any) -> Round:
    rows = rows_of(Round.all_rows.filter(council=council, school_year=YEAR).first() or Round(), shown)
    said = {"not_because": "", "lang": "en", "version": seen_together(rows.values()), **words}
    keys = {"shown": [each.public_id for each in shown], "schools": [each.public_id for each in ticked]}
    round_: Round = taking_part.choose_schools(council, year=YEAR, by=by, once=uuid4(), **keys, **said)
    return round_
