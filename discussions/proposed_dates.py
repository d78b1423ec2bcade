"""What a proposal shows to one reader: nothing of a school that an interest closes to them, or that is not theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch

from discussions.models import Discussion, DiscussionSchool, Placement, PlacementSchool, Proposal, Round
from discussions.planning_words import Line, lines_of
from discussions.proposal_doubts import Doubts
from schools.access import May, may
from schools.models import Person, School
from schools.models.base import reader_language
from schools.models.titles import titles_around

ON_A_PAGE = 30


def placements_of(person: Person, proposal: Proposal) -> list[Placement]:
    """What was left out, then by time; each with its schools and the date that it has already."""
    schools = PlacementSchool.objects.visible_to(person).select_related("school__council").order_by("pk")
    rows = Placement.objects.visible_to(person).filter(proposal=proposal)
    rows = rows.select_related("present", "released", "host").prefetch_related(Prefetch("placement_schools", schools))
    return list(rows.order_by(F("starts_at").asc(nulls_first=True), "pk"))


@dataclass(frozen=True)
class Shown:
    """Some lines of a proposal, each with whether the reader may schedule its discussion by hand."""

    without: list[tuple[Line, bool]]  # a date
    dated: list[tuple[Line, bool]]


def shown_lines(
    person: Person,
    page: Collection[Placement],
    proposal: Proposal,
    placements: Collection[Placement],
    people: Mapping[str, Person],
    doubts: Doubts | None = None,
) -> Shown:
    """Those on a page; `placements`: all of the proposal, and `people` those in them."""
    names = {key: each.name for key, each in people.items()}
    lines = lines_of(page, names, _schools_in(person, proposal, placements), doubts or {})
    pairs = [(line, all(may(person, May.SCHEDULE_DISCUSSION, each) for each in line.schools)) for line in lines]
    without = [pair for pair in pairs if pair[0].placement.is_left_out]
    return Shown(without, [pair for pair in pairs if not pair[0].placement.is_left_out])


def people_in(placements: Collection[Placement]) -> dict[str, Person]:
    """Those who would take part or stand in a reason, by public id."""
    keys = {each["person"] for placement in placements for each in placement.who}
    keys |= {key for placement in placements for key in placement.facts.get("people", ())}
    return {str(each.public_id): each for each in Person.objects.filter(public_id__in=keys)}


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


def _schools_in(person: Person, proposal: Proposal, placements: Collection[Placement]) -> dict[str, str]:
    """The names of schools that can stand in a reason, by public id: those of the proposal that its reader sees; of
    other councils, where dates were worked out together, those that are theirs to see.
    """
    found = {str(school.public_id): school.name for placement in placements for school in placement.schools}
    if proposal.together is None:
        return found
    keys = {UUID(key) for placement in placements for key in placement.facts.get("schools", ()) if key not in found}
    rows: Any = School.objects.visible_to(person).filter(public_id__in=keys)
    return found | {str(key): name for key, name in rows.values_list("public_id", f"name_{reader_language()}")}
