"""What the planner is told of the councils for which it plans at once, and the half-days that come of it. Pure.

A half-day is the same for all councils; when in it a discussion begins and how long it lasts, each council says itself.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from discussions.bookings import moment
from discussions.diaries import Diary
from discussions.models import Round
from discussions.planner.problem import HalfDay, Part
from discussions.round_contents import RoundFacts, ToPlace


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
    offered: tuple[dt.datetime, ...] = ()  # when those who answered that they cannot come could come instead


@dataclass(frozen=True)
class OfCouncil:
    """What is known of one council's year."""

    facts: RoundFacts
    first: dt.date  # of the days that can be proposed
    last: dt.date
    standing: Mapping[int, Standing]  # by the first school of what is to place; empty where nothing may be moved

    @property
    def key(self) -> int:
        return self.facts.council


@dataclass(frozen=True)
class Known:
    """What the problem is made of. People and schools are named by their keys, in the problem by their public ids."""

    councils: tuple[OfCouncil, ...]
    closed: Mapping[int, Collection[dt.date]]  # by school
    diaries: Mapping[int, Diary]  # by person
    ids: Mapping[int, str]  # public ids of people
    school_ids: Mapping[int, str]
    taken: Collection[Taken] = ()
    notice: Mapping[int, dt.date] = field(default_factory=dict)  # by school, the first day that is far enough ahead
    later: dt.date | None = None  # the last day after all windows of which diaries and closed days are known too

    @property
    def to_place(self) -> Iterator[tuple[OfCouncil, ToPlace]]:
        return ((council, each) for council in self.councils for each in council.facts.to_place)

    @cached_property
    def times(self) -> "Times":
        return Times(self)


class Times:
    """The half-days on which a council or another can meet, in order; and by council its own times in each of them."""

    def __init__(self, known: Known) -> None:
        self.of: dict[int, dict[int, Slot]] = {council.key: {} for council in known.councils}
        first = min((council.first for council in known.councils), default=dt.date.min)
        monday = first - dt.timedelta(days=first.weekday())
        at: dict[tuple[dt.date, bool], dict[int, tuple[dt.datetime, dt.datetime]]] = defaultdict(dict)
        for council in known.councils:
            for day in _open_days(council, known.closed):
                for afternoon, begins in enumerate((council.facts.morning_from, council.facts.afternoon_from)):
                    starts = moment(day, begins)
                    lasts = dt.timedelta(minutes=council.facts.minutes)
                    at[day, bool(afternoon)][council.key] = (starts, starts + lasts)
        self.half_days: list[HalfDay] = []
        for number, (day, afternoon) in enumerate(sorted(at)):
            part, days = (Part.AFTERNOON if afternoon else Part.MORNING), (day - monday).days
            self.half_days.append(HalfDay(day, part, days, days // 7))
            for key, (starts, ends) in at[day, afternoon].items():
                self.of[key][number] = Slot(self.half_days[number], starts, ends)
        self.numbers = {(each.date, each.part): number for number, each in enumerate(self.half_days)}

    def number_of(self, starts_at: dt.datetime) -> int | None:
        """The half-day in which something begins; None where there is none."""
        return self.numbers.get((starts_at.date(), Part.MORNING if starts_at.time() < NOON else Part.AFTERNOON))


NOON = dt.time(12)


def slots_after(council: OfCouncil, closed: Mapping[int, Collection[dt.date]], last: dt.date) -> Iterator[Slot]:
    """The half-days of a council after its window, up to a last day."""
    after = replace(council, first=council.last + dt.timedelta(days=1), last=last)
    for day in _open_days(after, closed):
        for part, begins in (
            (Part.MORNING, council.facts.morning_from),
            (Part.AFTERNOON, council.facts.afternoon_from),
        ):
            starts = moment(day, begins)
            yield Slot(HalfDay(day, part, 0, 0), starts, starts + dt.timedelta(minutes=council.facts.minutes))


def in_half_day(starts_at: dt.datetime, slot: Slot) -> bool:
    starts = starts_at.astimezone(slot.starts_at.tzinfo)
    part = Part.MORNING if starts.time() < NOON else Part.AFTERNOON
    return (starts.date(), part) == (slot.half_day.date, slot.half_day.part)


def _open_days(council: OfCouncil, closed: Mapping[int, Collection[dt.date]]) -> Iterator[dt.date]:
    """The days of the window on which one of the schools at least can meet."""
    schools = {school for each in council.facts.to_place for school in each.schools}
    for number in range((council.last - council.first).days + 1):
        day = council.first + dt.timedelta(days=number)
        if day.weekday() <= 4 and any(day not in closed.get(school, ()) for school in schools):
            yield day


def minutes_between_halves(one: RoundFacts | Round, other: RoundFacts | Round) -> int:
    """From the end of a morning's discussion of one council to the beginning of an afternoon's of the other, the
    shorter way round. Below 0 they overlap.
    """
    return min(_gap(one, other), _gap(other, one))


def _gap(before: RoundFacts | Round, after: RoundFacts | Round) -> int:
    morning, afternoon = (dt.datetime.combine(dt.date.min, at) for at in (before.morning_from, after.afternoon_from))
    return int((afternoon - morning).total_seconds() // 60) - before.minutes
