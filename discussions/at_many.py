"""What waits at many schools at once, for those who follow many: asked in one query, however many schools."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest, Event, Person, School, TranslationRequest
from schools.models.authority import overlapping
from schools.models.base import reader_language

from .models import Answer, DiscussionSchool, Party, Record
from .replied import asked_at, not_coming_to, silent_in
from .year import cancelled_at_in, held_by_now, meetings_of, submissions_of

# Since when something waits, the place in the alphabet, the school's key,
# the year, and the public id of the record that is to be answered.
Since = QuerySet[Any]

AHEAD = dt.timedelta(days=28)  # how long before the last day of the last adviser it is time to name the next


def nothing_named() -> Cast:
    """In the place of the public id; cast, as PostgreSQL takes several that are nothing for text."""
    return Cast(Value(None), models.UUIDField())


def without_a_discussion(schools: QuerySet[School], year: int) -> Since:
    """Those that are ready for one: what a school submits or shares again later does not make it wait anew, but a
    discussion that was called off does.
    """
    meetings = meetings_of(round__school_year=year, school=OuterRef("pk"))
    rows = schools.filter(~Exists(meetings), Exists(submissions_of(year)))
    first = Subquery(submissions_of(year).order_by("at").values("at")[:1])
    rows = rows.annotate(since=Greatest(first, cancelled_at_in(year))).order_by()
    return rows.values_list("since", f"sort_{reader_language()}", "pk", Value(year), nothing_named())


def without_a_record(schools: QuerySet[School], year: int, *, reached: QuerySet[School]) -> Since:
    rows = _wholly(reached, school__in=schools.order_by().values("pk")).filter(held_by_now())
    rows = rows.filter(Q(discussion__record=None) | Q(discussion__record__status=Record.Status.DRAFT))
    order = f"school__sort_{reader_language()}"
    return _once_each(rows).values_list("discussion__ends_at", order, "school", "round__school_year", nothing_named())


def without_an_answer(schools: QuerySet[School], year: int, party: Party, *, reached: QuerySet[School]) -> Since:
    """For the council or the service, which answer once for all schools of a record."""
    answers = Answer.objects.as_system("who has answered").filter(
        record=OuterRef("discussion__record"), party=party, sending=OuterRef("discussion__record__sending")
    )
    sent = {"discussion__record__status": Record.Status.SENT}
    rows = _wholly(reached, school__in=schools.order_by().values("pk"), **sent).filter(~Exists(answers))
    since, record = "discussion__record__sent_at", "discussion__record__public_id"
    return _once_each(rows).values_list(
        since, f"school__sort_{reader_language()}", "school", "round__school_year", record
    )


def _wholly(reached: QuerySet[School], **of: Any) -> QuerySet[DiscussionSchool]:
    """The discussions all of whose schools are reached: what is done once for all of them needs that."""
    others = meetings_of(discussion=OuterRef("discussion")).exclude(school__in=reached.order_by().values("pk"))
    return meetings_of(**of).filter(~Exists(others))


def _once_each(rows: QuerySet[DiscussionSchool]) -> QuerySet[DiscussionSchool]:
    """One row a discussion, of its first school by name: a joint record waits once, not once for each school."""
    return rows.order_by("discussion_id", f"school__sort_{reader_language()}", "school").distinct("discussion_id")


def without_a_reply(schools: QuerySet[School], year: int, *, person: Person, reached: QuerySet[School]) -> Since:
    """The discussions to come to which this person is invited, and has not said whether they come."""
    mine = silent_in(OuterRef("discussion")).filter(person=person)
    rows = _to_come(schools).annotate(since=Subquery(mine.values(asked=asked_at())[:1]))
    return _told_of(_once_each(rows.filter(since__isnull=False)))


def without_everybody(schools: QuerySet[School], year: int, *, reached: QuerySet[School]) -> Since:
    """The discussions to come to which somebody cannot come, or not then."""
    said = not_coming_to(OuterRef("discussion"), OuterRef("discussion__sequence"))
    rows = _to_come(schools, reached).annotate(since=Subquery(said.order_by("given_at").values("given_at")[:1]))
    return _told_of(_once_each(rows.filter(since__isnull=False)))


def _to_come(schools: QuerySet[School], reached: QuerySet[School] | None = None) -> QuerySet[DiscussionSchool]:
    of = {"school__in": schools.order_by().values("pk"), "discussion__starts_at__gt": clock.now()}
    return meetings_of(**of) if reached is None else _wholly(reached, **of)


def _told_of(rows: QuerySet[DiscussionSchool]) -> Since:
    order = f"school__sort_{reader_language()}"
    return rows.values_list("since", order, "school", "round__school_year", nothing_named())


def without_an_adviser(schools: QuerySet[School], year: int) -> Since:
    """Those for which nobody is assigned, or within four weeks nobody will be any more.

    Since the day after the last one's last day; where that is to come, since it is known or is near; else since the
    school came into the register.
    """
    today, stamp = clock.today(), models.DateTimeField()
    declared = ConflictOfInterest.objects.as_system("who cannot advise the school they are assigned to").filter(
        overlapping(today, None), person=OuterRef("adviser"), school=OuterRef("school")
    )
    advising = AdviserAssignment.objects.as_system("whether somebody advises the school").filter(school=OuterRef("pk"))
    following = advising.filter(~Exists(declared)).filter(Q(ends_on=None) | Q(ends_on__gte=today + AHEAD))
    acts = Event.objects.as_system("since when nobody follows").filter(school=OuterRef("pk"))
    ended = acts.filter(verb="adviser.assignment_ended").order_by("-at").values("at")[:1]
    last = advising.filter(ends_on__lt=today + AHEAD).order_by("-ends_on").values("ends_on")[:1]
    rows = schools.filter(~Exists(following)).annotate(last=Subquery(last))
    near = Cast(ExpressionWrapper(F("last") - AHEAD, stamp), stamp)
    since = Case(
        When(last__lt=today, then=Cast(ExpressionWrapper(F("last") + dt.timedelta(days=1), stamp), stamp)),
        When(last__isnull=False, then=Greatest(near, Subquery(ended))),
        default=Coalesce(Subquery(acts.order_by("at").values("at")[:1]), Value(clock.beginning_of(year))),
        output_field=stamp,
    )
    rows = rows.annotate(since=since).order_by()
    return rows.values_list("since", f"sort_{reader_language()}", "pk", Value(year), nothing_named())


def asked_of_the_translators(schools: QuerySet[School], year: int) -> Since:
    """What of these schools was asked for in the other language, and has not been sent to the translators."""
    rows = TranslationRequest.objects.as_system("what waits to be sent to the translators")
    rows = rows.filter(status="asked", frozen__school__in=schools.order_by().values("pk")).order_by()
    name = f"frozen__school__sort_{reader_language()}"
    return rows.values_list("asked_at", name, "frozen__school", Value(year), "public_id")
