"""The school-day clock: days inside a council's terms that are neither a weekend nor a bank holiday of Wales."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from schools.models import Term


@cache
def bank_holidays() -> frozenset[dt.date]:
    """Bank holidays of England and Wales, as packaged (no network)."""
    packaged = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in packaged)


class SchoolDays:
    """The school days of one council, from its terms."""

    def __init__(self, terms: Iterable[tuple[dt.date, dt.date]]) -> None:
        days = {first + dt.timedelta(days=number) for first, last in terms for number in range((last - first).days + 1)}
        self.days = sorted(day for day in days - bank_holidays() if day.weekday() < 5)

    @property
    def are_known(self) -> bool:
        return bool(self.days)

    def count(self, a: dt.date, b: dt.date) -> int:
        return max(0, bisect_right(self.days, b) - bisect_right(self.days, a))


def school_days_of(councils: Iterable[int]) -> dict[int, SchoolDays]:
    """The school days of several councils (by key), in one query."""
    keys = set(councils)
    terms: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rows = Term.objects.as_system("term dates are public").filter(council__in=keys)
    for council, first, last in rows.values_list("council", "starts_on", "ends_on"):
        terms[council].append((first, last))
    return {council: SchoolDays(terms[council]) for council in keys}


def school_days_between(
    council: int, a: dt.date, b: dt.date, known: Mapping[int, SchoolDays] | None = None
) -> int | None:
    """How many school days of `council` (by key) lie after `a`, up to and including `b`; 0 when `b` is not after `a`.

    None where none of its terms is known. A page about many schools reads the days of all their councils at once and
    hands them in as `known`.
    """
    days = (known or school_days_of([council]))[council]
    return days.count(a, b) if days.are_known else None


def is_no_school_day(council: int, day: dt.date) -> bool:
    """Whether `day` is known to be none: no school meets at a weekend or on a bank holiday; of other days outside all
    the terms that were entered nothing is known.
    """
    if day.weekday() > 4 or day in bank_holidays():
        return True
    known = school_days_of([council])
    days = known[council]
    inside = days.are_known and days.days[0] <= day <= days.days[-1]
    return inside and not school_days_between(council, day - dt.timedelta(days=1), day, known)
