"""The school-day clock: days inside a council's terms that are neither a weekend nor a bank holiday of Wales."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from schools.models import Council, Term


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

    def between(self, a: dt.date, b: dt.date) -> int:
        """How many school days lie after `a`, up to and including `b`; 0 when `b` is not after `a`."""
        return max(0, bisect_right(self.days, b) - bisect_right(self.days, a))


def is_no_school_day(council: Council, day: dt.date) -> bool:
    """Whether `day` is known to be none: days outside all the terms that were entered are not known."""
    found = school_days_of([council.pk])[council.pk]
    known = found.are_known and found.days[0] <= day <= found.days[-1]
    return known and not found.between(day - dt.timedelta(days=1), day)


def school_days_of(councils: Iterable[int]) -> dict[int, SchoolDays]:
    """The school days of several councils (by key), in one query."""
    keys = set(councils)
    terms: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rows = Term.objects.as_system("term dates are public").filter(council__in=keys)
    for council, first, last in rows.values_list("council", "starts_on", "ends_on"):
        terms[council].append((first, last))
    return {council: SchoolDays(terms[council]) for council in keys}


def school_days_between(council: Council, a: dt.date, b: dt.date) -> int:
    """How many school days of `council` lie after `a`, up to and including `b`."""
    return school_days_of([council.pk])[council.pk].between(a, b)
