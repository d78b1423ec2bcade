"""When the events of a calendar happen, and which of them mean that somebody is busy (RFC 5545)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from discussions.spans import Span, Spans
from schools.clock import LONDON

from .faults import NOT_A_CALENDAR, TOO_LARGE, Unread

MOST_TIMES = 50_000
NOT_BUSY = ("FREE", "WORKINGELSEWHERE")
ONE_DAY = dt.timedelta(days=1)
Wall = dt.datetime  # without a zone: as a clock on the event's own wall shows it


@dataclass(frozen=True)
class Window:
    """The days that are asked about, a day wider on both sides: zones differ."""

    first: dt.date
    last: dt.date

    def around(self, length: dt.timedelta) -> tuple[Wall, Wall]:
        midnight = dt.time()
        begins = dt.datetime.combine(self.first - ONE_DAY, midnight) - min(length, dt.timedelta(days=366))
        return begins, dt.datetime.combine(self.last + 2 * ONE_DAY, midnight)


def busy_in(text: str, first: dt.date, last: dt.date) -> Spans:
    """When this (sifted) calendar says that its owner is busy, within working hours of these days."""
    try:
        events = list(Calendar.from_ical(text).walk("VEVENT"))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError):
        raise Unread(NOT_A_CALENDAR) from None
    changed: dict[str, list[Any]] = defaultdict(list)
    for event in events:
        if "RECURRENCE-ID" in event:
            changed[str(event.get("UID"))].append(event)
    spans: list[Span] = []
    for event in events:
        for span in _spans_of(event, changed[str(event.get("UID"))], Window(first, last)):
            spans.append(span)
            if len(spans) > MOST_TIMES:
                raise Unread(TOO_LARGE)
    return Spans.of(spans).in_working_hours_of(first, last)


def _spans_of(event: Any, changed: list[Any], window: Window) -> Iterator[Span]:
    """Nothing of an event that cannot be understood: a calendar is not unreadable because one event is."""
    try:
        if is_busy(event):
            yield from _one(event) if "RECURRENCE-ID" in event else _all(event, changed, window)
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, AttributeError):
        return


def is_busy(event: Any) -> bool:
    """Cancelled events and those marked as free time take nobody's time."""
    said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    free = said["TRANSP"] == "TRANSPARENT" or said["X-MICROSOFT-CDO-BUSYSTATUS"] in NOT_BUSY
    return "DTSTART" in event and not free and said["STATUS"] != "CANCELLED"


def _one(event: Any) -> Iterator[Span]:
    wall, zone = wall_of(event["DTSTART"].dt)
    yield _span(wall, zone, length_of(event))


def _all(event: Any, changed: list[Any], window: Window) -> Iterator[Span]:
    wall, zone = wall_of(event["DTSTART"].dt)
    length = length_of(event)
    later = sorted((change for each in changed if (change := _from_there_on(each, zone))), key=lambda each: each[0])
    instead = {_wall_in(each["RECURRENCE-ID"].dt, zone) for each in changed}
    for happens in _walls(event, wall, zone, window.around(length)):
        if happens in instead:
            continue
        moved = next((change for change in reversed(later) if change[0] <= happens), None)
        if moved is None:
            yield _span(happens, zone, length)
        elif moved[3]:
            yield _span(happens + moved[1], zone, moved[2])


def _from_there_on(change: Any, zone: Any) -> tuple[Wall, dt.timedelta, dt.timedelta, bool] | None:
    """A change that holds from one time on: since when, by how much it is moved, how long it lasts, whether busy."""
    if str(change["RECURRENCE-ID"].params.get("RANGE", "")).upper() != "THISANDFUTURE":
        return None
    since = _wall_in(change["RECURRENCE-ID"].dt, zone)
    return since, _wall_in(change["DTSTART"].dt, zone) - since, length_of(change), is_busy(change)


def _walls(event: Any, wall: Wall, zone: Any, window: tuple[Wall, Wall]) -> Iterable[Wall]:
    """Every time at which it begins within the window, as its own clock shows it."""
    begins, ends = window
    found = {wall}  # also where the rule would leave it out
    for rule in _listed(event.get("RRULE")):
        if until := rule.get("UNTIL"):
            rule["UNTIL"] = [_until(until[0] if isinstance(until, list) else until, zone)]
        times = rrulestr(rule.to_ical().decode(), dtstart=wall).xafter(begins - dt.timedelta(seconds=1))
        for number, each in enumerate(times):
            if each > ends:
                break
            if number > MOST_TIMES:
                raise Unread(TOO_LARGE)
            found.add(each)
    added = {_wall_in(each, zone) for each in _dates(event.get("RDATE"))}
    taken_out = set(_dates(event.get("EXDATE")))
    days_out = {each for each in taken_out if type(each) is dt.date}
    walls_out = {_wall_in(each, zone) for each in taken_out - days_out}
    return [
        each
        for each in sorted(found | added)
        if begins <= each <= ends and each not in walls_out and each.date() not in days_out
    ]


def _until(until: Any, zone: Any) -> Wall:
    """A last day counts to its end."""
    if type(until) is dt.date:
        return dt.datetime.combine(until, dt.time(23, 59, 59))
    return _wall_in(until, zone)


def _dates(value: Any) -> Iterator[Any]:
    for dates in _listed(value):
        for each in dates.dts:
            yield each.dt[0] if isinstance(each.dt, tuple) else each.dt


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def length_of(event: Any) -> dt.timedelta:
    """To its end, or for its duration; a day without an end lasts one day, a time without an end none."""
    starts = event["DTSTART"].dt
    if "DTEND" in event:
        ends = event["DTEND"].dt
        wall, zone = wall_of(starts)
        if type(starts) is dt.date:
            return max(wall_of(ends)[0] - wall, ONE_DAY)
        return max(_moment(*wall_of(ends)) - _moment(wall, zone), dt.timedelta())
    if "DURATION" in event:
        duration: dt.timedelta = event["DURATION"].dt
        return max(duration, dt.timedelta())
    return ONE_DAY if type(starts) is dt.date else dt.timedelta()


def wall_of(value: Any) -> tuple[Wall, Any]:
    """What the clock shows, and in which zone: days, and times that name none, are those of Wales."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time()), None
    return value.replace(tzinfo=None), value.tzinfo or LONDON


def _wall_in(value: Any, zone: Any) -> Wall:
    """The same moment on a clock of that zone; days have none (`zone` is None) and stay what they are."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if value.tzinfo is None or zone is None:
        return value.replace(tzinfo=None)
    return value.astimezone(zone).replace(tzinfo=None)


def _moment(wall: Wall, zone: Any) -> dt.datetime:
    return wall.replace(tzinfo=zone or LONDON).astimezone(dt.UTC)


def _span(wall: Wall, zone: Any, length: dt.timedelta) -> Span:
    """Days are counted on the wall, so that a day stays a day when the clocks change; hours are hours."""
    starts = _moment(wall, zone)
    return starts, _moment(wall + length, None) if zone is None else starts + length
