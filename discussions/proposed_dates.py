"""What a proposal shows to one reader: nothing of a school that an interest closes to them, or that is not theirs."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from discussions.models import Discussion, DiscussionSchool, Placement, PlacementSchool, Proposal, Round
from discussions.planning_words import Line, lines_of
from schools.access import May, may
from schools.models import Person, School
from schools.models.base import reader_language
from schools.models.titles import titles_around

ON_A_PAGE = 30


def placements_of(person: Person, proposal: Proposal) -> QuerySet[Placement]:
    """By time, then what was left out; each with its schools and the date that stands."""
    schools = PlacementSchool.objects.visible_to(person).select_related("school__council").order_by("pk")
    rows = Placement.objects.visible_to(person).filter(proposal=proposal)
    rows = rows.select_related("present", "released", "host").prefetch_related(Prefetch("placement_schools", schools))
    return rows.order_by(F("starts_at").asc(nulls_last=True), "pk")


def shown_lines(person: Person, placements: Collection[Placement]) -> list[tuple[Line, bool]]:
    """Each line, and whether the reader may schedule its discussion by hand."""
    lines = lines_of(placements, _people_in(placements), _schools_in(person, placements))
    return [(line, all(may(person, May.SCHEDULE_DISCUSSION, each) for each in line.schools)) for line in lines]


def role_of_asker(proposal: Proposal) -> str:
    """What the role is called in which somebody asked for the dates of several councils."""
    titles = titles_around(proposal.round.council_id)
    return titles.get(proposal.asked_as) or str(proposal.get_asked_as_display())


def stands_any(rounds: Collection[Round]) -> bool:
    """Whether any discussion of these rounds has its date already."""
    kept = [each.pk for each in rounds if each.pk]
    rows = DiscussionSchool.objects.as_system("whether the question of dates that stand is asked")
    rows = rows.filter(round__in=kept, live=True, discussion_kind=Discussion.Kind.YEARLY)
    return bool(kept) and rows.exists()


def _people_in(placements: Collection[Placement]) -> dict[str, str]:
    """The names of those who would take part or stand in a reason, by public id."""
    keys = {each["person"] for placement in placements for each in placement.who}
    keys |= {key for placement in placements for key in placement.facts.get("people", ())}
    rows = Person.objects.filter(public_id__in=keys)
    return {str(key): name for key, name in rows.values_list("public_id", "name")}


def _schools_in(person: Person, placements: Collection[Placement]) -> dict[str, str]:
    """The names of other schools that stand in a reason, by public id; a school that is closed to the reader, or of a
    council that is not theirs, is not among them.
    """
    keys = {UUID(key) for placement in placements for key in placement.facts.get("schools", ())}
    rows: Any = School.objects.visible_to(person).filter(public_id__in=keys)
    return {str(key): name for key, name in rows.values_list("public_id", f"name_{reader_language()}")}
