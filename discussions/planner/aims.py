"""What makes one plan better than another: the wishes that a placement leaves unmet, and the score of a plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .plan import Score
from .problem import Meeting, Placement, Problem, Role, Tongue


class Wish(StrEnum):
    """Something that was asked for and may have to give way."""

    LANGUAGE = "language"  # that the officer can work in the language in which the school wishes to meet
    SCHOOL = "school"  # a half-day that the school prefers
    WAY = "way"  # the way that the school would like best
    PERSON = "person"  # a half-day that somebody who takes part prefers


WEIGHT = {Wish.LANGUAGE: 4, Wish.SCHOOL: 4, Wish.WAY: 2, Wish.PERSON: 1}


@dataclass(frozen=True)
class Wanted:
    """A wish, whose it is where it is a person's, and whether a placement meets it."""

    wish: Wish
    person: str | None
    is_met: bool


def works_in(tongue: Tongue | None, wish: Tongue | None) -> bool:
    """Whether somebody who says `tongue` of themselves meets the wish; who says nothing is never held against it."""
    return tongue is None or wish is None or tongue in (Tongue.BOTH, wish)


def wanted(problem: Problem, meeting: Meeting, placement: Placement) -> Iterator[Wanted]:
    """What was asked for and could depend on the placement, with what becomes of it there."""
    officer = problem.people[placement.officer] if placement.officer else None
    if officer and meeting.wish and not meeting.interpreter:
        yield Wanted(Wish.LANGUAGE, officer.key, works_in(officer.tongue, meeting.wish))
    if meeting.preferred:
        yield Wanted(Wish.SCHOOL, None, placement.half_day in meeting.preferred)
    if len(meeting.ways) > 1:
        yield Wanted(Wish.WAY, None, placement.way == meeting.ways[0])
    for key in sorted(meeting.people | ({officer.key} if officer else set())):
        if preferred := problem.people[key].preferred:
            yield Wanted(Wish.PERSON, key, placement.half_day in preferred)


def wishes_unmet(problem: Problem, meeting: Meeting, placement: Placement) -> int:
    """The weight of the wishes left unmet; 0 for what is fixed, which no plan can better."""
    if meeting.fixed:
        return 0
    return sum(WEIGHT[each.wish] for each in wanted(problem, meeting, placement) if not each.is_met)


def wish_costs(problem: Problem, meeting: Meeting, openings: Sequence[Placement]) -> list[int]:
    """The weight of the wishes that each opening of a meeting leaves unmet, added up faster where there are many."""
    people = {key: problem.people[key].preferred for key in meeting.people}
    wants = [(meeting.preferred, WEIGHT[Wish.SCHOOL]), *((each, WEIGHT[Wish.PERSON]) for each in people.values())]
    half_days = {each.half_day for each in openings}
    then = {each: sum(cost for preferred, cost in wants if preferred and each not in preferred) for each in half_days}

    def with_officer(key: str) -> tuple[int, frozenset[int]]:
        officer = problem.people[key]
        speaks = meeting.interpreter or works_in(officer.tongue, meeting.wish)
        return 0 if speaks else WEIGHT[Wish.LANGUAGE], frozenset() if key in people else officer.preferred

    found = []
    officers = {key: with_officer(key) for key in {each.officer for each in openings} if key}
    for each in openings:
        language, preferred = officers.get(each.officer or "", (0, frozenset()))
        cost = then[each.half_day] + language
        if preferred and each.half_day not in preferred:
            cost += WEIGHT[Wish.PERSON]
        if each.way != meeting.ways[0]:
            cost += WEIGHT[Wish.WAY]
        found.append(cost)
    return found


def departs(problem: Problem, meeting: Meeting, placement: Placement | None) -> dict[str, int]:
    """What the placement (None: to be left out) costs as a departure from the present plan, by the names in `Score`."""
    before = problem.present.get(meeting.key)
    if before is None or before == placement or meeting.fixed:
        return {}
    if meeting.agreed and placement is None:
        return {"dropped": 1, "agreed_moved": 1}
    if meeting.agreed and placement and placement.half_day != before.half_day:
        return {"agreed_moved": 1}
    return {"changed": 1}


def load_cost(meetings: int) -> int:
    """1 + 2 + … + meetings: the more somebody has, the dearer one more, so an even load is the cheapest."""
    return meetings * (meetings + 1) // 2


def officers(problem: Problem) -> set[str]:
    """Everybody of whom some meeting may have one as its officer."""
    fixed = {each.fixed.officer for each in problem.meetings.values() if each.fixed and each.fixed.officer}
    return fixed.union(*(each.officers for each in problem.meetings.values()))


def travel_days(problem: Problem, placements: Mapping[str, Placement]) -> set[tuple[str, int]]:
    """The (adviser, day) pairs on which the adviser goes somewhere, what is booked elsewhere included."""
    booked = {
        (key, problem.half_days[each.half_day].day)
        for key, person in problem.people.items()
        if person.role is Role.ADVISER
        for each in person.booked
        if each.place
    }
    return booked | {
        (person, problem.half_days[placement.half_day].day)
        for key, placement in placements.items()
        if placement.way.place
        for person in problem.meetings[key].people
        if problem.people[person].role is Role.ADVISER
    }


def score(problem: Problem, placements: Mapping[str, Placement]) -> Score:
    """The cost of a plan in every aim."""
    out = [meeting for key, meeting in problem.meetings.items() if key not in placements]
    departures = Counter[str]()
    for key, meeting in problem.meetings.items():
        departures.update(departs(problem, meeting, placements.get(key)))
    load = Counter({key: len(problem.people[key].booked) for key in officers(problem)})
    load.update(each.officer for each in placements.values() if each.officer)
    return Score(
        dropped=departures["dropped"],
        agreed_moved=departures["agreed_moved"],
        left_out=len(out),
        left_out_priority=sum(meeting.priority for meeting in out),
        changed=departures["changed"],
        wishes=sum(wishes_unmet(problem, problem.meetings[key], each) for key, each in placements.items()),
        travel_days=len(travel_days(problem, placements)),
        load=sum(load_cost(meetings) for meetings in load.values()),
    )
