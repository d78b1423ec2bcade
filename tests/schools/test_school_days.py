"""Deadlines and waiting are counted in school days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.models import Term
from schools.school_days import SchoolDays, bank_holidays, school_days_between, school_days_of

AUTUMN = (dt.date(2026, 9, 1), dt.date(2026, 10, 23))
SUMMER = (dt.date(2027, 4, 12), dt.date(2027, 5, 28))
YEAR = SchoolDays([AUTUMN, SUMMER])
days = st.dates(dt.date(2026, 8, 1), dt.date(2027, 8, 31))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (dt.date(2026, 9, 1), dt.date(2026, 9, 4), 3),  # Wednesday to Friday
        (dt.date(2026, 9, 4), dt.date(2026, 9, 7), 1),  # over a weekend
        (dt.date(2026, 10, 23), dt.date(2027, 4, 12), 1),  # over the holidays between
        (dt.date(2027, 4, 30), dt.date(2027, 5, 4), 1),  # the early May bank holiday does not count
        (dt.date(2026, 9, 7), dt.date(2026, 9, 1), 0),  # not backwards
    ],
)
def test_weekends_holidays_and_bank_holidays_do_not_count(a, b, expected):
    assert YEAR.count(a, b) == expected


def test_the_early_may_bank_holiday_is_known_without_asking_anybody():
    assert dt.date(2027, 5, 3) in bank_holidays()


@given(days, days, days)
def test_two_stretches_add_up(a, b, c):
    first, middle, last = sorted((a, b, c))
    assert YEAR.count(first, middle) + YEAR.count(middle, last) == YEAR.count(first, last)


def test_a_council_counts_by_its_own_terms_and_one_without_terms_not_at_all(
    council, far_council, django_assert_num_queries
):
    Term.all_rows.create(council=council, school_year=2026, starts_on=AUTUMN[0], ends_on=AUTUMN[1])
    stretch = dt.date(2026, 9, 1), dt.date(2026, 9, 4)
    assert school_days_between(council.pk, *stretch) == 3
    assert school_days_between(far_council.pk, *stretch) is None
    with django_assert_num_queries(1):
        known = school_days_of([council.pk, far_council.pk])
        assert school_days_between(council.pk, *stretch, known) == 3
        assert school_days_between(far_council.pk, *stretch, known) is None
