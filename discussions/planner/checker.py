"""Whether a plan keeps every hard rule: looked at with plain loops, by code that shares nothing with what made it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .problem import Placement, Problem


@dataclass(frozen=True)
class Broken:
    """A rule that is broken, by whom, and the meetings at fault."""

    rule: str
    person: str
    meetings: tuple[str, ...]


class Refuted(AssertionError):
    """The search made a plan that breaks a rule. It is never shown; the text lists what is broken."""


def require_sound(problem: Problem, placements: Mapping[str, Placement]) -> None:
    """Raise `Refuted` unless the plan keeps every rule that what is fixed does not break by itself."""
    if broken := broken_rules(problem, placements):
        raise Refuted("; ".join(f"{each.rule}: {each.person} ({', '.join(each.meetings)})" for each in broken))


def broken_rules(problem: Problem, placements: Mapping[str, Placement]) -> list[Broken]:
    """Every broken rule. What is fixed was somebody's decision: it counts for others, but is not at fault itself."""
    found = list(_moved_although_fixed(problem, placements))
    at: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key, placement in sorted(placements.items()):
        meeting = problem.meetings[key]
        people = set(meeting.people)
        if placement.officer is not None:
            people.add(placement.officer)
        for person in people:
            at[person, placement.half_day].append(key)
        if meeting.fixed is None:
            found += _wrong_in_itself(problem, key, placement, people)
    by_person: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for (person, half_day), keys in at.items():
        by_person[person][half_day] = keys
    for person, diary in sorted(by_person.items()):
        found += _wrong_in_a_diary(problem, placements, person, diary)
    return [each for each in found if each.rule == "fixed" or not _is_all_fixed(problem, each.meetings)]


def _is_all_fixed(problem: Problem, keys: tuple[str, ...]) -> bool:
    return all(problem.meetings[key].fixed is not None for key in keys)


def _moved_although_fixed(problem: Problem, placements: Mapping[str, Placement]) -> list[Broken]:
    return [
        Broken("fixed", "", (key,))
        for key, meeting in sorted(problem.meetings.items())
        if meeting.fixed is not None and placements.get(key) != meeting.fixed
    ]


def _wrong_in_itself(problem: Problem, key: str, placement: Placement, people: set[str]) -> list[Broken]:
    meeting = problem.meetings[key]
    found = []
    if placement.officer is None or placement.officer not in meeting.officers:
        found.append(Broken("officer", str(placement.officer), (key,)))
    if placement.way not in meeting.ways:
        found.append(Broken("way", "", (key,)))
    for person in sorted(people):
        if placement.half_day not in problem.people[person].free:
            found.append(Broken("not free", person, (key,)))
        if any(each.half_day == placement.half_day for each in problem.people[person].booked):
            found.append(Broken("booked elsewhere", person, (key,)))
    return found


def _wrong_in_a_diary(
    problem: Problem, placements: Mapping[str, Placement], person: str, diary: dict[int, list[str]]
) -> list[Broken]:
    found = [Broken("two places at once", person, tuple(keys)) for keys in diary.values() if len(keys) > 1]
    stops = [(half_day, placements[key].way.place, key) for half_day, keys in diary.items() for key in keys]
    for booking in problem.people[person].booked:
        stops.append((booking.half_day, booking.place, ""))
    by_day: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    by_week: dict[int, list[str]] = defaultdict(list)
    for stop in sorted(stops, key=lambda each: (each[0], each[2])):
        by_day[problem.half_days[stop[0]].day].append(stop)
        by_week[problem.half_days[stop[0]].week].append(stop[2])
    limit = problem.people[person].daily_limit
    for day in by_day.values():
        keys = tuple(key for _half_day, _place, key in day if key)
        if limit is not None and len(day) > limit:
            found.append(Broken("daily limit", person, keys))
        found += _too_far_apart(problem, person, day)
    limit = problem.people[person].weekly_limit
    for week in by_week.values():
        if limit is not None and len(week) > limit:
            found.append(Broken("weekly limit", person, tuple(key for key in week if key)))
    return found


def _too_far_apart(problem: Problem, person: str, day: list[tuple[int, str, str]]) -> list[Broken]:
    found = []
    for number, (half_day, place, key) in enumerate(day):
        for later, elsewhere, other in day[number + 1 :]:
            if later == half_day or not place or not elsewhere or place == elsewhere:
                continue
            minutes = max(problem.travel.get((place, elsewhere), 0), problem.travel.get((elsewhere, place), 0))
            if minutes > problem.between:
                found.append(Broken("travel", person, tuple(each for each in (key, other) if each)))
    return found
