"""Times at which some people could all meet, the best first: read off their diaries, without asking the database.

In each half-day one start is weighed against the others, every quarter of an hour; the usual one is taken unless
another serves people better.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from discussions.diaries import Diary
from discussions.spans import half_day
from schools.clock import LONDON

STEP = dt.timedelta(minutes=15)
USUAL_STARTS = {False: dt.time(9, 30), True: dt.time(13)}  # of a morning and of an afternoon


class Fit(IntEnum):
    """How well a time suits, the best first."""

    PREFERRED = 0  # all are free; some prefer it, and nobody who said what they prefer would rather have another
    FREE = 1
    IF_COVERED = 2  # all are free once the teaching that somebody offers is covered
    ONE_IS_NOT = 3
    SEVERAL_ARE_NOT = 4  # no common time


@dataclass(frozen=True)
class CommonTime:
    """A start and an end in one half-day, and how they suit each person; people by key, in order."""

    starts: dt.datetime
    ends: dt.datetime
    missing: tuple[int, ...] = ()  # not available, never why
    to_cover: tuple[int, ...] = ()
    prefer: tuple[int, ...] = ()
    rather_not: tuple[int, ...] = ()  # who prefer other half-days

    @property
    def day(self) -> dt.date:
        return self.starts.astimezone(LONDON).date()

    @property
    def is_afternoon(self) -> bool:
        return self.starts >= half_day(self.day, True)[0]

    @property
    def fit(self) -> Fit:
        if self.missing:
            return Fit.SEVERAL_ARE_NOT if len(self.missing) > 1 else Fit.ONE_IS_NOT
        if self.to_cover:
            return Fit.IF_COVERED
        return Fit.PREFERRED if self.prefer and not self.rather_not else Fit.FREE

    @property
    def worth(self) -> tuple[int, ...]:
        """Less is better, whenever it is."""
        return self.fit, len(self.missing), len(self.to_cover), len(self.rather_not), -len(self.prefer)


def limit_reached(diary: Diary, day: dt.date) -> str:
    """Whether somebody has as many discussions as they take already: "day", "week", or nothing."""
    if diary.daily_limit is not None and diary.booked_on(day) >= diary.daily_limit:
        return "day"
    if diary.weekly_limit is not None and diary.booked_in_week(day) >= diary.weekly_limit:
        return "week"
    return ""


def best_time(
    diaries: Mapping[int, Diary],
    day: dt.date,
    afternoon: bool,
    lasts: dt.timedelta,
    *,
    covers: bool = True,
    not_before: dt.datetime | None = None,
    usual: Mapping[bool, dt.time] = USUAL_STARTS,
) -> CommonTime | None:
    """The time in this half-day that suits best; None where none is left of that length.

    `covers`: whether teaching that is offered with cover counts as free.
    """
    best: CommonTime | None = None
    for starts in _starts(day, afternoon, lasts, usual[afternoon]):
        if not_before is None or starts >= not_before:
            weighed = _weighed(diaries, starts, starts + lasts, afternoon, covers)
            if best is None or weighed.worth < best.worth:
                best = weighed
            if best.fit <= Fit.FREE:
                break
    return best


def best_first(times: Iterable[CommonTime | None]) -> list[CommonTime]:
    """Those that can be proposed (at most one person is not available), the best first, then the earliest."""
    proposed = [time for time in times if time is not None and time.fit < Fit.SEVERAL_ARE_NOT]
    return sorted(proposed, key=lambda time: (time.worth, time.starts))


def _starts(day: dt.date, afternoon: bool, lasts: dt.timedelta, usual: dt.time) -> Iterator[dt.datetime]:
    """The usual start first, then every quarter of an hour, as long as the end lies in the same half-day."""
    begins, ends = half_day(day, afternoon)
    at = dt.datetime.combine(day, usual, LONDON)
    if begins <= at and at + lasts <= ends:
        yield at
    while begins + lasts <= ends:
        yield begins
        begins += STEP


def _weighed(
    diaries: Mapping[int, Diary], starts: dt.datetime, ends: dt.datetime, afternoon: bool, covers: bool
) -> CommonTime:
    day = starts.astimezone(LONDON).date()
    found: dict[str, list[int]] = {"missing": [], "to_cover": [], "prefer": [], "rather_not": []}
    for key in sorted(diaries):
        diary, prefers = diaries[key], diaries[key].prefers(day, afternoon)
        free = diary.is_free(starts, ends)
        if limit_reached(diary, day) or not (free or (covers and diary.free_if_covered(starts, ends))):
            found["missing"].append(key)
            continue
        if not free:
            found["to_cover"].append(key)
        if prefers is not None:
            found["prefer" if prefers else "rather_not"].append(key)
    return CommonTime(starts, ends, **{name: tuple(keys) for name, keys in found.items()})


def school_weeks(first: dt.date, last: dt.date, closed: Collection[dt.date]) -> list[dt.date]:
    """The Mondays of the weeks in which one day at least is no holiday, from that of `first` to that of `last`."""
    monday, found = first - dt.timedelta(days=first.weekday()), []
    while monday <= last:
        days = {monday + dt.timedelta(days=number) for number in range(5)}
        if any(first <= day <= last and day not in closed for day in days):
            found.append(monday)
        monday += dt.timedelta(weeks=1)
    return found
