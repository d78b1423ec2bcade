"""Quiet hours: when news and reminders may go by e-mail. Pure: days, times and what is known of a reader.

Nothing before 8:00 or from 17:00 on, nothing on Friday afternoon, at weekends and on bank holidays. Who works at a
school, and for nobody else, gets nothing either on a day that is no school day there: in its holidays, on a day of
training, while it is inspected.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from schools.clock import LONDON
from schools.school_days import bank_holidays

OPENS, CLOSES, CLOSES_ON_FRIDAY = dt.time(8), dt.time(17), dt.time(12)
FRIDAY = 4
FURTHEST = 400  # days: longer than any school is closed
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Reader:
    """How each school at which somebody works tells its school days; of others nothing binds but the hours."""

    is_school_day: tuple[Callable[[dt.date], bool], ...] = ()


def may_be_mailed_on(reader: Reader, day: dt.date) -> bool:
    """Whether there is an hour of this day at which news and reminders may go to this reader."""
    works = day.weekday() <= FRIDAY and day not in bank_holidays()
    return works and all(is_school_day(day) for is_school_day in reader.is_school_day)


def may_be_mailed_at(reader: Reader, moment: dt.datetime) -> bool:
    at = moment.astimezone(LONDON)
    closes = CLOSES_ON_FRIDAY if at.weekday() == FRIDAY else CLOSES
    return OPENS <= at.time() < closes and may_be_mailed_on(reader, at.date())


def next_time(reader: Reader, moment: dt.datetime) -> dt.datetime:
    """The first moment, from this one on, at which news may go to the reader."""
    return moment if may_be_mailed_at(reader, moment) else next_digest(reader, moment)


def next_digest(reader: Reader, moment: dt.datetime) -> dt.datetime:
    """When the next daily message goes: as the first hour of a day begins."""
    at = moment.astimezone(LONDON)
    return _first(reader, at.date() if at.time() <= OPENS else at.date() + DAY)


def next_weekly(reader: Reader, moment: dt.datetime) -> dt.datetime:
    """The same once a week: on Monday, or on the first day after it on which the reader may be mailed."""
    at = moment.astimezone(LONDON)
    monday = at.date() - at.weekday() * DAY
    return _first(reader, monday if at <= _at_opening(monday) else monday + 7 * DAY)


def _first(reader: Reader, day: dt.date) -> dt.datetime:
    days = (day + number * DAY for number in range(FURTHEST))
    return _at_opening(next((each for each in days if may_be_mailed_on(reader, each)), day + FURTHEST * DAY))


def _at_opening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OPENS, LONDON)
