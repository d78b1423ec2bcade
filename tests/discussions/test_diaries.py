"""Who is free when: everybody in working hours, unless they say otherwise."""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.utils import IntegrityError
from pytest import mark, raises

from discussions.diaries import diaries_of, free_words
from discussions.models import (
    Booking,
    CalendarBusy,
    Discussion,
    FixedDuty,
    HalfDay,
    OwnCalendar,
    OwnLimits,
    Round,
    TeachingWeek,
    TimeAway,
    UsualWeek,
)
from discussions.spans import half_day, on, whole_days
from schools.models import Term

MONDAY, FRIDAY = dt.date(2027, 1, 11), dt.date(2027, 1, 15)
TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)
TEN, ELEVEN = dt.time(10), dt.time(11)


def book(person: Any, council: Any, *at: dt.datetime) -> Discussion:
    starts_at, ends_at = at
    rounds, year = Round.all_rows, {"council": council, "school_year": 2026}
    words = {"starts_at": starts_at, "ends_at": ends_at, "setting": "online", "language": "cy"}
    discussion: Discussion = Discussion.all_rows.create(round=rounds.get_or_create(**year)[0], **words)
    Booking.all_rows.create(discussion=discussion, person=person, during=DateTimeTZRange(*at, "[)"))
    return discussion


def diary_of(person: Any, **words: Any) -> Any:
    return diaries_of([person.pk], MONDAY, FRIDAY, **words)[person.pk]


def free_half_days(person: Any) -> set[str]:
    diary = diary_of(person)
    days = [MONDAY + dt.timedelta(days=n) for n in range(5)]
    return {HalfDay.at(day.weekday(), pm) for day in days for pm in (False, True) if diary.is_free(*half_day(day, pm))}


def all_but(*half_days: str) -> set[str]:
    return set(HalfDay.values) - set(half_days)


def test_who_says_nothing_is_free_in_working_hours_and_at_no_other_time(nia: Any) -> None:
    diary = diary_of(nia)
    assert free_half_days(nia) == all_but()
    assert not diary.is_free(*on(MONDAY, dt.time(17), dt.time(18)))
    assert not diary.is_free(*on(FRIDAY + dt.timedelta(days=1), TEN, ELEVEN))
    assert (diary.daily_limit, diary.weekly_limit, diary.language) == (None, None, "")
    assert diary.prefers(MONDAY, False) is None


def test_outside_the_days_that_were_asked_about_nobody_is_free(nia: Any) -> None:
    assert not diary_of(nia).is_free(*on(MONDAY + dt.timedelta(days=7), TEN, ELEVEN))


def test_time_away_takes_whole_days_or_hours(nia: Any, owain: Any) -> None:
    starts, ends = whole_days(MONDAY - dt.timedelta(days=9), TUESDAY)
    TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends)
    starts, ends = on(WEDNESDAY, dt.time(14), dt.time(15))
    TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends, whole_days=False)
    assert free_half_days(nia) == all_but("0am", "0pm", "1am", "1pm", "2pm")
    assert diary_of(nia).is_free(*on(WEDNESDAY, dt.time(15), dt.time(16)))
    assert free_half_days(owain) == all_but()


def test_a_fixed_duty_holds_each_week_from_its_first_to_its_last_day(alun: Any) -> None:
    words = {"person": alun, "starts": TEN, "ends": ELEVEN}
    FixedDuty.all_rows.create(weekday=0, starts_on=MONDAY - dt.timedelta(days=30), **words)
    FixedDuty.all_rows.create(weekday=1, starts_on=WEDNESDAY, **words)
    FixedDuty.all_rows.create(weekday=2, starts_on=dt.date(2026, 9, 1), ends_on=TUESDAY, **words)
    FixedDuty.all_rows.create(weekday=4, starts_on=FRIDAY, ends_on=FRIDAY, **words)
    assert free_half_days(alun) == all_but("0am", "4am")


