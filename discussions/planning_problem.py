"""The planner's problem, from what the portal knows of the year of one council or of several. Pure: all was read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from discussions.planner.problem import (
    Booking,
    Meeting,
    Part,
    Person,
    Placement,
    Problem,
    Role,
    Setting,
    Tongue,
    Way,
)
from discussions.planning_times import Known, OfCouncil, Slot, in_half_day
from discussions.planning_travel import place_of, reference, travel_of
from discussions.round_contents import Able, ToPlace
from schools.clock import LONDON

SETTINGS = {"at_school": Setting.SCHOOL, "online": Setting.ONLINE, "elsewhere": Setting.OFFICE}
BY_THE_SCHOOL = "school:"  # before the key of a school, which is free when its gates are open


def lacking(each: ToPlace) -> str:
    """Who is missing altogether, so that there is nothing to plan: "head", "adviser" or "officer"; else nothing."""
    if not all(each.heads):
        return "head"
    if not all(each.advisers):
        return "adviser"
    return "" if each.officers else "officer"


def problem_of(known: Known) -> Problem:
    """The problem in the planner's terms; what lacks somebody (`lacking`) is no part of it."""
    to_place = [(council, each) for council, each in known.to_place if not lacking(each)]
    meetings: dict[str, Meeting] = {}
    people: dict[str, Person] = {}
    parts: dict[tuple[int, Role], None] = {}
    works_for: dict[int, set[int]] = defaultdict(set)
    for council, each in to_place:
        heads, advisers = chosen_of(council, each)
        chosen = [*heads, *advisers]
        meeting = _meeting(known, council, each, {able.person for able in chosen})
        meetings[meeting.key] = meeting
        for person, role in _roles(each, heads, advisers):
            parts[person, role] = None
            works_for[person].add(council.key)
        gates = _gates(known, council, each, chosen)
        people[gates.key] = gates
    booked = _booked(known)
    for person, role in parts:
        _join(people, _person(known, person, role, works_for[person], booked))
    return Problem(
        half_days=tuple(known.times.half_days),
        people=people,
        meetings=meetings,
        travel=travel_of(known),
        between=reference(known),
        present=_present(known, to_place, meetings),
    )


def _roles(each: ToPlace, heads: list[Able], advisers: list[Able]) -> Iterable[tuple[int, Role]]:
    yield from ((guest, Role.PARTNER) for guest in each.guests)
    yield from ((able.person, Role.OFFICER) for able in each.officers)
    yield from ((able.person, Role.HEAD) for able in heads)
    yield from ((able.person, Role.ADVISER) for able in advisers if able not in heads)


def chosen_of(council: OfCouncil, each: ToPlace) -> tuple[list[Able], list[Able]]:
    """The heads and the advisers who are to come, one a school."""
    heads, advisers = ([_one_of(able, council) for able in rows] for rows in (each.heads, each.advisers))
    return heads, advisers


def _one_of(able: tuple[Able, ...], council: OfCouncil) -> Able:
    """Of those who follow one another, whoever is there for most of the window; the first of several."""
    return max(able, key=lambda each: (_days_within(each, council), -able.index(each)))


def _days_within(each: Able, council: OfCouncil) -> int:
    first, last = max(each.first or council.first, council.first), min(each.last or council.last, council.last)
    return (last - first).days


def _gates(known: Known, council: OfCouncil, each: ToPlace, chosen: list[Able]) -> Person:
    slots = known.times.of[council.key]
    free = frozenset(number for number, slot in slots.items() if gates_are_open(known, council, each, chosen, slot))
    return Person(BY_THE_SCHOOL + known.school_ids[each.key], Role.PARTNER, free, may_be_asked=False)


def gates_are_open(known: Known, council: OfCouncil, each: ToPlace, chosen: list[Able], slot: Slot) -> bool:
    """Whether the schools can meet at all: it is a school day of theirs, they get enough notice (of what is new), and
    whoever must come still (or already) is theirs.
    """
    day, stands = slot.half_day.date, council.standing.get(each.key)
    stays = stands is not None and in_half_day(stands.starts_at, slot)
    return (
        not any(day in known.closed.get(school, ()) for school in each.schools)
        and all(_is_there(able, day) for able in chosen)
        and (stays or all(day >= known.notice.get(school, day) for school in each.schools))
    )


