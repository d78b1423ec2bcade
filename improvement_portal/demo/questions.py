"""What the council and the service asked about what schools submitted this year, and what the schools answered."""

import datetime as dt
from typing import cast

from schools import clock
from schools.models import Area, Clarification, Person, SelfEvaluation, Version
from schools.notice_kinds import CLARIFICATION_ASKED
from schools.notices import path_to
from schools.policy import Role

from .places import WORDS, at
from .years import FILED, Stage, Year, YearMaker


def add_questions(maker: YearMaker, year: Year, version: Version) -> None:
    """An adviser's question that was answered; and, where nothing further has happened yet, an officer's that waits."""
    if year.year < clock.school_year_of(maker.today) or year.position >= FILED:
        return
    if year.stage == Stage.SUBMITTED:
        asked = _ask(maker, year, version, 0, maker.cast.officers[year.place.number], Role.COUNCIL_OFFICER)
        page = path_to("self_evaluations:version", year.school.public_id, year.year, version.number)
        path, day = f"{page}#area-{asked.area}", _day(maker, year, 14)
        maker.leave_notice(year, year.head, CLARIFICATION_ASKED, asked, path, day, **_facts(maker, year, 0, version))
    else:
        _ask(maker, year, version, 1, maker.cast.advisers[year.school.public_id], Role.SERVICE_ADVISER)


def _ask(maker: YearMaker, year: Year, version: Version, number: int, by: Person, role: Role) -> Clarification:
    """About the area of this number; an adviser's is answered a week later."""
    answered = role == Role.SERVICE_ADVISER
    said: dict[str, object] = {"question": year.words(WORDS["questions"]["waiting"])}
    if answered:
        question, answer = map(year.words, WORDS["questions"]["answered"])
        said = {"question": question, "answer": answer, "answer_lang": year.lang}
        said |= {"answered_by": year.head, "answered_at": at(_day(maker, year, 21), 16)}
    asked = maker.rows.add(
        Clarification,
        frozen=version,
        area=_area(maker, year, number).code,
        status="answered" if answered else "asked",
        lang=year.lang,
        asked_by=by,
        asked_as=role,
        asked_at=at(_day(maker, year, 14), 11),
        **said,
    )
    facts = _facts(maker, year, number, version)
    maker.tell(year, "clarification.asked", asked, _day(maker, year, 14), by, role, **facts)
    if answered:
        maker.tell(year, "clarification.answered", asked, _day(maker, year, 21), year.head, Role.HEADTEACHER, **facts)
    return asked


def _area(maker: YearMaker, year: Year, number: int) -> Area:
    """That area of what was submitted."""
    return maker.areas[cast(SelfEvaluation, year.self_evaluation).framework][number]


def _day(maker: YearMaker, year: Year, day: int) -> dt.date:
    return maker.day(year, 10, day)


def _facts(maker: YearMaker, year: Year, number: int, version: Version) -> dict[str, str | int]:
    area = _area(maker, year, number)
    words = {"area_cy": area.name_cy, "area_en": area.name_en, "year": clock.school_year_words(year.year)}
    return {**words, "number": version.number}
