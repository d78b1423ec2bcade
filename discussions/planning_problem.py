"""The planner's problem, from what the portal knows of a year's discussions. Pure: everything has been read already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID

from discussions.bookings import moment
from discussions.diaries import Diary
from discussions.planner.problem import (
    Booking,
    HalfDay,
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
from discussions.round_contents import Able, RoundFacts, ToPlace

SETTINGS = {"at_school": Setting.SCHOOL, "online": Setting.ONLINE, "elsewhere": Setting.OFFICE}
NOON = dt.time(12)
OFFICE = "office"
BY_THE_SCHOOL = "school:"  # before the key of a school, which is free when its gates are open


@dataclass(frozen=True)
class Slot:
    """A half-day with the times at which a discussion in it begins and ends."""

    half_day: HalfDay
    starts_at: dt.datetime
    ends_at: dt.datetime

    def overlaps(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class Taken:
    """A discussion of somebody's that stays where it is; `town` is "" online and where it is not known."""

    person: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""


@dataclass(frozen=True)
class Standing:
    """A discussion that has its date and may be moved: when it is, and who takes part."""

    discussion: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    officer: int | None  # the first of them
    officers: tuple[int, ...] = ()
    others: frozenset[int] = frozenset()  # guests apart


@dataclass(frozen=True)
class Known:
    """What the problem is made of. People and schools are named by their keys, in the problem by their public ids."""

    facts: RoundFacts
    first: dt.date  # of the days that can be proposed
    last: dt.date
    closed: Mapping[int, Collection[dt.date]]  # by school
    diaries: Mapping[int, Diary]  # by person
    ids: Mapping[int, str]  # public ids of people
    school_ids: Mapping[int, str]
    taken: Collection[Taken] = ()
    standing: Mapping[int, Standing] | None = None  # by the first school of what is to place
    later: dt.date | None = None  # the last day after the window of which diaries and closed days are known too
    offered: Mapping[int, Collection[dt.datetime]] = field(default_factory=dict)  # in replies, by the first school
    notice: Mapping[int, dt.date] = field(default_factory=dict)  # by school, the first day that is far enough ahead


def slots_of(known: Known) -> list[Slot]:
    """The half-days of the window on which one of the schools at least can meet."""
    return slots_between(known, known.first, known.last)


