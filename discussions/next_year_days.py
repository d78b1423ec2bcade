"""Where the days of a year's discussions lie a school year later: on the same weekdays, in the same terms."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

Stretch = tuple[dt.date, dt.date]  # from its first to its last day, both inclusive
WEEK = dt.timedelta(days=7)
A_YEAR = 52 * WEEK


@dataclass(frozen=True)
class Shifted:
    first: dt.date
    last: dt.date
    by_terms: bool  # whether the terms of both years said where; else it is the same week a year later


def a_year_later(days: Stretch, year: Stretch, before: Sequence[Stretch], after: Sequence[Stretch]) -> Shifted:
    """`days` lie in the year before `year` (the bounds of a school year); `before` and `after`: the terms of both.

    A term is found again by its number, so it counts only where both years have as many.
    """
    if before and len(before) == len(after):
        terms = list(zip(sorted(before), sorted(after), strict=True))
        first, last = (_in_its_term(day, terms) for day in days)
        if first and last and first <= last:
            return Shifted(first, last, by_terms=True)
    first, last = (day + A_YEAR for day in days)
    if first < year[0]:
        first += WEEK
    if last < first:
        last += WEEK
    return Shifted(first, last, by_terms=False)


def _in_its_term(day: dt.date, terms: Sequence[tuple[Stretch, Stretch]]) -> dt.date | None:
    """The same weekday in the same week of the same term; a shorter term ends earlier."""
    for (begins, ends), (first, last) in terms:
        if begins <= day <= ends:
            found = _monday(first) + (_monday(day) - _monday(begins)) + dt.timedelta(days=day.weekday())
            while found > last:
                found -= WEEK
            if found < first:
                found += WEEK
            return found if first <= found <= last else None
    return None


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
