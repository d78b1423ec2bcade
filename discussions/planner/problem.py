"""What is to be planned: half-days, people, meetings, ways between places.

A half-day is named by its place in `Problem.half_days`, counted from 0; everything else by a key of the caller's own.
Sets and mappings say that order means nothing; only `half_days` (in time) and `ways` (as the school would like them)
are in an order that counts.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Role(StrEnum):
    """What somebody is at the meetings; only officers are chosen, and only advisers' days of travel are counted."""

    HEAD = "head"
    ADVISER = "adviser"
    OFFICER = "officer"
    PARTNER = "partner"


class Tongue(StrEnum):
    """The language somebody works in, or the one in which a school wishes to meet."""

    WELSH = "cy"
    ENGLISH = "en"
    BOTH = "both"


class Setting(StrEnum):
    SCHOOL = "school"
    ONLINE = "online"
    OFFICE = "office"


@dataclass(frozen=True, order=True)
class HalfDay:
    """One morning or afternoon. `day` and `week` number the day and the week it is in, in the caller's counting."""

    date: dt.date
    part: Part
    day: int
    week: int


@dataclass(frozen=True, order=True)
class Way:
    """How a meeting may be held, and at which place; "" where nobody travels (online)."""

    setting: Setting
    place: str = ""


@dataclass(frozen=True, order=True)
class Placement:
    half_day: int
    officer: str | None
    way: Way


@dataclass(frozen=True, order=True)
class Booking:
    """A meeting of somebody's that is no part of this plan: it takes the half-day and counts towards limits."""

    half_day: int
    place: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody whose diary counts. Limits are meetings a day and a week, None where there is none."""

    key: str
    role: Role
    free: frozenset[int]
    preferred: frozenset[int] = frozenset()
    daily_limit: int | None = None
    weekly_limit: int | None = None
    tongue: Tongue | None = None
    booked: frozenset[Booking] = frozenset()
    may_be_asked: bool = True  # whether it makes sense to ask for half-days that are not free


@dataclass(frozen=True)
class Meeting:
    """One discussion, of one school or of several together.

    `people` must all be there, and one of `officers`; an officer alone is nobody's choice, so a pool that is empty
    leaves the meeting out. `fixed` is where it stands and stays, whatever the rules say. `agreed` marks what people
    have been invited to: planning anew moves as few of these as it can.
    """

    key: str
    council: str
    people: frozenset[str]
    officers: frozenset[str]
    ways: tuple[Way, ...]
    priority: bool = False
    preferred: frozenset[int] = frozenset()
    wish: Tongue | None = None
    interpreter: bool = False
    fixed: Placement | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Problem:
    """`travel` holds minutes from place to place, one way round or both; a pair without minutes is near enough.

    `between` is how many minutes there are from the end of a morning's meeting to the start of an afternoon's.
    `present` is the plan that people have in hand, to be changed as little as can be; empty for a first plan.
    `may_move` is how many of its agreed meetings may give way beyond those that cannot stay, so that others keep a
    place: None for one for each five of these, and one at least.
    """

    half_days: tuple[HalfDay, ...]
    people: Mapping[str, Person]
    meetings: Mapping[str, Meeting]
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    between: int = 60
    present: Mapping[str, Placement] = field(default_factory=dict)
    may_move: int | None = None

    def most_moved(self, must: int, broken: int) -> int:
        """How many agreed meetings may change their half-day or be dropped.

        `must` do so in every plan; `broken` cannot stay just as they are, some of them by their officer or way alone.
        """
        if self.may_move is not None:
            return must + self.may_move
        return max(must + 1, 6 * broken // 5)

    def minutes(self, one: str, other: str) -> int:
        """Minutes of travel between two places; 0 for online meetings and for pairs that nobody measured."""
        if not one or not other or one == other:
            return 0
        return max(self.travel.get((one, other), 0), self.travel.get((other, one), 0))

    def too_far(self, one: str, other: str) -> bool:
        """Whether nobody can be at both places on one day."""
        return self.minutes(one, other) > self.between


class BrokenProblem(ValueError):
    """The problem contradicts itself; the text is for the log, not for people who plan."""


def require_whole(problem: Problem) -> None:
    """Raise `BrokenProblem` unless every key and half-day that is named exists and the half-days are in order."""
    times = [(each.date, each.part == Part.AFTERNOON) for each in problem.half_days]
    if times != sorted(set(times)):
        raise BrokenProblem("half-days must stand in the order of time, each once")
    days = {(each.date, each.day, each.week) for each in problem.half_days}
    if len(days) != len({each.date for each in problem.half_days}) or len(days) != len({day for _, day, _ in days}):
        raise BrokenProblem("each date must have one number of its own, in one week")
    for key, person in problem.people.items():
        if key != person.key:
            raise BrokenProblem(f"person {person.key} stands under {key}")
        _require_half_days(problem, person.free | person.preferred | {each.half_day for each in person.booked}, key)
    for key, meeting in problem.meetings.items():
        _require_whole_meeting(problem, key, meeting)
    for key, placement in problem.present.items():
        if key not in problem.meetings:
            raise BrokenProblem(f"the present plan places a meeting that is not there: {key}")
        _require_half_days(problem, {placement.half_day}, key)


def _require_whole_meeting(problem: Problem, key: str, meeting: Meeting) -> None:
    if key != meeting.key:
        raise BrokenProblem(f"meeting {meeting.key} stands under {key}")
    named = set(meeting.people | meeting.officers)
    if meeting.fixed and meeting.fixed.officer:
        named.add(meeting.fixed.officer)
    if missing := sorted(each for each in named if each not in problem.people):
        raise BrokenProblem(f"{key} names people who are not there: {', '.join(missing)}")
    if not meeting.people or len(set(meeting.ways)) != len(meeting.ways):
        raise BrokenProblem(f"{key} needs somebody to come, and each way once")
    _require_half_days(problem, meeting.preferred | ({meeting.fixed.half_day} if meeting.fixed else set()), key)


def _require_half_days(problem: Problem, named: frozenset[int] | set[int], whose: str) -> None:
    if outside := sorted(each for each in named if not 0 <= each < len(problem.half_days)):
        raise BrokenProblem(f"{whose} names half-days that are not there: {outside}")
