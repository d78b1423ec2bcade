"""How long it takes from one place of a plan to another, so that the planner sees who can be at both on one day. Pure.

Within a council it is what the council says. From one council's town to another's it is the longer of what the two say
of these towns; where neither names them, the longer of what each says of any two towns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from discussions.planning_times import Known, OfCouncil, minutes_between_halves
from discussions.round_contents import RoundFacts, ToPlace

OFFICE = "office:"  # before the key of the council whose office it is


@dataclass(frozen=True)
class Place:
    """A town, and the council that meets there in this plan; none where what stands there is not planned."""

    town: str
    council: RoundFacts | None = None


def place_of(known: Known, council: OfCouncil, each: ToPlace) -> str:
    """The key of the place where it would be; "" online."""
    return {"at_school": known.school_ids[each.key], "elsewhere": f"{OFFICE}{council.key}"}.get(each.setting, "")


def reference(known: Known) -> int:
    """The longest time between two half-days of any council: travel is told to the planner as measured against it."""
    facts = [council.facts for council in known.councils]
    return max((minutes_between_halves(each, each) for each in facts), default=0)


def travel_of(known: Known) -> dict[tuple[str, str], int]:
    """By two places. Where two councils have less time between the half-days than `reference`, what is missing counts
    as travel, so that the planner may compare all with one number.
    """
    places, longest = _places(known), reference(known)
    found = {}
    for one, other in combinations(sorted(places), 2):
        councils = [each for each in (places[one].council, places[other].council) if each]
        if councils:
            time = minutes_between_halves(councils[0], councils[-1])
            found[one, other] = minutes_between(places[one].town, places[other].town, councils) + longest - time
    return found


def minutes_between(one: str, other: str, councils: Sequence[RoundFacts]) -> int:
    """The longest that any of these councils says."""
    towns = frozenset((one.casefold(), other.casefold()))
    say = [each for each in councils if towns in each.exceptions] or councils
    return max(each.minutes_between(one, other) for each in say)


def _places(known: Known) -> Mapping[str, Place]:
    """Where something would be, and the towns where something stands."""
    found = {each.place: Place(each.place) for each in known.taken if each.place}
    for council, each in known.to_place:
        if key := place_of(known, council, each):
            found[key] = Place(each.town, council.facts)
    return found
