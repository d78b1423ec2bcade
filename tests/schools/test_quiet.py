"""Quiet hours, over all moments: what is said in words here is not computed as the portal computes it."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.clock import LONDON
from schools.quiet import Reader, may_be_mailed_at, next_digest, next_time, next_weekly
from schools.school_days import bank_holidays

MINUTE = dt.timedelta(minutes=1)
moments = st.datetimes(dt.datetime(2025, 8, 1), dt.datetime(2027, 9, 30), timezones=st.just(LONDON))
closed_weeks = st.frozensets(st.integers(1, 52), max_size=12)


def reader_of(weeks: frozenset[int]) -> Reader:
    """At a school that is closed in these weeks of the year."""
    return Reader((lambda day: day.isocalendar().week not in weeks,))


def at(*words: int) -> dt.datetime:
    return dt.datetime(*words, tzinfo=LONDON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (at(2026, 12, 3, 7, 59), False),
        (at(2026, 12, 3, 8, 0), True),
        (at(2026, 12, 3, 16, 59), True),
        (at(2026, 12, 3, 17, 0), False),
        (at(2026, 12, 4, 11, 59), True),  # a Friday
        (at(2026, 12, 4, 12, 0), False),
        (at(2026, 12, 5, 10, 0), False),
        (at(2026, 12, 25, 10, 0), False),
        (at(2027, 3, 29, 10, 0), False),  # Easter Monday
        (at(2026, 10, 26, 8, 0), True),  # the first working morning after the clocks changed
    ],
)
def test_the_hours_are_those_of_working_days(moment: dt.datetime, allowed: bool) -> None:
    assert may_be_mailed_at(Reader(), moment) is allowed
    assert may_be_mailed_at(Reader(), moment.astimezone(dt.UTC)) is allowed, "by London's clock, whatever the zone"


def test_school_holidays_bind_people_at_schools_alone() -> None:
    moment = at(2026, 10, 27, 10)  # the autumn half-term
    assert may_be_mailed_at(Reader(), moment)
    assert not may_be_mailed_at(reader_of(frozenset({44})), moment)
    both = Reader((lambda day: True, lambda day: day.isocalendar().week != 44))
    assert not may_be_mailed_at(both, moment), "whoever works at two schools is quiet when one of them is"


def plainly_allowed(moment: dt.datetime, weeks: frozenset[int]) -> bool:
    hour = moment.astimezone(LONDON)
    if hour.isoweekday() in (6, 7) or hour.date() in bank_holidays() or hour.isocalendar().week in weeks:
        return False
    return 8 <= hour.hour < (12 if hour.isoweekday() == 5 else 17)


@given(moments, closed_weeks)
def test_nothing_goes_in_a_quiet_time(moment: dt.datetime, weeks: frozenset[int]) -> None:
    reader = reader_of(weeks)
    assert may_be_mailed_at(reader, moment) is plainly_allowed(moment, weeks)
    for when in (next_time, next_digest, next_weekly):
        found = when(reader, moment)
        assert found >= moment and plainly_allowed(found, weeks)


@given(moments, closed_weeks)
def test_what_may_go_goes_at_the_first_moment(moment: dt.datetime, weeks: frozenset[int]) -> None:
    found, step = next_time(reader_of(weeks), moment), dt.timedelta(minutes=30)
    between = moment
    while between < found - step:
        assert not plainly_allowed(between, weeks)
        between += step


@given(moments, closed_weeks)
def test_a_day_has_one_hour_of_the_daily_message_and_a_week_one_day_of_the_weekly(
    moment: dt.datetime, weeks: frozenset[int]
) -> None:
    reader = reader_of(weeks)
    day, week = next_digest(reader, moment), next_weekly(reader, moment)
    assert (day.hour, day.minute) == (week.hour, week.minute) == (8, 0)
    assert next_digest(reader, day) == day and next_digest(reader, day + MINUTE).date() > day.date()
    assert week >= day
    weekly: Any = week.isocalendar()[:2]
    assert next_weekly(reader, week + MINUTE).isocalendar()[:2] > weekly, "never twice in a week"
