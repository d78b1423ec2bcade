"""Stretches of time: what is put together covers the same moments, whatever the order and the overlaps."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from discussions.spans import CLOSES, NOON, OPENS, Spans, days_between, half_day, in_working_hours, on, whole_days
from schools.clock import LONDON

SUMMER_ENDS = dt.date(2026, 10, 25)  # clocks go back
START = dt.datetime(2026, 10, 23, tzinfo=dt.UTC)
QUARTERS = 4 * 24 * 5  # five days, the last of October's summer time among them


def at(quarter: int) -> dt.datetime:
    return (START + dt.timedelta(minutes=15 * quarter)).astimezone(LONDON)


quarters = st.tuples(st.integers(0, QUARTERS), st.integers(0, QUARTERS))
some = st.lists(quarters, max_size=12)


def spans_of(pairs: list[tuple[int, int]]) -> Spans:
    return Spans.of((at(first), at(last)) for first, last in pairs)


def covered_by(pairs: list[tuple[int, int]]) -> set[int]:
    return {quarter for first, last in pairs for quarter in range(first, last)}


@given(some)
def test_what_is_put_together_covers_the_same_quarters_of_an_hour(pairs: list[tuple[int, int]]) -> None:
    together, expected = spans_of(pairs), covered_by(pairs)
    for quarter in range(QUARTERS):
        assert together.overlap(at(quarter), at(quarter + 1)) == (quarter in expected)


@given(some, quarters)
def test_a_stretch_overlaps_if_and_only_if_some_quarter_of_it_is_covered(
    pairs: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    first, last = asked
    assert spans_of(pairs).overlap(at(first), at(last)) == bool(set(range(first, last)) & covered_by(pairs))


@given(some)
def test_they_are_sorted_and_apart_and_the_order_they_came_in_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    together = spans_of(pairs)
    edges = [edge for span in together for edge in span]
    assert edges == sorted(set(edges))
    assert spans_of(pairs[::-1]) == together == Spans.of(together)


@given(some)
def test_cut_to_working_hours_a_moment_is_taken_if_and_only_if_it_was_and_lies_in_them(
    pairs: list[tuple[int, int]],
) -> None:
    first, last = at(0).date(), at(QUARTERS).date()
    cut = spans_of(pairs).in_working_hours_of(first, last)
    for quarter in covered_by([(0, QUARTERS)]):
        inside = in_working_hours(at(quarter), at(quarter + 1))
        assert cut.overlap(at(quarter), at(quarter + 1)) == (inside and quarter in covered_by(pairs))


def test_the_day_on_which_the_clocks_go_back_has_twenty_five_hours() -> None:
    (span,) = Spans.of([whole_days(SUMMER_ENDS, SUMMER_ENDS)])
    assert span[1] - span[0] == dt.timedelta(hours=25)
    assert len(list(days_between(SUMMER_ENDS, SUMMER_ENDS))) == 1


def test_two_half_days_make_the_working_day_and_touching_stretches_are_one() -> None:
    monday = dt.date(2026, 10, 26)
    assert Spans.of([half_day(monday, True), half_day(monday, False)]) == Spans.of([on(monday, OPENS, CLOSES)])
    assert half_day(monday, False)[1] == half_day(monday, True)[0] == dt.datetime.combine(monday, NOON, LONDON)


def test_evenings_weekends_and_what_goes_over_midnight_are_not_working_hours() -> None:
    friday, saturday = dt.date(2026, 10, 30), dt.date(2026, 10, 31)
    assert in_working_hours(*on(friday, OPENS, CLOSES))
    assert not in_working_hours(*on(friday, dt.time(8, 15), dt.time(9)))
    assert not in_working_hours(*on(friday, dt.time(16), dt.time(17, 15)))
    assert not in_working_hours(*on(saturday, dt.time(9), dt.time(10)))
    assert not in_working_hours(on(friday, OPENS, NOON)[0], on(friday + dt.timedelta(days=3), OPENS, NOON)[1])
    assert not in_working_hours(*on(friday, dt.time(10), dt.time(10)))