def _is_there(able: Able, day: dt.date) -> bool:
    return (able.first is None or able.first <= day) and (able.last is None or day <= able.last)


def _meeting(known: Known, council: OfCouncil, each: ToPlace, people: set[int]) -> Meeting:
    key = known.school_ids[each.key]
    coming = {known.ids[person] for person in (*people, *each.guests)}
    return Meeting(
        key=key,
        council=str(council.key),
        people=frozenset(coming | {BY_THE_SCHOOL + key}),
        officers=frozenset({known.ids[able.person] for able in each.officers} - coming),
        ways=(Way(SETTINGS[each.setting], place_of(known, council, each)),),
        priority=each.is_first,
        preferred=_offered(known, council, each),
        wish=_wish(each.languages),
        interpreter=each.interpreter,
        agreed=each.key in council.standing,
    )


def _offered(known: Known, council: OfCouncil, each: ToPlace) -> frozenset[int]:
    """The half-days in which are the times that somebody who cannot come offered instead."""
    stands = council.standing.get(each.key)
    slots = known.times.of[council.key] if stands and stands.offered else {}
    return frozenset(n for n, slot in slots.items() if stands and any(in_half_day(at, slot) for at in stands.offered))


def _wish(languages: Collection[str]) -> Tongue | None:
    said = set(languages)
    if not said:
        return None
    return Tongue(said.pop()) if len(said) == 1 else Tongue.BOTH


def _person(
    known: Known, person: int, role: Role, councils: Collection[int], booked: Mapping[int, frozenset[Booking]]
) -> Person:
    """In one diary for all councils: whoever works for several is free where they are at the times of each of them."""
    diary = known.diaries[person]
    slots = _slots_of(known, councils)
    free = {n for n, each in slots.items() if all(diary.free_if_covered(s.starts_at, s.ends_at) for s in each)}
    easy = {n for n in free if all(diary.is_free(slot.starts_at, slot.ends_at) for slot in slots[n])}
    likes = {number for number in easy if diary.prefers(*_half_of(slots[number][0])) is not False}
    return Person(
        key=known.ids[person],
        role=role,
        free=frozenset(free),
        preferred=frozenset(likes) if likes != free else frozenset(),  # all the same to them: no preference
        daily_limit=diary.daily_limit,
        weekly_limit=diary.weekly_limit,
        tongue=Tongue(diary.language) if diary.language else None,
        booked=booked.get(person, frozenset()),
    )


def _slots_of(known: Known, councils: Collection[int]) -> Mapping[int, list[Slot]]:
    found: dict[int, list[Slot]] = defaultdict(list)
    for council in sorted(councils):
        for number, slot in known.times.of[council].items():
            found[number].append(slot)
    return found


def _half_of(slot: Slot) -> tuple[dt.date, bool]:
    return slot.half_day.date, slot.half_day.part is Part.AFTERNOON


def _join(people: dict[str, Person], person: Person) -> None:
    """An adviser who is an officer's partner elsewhere stays an adviser: their days of travel count."""
    there = people.get(person.key)
    if there is None or person.role is Role.ADVISER:
        people[person.key] = person


def _booked(known: Known) -> dict[int, frozenset[Booking]]:
    """What stands, by person, in the half-day it overlaps, else in the one of its time of day."""
    slots = _slots_of(known, [council.key for council in known.councils])
    found: dict[int, set[Booking]] = defaultdict(set)
    for each in known.taken:
        touched = {n for n, same in slots.items() if any(slot.overlaps(each.starts_at, each.ends_at) for slot in same)}
        nearest = known.times.number_of(each.starts_at.astimezone(LONDON))
        numbers = touched or {number for number in (nearest,) if number is not None}
        found[each.person] |= {Booking(number, each.place) for number in numbers}
    return {person: frozenset(rows) for person, rows in found.items()}


def _present(
    known: Known, to_place: list[tuple[OfCouncil, ToPlace]], meetings: Mapping[str, Meeting]
) -> dict[str, Placement]:
    """Where the discussions that may be moved are now, by meeting."""
    found = {}
    for council, each in to_place:
        stands = council.standing.get(each.key)
        number = known.times.number_of(stands.starts_at.astimezone(LONDON)) if stands else None
        if stands and number is not None:
            meeting = meetings[known.school_ids[each.key]]
            found[meeting.key] = Placement(number, known.ids.get(stands.officer or 0), meeting.ways[0])
    return found
