"""Dates that are proposed and not released yet: for those who schedule at every school that would meet."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from schools.models import Person, School
from schools.models.base import reader_language

from .at_many import Since, nothing_named
from .models import Placement, PlacementSchool, Proposal, Round


def proposed_in(person: Person, round_: Round) -> QuerySet[Placement]:
    """In the proposal of a year that is ready to look at."""
    rows: QuerySet[Placement] = Placement.objects.visible_to(person).filter(
        proposal__round=round_.pk,
        proposal__status=Proposal.Status.READY,
        starts_at__isnull=False,
        released=None,
        refused_because="",
    )
    return rows


def proposals_to_look_at(schools: QuerySet[School], year: int, *, ahead: int) -> Since:
    """The proposals that are ready, of the year so many years later, each under its first school by name."""
    ready = {
        "placement__proposal__status": Proposal.Status.READY,
        "placement__proposal__round__school_year": year + ahead,
    }
    order = f"school__sort_{reader_language()}"
    rows: Any = PlacementSchool.objects.as_system("that a proposal waits to be looked at").filter(
        school__in=schools.order_by().values("pk"), **ready
    )
    rows = rows.order_by("placement__proposal_id", order, "pk").distinct("placement__proposal_id")
    since = Coalesce("placement__proposal__ready_at", "placement__proposal__asked_at")
    return rows.annotate(since=since).values_list("since", order, "school", Value(year), nothing_named())
