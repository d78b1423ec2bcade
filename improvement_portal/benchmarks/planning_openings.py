"""What somebody could open of the planning of a council's year, and of their own replies."""

from collections.abc import Iterator

from discussions.models import Discussion, Proposal, RoundOfficer, YearDecision
from schools import clock
from schools.models import Council, Person, School
from schools.policy import May

from .found import FEW, Found, few


def planned_years(person: Person) -> Iterator[Found]:
    """The councils whose planning they see, this year, with an officer, a school and a decision of it."""
    rows = Council.objects.as_system("what the benchmark opens").filter(
        pk__in=person.standing.councils_reached(May.SEE_PLANNING)
    )
    for council in rows.order_by("pk")[:FEW]:
        own = {"council": council.public_id, "year": clock.current_school_year()}
        yield own
        for officer in few(RoundOfficer, person, round__council=council, round__school_year=own["year"]):
            yield {**own, "officer": officer.public_id}
        for school in few(School, person, council=council):
            yield {**own, "school": school.public_id}
        for decision in few(YearDecision, person, council=council):
            yield {**own, "decision": decision.public_id}


def searches(person: Person) -> Iterator[Found]:
    """The searches for several councils at once that they see, with each council of them."""
    rows = Proposal.objects.visible_to(person).filter(together__isnull=False).select_related("round__council")
    for each in rows.order_by("pk")[:FEW]:
        yield {
            "year": each.round.school_year,
            "search": each.together,
            "council": each.round.council.public_id,
        }


def schools_of_this_year(person: Person) -> Iterator[Found]:
    for school in few(School, person):
        yield {"school": school.public_id, "year": clock.current_school_year()}


def to_come(person: Person) -> Iterator[Found]:
    """Discussions that begin later: those in which somebody is asked whether they come, or that can be moved,
    and whom somebody may answer for."""
    for found in few(Discussion, person, starts_at__gt=clock.now(), status="scheduled"):
        yield {"discussion": found.public_id}
        for participant in found.participants.order_by("pk"):
            yield {"discussion": found.public_id, "participant": participant.public_id}
