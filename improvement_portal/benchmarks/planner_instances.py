"""Made-up years to be planned: councils of schools on a map, and the diaries of heads, advisers and officers.

Seeded and documented, so that the figures can be had again. What is taken from life: about fifty to seventy schools a
council (26 in the smallest); an adviser has 8–12 schools near each other, now and then across the border of two
councils; half of a council's officers take any school, half only some of its clusters; one school in ten has asked a
partner; heads teach, so their diaries are fuller than anybody's; a quarter of all people are away for one week; some
work part time; a half-term week and a bank holiday fall out; one meeting in twelve is fixed already; one school in
sixteen shares its head with the next. Roads take 5 minutes and 1.3 times the distance at 45 km/h, and an hour lies
between a morning's meeting and an afternoon's. One school in four wishes to meet in Welsh, one in twenty in both.
"""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from discussions.planner.diaries import taking_part
from discussions.planner.problem import (
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

MONDAY = dt.date(2026, 9, 14)
BETWEEN = 60  # minutes
ONLINE = Way(Setting.ONLINE)


@dataclass(frozen=True)
class Regime:
    """How full the diaries are: weeks of the window, and the share of half-days that are free."""

    weeks: int
    head: float
    adviser: float
    officer: float
    partner: float
    schools_an_officer: int


REGIMES = {
    "loose": Regime(10, 0.70, 0.60, 0.60, 0.40, 10),
    "typical": Regime(8, 0.35, 0.45, 0.45, 0.30, 14),
    "tight": Regime(6, 0.15, 0.40, 0.40, 0.30, 16),
    "officers scarce": Regime(8, 0.45, 0.40, 0.22, 0.30, 12),
}
COUNCILS = {26: 1, 250: 5, 1460: 22}


@dataclass
class School:
    key: str
    council: int
    x: float  # kilometres
    y: float


class Maker:
    """Makes one instance; everything random comes from one seeded source, in one order."""

    def __init__(self, schools: int, regime: str, seed: int) -> None:
        self.random = random.Random(f"{schools} {regime} {seed}")  # noqa: S311 (made-up data)
        self.regime = REGIMES[regime]
        self.half_days = list(half_days_of(self.regime.weeks))
        self.people: dict[str, Person] = {}
        self.schools = self._schools(schools, COUNCILS.get(schools, max(1, round(schools / 50))))
        self.officers: dict[str, set[str]] = {school.key: set() for school in self.schools}

    def _schools(self, count: int, councils: int) -> list[School]:
        """Councils lie on a grid of 40 km; within each the schools go round its middle, as advisers take them."""
        centres = [
            (each % 5 * 40 + self.random.uniform(-6, 6), each // 5 * 40 + self.random.uniform(-6, 6))
            for each in range(councils)
        ]
        spread = [self.random.choice([7, 9, 12, 20]) if councils > 1 else 9 for _council in range(councils)]
        found = []
        for number in range(count):
            council = number * councils // count
            (x, y), wide = centres[council], spread[council]
            found.append(School(f"S{number:04}", council, self.random.gauss(x, wide), self.random.gauss(y, wide)))
        found.sort(key=lambda each: (each.council, round_the(centres[each.council], each)))
        return found

    def person(
        self, key: str, role: Role, share_free: float, *, part_time: float = 0.0, weekly: int | None = None
    ) -> str:
        """Somebody whose half-days are free with that chance, outside days off and a week away."""
        days_off = (
            set(self.random.sample(range(5), self.random.choice([1, 2]))) if self.random.random() < part_time else set()
        )
        away = self.random.randrange(self.regime.weeks) if self.random.random() < 0.25 else None
        free = [
            number
            for number, each in enumerate(self.half_days)
            if each.date.weekday() not in days_off and each.week != away and self.random.random() < share_free
        ]
        preferred = self.random.sample(free, min(len(free), 8)) if self.random.random() < 0.2 else []
        tongue = self.random.choices([Tongue.WELSH, Tongue.ENGLISH, Tongue.BOTH, None], [2, 50, 28, 20])[0]
        self.people[key] = Person(key, role, frozenset(free), frozenset(preferred), weekly_limit=weekly, tongue=tongue)
        return key

    def advisers(self) -> dict[str, str]:
        """By school its adviser: 8–12 schools one after the other, across a border about once in seven."""
        found: dict[str, str] = {}
        start = number = 0
        while start < len(self.schools):
            size = self.random.randint(8, 12)
            if len(self.schools) - start - size < 5:
                size = len(self.schools) - start
            chunk = self.schools[start : start + size]
            here = [school for school in chunk if school.council == chunk[0].council]
            if self.random.random() > 0.15 and len(here) >= 5:
                chunk = here
            adviser = self.person(f"A{number:03}", Role.ADVISER, self.regime.adviser, part_time=0.3, weekly=4)
            found |= {school.key: adviser for school in chunk}
            start, number = start + len(chunk), number + 1
        return found

    def add_officers(self) -> None:
        """Every second officer takes any school of the council, the others half of its clusters of about eight."""
        number = 0
        for council in range(self.schools[-1].council + 1):
            mine = [school.key for school in self.schools if school.council == council]
            clusters = max(2, len(mine) // 8)
            for each in range(max(2, round(len(mine) / self.regime.schools_an_officer))):
                officer = self.person(f"O{number:03}", Role.OFFICER, self.regime.officer, part_time=0.15, weekly=5)
                number += 1
                some = set(self.random.sample(range(clusters), max(1, clusters // 2)))
                for place, school in enumerate(mine):
                    if each % 2 == 0 or place * clusters // len(mine) in some:
                        self.officers[school].add(officer)

    def partners(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for council in range(self.schools[-1].council + 1):
            pair = [self.person(f"P{council:02}.{each}", Role.PARTNER, self.regime.partner) for each in range(2)]
            mine = [school.key for school in self.schools if school.council == council]
            found |= {school: self.random.choice(pair) for school in mine if self.random.random() < 0.10}
        return found

    def meeting(self, school: School, head: str, adviser: str, partner: str | None) -> Meeting:
        free = sorted(self.people[head].free)
        wanted = self.random.randint(1, 3) if self.random.random() < 0.3 else 0
        at_school = Way(Setting.SCHOOL, school.key)
        ways = self.random.choices([(at_school,), (ONLINE,), (at_school, ONLINE)], [65, 15, 20])[0]
        wish = self.random.choices([Tongue.WELSH, Tongue.BOTH, Tongue.ENGLISH], [25, 5, 70])[0]
        return Meeting(
            key=school.key,
            council=f"C{school.council:02}",
            people=frozenset({head, adviser} | ({partner} if partner else set())),
            officers=frozenset(self.officers[school.key]),
            ways=ways,
            priority=self.random.random() < 0.15,
            preferred=frozenset(self.random.sample(free, min(len(free), wanted))),
            wish=wish,
            interpreter=self.random.random() < 0.1,
        )

    def heads(self) -> dict[str, str]:
        """By school its head; one in sixteen schools shares the head of the one before."""
        found: dict[str, str] = {}
        last = None
        for school in self.schools:
            if (
                last
                and last.council == school.council
                and found[last.key] == f"H{last.key}"
                and self.random.random() < 0.06
            ):
                found[school.key] = found[last.key]
            else:
                found[school.key] = self.person(f"H{school.key}", Role.HEAD, self.regime.head)
            last = school
        return found

    def made(self) -> Problem:
        advisers, heads = self.advisers(), self.heads()
        self.add_officers()
        partners = self.partners()
        meetings = {
            school.key: self.meeting(school, heads[school.key], advisers[school.key], partners.get(school.key))
            for school in self.schools
        }
        problem = Problem(tuple(self.half_days), self.people, meetings, self.travel(meetings), BETWEEN)
        return with_some_fixed(problem, self.random, max(1, round(0.08 * len(meetings))))

    def travel(self, meetings: dict[str, Meeting]) -> dict[tuple[str, str], int]:
        """Minutes between the schools of one person, wherever that is more than there is time for."""
        by_person: dict[str, list[School]] = {}
        for school in self.schools:
            for person in meetings[school.key].people | meetings[school.key].officers:
                by_person.setdefault(person, []).append(school)
        return {
            (one.key, other.key): minutes
            for schools in by_person.values()
            for number, one in enumerate(schools)
            for other in schools[number + 1 :]
            if (minutes := round(5 + math.dist((one.x, one.y), (other.x, other.y)) * 1.3 / 45 * 60)) > BETWEEN
        }


def round_the(centre: tuple[float, float], school: School) -> float:
    return math.atan2(school.y - centre[1], school.x - centre[0])


def half_days_of(weeks: int) -> Iterator[HalfDay]:
    """The window without the Monday of its second week and, from eight weeks on, without the half-term week."""
    for week in range(weeks):
        for weekday in range(5):
            if (weeks >= 8 and week == weeks // 2) or (week, weekday) == (1, 0):
                continue
            date = MONDAY + dt.timedelta(weeks=week, days=weekday)
            for part in Part:
                yield HalfDay(date, part, day=week * 5 + weekday, week=week)


def with_some_fixed(problem: Problem, source: random.Random, wanted: int) -> Problem:
    """The same with so many meetings fixed, each somewhere that suits all who take part."""
    meetings, taken = dict(problem.meetings), set[tuple[str, int]]()
    for key in source.sample(sorted(meetings), wanted):
        if placement := somewhere(problem, meetings[key], taken, source):
            meetings[key] = replace(meetings[key], fixed=placement)
            taken |= {(person, placement.half_day) for person in taking_part(meetings[key], placement)}
    return replace(problem, meetings=meetings)


def somewhere(
    problem: Problem, meeting: Meeting, taken: set[tuple[str, int]], source: random.Random
) -> Placement | None:
    """A placement at which all are free; nobody gets two fixed meetings on one day, so travel and limits hold too."""
    found = []
    for officer in sorted(meeting.officers):
        people = [*sorted(meeting.people), officer]
        for half_day in sorted(frozenset.intersection(*(problem.people[person].free for person in people))):
            day = problem.half_days[half_day].day
            if not any((person, other) in taken for person in people for other in same_day(problem, day)):
                found += [Placement(half_day, officer, way) for way in meeting.ways]
    return source.choice(found) if found else None


def same_day(problem: Problem, day: int) -> list[int]:
    return [number for number, each in enumerate(problem.half_days) if each.day == day]


def instance(schools: int, regime: str, seed: int) -> Problem:
    """One made-up year; the same arguments make the same problem."""
    return Maker(schools, regime, seed).made()
