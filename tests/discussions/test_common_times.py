"""The ranking of common times: arithmetic over diaries, by properties on random weeks."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.common_times import (
    USUAL_STARTS,
    CommonTime,
    Fit,
    best_first,
    best_time,
    limit_reached,
    school_weeks,
)
from discussions.diaries import Diary
from discussions.models import HalfDay
from discussions.spans import Spans, half_day, on

MONDAY, FRIDAY = dt.date(2027, 1, 11), dt.date(2027, 1, 15)
DAYS = [MONDAY + dt.timedelta(days=number) for number in range(5)]
HALF_DAYS = [(day, afternoon) for day in DAYS for afternoon in (False, True)]
LONG = dt.timedelta(minutes=90)
AT, UNTIL = dt.time(9, 30), dt.time(11)


def diary(person: int = 1, **words: Any) -> Diary:
    return Diary(person, MONDAY, FRIDAY, **words)


def spans(*hours: tuple[int, int]) -> Spans:
    return Spans.of(on(MONDAY, dt.time(first), dt.time(last)) for first, last in hours)


def best(*people: Diary, afternoon: bool = False, lasts: dt.timedelta = LONG, **words: Any) -> CommonTime:
    found = best_time({each.person: each for each in people}, MONDAY, afternoon, lasts, **words)
    assert found is not None
    return found


def clock_of(time: CommonTime) -> tuple[str, str]:
    return f"{time.starts:%H:%M}", f"{time.ends:%H:%M}"


def test_where_all_are_free_the_usual_start_is_taken():
    assert clock_of(best(diary(1), diary(2))) == ("09:30", "11:00")
    assert clock_of(best(diary(1), diary(2), afternoon=True)) == ("13:00", "14:30")
    assert best(diary(1)).fit == Fit.FREE


def test_else_the_first_start_from_which_all_are_free_for_the_whole_length():
    assert clock_of(best(diary(1, taken=spans((9, 10))), diary(2))) == ("10:00", "11:30")
    assert clock_of(best(diary(1, taken=spans((10, 11))), diary(2, taken=spans((8, 9))))) == ("11:00", "12:30")
    early = best(diary(1, taken=spans((10, 17))), diary(2))
    assert clock_of(early) == ("08:30", "10:00") and early.fit == Fit.FREE


def test_a_lesson_is_covered_only_where_no_other_start_does_without():
    covered = best(diary(1, covered=spans((8, 13))), diary(2))
    assert (covered.fit, covered.to_cover, clock_of(covered)) == (Fit.IF_COVERED, (1,), ("09:30", "11:00"))
    assert clock_of(best(diary(1, covered=spans((8, 10))))) == ("10:00", "11:30")
    without = best(diary(1, covered=spans((8, 13))), diary(2), covers=False)
    assert (without.fit, without.missing) == (Fit.ONE_IS_NOT, (1,))


def test_who_has_as_many_discussions_as_they_take_is_not_available():
    for words, why in (({"daily_limit": 1}, "day"), ({"weekly_limit": 1}, "week")):
        full = diary(1, booked={MONDAY: 1}, **words)
        assert limit_reached(full, MONDAY) == why
        assert best(full, diary(2)).missing == (1,)
    assert limit_reached(diary(1, booked={MONDAY: 1}, daily_limit=2, weekly_limit=2), MONDAY) == ""
    assert limit_reached(diary(1, booked={FRIDAY: 2}, weekly_limit=2), MONDAY) == "week"


def test_nothing_is_left_of_a_half_day_that_has_passed_or_is_shorter():
    people = {1: diary(1)}
    eleven = on(MONDAY, dt.time(11), dt.time(12))[0]
    late = best_time(people, MONDAY, False, LONG, not_before=eleven)
    assert late and clock_of(late) == ("11:00", "12:30")
    assert best_time(people, MONDAY, False, LONG, not_before=eleven + dt.timedelta(minutes=1)) is None
    assert best_time(people, MONDAY, True, dt.timedelta(minutes=271)) is None


def test_a_length_that_does_not_fit_after_the_usual_start_begins_as_the_half_day_does():
    assert clock_of(best(diary(1), lasts=dt.timedelta(hours=4))) == ("08:30", "12:30")


def test_the_best_come_first_free_and_preferred_then_free_then_with_cover_then_without_one_person():
    marked = {MONDAY: Fit.ONE_IS_NOT, DAYS[1]: Fit.IF_COVERED, DAYS[2]: Fit.FREE, DAYS[3]: Fit.PREFERRED}
    head = diary(
        1,
        taken=Spans.of([half_day(MONDAY, False), half_day(FRIDAY, False)]),
        covered=Spans.of([half_day(DAYS[1], False)]),
        preferred=frozenset({HalfDay.THURSDAY_MORNING}),
    )
    people = {1: head, 2: diary(2, taken=Spans.of([half_day(FRIDAY, False)]))}
    found = best_first(best_time(people, day, False, LONG) for day in DAYS)
    assert [(time.day, time.fit) for time in found] == sorted(marked.items(), key=lambda each: each[1])


def test_one_who_would_rather_have_another_half_day_makes_it_no_preferred_one():
    one, other = (diary(key, preferred=frozenset({day})) for key, day in ((1, HalfDay.MONDAY_MORNING), (2, "1am")))
    time = best(one, other)
    assert (time.fit, time.prefer, time.rather_not) == (Fit.FREE, (1,), (2,))


def test_weeks_without_a_school_day_are_left_out():
    holiday = {MONDAY + dt.timedelta(days=number) for number in range(7, 14)}
    last = MONDAY + dt.timedelta(days=20)
    assert school_weeks(DAYS[2], last, holiday) == [MONDAY, MONDAY + dt.timedelta(days=14)]
    assert school_weeks(FRIDAY + dt.timedelta(days=1), last, holiday) == [MONDAY + dt.timedelta(days=14)]


quarters = st.integers(min_value=0, max_value=34)
stretches = st.lists(st.tuples(st.sampled_from(DAYS), quarters, quarters), max_size=6)
preferences = st.frozensets(st.sampled_from(list(HalfDay)), max_size=4)
counts = st.dictionaries(st.sampled_from(DAYS), st.integers(min_value=1, max_value=3), max_size=3)
limits = st.none() | st.integers(min_value=1, max_value=4)
lengths = st.integers(min_value=1, max_value=16).map(lambda number: number * dt.timedelta(minutes=15))


def _spans(drawn: list[tuple[dt.date, int, int]]) -> Spans:
    begins = {day: half_day(day, False)[0] for day in DAYS}
    quarter = dt.timedelta(minutes=15)
    return Spans.of((begins[day] + min(a, b) * quarter, begins[day] + max(a, b) * quarter) for day, a, b in drawn)


@st.composite
def some_people(draw: Any) -> list[Diary]:
    return [
        diary(
            key,
            taken=_spans(draw(stretches)),
            covered=_spans(draw(stretches)),
            preferred=draw(preferences),
            booked=draw(counts),
            daily_limit=draw(limits),
            weekly_limit=draw(limits),
        )
        for key in range(1, draw(st.integers(min_value=1, max_value=5)) + 1)
    ]


def found_in(people: list[Diary], lasts: dt.timedelta, **words: Any) -> list[CommonTime | None]:
    diaries = {each.person: each for each in people}
    return [best_time(diaries, day, afternoon, lasts, **words) for day, afternoon in HALF_DAYS]


@settings(max_examples=150, deadline=None)
@given(people=some_people(), lasts=lengths, covers=st.booleans())
def test_nobody_is_free_who_is_not_and_nobody_is_missing_who_could_come(people, lasts, covers):
    for time, half in zip(found_in(people, lasts, covers=covers), HALF_DAYS, strict=True):
        assert time is not None and (time.day, time.is_afternoon) == half
        begins, ends = half_day(*half)
        assert begins <= time.starts < time.ends <= ends and time.ends - time.starts == lasts
        for each in people:
            free, if_covered = each.is_free(time.starts, time.ends), each.free_if_covered(time.starts, time.ends)
            could = not limit_reached(each, time.day) and (free or (covers and if_covered))
            assert (each.person in time.missing) == (not could)
            assert (each.person in time.to_cover) == (could and not free)
            prefers = each.prefers(*half)
            assert (each.person in time.prefer) == bool(could and prefers)
            assert (each.person in time.rather_not) == (could and prefers is False)


@settings(max_examples=100, deadline=None)
@given(people=some_people(), lasts=lengths)
def test_no_quarter_of_an_hour_in_the_half_day_serves_better_and_no_earlier_one_as_well(people, lasts):
    diaries = {each.person: each for each in people}
    for time, (day, afternoon) in zip(found_in(people, lasts), HALF_DAYS, strict=True):
        begins, ends = half_day(day, afternoon)
        usual = dt.datetime.combine(day, USUAL_STARTS[afternoon], begins.tzinfo)
        while begins + lasts <= ends:
            only = best_time(diaries, day, afternoon, lasts, not_before=begins, usual={afternoon: begins.time()})
            assert only is not None and time is not None
            if only.starts == begins:
                assert time.worth <= only.worth
                assert time.worth < only.worth or time.starts in (usual, min(time.starts, begins))
            begins += dt.timedelta(minutes=15)


@settings(max_examples=100, deadline=None)
@given(people=some_people(), lasts=lengths, data=st.data())
def test_the_order_of_people_and_of_half_days_makes_no_difference(people, lasts, data):
    times = found_in(people, lasts)
    mixed = found_in(data.draw(st.permutations(people)), lasts)
    assert mixed == times
    assert best_first(data.draw(st.permutations(times))) == best_first(times)


@settings(max_examples=100, deadline=None)
@given(people=some_people(), lasts=lengths)
def test_what_is_proposed_goes_from_the_best_to_the_worst_and_lacks_one_person_at_most(people, lasts):
    times = found_in(people, lasts)
    found = best_first(times)
    assert [time.fit for time in found] == sorted(time.fit for time in found)
    assert all(len(time.missing) <= 1 for time in found)
    assert len(found) == sum(time is not None and len(time.missing) <= 1 for time in times)
    for one, other in itertools.pairwise(found):
        assert one.worth < other.worth or one.starts < other.starts


@settings(max_examples=100, deadline=None)
@given(people=some_people(), lasts=lengths, more=stretches)
def test_a_time_never_suits_better_because_somebody_has_less_time(people, lasts, more):
    first, *others = people
    busier = diary(1, taken=Spans.of([*first.taken, *_spans(more)]), covered=first.covered, preferred=first.preferred)
    before = diary(1, taken=first.taken, covered=first.covered, preferred=first.preferred)
    for one, other in zip(found_in([before, *others], lasts), found_in([busier, *others], lasts), strict=True):
        assert one is not None and other is not None
        assert (one.fit, len(one.missing)) <= (other.fit, len(other.missing))


@pytest.mark.parametrize("lasts", [15, 60, 90, 240])
def test_free_people_find_a_time_in_every_half_day(lasts):
    times = found_in([diary(1), diary(2)], dt.timedelta(minutes=lasts))
    assert [time and time.fit for time in times] == [Fit.FREE] * 10
