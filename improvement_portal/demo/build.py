"""Fills an empty database with made-up councils, schools, people and years of work."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from discussions.models import SupportKind
from discussions.records.queries import answers_of
from discussions.records.queries import content_of as record_content
from discussions.reference import load_support_kinds
from schools import clock
from schools.frameworks import load_frameworks
from schools.models import Council, Framework, Version
from schools.models.history import canonical
from schools.plans.queries import content_of as plan_content
from schools.plans.queries import last_approval_of
from schools.policy import Role
from schools.self_evaluations.queries import content_of as self_evaluation_content
from schools.welsh_medium import load_welsh_medium

from .meetings import Meetings
from .people import add_people
from .places import add_places, at
from .rows import Rows
from .years import STAGES, Stage, Year, YearMaker


class NotOurs(Exception):
    """The database holds something that the demo did not make."""


@dataclass(frozen=True)
class Made:
    schools: int
    years: list[int]


def is_ours() -> bool | None:
    """True for a database that the demo made, None for one without councils, False for any other."""
    councils = list(Council.all_rows.values_list("is_demo", flat=True))
    return all(councils) if councils else None


@transaction.atomic
def empty() -> None:
    """Remove everything from a database that the demo made. Only the owner of the tables may."""
    if not is_ours():
        raise NotOurs
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
    load_support_kinds()
    load_welsh_medium()
    rows = Rows(seed)
    this_year = clock.school_year_of(today)
    span = list(range(this_year - years + 1, this_year + 1))
    service, guests, places = add_places(rows, schools, span)
    cast = add_people(rows, service, guests, places)
    framework = Framework.all_rows.get(code="national-themes", edition=1)
    maker = YearMaker(rows, cast, framework, today)
    meetings = Meetings(maker, list(SupportKind.all_rows.order_by("position")))
    made = []
    for place in places:
        for position in range(len(place.schools)):
            for year in span:
                stage = STAGES[position % len(STAGES)] if year == this_year else Stage.AGREED
                made.append(maker.begin(place, position, year, stage))
                if stage >= Stage.SCHEDULED:
                    meetings.meet(made[-1])
    rows.write()
    _freeze(rows, maker, made, meetings)
    rows.write()
    return Made(schools, span)


def _freeze(rows: Rows, maker: YearMaker, made: list[Year], meetings: Meetings) -> None:
    """Versions of what was submitted, shared and agreed, from the same words the pages are made of."""
    for year in made:
        if year.self_evaluation and year.submitted:
            day = maker.day(year, 10, 2)
            content = self_evaluation_content(year.self_evaluation)
            _add_version(rows, Version.Kind.SELF_EVALUATION, year.self_evaluation, content, year, day)
            words = f"{year.year}/{(year.year + 1) % 100:02d}"
            maker.tell(
                year, "self_evaluation.submitted", year.self_evaluation, day, year.head, Role.HEADTEACHER,
                number=1, year=words,
            )  # fmt: skip
        if year.plan and year.stage >= Stage.PLAN_SHARED:
            day = maker.day(year, 10, 16)
            _add_version(
                rows, Version.Kind.PLAN, year.plan, plan_content(year.plan, last_approval_of(year.plan)), year, day
            )
            maker.tell(year, "plan.shared", year.plan, day, year.head, Role.HEADTEACHER, number=1)
    for year, record in meetings.records:
        if year.stage == Stage.AGREED and record.sent_at:
            day = (record.sent_at + dt.timedelta(days=2)).date()
            _add_version(
                rows,
                Version.Kind.RECORD,
                record,
                record_content(record, answers_of(record)),
                year,
                min(day, maker.today),
            )


def _add_version(rows: Rows, kind: Version.Kind, thing: Any, content: dict[str, Any], year: Year, day: dt.date) -> None:
    rows.add(
        Version,
        version_kind=kind,
        thing_id=thing.public_id,
        number=1,
        content=canonical(content),
        school=year.school,
        school_year=year.year,
        by=year.head,
        at=at(day, 16),
    )
