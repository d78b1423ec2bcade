"""Stretches of time as one sorted list without overlaps: whether one is clear of them, and how they are cut."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from schools.clock import LONDON

Span = tuple[dt.datetime, dt.datetime]  # from the first moment up to, not including, the second

OPENS, NOON, CLOSES = dt.time(8, 30), dt.time(12, 30), dt.time(17)  # working hours, and where a morning ends
ONE_DAY = dt.timedelta(days=1)


def on(day: dt.date, starts: dt.time, ends: dt.time) -> Span:
    """From one time of a day to another, as clocks in Wales show it."""
    return dt.datetime.combine(day, starts, LONDON), dt.datetime.combine(day, ends, LONDON)


def half_day(day: dt.date, afternoon: bool) -> Span:
    return on(day, NOON, CLOSES) if afternoon else on(day, OPENS, NOON)


def whole_days(first: dt.date, last: dt.date) -> Span:
    """From midnight to midnight, both days included."""
    return on(first, dt.time(), dt.time())[0], on(last + ONE_DAY, dt.time(), dt.time())[0]


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


def in_working_hours(starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether it lies within the working hours of one day from Monday to Friday."""
    first, last = starts.astimezone(LONDON), ends.astimezone(LONDON)
    same_day = first.date() == last.date() and first.weekday() < 5
    return same_day and starts < ends and first.time() >= OPENS and last.time() <= CLOSES


@dataclass(frozen=True)
class Spans:
    """Sorted, apart from one another, each of some length; in UTC, so that no hour counts twice."""

    starts: tuple[dt.datetime, ...] = ()
    ends: tuple[dt.datetime, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Self:
        """Those that overlap or touch become one; those without length are nothing."""
        starts: list[dt.datetime] = []
        ends: list[dt.datetime] = []
        in_utc = ((first.astimezone(dt.UTC), last.astimezone(dt.UTC)) for first, last in spans)
        for first, last in sorted(each for each in in_utc if each[0] < each[1]):
            if ends and first <= ends[-1]:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        return cls(tuple(starts), tuple(ends))

    def __iter__(self) -> Iterator[Span]:
        return zip(self.starts, self.ends, strict=True)

    def __len__(self) -> int:
        return len(self.starts)

    def overlap(self, starts: dt.datetime, ends: dt.datetime) -> bool:
        """Whether any moment of it is taken."""
        first, last = starts.astimezone(dt.UTC), ends.astimezone(dt.UTC)
        return first < last and bisect_right(self.ends, first) < bisect_left(self.starts, last)

    def in_working_hours_of(self, first: dt.date, last: dt.date) -> "Spans":
        """What of it lies in the working hours of these days: the rest concerns nobody."""
        cut = []
        for day in days_between(first, last):
            if day.weekday() < 5:
                opens, closes = (edge.astimezone(dt.UTC) for edge in on(day, OPENS, CLOSES))
                begin, end = bisect_right(self.ends, opens), bisect_left(self.starts, closes)
                cut += [(max(self.starts[n], opens), min(self.ends[n], closes)) for n in range(begin, end)]
        return Spans.of(cut)
