"""Who is free when, for planning: the diaries of many people in a fixed number of queries. Never why they are not.

Everybody is free in working hours (`spans.OPENS` to `spans.CLOSES`, Monday to Friday) unless they said otherwise.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from discussions.models import (
    Booking,
    CalendarBusy,
    Discussion,
    FixedDuty,
    HalfDay,
    OwnLimits,
    TeachingWeek,
    TimeAway,
    UsualWeek,
)
from discussions.spans import Span, Spans, days_between, half_day, in_working_hours, on, whole_days
from schools.clock import LONDON

CLEAR = Spans()
Told = dict[str, Any]
WHY = "planning asks who is free; pages say only whether"


@dataclass(frozen=True)
class Diary:
    """One person's time from a first to a last day. Outside these days nothing is known, so nobody is free there."""

    person: int
    first: dt.date
    last: dt.date
    taken: Spans = CLEAR  # away, on duty, busy in their own calendar, booked; teaching that is not offered
    covered: Spans = CLEAR  # teaching that is offered if somebody covers it
    preferred: frozenset[HalfDay] = frozenset()
    daily_limit: int | None = None
    weekly_limit: int | None = None
    language: str = ""  # "cy", "en", "both"; empty if they did not say. Used by planning, shown to nobody
    booked: Mapping[dt.date, int] = field(default_factory=dict)  # discussions by day; whole weeks around the days asked

    def is_free(self, starts: dt.datetime, ends: dt.datetime) -> bool:
        """Free without anybody having to cover a lesson."""
        return self.free_if_covered(starts, ends) and not self.covered.overlap(starts, ends)

    def free_if_covered(self, starts: dt.datetime, ends: dt.datetime) -> bool:
        """Free, once the teaching that they offer is covered where there is some: whoever is free, is so here too."""
        known = self.first <= starts.astimezone(LONDON).date() <= self.last
        return known and in_working_hours(starts, ends) and not self.taken.overlap(starts, ends)

    def prefers(self, day: dt.date, afternoon: bool) -> bool | None:
        """Whether this half-day is one that they prefer; None if they named none."""
        if not self.preferred:
            return None
        return day.weekday() < 5 and HalfDay.at(day.weekday(), afternoon) in self.preferred

    def booked_on(self, day: dt.date) -> int:
        """How many discussions they have that day already."""
        return self.booked.get(day, 0)

    def booked_in_week(self, day: dt.date) -> int:
        """The same from Monday to Sunday of that day's week."""
        monday = day - dt.timedelta(days=day.weekday())
        return sum(self.booked.get(monday + dt.timedelta(days=number), 0) for number in range(7))


def diaries_of(
    people: Collection[int], first: dt.date, last: dt.date, besides: Collection[Discussion] = ()
) -> dict[int, Diary]:
    """The diary of each of these people (by key), read in two queries however many there are.

    `besides`: discussions whose own bookings do not count, because they are to be placed anew.
    """
    people = set(people)
    taken: dict[int, list[Span]] = defaultdict(list)
    covered: dict[int, list[Span]] = defaultdict(list)
    days = list(days_between(first, last))
    told = _told_by(people)
    _on_duty(taken, told["duty"], days)
    usual = _usual_weeks(taken, told["usual week"], days)
    _teaching(taken, covered, told["teaching"], days)
    booked = _at_known_times(taken, people, first, last, besides)
    said = dict(told["limits"])
    return {
        key: Diary(
            key,
            first,
            last,
            Spans.of(taken[key]),
            Spans.of(covered[key]),
            frozenset(HalfDay(each) for each in usual.get(key, ())),
            *_limits_and_language(said.get(key)),
            booked[key],
        )
        for key in sorted(people)
    }


def _limits_and_language(said: Told | None) -> tuple[int | None, int | None, str]:
    return (said["daily"], said["weekly"], said["language"]) if said else (None, None, "")


def free_words(diary: Diary, starts: dt.datetime, ends: dt.datetime) -> str:
    """All that the page of somebody else says."""
    return _("Free") if diary.free_if_covered(starts, ends) else _("Not available")


