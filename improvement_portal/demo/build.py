"""Fills an empty database with made-up councils, schools, people and years of work."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction

from discussions.models import SupportKind
from discussions.records.queries import answers_of
from discussions.records.queries import content_of as record_content
from discussions.reference import load_support_kinds
from schools import clock
from schools.evaluation_contents import content_of as self_evaluation_content
from schools.evaluation_contents import own_document_of
from schools.frameworks import load_area_mappings, load_frameworks
from schools.models import Framework, FrozenDocument, GoverningBodyApproval, Plan, School, Version
from schools.models.history import canonical
from schools.notice_kinds import PLAN_SHARED, SELF_EVALUATION_SUBMITTED, NoticeKind
from schools.notices import path_to
from schools.plan_contents import content_of as plan_content
from schools.plan_reference import load_grant_kinds, load_national_priorities
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium

from .both_languages import add_other_language
from .calendar import add_calendar
from .carried import carry_forward
from .diaries import add_diaries
from .inspections import add_inspections
from .meetings import AGREED_AFTER, Meetings
from .ownership import NotOurs, is_ours
from .papers import throw_away
from .people import add_people
from .places import FEDERATED, Place, add_places, at
from .questions import add_questions
from .rounds import add_planning
from .rows import Rows
from .summaries import add_summary
from .summary_translators import add_lines_for_translation
from .translators import add_translations
from .turning import add_turning
from .under_way import UnderWay, first_of_each_role
from .years import FEDERATION, STAGES, Stage, Year, YearMaker

FRAMEWORKS = (("national-themes", 1), ("estyn-areas", 3))


@dataclass(frozen=True)
class Made:
    schools: int
    years: list[int]


@transaction.atomic
def empty() -> None:
    """Remove everything from a database that the demo made. Only the owner of the tables may."""
    if not is_ours():
        raise NotOurs
    throw_away()
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    names = ", ".join(connection.ops.quote_name(name) for name in tables if name != "django_content_type")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.disposal = 'on'")  # what was frozen goes too
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")


@transaction.atomic
def load(*, schools: int, years: int, seed: int, today: dt.date) -> Made:
    """Make `schools` schools with `years` school years each, the last one the current; same arguments, same content."""
    if is_ours() is not None:
        raise NotOurs
    load_frameworks()
    load_area_mappings()
    load_support_kinds()
    load_welsh_medium()
    load_national_priorities()
    load_grant_kinds()
    rows = Rows(seed)
    this_year = clock.school_year_of(today)
    span = list(range(this_year - years + 1, this_year + 1))
    service, guests, places = add_places(rows, schools, span)
    cast = add_people(rows, service, guests, places)
    frameworks = [Framework.all_rows.get(code=code, edition=edition) for code, edition in FRAMEWORKS]
    maker = YearMaker(rows, cast, frameworks, today)
    meetings = Meetings(maker, list(SupportKind.all_rows.order_by("position")))
    made = []
    for place in places:
        for position in range(len(place.schools)):
            for year in span:
                stage = stage_of(position) if year == this_year else Stage.AGREED
                made.append(maker.begin(place, position, year, stage))
        for together in meeting_together(made, place):
            meetings.meet(together)
    add_inspections(rows, made, this_year)
    add_planning(maker, made, meetings.rounds, this_year)
    UnderWay(rows, meetings, made, first_of_each_role(rows)).add()
    add_calendar(rows, places, this_year)
    add_turning(rows, meetings, places, this_year)
    rows.write()
    carry_forward(maker, made)
    add_diaries(maker, made)
    add_other_language(maker, made)
    rows.write()
    _freeze(rows, maker, made, meetings)
    rows.write()
    return Made(schools, span)


def _tell_readers(maker: YearMaker, year: Year, kind: NoticeKind, thing: Any, page: str, day: dt.date) -> None:
    """What the council's officer and the school's adviser were told about what the school submitted or shared.

    The chair of governors too was told of the self-evaluation.
    """
    year_words, period = clock.school_year_words(year.year), clock.three_school_years_words(year.year)
    words = {"number": 1, "year": year_words, "period": period}
    path = path_to(page, year.school.public_id, year.year, 1)
    readers = [maker.cast.officers[year.place.number], maker.cast.advisers[year.school.public_id]]
    if kind is SELF_EVALUATION_SUBMITTED:
        readers.append(maker.cast.chairs[year.school.public_id])
    for person in readers:
        maker.leave_notice(year, person, kind, thing, path, day, **words)


def stage_of(position: int) -> Stage:
    """How far the school at this position of a council has come this year."""
    return FEDERATION if position in FEDERATED else STAGES[position % len(STAGES)]


def meeting_together(made: list[Year], place: Place) -> list[list[Year]]:
    """Each school of the council whose discussion is scheduled, by itself; those of the federation, year by year."""
    found: dict[tuple[int, int], list[Year]] = {}
    for each in made:
        if each.place is place and each.stage >= Stage.SCHEDULED:
            first = FEDERATED[0] if each.position in FEDERATED else each.position
            found.setdefault((first, each.year), []).append(each)
    return list(found.values())


def _freeze_plan(rows: Rows, maker: YearMaker, year: Year, plan: Plan) -> None:
    """As the governing body approved it, as it was shared, with the school's own document, and its summary."""
    day = maker.day(year, 10, 16)
    approval = GoverningBodyApproval(**maker.approval(year))
    content = plan_content(plan, approval)
    approved = _add_version(rows, Version.Kind.APPROVED_PLAN, plan, content, year, approval.approved_on)
    maker.approve(year, approved)
    shared = _add_version(rows, Version.Kind.PLAN, plan, content, year, day)
    for document in plan.own_documents.all():
        for version in (approved, shared):
            rows.add(FrozenDocument, seen_in=version, file=document)
    _tell_readers(maker, year, PLAN_SHARED, plan, "plans:version", day)
    maker.tell(year, "plan.shared", plan, day, year.head, Role.HEADTEACHER, number=1)
    freeze = partial(_add_version, rows, Version.Kind.PLAN_SUMMARY)
    lines = add_summary(maker, year, is_new=year.stage == Stage.PLAN_SHARED, freeze=freeze)
    freeze = partial(_add_version, rows, Version.Kind.SUMMARY_FOR_TRANSLATION)
    add_lines_for_translation(maker, year, lines, freeze=freeze)


