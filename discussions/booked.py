"""The discussions to come on days that the calendar may close: named before it is changed, and waiting once it is."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from schools import clock
from schools.booked_days import Booked, books
from schools.models import ClosedDay, Council, Event, InsetDay, Person, School, Term
from schools.models.base import reader_language

from .at_many import Since, nothing_named
from .models import Discussion, DiscussionSchool, Participant, Round
from .year import meetings_of

WHY = "whether a discussion to come is on a day without school"
CHANGES = ["inset_day.entered", "term.added", "term.edited", "term.removed"]  # after which a day may be without school


@books
def discussions_to_come(person: Person, council: Council) -> list[Booked]:
    """By day; nothing of a school that is closed to the reader."""
    return [booked for _school, booked in to_come_at(person, council)]


def to_come_at(person: Person, council: Council, **of: Any) -> list[tuple[UUID, Booked]]:
    """The same, each with the public id of the school; `of` narrows the rows of schools in discussions."""
    return [(row.school.public_id, _booked(row, row.school.name)) for row in _to_come(person, council, **of)]


def to_come_with(person: Person, round_: Round) -> list[tuple[UUID, Booked]]:
    """The discussions of a year to come in which somebody takes part for the council, with their public id and name."""
    rows = _to_come(person, round_.council, round=round_.pk)
    officers = Participant.objects.as_system("who of the pool is booked").filter(
        discussion__in=rows.values("discussion"), taking_part_as=Participant.As.OFFICER
    )
    places = {row.discussion_id: row for row in rows}
    return [
        (
            row.person.public_id,
            _booked(places[row.discussion_id], f"{row.person.name}, {places[row.discussion_id].school.name}"),
        )
        for row in officers.select_related("person").order_by("discussion__starts_at", "pk")
    ]


def _to_come(person: Person, council: Council, **of: Any) -> QuerySet[DiscussionSchool]:
    rows: QuerySet[DiscussionSchool] = DiscussionSchool.objects.visible_to(person).filter(
        school__council=council,
        live=True,
        discussion_kind=Discussion.Kind.YEARLY,
        discussion__starts_at__gt=clock.now(),
        **of,
    )
    return rows.select_related("school", "discussion").order_by("discussion__starts_at", "pk")


def _booked(row: DiscussionSchool, name: str) -> Booked:
    return Booked(row.school_id, name, _day_of(row.discussion), _page_of(row.discussion))


def _day_of(discussion: Discussion) -> dt.date:
    day: dt.date = discussion.starts_at.astimezone(clock.LONDON).date()
    return day


def _page_of(discussion: Discussion) -> str:
    return reverse("professional_discussions:detail", args=[discussion.public_id])


def without_a_school_day(schools: QuerySet[School], year: int) -> Since:
    """The discussions to come on a day that is an INSET day, that the school keeps free, or that lies between terms."""
    rows: Any = meetings_of(
        school__in=schools.order_by().values("pk"), round__school_year=year, discussion__starts_at__gt=clock.now()
    )
    rows = rows.annotate(its_day=TruncDate("discussion__starts_at", tzinfo=clock.LONDON))
    its = {"day": OuterRef("its_day")}
    inset = InsetDay.objects.as_system(WHY).filter(schools=OuterRef("school"), **its)
    kept_free = ClosedDay.objects.as_system(WHY).filter(school=OuterRef("school"), **its)
    terms = Term.objects.as_system(WHY).filter(council=OuterRef("school__council"), school_year=year)
    before, after = Q(starts_on__lte=OuterRef("its_day")), Q(ends_on__gte=OuterRef("its_day"))
    between = Exists(terms.filter(before)) & Exists(terms.filter(after)) & ~Exists(terms.filter(before & after))
    rows = rows.filter(Exists(inset) | Exists(kept_free) | between)
    acts = Event.objects.as_system("since when a day is without school").filter(
        Q(school=OuterRef("school")) | Q(council=OuterRef("school__council"), school=None), verb__in=CHANGES
    )
    began = Value(clock.beginning_of(year), DateTimeField())
    since = Coalesce(Subquery(acts.order_by("-at").values("at")[:1]), began)
    order = f"school__sort_{reader_language()}"
    rows = rows.order_by("discussion_id", order, "school").distinct("discussion_id").annotate(since=since)
    return rows.values_list("since", order, "school", Value(year), nothing_named())