def test_half_days_of_the_usual_week_are_not_free_or_preferred(alun: Any) -> None:
    UsualWeek.all_rows.create(person=alun, not_free=["0am", "4pm"], prefers=["1am"])
    diary = diary_of(alun)
    assert free_half_days(alun) == all_but("0am", "4pm")
    assert diary.prefers(TUESDAY, False) is True and diary.prefers(TUESDAY, True) is False


def test_teaching_is_not_free_but_where_it_is_offered_it_is_if_it_is_covered(nia: Any, council: Any) -> None:
    term = Term.all_rows.create(council=council, school_year=2026, starts_on=dt.date(2027, 1, 4), ends_on=WEDNESDAY)
    TeachingWeek.all_rows.create(person=nia, term=term, teaches=["0am", "1pm", "4am"], with_cover=["1pm"])
    diary = diary_of(nia)
    assert free_half_days(nia) == all_but("0am", "1pm")  # Friday is in no term that she marked
    assert diary.free_if_covered(*half_day(TUESDAY, True)) and not diary.free_if_covered(*half_day(MONDAY, False))
    assert diary.free_if_covered(*half_day(FRIDAY, True))
    assert free_words(diary, *half_day(TUESDAY, True)) == "Free"
    assert free_words(diary, *half_day(MONDAY, False)) == "Not available"


def test_when_an_own_calendar_says_busy_somebody_is_not_free(rhys: Any) -> None:
    calendar = OwnCalendar.all_rows.create(person=rhys, comes="file")
    CalendarBusy.all_rows.create(calendar=calendar, during=DateTimeTZRange(*on(TUESDAY, TEN, ELEVEN), "[)"))
    assert free_half_days(rhys) == all_but("1am")


def test_a_discussion_takes_its_time_and_counts_by_day_and_week(olwen: Any, council: Any) -> None:
    discussion = book(olwen, council, *on(TUESDAY, TEN, ELEVEN))
    diary = diary_of(olwen)
    assert free_half_days(olwen) == all_but("1am")
    assert (diary.booked_on(TUESDAY), diary.booked_on(MONDAY), diary.booked_in_week(FRIDAY)) == (1, 0, 1)
    besides = diary_of(olwen, besides=[discussion])
    assert besides.is_free(*on(TUESDAY, TEN, ELEVEN)) and not besides.booked_in_week(FRIDAY)
    Booking.all_rows.update(live=False)
    assert free_half_days(olwen) == all_but()


def test_the_whole_week_is_counted_where_the_days_asked_about_begin_or_end_within_it(olwen: Any, council: Any) -> None:
    book(olwen, council, *on(MONDAY, TEN, ELEVEN))
    diary = diaries_of([olwen.pk], WEDNESDAY, WEDNESDAY)[olwen.pk]
    assert diary.booked_in_week(WEDNESDAY) == 1


def test_limits_and_the_language_of_work_are_known_to_planning(alun: Any) -> None:
    OwnLimits.all_rows.create(person=alun, daily_limit=2, weekly_limit=6, working_language="both")
    diary = diary_of(alun)
    assert (diary.daily_limit, diary.weekly_limit, diary.language) == (2, 6, "both")


def test_as_many_queries_for_one_person_as_for_all(cast: Any, django_assert_num_queries: Any) -> None:
    for people in ([cast.nia.pk], [person.pk for person in vars(cast).values()]):
        with django_assert_num_queries(2):
            assert set(diaries_of(people, MONDAY, FRIDAY)) == set(people)


@mark.parametrize(
    "wrong",
    [
        {"not_free": ["7am"]},
        {"prefers": ["0xm"]},
        {"not_free": ["0am"], "prefers": ["0am"]},
    ],
)
def test_the_database_refuses_a_week_that_cannot_be(wrong: dict[str, Any], nia: Any) -> None:
    with raises(IntegrityError):
        UsualWeek.all_rows.create(person=nia, **wrong)