def _told_by(people: set[int]) -> dict[str, list[tuple[int, Told]]]:
    """What they said of their weeks, by kind and each with whose it is; in one query."""
    duties = JSONObject(weekday="weekday", starts="starts", ends="ends", first="starts_on", last="ends_on")
    teaching = JSONObject(teaches="teaches", with_cover="with_cover", first="term__starts_on", last="term__ends_on")
    limits = JSONObject(daily="daily_limit", weekly="weekly_limit", language="working_language")
    kinds: dict[str, tuple[Any, JSONObject]] = {
        "duty": (FixedDuty, duties),
        "usual week": (UsualWeek, JSONObject(not_free="not_free", prefers="prefers")),
        "teaching": (TeachingWeek, teaching),
        "limits": (OwnLimits, limits),
    }
    rows = [
        model.objects.as_system(WHY).filter(person__in=people).order_by().values_list(Value(kind), "person", words)
        for kind, (model, words) in kinds.items()
    ]
    found: dict[str, list[tuple[int, Told]]] = defaultdict(list)
    for kind, person, words in rows[0].union(*rows[1:], all=True):
        found[kind].append((person, words))
    return found


def _on_duty(taken: dict[int, list[Span]], told: Collection[tuple[int, Told]], days: list[dt.date]) -> None:
    for person, duty in told:
        starts, ends = (dt.time.fromisoformat(duty[name]) for name in ("starts", "ends"))
        for day in _between(duty, days):
            if day.weekday() == duty["weekday"]:
                taken[person].append(on(day, starts, ends))


def _usual_weeks(
    taken: dict[int, list[Span]], told: Collection[tuple[int, Told]], days: list[dt.date]
) -> dict[int, list[str]]:
    """What each of them prefers, by the way."""
    preferred = {}
    for person, week in told:
        taken[person] += _half_days(week["not_free"], days)
        preferred[person] = week["prefers"]
    return preferred


def _teaching(
    taken: dict[int, list[Span]],
    covered: dict[int, list[Span]],
    told: Collection[tuple[int, Told]],
    days: list[dt.date],
) -> None:
    for person, week in told:
        inside = _between(week, days)
        covered[person] += _half_days(week["with_cover"], inside)
        taken[person] += _half_days(set(week["teaches"]) - set(week["with_cover"]), inside)


def _between(told: Told, days: list[dt.date]) -> list[dt.date]:
    """Those of the days on which it holds; without a last day, from its first on."""
    first, last = (dt.date.fromisoformat(told[name]) if told[name] else dt.date.max for name in ("first", "last"))
    return [day for day in days if first <= day <= last]


def _half_days(marked: Collection[str], days: list[dt.date]) -> list[Span]:
    which = {(each.weekday, each.is_afternoon) for each in map(HalfDay, marked)}
    return [half_day(day, pm) for day in days for pm in (False, True) if (day.weekday(), pm) in which]


def _at_known_times(
    taken: dict[int, list[Span]], people: set[int], first: dt.date, last: dt.date, besides: Collection[Discussion]
) -> dict[int, Counter[dt.date]]:
    """Times away, busy times of own calendars and bookings, in one query.

    Returned is by person and day how many discussions, in the whole weeks in which the first and the last day lie.
    """
    monday = first - dt.timedelta(days=first.weekday())
    sunday = last + dt.timedelta(days=6 - last.weekday())
    begins, ends = whole_days(first, last)
    away = TimeAway.objects.as_system(WHY).filter(person__in=people, starts_at__lt=ends, ends_at__gt=begins)
    asked = DateTimeTZRange(begins, ends, "[)")
    busy = CalendarBusy.objects.as_system(WHY).filter(calendar__person__in=people, during__overlap=asked)
    asked = DateTimeTZRange(*whole_days(monday, sunday), "[)")
    booked = Booking.objects.as_system(WHY).filter(person__in=people, live=True, during__overlap=asked)
    edges = F("during__startswith"), F("during__endswith")
    rows = away.order_by().values_list(Value(False), "person", "starts_at", "ends_at")
    rows = rows.union(
        busy.order_by().values_list(Value(False), "calendar__person", *edges),
        booked.exclude(discussion__in=besides).order_by().values_list(Value(True), "person", *edges),
        all=True,
    )
    counts: dict[int, Counter[dt.date]] = defaultdict(Counter)
    for is_booking, person, starts_at, ends_at in rows:
        taken[person].append((starts_at, ends_at))
        if is_booking:
            counts[person][starts_at.astimezone(LONDON).date()] += 1
    return counts
