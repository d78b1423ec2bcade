"""What people's diaries still hold, once some meetings stand, and where else a meeting could then go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from .problem import Meeting, Part, Person, Placement, Problem


def taking_part(meeting: Meeting, placement: Placement) -> frozenset[str]:
    """Everybody who is at the meeting there."""
    return meeting.people | {placement.officer} if placement.officer else meeting.people


class Timetable:
    """The half-days by what they share: the other half of a day, the half-days of a day and of a week."""

    def __init__(self, problem: Problem) -> None:
        self.day = [each.day for each in problem.half_days]
        self.week = [each.week for each in problem.half_days]
        self.is_morning = [each.part is Part.MORNING for each in problem.half_days]
        by_day: dict[int, list[int]] = defaultdict(list)
        for number, day in enumerate(self.day):
            by_day[day].append(number)
        self.others: list[tuple[int, ...]] = [
            tuple(other for other in by_day[day] if other != number) for number, day in enumerate(self.day)
        ]


class Diaries:
    """The diaries of all people while the `standing` meetings stay where they are."""

    def __init__(self, problem: Problem, standing: Mapping[str, Placement]) -> None:
        self.problem, self.standing = problem, standing
        self.times = Timetable(problem)
        self.places: dict[tuple[str, int], list[str]] = defaultdict(list)  # where somebody already is
        self.on_day: dict[tuple[str, int], int] = defaultdict(int)
        self.in_week: dict[tuple[str, int], int] = defaultdict(int)
        self.load: dict[str, int] = defaultdict(int)  # meetings as the officer, or booked elsewhere
        for key in sorted(standing):
            for person in taking_part(problem.meetings[key], standing[key]):
                self._take(person, standing[key].half_day, standing[key].way.place)
            if officer := standing[key].officer:
                self.load[officer] += 1
        for person, each in problem.people.items():
            for booking in each.booked:
                self._take(person, booking.half_day, booking.place)
            self.load[person] += len(each.booked)

    def _take(self, person: str, half_day: int, place: str) -> None:
        self.places[person, half_day].append(place)
        self.on_day[person, self.times.day[half_day]] += 1
        self.in_week[person, self.times.week[half_day]] += 1

    def room_on_day(self, person: Person, half_day: int) -> int | None:
        """How many more meetings that day holds for the person; None where there is no limit."""
        return left(person.daily_limit, self.on_day.get((person.key, self.times.day[half_day]), 0))

    def room_in_week(self, person: Person, half_day: int) -> int | None:
        """How many more meetings that week holds for the person; None where there is no limit."""
        return left(person.weekly_limit, self.in_week.get((person.key, self.times.week[half_day]), 0))

    def overrun_on_day(self, person: Person, half_day: int) -> int:
        """By how much one more meeting that day would be over the person's limit."""
        return over(person.daily_limit, self.on_day.get((person.key, self.times.day[half_day]), 0))

    def overrun_in_week(self, person: Person, half_day: int) -> int:
        """By how much one more meeting that week would be over the person's limit."""
        return over(person.weekly_limit, self.in_week.get((person.key, self.times.week[half_day]), 0))

    @cached_property
    def open(self) -> dict[str, frozenset[int]]:
        """By person, the half-days in which they can take one more meeting, travel aside."""
        return {key: frozenset(self._open_of(person)) for key, person in self.problem.people.items()}

    def _open_of(self, person: Person) -> Iterable[int]:
        for half_day in person.free:
            if (person.key, half_day) not in self.places and self.has_room(person, half_day):
                yield half_day

    def has_room(self, person: Person, half_day: int) -> bool:
        """Whether the limits of day and week leave room for one more meeting."""
        return self.room_on_day(person, half_day) != 0 and self.room_in_week(person, half_day) != 0

    def is_within_reach(self, person: str, half_day: int, place: str) -> bool:
        """Whether the person, with what stands in the other half of the day, can be at that place."""
        there = (at for other in self.times.others[half_day] for at in self.places.get((person, other), ()))
        return not any(self.problem.too_far(place, at) for at in there)

    def kept(self, meeting: Meeting, openings: Iterable[Placement]) -> list[Placement]:
        """Those of the openings that break no hard rule beside what stands."""
        return [
            each
            for each in openings
            if all(
                each.half_day in self.open[person] and self.is_within_reach(person, each.half_day, each.way.place)
                for person in taking_part(meeting, each)
            )
        ]

    def openings(self, meeting: Meeting) -> list[Placement]:
        """Every placement that breaks no hard rule beside what stands, sorted."""
        common = frozenset.intersection(*(self.open[person] for person in meeting.people))
        found = []
        for officer in sorted(meeting.officers if common else ()):
            people = sorted(meeting.people | {officer})
            for half_day in sorted(common & self.open[officer]):
                for way in meeting.ways:
                    if all(self.is_within_reach(person, half_day, way.place) for person in people):
                        found.append(Placement(half_day, officer, way))
        return sorted(found)


def left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def over(limit: int | None, used: int) -> int:
    return 0 if limit is None else max(0, used + 1 - limit)
