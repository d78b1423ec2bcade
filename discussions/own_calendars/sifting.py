"""Of a calendar's text only the lines about time go on; titles, places and people stay behind before anything is read.

One step a line: no folding, nesting or number of events makes it slow.
"""

import datetime as dt
import re
from collections.abc import Iterator

from .faults import NOT_A_CALENDAR, TOO_LARGE, Unread

MOST_EVENTS = 5_000
MOST_LINES = 1_000_000
LONGEST = 100_000  # characters of one line about time
DEEPEST = 8
LONG_OVER = dt.timedelta(days=60)

FOLD = re.compile(r"\n[ \t]")
NAME = re.compile(r"[A-Za-z0-9-]+")
DAY = re.compile(r":(\d{8})")
WHEN = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
OF_AN_EVENT = WHEN | {"UID", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"}
OF_A_ZONE = {"TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}
EVENT, ZONE = ["VCALENDAR", "VEVENT"], ["VCALENDAR", "VTIMEZONE"]
IN_ZONE = (["STANDARD"], ["DAYLIGHT"])


def sift(content: bytes, first: dt.date) -> str:
    """A calendar of nothing but times; without the events that were over long before `first`."""
    zones: list[str] = []
    events: list[list[str]] = []
    for within, line in _lines(_text(content)):
        if within[:2] == ZONE:
            zones.append(line)
        elif line == "BEGIN:VEVENT":
            events.append([line])
        else:
            events[-1].append(line)
            if line == "END:VEVENT" and _is_over(events[-1], first):
                events.pop()
        if len(events) > MOST_EVENTS or len(zones) > MOST_EVENTS:
            raise Unread(TOO_LARGE)
    lines = ["BEGIN:VCALENDAR", *zones, *(line for event in events for line in event), "END:VCALENDAR"]
    return "\r\n".join([*lines, ""])


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n").lstrip()
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise Unread(NOT_A_CALENDAR)
    if text.count("\n") > MOST_LINES:
        raise Unread(TOO_LARGE)
    return FOLD.sub("", text)


def _lines(text: str) -> Iterator[tuple[list[str], str]]:
    """The lines that go on, each with what it stands in."""
    within: list[str] = []
    for line in text.split("\n"):
        found = NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            within.append(line[6:].strip().upper())
        if len(line) > LONGEST and _goes_on(within, name):
            raise Unread(TOO_LARGE)
        if name in ("BEGIN", "END"):
            _check_nesting(within, line)
            line = f"{name}:{within[-1]}"
        if _goes_on(within, name):
            yield within, line
        if name == "END":
            within.pop()
    if within:
        raise Unread(NOT_A_CALENDAR)  # it was cut short


def _check_nesting(within: list[str], line: str) -> None:
    """What ends is what began last, and not too much has begun."""
    said = line.partition(":")[2].strip().upper()
    if not within or within[-1] != said or len(within) > DEEPEST:
        raise Unread(NOT_A_CALENDAR)


def _goes_on(within: list[str], name: str) -> bool:
    """Whether a line of this name is about time, or begins or ends what is."""
    name = "" if name in ("BEGIN", "END") else name
    if within == EVENT:
        return not name or name in OF_AN_EVENT
    in_zone = within == ZONE or (within[:2] == ZONE and within[2:] in IN_ZONE)
    return in_zone and (not name or name in OF_A_ZONE)


def _is_over(event: list[str], first: dt.date) -> bool:
    """Whether it plainly was over before: it happens once, and its day is written in digits."""
    days = {}
    for line in event:
        name = NAME.match(line)[0].upper()  # type: ignore[index] # every line here has one
        if name in ("RRULE", "RDATE", "RECURRENCE-ID", "DURATION"):
            return False
        if name in ("DTSTART", "DTEND") and (found := DAY.search(line)):
            days[name] = found[1]
    if "DTEND" in days:
        return days["DTEND"] < f"{first - dt.timedelta(days=2):%Y%m%d}"
    return "DTSTART" in days and days["DTSTART"] < f"{first - LONG_OVER:%Y%m%d}"