def _freeze(rows: Rows, maker: YearMaker, made: list[Year], meetings: Meetings) -> None:
    """Versions of what was submitted, shared and agreed, from the same words the pages are made of."""
    for year in made:
        if year.self_evaluation and year.submitted:
            day = maker.day(year, 10, 2)
            content = self_evaluation_content(year.self_evaluation)
            submitted = _add_version(rows, Version.Kind.SELF_EVALUATION, year.self_evaluation, content, year, day)
            add_questions(maker, year, submitted)
            add_translations(maker, year, submitted)
            if document := own_document_of(year.self_evaluation):
                rows.add(FrozenDocument, seen_in=submitted, file=document)
            _tell_readers(maker, year, SELF_EVALUATION_SUBMITTED, year.self_evaluation, "self_evaluations:version", day)
            maker.tell(
                year, "self_evaluation.submitted", year.self_evaluation, day, year.head, Role.HEADTEACHER,
                number=1, year=clock.school_year_words(year.year),
            )  # fmt: skip
    rows.write()  # a plan names the areas that its readers find in these versions
    for year in made:
        if year.plan and year.stage >= Stage.PLAN_SHARED:
            _freeze_plan(rows, maker, year, year.plan)
    for together, record in meetings.records:
        if together[0].stage == Stage.AGREED and record.sent_at:
            day = min((record.sent_at + AGREED_AFTER).date(), maker.today)
            content = record_content(record, answers_of(record))
            school = together[0].school if len(together) == 1 else None
            _add_version(rows, Version.Kind.RECORD, record, content, together[0], day, school=school)


def _add_version(
    rows: Rows,
    kind: Version.Kind,
    thing: Any,
    content: dict[str, Any],
    year: Year,
    day: dt.date,
    **school: School | None,
) -> Version:
    """`school` only where it is not the year's own: a joint record belongs to no single school."""
    return rows.add(
        Version,
        version_kind=kind,
        thing_id=thing.public_id,
        number=1,
        content=canonical(content),
        school_year=year.year,
        by=year.head,
        at=at(day, 16),
        **{"school": year.school, **school},
    )
