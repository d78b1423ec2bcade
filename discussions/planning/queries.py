"""What a proposal shows to one reader: nothing of a school that an interest closes to them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from discussions.models import Discussion, DiscussionSchool, Placement, PlacementSchool, Proposal, Round
from schools.models import Person, School
from schools.models.base import reader_language


def latest_of(person: Person, round_: Round) -> Proposal | None:
    """The proposal that is open, else the last one that was closed."""
    rows = Proposal.objects.visible_to(person).filter(round=round_.pk)
    found: Proposal | None = rows.select_related("asked_by").order_by("-asked_at", "-pk").first()
    return found


def placements_of(person: Person, proposal: Proposal) -> QuerySet[Placement]:
    """By time, then what was left out; each with its schools and the date that stands."""
    schools = PlacementSchool.objects.visible_to(person).select_related("school__council").order_by("pk")
    rows = Placement.objects.visible_to(person).filter(proposal=proposal)
    rows = rows.select_related("present", "released", "host").prefetch_related(Prefetch("placement_schools", schools))
    return rows.order_by(F("starts_at").asc(nulls_last=True), "pk")


def offered(person: Person, proposal: Proposal) -> QuerySet[Placement]:
    """What can be released: it has a time, and its release was not asked for yet."""
    return placements_of(person, proposal).filter(starts_at__isnull=False, release_asked_at=None)


def stands_any(round_: Round) -> bool:
    """Whether any discussion of the round has its date already."""
    rows = DiscussionSchool.objects.as_system("whether the question of dates that stand is asked")
    return bool(round_.pk) and rows.filter(round=round_, live=True, discussion_kind=Discussion.Kind.YEARLY).exists()


def people_in(placements: Collection[Placement]) -> dict[str, str]:
    """The names of those who would take part or stand in a reason, by public id."""
    keys = {each["person"] for placement in placements for each in placement.who}
    keys |= {key for placement in placements for key in placement.facts.get("people", ())}
    rows = Person.objects.filter(public_id__in=keys)
    return {str(key): name for key, name in rows.values_list("public_id", "name")}


def schools_in(person: Person, placements: Collection[Placement]) -> dict[str, str]:
    """The names of other schools that stand in a reason, by public id; a school that is closed to the reader is not
    among them.
    """
    keys = {UUID(key) for placement in placements for key in placement.facts.get("schools", ())}
    rows: Any = School.objects.visible_to(person).filter(public_id__in=keys)
    return {str(key): name for key, name in rows.values_list("public_id", f"name_{reader_language()}")}
