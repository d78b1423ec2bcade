"""Deadlines and waiting are counted in school days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.models import ClosedDay, InsetDay, Term
from schools.school_days import (
    DAY,
    WELSH_NAMES,
    SchoolDays,
    bank_holiday_names,
    bank_holidays,
    closed_days,
    closed_on,
    days_from,
    school_days_between,
    school_days_for,
)

AUTUMN = (dt.date(2026, 9, 1), dt.date(2026, 10, 23))
SUMMER = (dt.date(2027, 4, 12), dt.date(2027, 5, 28))
LAST = (dt.date(2027, 6, 7), dt.date(2027, 7, 20))
LATE = (dt.date(2026, 9, 3), dt.date(2026, 10, 23))
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


def test_a_school_counts_by_its_councils_terms_and_one_without_terms_not_at_all(
    school, far_school, django_assert_num_queries
):
    Term.all_rows.create(council=school.council, school_year=2026, starts_on=AUTUMN[0], ends_on=AUTUMN[1])
    stretch = dt.date(2026, 9, 1), dt.date(2026, 9, 4)
    assert school_days_between(school, *stretch) == 3
    assert school_days_between(far_school, *stretch) is None
    with django_assert_num_queries(1):
        known = school_days_for([school, far_school])
        assert school_days_between(school, *stretch, known) == 3
        assert school_days_between(far_school, *stretch, known) is None


def test_what_a_school_keeps_free_and_its_councils_inset_days_count_for_that_school_alone(
    school, other_school, django_assert_num_queries
):
    Term.all_rows.create(council=school.council, school_year=2026, starts_on=AUTUMN[0], ends_on=AUTUMN[1])
    first, own, inset = (dt.date(2026, 9, day) for day in (1, 3, 4))
    ClosedDay.all_rows.create(school=school, day=own, reason="inspection")
    InsetDay.all_rows.create(council=school.council, day=inset).schools.add(school)
    known = school_days_for([school, other_school])
    assert [known[each.pk].count(first, inset) for each in (school, other_school)] == [1, 3]
    assert known[school.pk].after(first, 2) == dt.date(2026, 9, 7), "over both, and over the weekend"
    weekend = {dt.date(2026, 9, 5), dt.date(2026, 9, 6)}
    with django_assert_num_queries(1):
        assert closed_days([school, other_school], first, dt.date(2026, 9, 7)) == {
            school.pk: {own, inset} | weekend, other_school.pk: weekend
        }  # fmt: skip
    assert closed_on([other_school, school], own) == [school]


def test_no_school_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert school_days_for([]) == closed_days([], *AUTUMN) == {}


def test_a_day_that_a_school_keeps_free_is_closed_although_no_term_is_known(school):
    day = dt.date(2026, 9, 2)
    ClosedDay.all_rows.create(school=school, day=day, reason="inset")
    assert closed_days([school], day, day + DAY)[school.pk] == {day}


@pytest.mark.parametrize(
    ("terms", "day", "closed"),
    [
        ([AUTUMN, SUMMER], dt.date(2026, 11, 3), True),  # between two terms
        ([AUTUMN, SUMMER], dt.date(2027, 6, 1), False),  # the rest of the year was not entered
        ([AUTUMN, LAST], dt.date(2027, 8, 3), True),  # in the summer holidays
        ([AUTUMN, LAST], dt.date(2027, 9, 1), False),  # in a year of which nothing is known
        ([LATE], dt.date(2026, 9, 1), True),  # before school begins in September
        ([SUMMER], dt.date(2027, 1, 12), False),  # before what was entered
        ([AUTUMN], dt.date(2026, 11, 3), False),  # after what was entered
    ],
)
def test_outside_the_terms_a_day_is_closed_only_where_they_are_known(terms, day, closed):
    days = SchoolDays(terms)
    assert days.is_closed(day) is closed
    assert not days.is_school_day(day)


def test_nothing_is_counted_forward_over_days_of_which_nothing_is_known():
    friday, half_term, later = AUTUMN[1], dt.date(2026, 11, 2), dt.date(2026, 11, 3)
    assert SchoolDays([AUTUMN]).after(friday) is None
    assert SchoolDays([AUTUMN, (later, later)]).after(friday) == later, "the holidays between are known"
    partly = SchoolDays([AUTUMN, (dt.date(2027, 9, 1), dt.date(2027, 10, 1))])
    assert partly.after(friday) is None and partly.before(dt.date(2027, 9, 2)) == dt.date(2027, 9, 1)
    assert partly.before(dt.date(2027, 9, 1)) is None
    assert SchoolDays([(half_term, half_term)]).after(half_term - 3 * DAY) == half_term, "over a weekend"
    assert SchoolDays([]).after(friday) is None and not SchoolDays([]).are_known


@pytest.mark.parametrize("number", [0, -3])
def test_school_days_are_counted_from_one(number):
    for count in (YEAR.after, YEAR.before):
        with pytest.raises(ValueError, match="from 1"):
            count(AUTUMN[0], number)


years = st.lists(st.tuples(days, st.integers(0, 80)), max_size=6).map(
    lambda found: [(first, first + number * DAY) for first, number in found]
)
clocks = st.builds(SchoolDays, years, st.sets(days, max_size=8))


@given(clocks, days, days, days)
def test_counts_of_any_school_add_up(clock, a, b, c):
    first, middle, last = sorted((a, b, c))
    assert clock.count(first, middle) + clock.count(middle, last) == clock.count(first, last)
    assert clock.count(first, last) == sum(clock.is_school_day(day) for day in days_from(first + DAY, last))


@given(clocks, days, st.integers(1, 40))
def test_counting_forward_and_back_undo_each_other_and_never_land_on_a_closed_day(clock, day, number):
    later, earlier = clock.after(day, number), clock.before(day, number)
    if later is not None:
        assert clock.is_school_day(later) and not clock.is_closed(later) and later > day
        assert clock.count(day, later) == number
        assert clock.before(later + DAY) == later
        if clock.is_school_day(day):
            assert clock.before(later, number) == day
    if earlier is not None:
        assert clock.is_school_day(earlier) and not clock.is_closed(earlier) and earlier < day
        assert clock.count(earlier, day - DAY) == number - 1
        if clock.is_school_day(day):
            assert clock.after(earlier, number) == day


@given(clocks, days, days)
def test_a_day_is_never_both_and_what_is_closed_between_two_days_is_closed_on_each(clock, a, b):
    first, last = sorted((a, b))
    closed = clock.closed_between(first, last)
    for day in days_from(first, last):
        assert (day in closed) == clock.is_closed(day)
        assert not (clock.is_closed(day) and clock.is_school_day(day))


@given(years, st.sets(days, max_size=8), days)
def test_a_school_with_days_of_its_own_is_the_council_without_them(terms, closed, day):
    whole, part = SchoolDays(terms, closed), SchoolDays(terms).without(closed)
    assert (part.days, part.known, part.is_closed(day)) == (whole.days, whole.known, whole.is_closed(day))


@pytest.mark.parametrize(
    ("day", "english", "welsh"),
    [
        (dt.date(2027, 1, 1), "New Year’s Day", "Dydd Calan"),
        (dt.date(2027, 3, 26), "Good Friday", "Dydd Gwener y Groglith"),
        (dt.date(2027, 3, 29), "Easter Monday", "Dydd Llun y Pasg"),
        (dt.date(2027, 5, 3), "Early May bank holiday", "Gŵyl Banc Dechrau Mai"),
        (dt.date(2020, 5, 8), "Early May bank holiday (VE day)", "Gŵyl Banc Dechrau Mai (Diwrnod VE)"),
        (dt.date(2027, 5, 31), "Spring bank holiday", "Gŵyl Banc y Gwanwyn"),
        (dt.date(2027, 8, 30), "Summer bank holiday", "Gŵyl Banc yr Haf"),
        (dt.date(2026, 12, 25), "Christmas Day", "Dydd Nadolig"),
        (dt.date(2027, 12, 28), "Boxing Day (substitute day)", "Gŵyl San Steffan (diwrnod yn lle’r ŵyl)"),
        (dt.date(2022, 6, 3), "Platinum Jubilee bank holiday", "Gŵyl banc y Jiwbilî Platinwm"),  # as packaged
    ],
)
def test_a_bank_holiday_has_its_name_in_both_languages(day, english, welsh):
    assert (bank_holiday_names("en")[day], bank_holiday_names("cy")[day]) == (english, welsh)


def test_the_same_days_are_bank_holidays_in_both_languages_and_every_yearly_one_has_a_welsh_name_of_ours():
    english, welsh = bank_holiday_names("en"), bank_holiday_names("cy")
    assert english.keys() == welsh.keys()
    ahead = {day: words.partition(" (")[0] for day, words in english.items() if day.year >= 2026}
    assert {*ahead.values()} == WELSH_NAMES.keys() - {"Early May bank holiday (VE day)"}
    assert {day: welsh[day].partition(" (")[0] for day in ahead} == {day: WELSH_NAMES[ahead[day]] for day in ahead}
