"""What a proposal shows to one reader: nothing of a school that an interest closes to them."""

from collections.abc import Collection

from django.db.models import F, Prefetch

from discussions.models import Discussion, DiscussionSchool, Placement, PlacementSchool, Proposal, Round
from schools.models import Person


def latest_of(person: Person, round_: Round) -> Proposal | None:
    """The proposal that is open, else the last one that was closed."""
    rows = Proposal.objects.visible_to(person).filter(round=round_.pk)
    found: Proposal | None = rows.select_related("asked_by").order_by("-asked_at", "-pk").first()
    return found


def placements_of(person: Person, proposal: Proposal) -> list[Placement]:
    """What was left out, then by time; each with its schools and the date that it has already."""
    schools = PlacementSchool.objects.visible_to(person).select_related("school__council").order_by("pk")
    rows = Placement.objects.visible_to(person).filter(proposal=proposal)
    rows = rows.select_related("present", "released", "host").prefetch_related(Prefetch("placement_schools", schools))
    return list(rows.order_by(F("starts_at").asc(nulls_first=True), "pk"))


def to_release(placements: Collection[Placement]) -> list[Placement]:
    """Those that have a time which is something new, and whose release was not asked for yet: new ones first."""
    found = [each for each in placements if each.starts_at and not (each.release_asked_at or each.needs_no_change)]
    return sorted(found, key=lambda each: each.present_id is not None)


def stands_any(round_: Round) -> bool:
    """Whether any discussion of the round has its date already."""
    rows = DiscussionSchool.objects.as_system("whether the question of dates that stand is asked")
    return bool(round_.pk) and rows.filter(round=round_, live=True, discussion_kind=Discussion.Kind.YEARLY).exists()


def people_in(placements: Collection[Placement]) -> dict[str, Person]:
    """Those who would take part or stand in a reason, by public id."""
    keys = {each["person"] for placement in placements for each in placement.who}
    keys |= {key for placement in placements for key in placement.facts.get("people", ())}
    return {str(each.public_id): each for each in Person.objects.filter(public_id__in=keys)}


def schools_in(placements: Collection[Placement]) -> dict[str, str]:
    """The names of the schools that can stand in a reason, by public id: those of the proposal that its reader sees."""
    return {str(school.public_id): school.name for placement in placements for school in placement.schools}