def slots_between(known: Known, first: dt.date, last: dt.date) -> list[Slot]:
    facts, found = known.facts, []
    schools = {school for each in facts.to_place for school in each.schools}
    lasts = dt.timedelta(minutes=facts.minutes)
    monday = first - dt.timedelta(days=first.weekday())
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if day.weekday() > 4 or all(day in known.closed.get(school, ()) for school in schools):
            continue
        for part, begins in ((Part.MORNING, facts.morning_from), (Part.AFTERNOON, facts.afternoon_from)):
            starts = moment(day, begins)
            half_day = HalfDay(day, part, (day - monday).days, (day - monday).days // 7)
            found.append(Slot(half_day, starts, starts + lasts))
    return found


def minutes_between_halves(facts: RoundFacts) -> int:
    """From the end of a morning's discussion to the beginning of an afternoon's."""
    morning, afternoon = (dt.datetime.combine(dt.date.min, at) for at in (facts.morning_from, facts.afternoon_from))
    return int((afternoon - morning).total_seconds() // 60) - facts.minutes


def lacking(each: ToPlace) -> str:
    """Who is missing altogether, so that there is nothing to plan: "head", "adviser" or "officer"; else nothing."""
    if not all(each.heads):
        return "head"
    if not all(each.advisers):
        return "adviser"
    return "" if each.officers else "officer"


def problem_of(known: Known) -> Problem:
    """The problem in the planner's terms; what lacks somebody (`lacking`) is no part of it."""
    slots = slots_of(known)
    to_place = [each for each in known.facts.to_place if not lacking(each)]
    meetings = {}
    people: dict[str, Person] = {}
    booked = _booked(known, slots)
    for each in to_place:
        heads, advisers = chosen_of(known, each)
        chosen = [*heads, *advisers]
        meeting = _meeting(known, each, {able.person for able in chosen}, slots)
        meetings[meeting.key] = meeting
        for role, who in ((Role.PARTNER, each.guests), (Role.OFFICER, [able.person for able in each.officers])):
            for person in who:
                _join(people, _person(known, person, role, slots, booked))
        for able in chosen:
            role = Role.HEAD if able in heads else Role.ADVISER
            _join(people, _person(known, able.person, role, slots, booked))
        gates = _gates(known, each, chosen, slots)
        people[gates.key] = gates
    return Problem(
        half_days=tuple(slot.half_day for slot in slots),
        people=people,
        meetings=meetings,
        travel=_travel(known, meetings),
        between=minutes_between_halves(known.facts),
        present=_present(known, to_place, meetings, slots),
    )


def chosen_of(known: Known, each: ToPlace) -> tuple[list[Able], list[Able]]:
    """The heads and the advisers who are to come, one a school."""
    heads, advisers = ([_one_of(able, known) for able in rows] for rows in (each.heads, each.advisers))
    return heads, advisers


def _one_of(able: tuple[Able, ...], known: Known) -> Able:
    """Of those who follow one another, whoever is there for most of the window; the first of several."""
    return max(able, key=lambda each: (_days_within(each, known), -able.index(each)))


def _days_within(each: Able, known: Known) -> int:
    first, last = max(each.first or known.first, known.first), min(each.last or known.last, known.last)
    return (last - first).days


def _gates(known: Known, each: ToPlace, chosen: list[Able], slots: list[Slot]) -> Person:
    free = frozenset(number for number, slot in enumerate(slots) if gates_are_open(known, each, chosen, slot))
    return Person(BY_THE_SCHOOL + known.school_ids[each.key], Role.PARTNER, free, may_be_asked=False)


def gates_are_open(known: Known, each: ToPlace, chosen: list[Able], slot: Slot) -> bool:
    """Whether the schools can meet at all: it is a school day of theirs, they get enough notice (of what is new), and
    whoever must come still (or already) is theirs.
    """
    return (
        not any(slot.half_day.date in known.closed.get(school, ()) for school in each.schools)
        and all(_is_there(able, slot.half_day.date) for able in chosen)
        and (_gives_notice(known, each, slot) or _stands_in(known, each, slot))
    )


def _gives_notice(known: Known, each: ToPlace, slot: Slot) -> bool:
    return all(slot.half_day.date >= known.notice.get(school, known.first) for school in each.schools)


def _stands_in(known: Known, each: ToPlace, slot: Slot) -> bool:
    """Whether it has its date in this half-day already."""
    stands = (known.standing or {}).get(each.key)
    return stands is not None and in_half_day(stands.starts_at, slot)


def in_half_day(starts_at: dt.datetime, slot: Slot) -> bool:
    starts = starts_at.astimezone(slot.starts_at.tzinfo)
    part = Part.MORNING if starts.time() < NOON else Part.AFTERNOON
    return (starts.date(), part) == (slot.half_day.date, slot.half_day.part)


def _is_there(able: Able, day: dt.date) -> bool:
    return (able.first is None or able.first <= day) and (able.last is None or day <= able.last)


def _meeting(known: Known, each: ToPlace, people: set[int], slots: list[Slot]) -> Meeting:
    key = known.school_ids[each.key]
    coming = {known.ids[person] for person in (*people, *each.guests)}
    return Meeting(
        key=key,
        council=str(known.facts.council),
        people=frozenset(coming | {BY_THE_SCHOOL + key}),
        officers=frozenset({known.ids[able.person] for able in each.officers} - coming),
        ways=(_way(known, each),),
        priority=each.is_first,
        preferred=_offered(known, each, slots),
        wish=_wish(each.languages),
        interpreter=each.interpreter,
        agreed=bool(known.standing and each.key in known.standing),
    )


def _offered(known: Known, each: ToPlace, slots: list[Slot]) -> frozenset[int]:
    """The half-days in which are the times that somebody who cannot come offered instead."""
    times = known.offered.get(each.key, ())
    return frozenset(number for number, slot in enumerate(slots) if any(in_half_day(at, slot) for at in times))


def _way(known: Known, each: ToPlace) -> Way:
    setting = SETTINGS[each.setting]
    if setting is Setting.ONLINE:
        return Way(setting)
    return Way(setting, known.school_ids[each.key] if setting is Setting.SCHOOL else OFFICE)


def _wish(languages: Collection[str]) -> Tongue | None:
    said = set(languages)
    if not said:
        return None
    return Tongue(said.pop()) if len(said) == 1 else Tongue.BOTH


def _person(
    known: Known, person: int, role: Role, slots: list[Slot], booked: Mapping[int, frozenset[Booking]]
) -> Person:
    diary = known.diaries[person]
    free = {number for number, slot in enumerate(slots) if diary.free_if_covered(slot.starts_at, slot.ends_at)}
    easy = {number for number in free if diary.is_free(slots[number].starts_at, slots[number].ends_at)}
    likes = {
        number
        for number in easy
        if diary.prefers(slots[number].half_day.date, slots[number].half_day.part is Part.AFTERNOON) is not False
    }
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


def _join(people: dict[str, Person], person: Person) -> None:
    """An adviser who is an officer's partner elsewhere stays an adviser: their days of travel count."""
    there = people.get(person.key)
    if there is None or person.role is Role.ADVISER:
        people[person.key] = person


def _booked(known: Known, slots: list[Slot]) -> dict[int, frozenset[Booking]]:
    """What stands, by person, in the half-day it overlaps, else in the one of its time of day."""
    at = {(slot.half_day.date, slot.half_day.part): number for number, slot in enumerate(slots)}
    found: dict[int, set[Booking]] = defaultdict(set)
    for each in known.taken:
        starts = each.starts_at.astimezone(slots[0].starts_at.tzinfo) if slots else each.starts_at
        part = Part.MORNING if starts.time() < NOON else Part.AFTERNOON
        touched = {n for n, slot in enumerate(slots) if slot.overlaps(each.starts_at, each.ends_at)}
        nearest = {at[starts.date(), part]} if (starts.date(), part) in at else set()
        found[each.person] |= {Booking(number, each.place) for number in touched or nearest}
    return {person: frozenset(rows) for person, rows in found.items()}


def _travel(known: Known, meetings: Mapping[str, Meeting]) -> dict[tuple[str, str], int]:
    towns = {known.school_ids[each.key]: each.town for each in known.facts.to_place if each.setting == "at_school"}
    for each in known.facts.to_place:
        if each.setting == "elsewhere":
            towns[OFFICE] = each.town
    towns |= {each.place: each.place for each in known.taken if each.place}
    pairs = combinations(sorted(towns), 2)
    return {(one, other): known.facts.minutes_between(towns[one], towns[other]) for one, other in pairs}


def _present(
    known: Known, to_place: list[ToPlace], meetings: Mapping[str, Meeting], slots: list[Slot]
) -> dict[str, Placement]:
    """Where the discussions that may be moved are now, by meeting."""
    found = {}
    for each in to_place:
        stands = (known.standing or {}).get(each.key)
        if stands is None:
            continue
        number = next((n for n, slot in enumerate(slots) if in_half_day(stands.starts_at, slot)), None)
        if number is not None:
            meeting = meetings[known.school_ids[each.key]]
            found[meeting.key] = Placement(number, known.ids.get(stands.officer or 0), meeting.ways[0])
    return found
