"""What waits for the service or the council at many schools at once, beside what `discussions.year` reads."""

import datetime as dt

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from discussions.year import Since
from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest, Event, School, TranslationRequest
from schools.models.authority import overlapping
from schools.models.base import reader_language

AHEAD = dt.timedelta(days=28)  # how long before the last day of the last adviser it is time to name the next


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
    none = Value(None, models.UUIDField())
    rows = rows.annotate(since=since).order_by()
    return rows.values_list("since", f"sort_{reader_language()}", "pk", Value(year), none)


def asked_of_the_translators(schools: QuerySet[School], year: int) -> Since:
    """What of these schools was asked for in the other language, and has not been sent to the translators."""
    rows = TranslationRequest.objects.as_system("what waits to be sent to the translators")
    rows = rows.filter(status="asked", frozen__school__in=schools.order_by().values("pk")).order_by()
    name = f"frozen__school__sort_{reader_language()}"
    return rows.values_list("asked_at", name, "frozen__school", Value(year), "public_id")
