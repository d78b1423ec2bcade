"""The days of a year's discussions, a school year later."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.next_year_days import a_year_later
from schools import clock

DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


AUTUMN_26, SPRING_27 = (day("2026-09-02"), day("2026-12-18")), (day("2027-01-04"), day("2027-03-25"))
AUTUMN_27, SPRING_28 = (day("2027-09-06"), day("2027-12-17")), (day("2028-01-10"), day("2028-03-31"))
YEAR = clock.school_year_bounds(2027)


def test_in_the_same_week_of_the_same_term_on_the_same_weekday() -> None:
    found = a_year_later((day("2027-01-12"), day("2027-03-25")), YEAR, [AUTUMN_26, SPRING_27], [AUTUMN_27, SPRING_28])
    assert (found.first, found.last, found.by_terms) == (day("2028-01-18"), day("2028-03-30"), True)


def test_a_shorter_term_ends_earlier() -> None:
    short = (day("2028-01-10"), day("2028-03-17"))
    found = a_year_later((day("2027-01-12"), day("2027-03-25")), YEAR, [AUTUMN_26, SPRING_27], [AUTUMN_27, short])
    assert found.last == day("2028-03-16") and found.by_terms


def test_without_the_terms_of_both_years_whole_weeks_later() -> None:
    for after in ([], [AUTUMN_27]):
        found = a_year_later((day("2027-01-12"), day("2027-03-26")), YEAR, [AUTUMN_26, SPRING_27], after)
        assert (found.first, found.last, found.by_terms) == (day("2028-01-11"), day("2028-03-24"), False)


@st.composite
def terms(draw: st.DrawFn, year: int) -> list[tuple[dt.date, dt.date]]:
    first, last = clock.school_year_bounds(year)
    number, span = draw(st.integers(0, 4)), st.integers(0, (last - first).days)
    cuts = sorted(first + each * DAY for each in draw(st.sets(span, min_size=2 * number, max_size=2 * number)))
    return list(zip(cuts[::2], cuts[1::2], strict=True))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    days=st.tuples(st.dates(*clock.school_year_bounds(2026)), st.dates(*clock.school_year_bounds(2026))).map(sorted),
    before=terms(2026),
    after=terms(2027),
)
def test_they_always_lie_in_the_year_on_the_same_weekdays_and_in_order(days, before, after) -> None:
    found = a_year_later((days[0], days[1]), YEAR, before, after)
    assert YEAR[0] <= found.first <= found.last <= YEAR[1]
    assert (found.first.weekday(), found.last.weekday()) == (days[0].weekday(), days[1].weekday())
    if found.by_terms:
        assert all(any(a <= each <= b for a, b in after) for each in (found.first, found.last))
