"""What a calendar says about time is understood as calendar programs mean it; nothing else of it goes anywhere."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from dateutil import rrule as rules
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.own_calendars import sifting
from discussions.own_calendars.faults import NOT_A_CALENDAR, TOO_LARGE, Unread
from discussions.own_calendars.happening import busy_in
from discussions.own_calendars.sifting import sift
from schools.clock import LONDON
from tests.discussions.calendars_of_others import OUTLOOK_ZONE, OWN_ZONE, calendar

FIRST, LAST = dt.date(2027, 1, 4), dt.date(2027, 4, 30)  # a Monday; in March the clocks go forward


def busy(*events: str, zones: str = "", first: dt.date = FIRST, last: dt.date = LAST) -> list[str]:
    """As clocks in Wales show it: "11 Jan 10:00-11:00"."""
    found = busy_in(sift(calendar(*events, zones=zones), first), first, last)
    local = [(starts.astimezone(LONDON), ends.astimezone(LONDON)) for starts, ends in found]
    return [f"{starts:%-d %b %H:%M}-{ends:%H:%M}" for starts, ends in local]


TEN = "DTSTART;TZID=Europe/London:20270111T100000\nDTEND;TZID=Europe/London:20270111T110000"
EACH_MONDAY = f"UID:weekly\n{TEN}\nRRULE:FREQ=WEEKLY;COUNT=3"


def test_one_meeting_takes_its_time() -> None:
    assert busy(TEN) == ["11 Jan 10:00-11:00"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20270111T100000Z\nDURATION:PT90M", ["11 Jan 10:00-11:30"]),
        ("DTSTART:20270412T100000Z\nDTEND:20270412T110000Z", ["12 Apr 11:00-12:00"]),  # summer time
        ("DTSTART:20270412T100000\nDTEND:20270412T110000", ["12 Apr 10:00-11:00"]),  # in no zone: a clock in Wales
        ("DTSTART;TZID=GMT Standard Time:20270412T100000\nDURATION:PT1H", ["12 Apr 10:00-11:00"]),  # Windows’ name
        ("DTSTART;TZID=America/New_York:20270111T050000\nDURATION:PT1H", ["11 Jan 10:00-11:00"]),
        ("DTSTART;TZID=Nowhere/At_all:20270111T100000\nDURATION:PT1H", ["11 Jan 10:00-11:00"]),
        ("DTSTART;VALUE=DATE:20270111\nDTEND;VALUE=DATE:20270113", ["11 Jan 08:30-17:00", "12 Jan 08:30-17:00"]),
        ("DTSTART;VALUE=DATE:20270111", ["11 Jan 08:30-17:00"]),
        ("DTSTART;VALUE=DATE:20270111\nDTEND;VALUE=DATE:20270111", ["11 Jan 08:30-17:00"]),
        ("DTSTART:20270111T100000Z", []),  # a moment takes no time
        ("DTSTART:20270111T100000Z\nDTEND:20270111T090000Z", []),
        ("DTSTART:20270109T100000Z\nDTEND:20270109T120000Z", []),  # a Saturday
        ("DTSTART:20270111T160000Z\nDTEND:20270112T090000Z", ["11 Jan 16:00-17:00", "12 Jan 08:30-09:00"]),
        (f"{TEN}\nTRANSP:TRANSPARENT", []),
        (f"{TEN}\nTRANSP:OPAQUE\nSTATUS:TENTATIVE", ["11 Jan 10:00-11:00"]),
        (f"{TEN}\nSTATUS:CANCELLED", []),
        (f"{TEN}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (f"{TEN}\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", []),
        (f"{TEN}\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", ["11 Jan 10:00-11:00"]),
    ],
)
def test_each_way_of_saying_when_is_understood(lines: str, expected: list[str]) -> None:
    assert busy(lines) == expected


def test_a_zone_of_its_own_is_understood_and_one_that_is_known_is_believed_by_its_name() -> None:
    assert busy("DTSTART;TZID=Ein Parth Ni:20270111T120000\nDURATION:PT1H", zones=OWN_ZONE) == ["11 Jan 10:00-11:00"]
    lines = "DTSTART;TZID=GMT Standard Time:20270412T100000\nDURATION:PT1H"
    assert busy(lines, zones=OUTLOOK_ZONE) == ["12 Apr 10:00-11:00"]


def test_what_repeats_stays_at_its_hour_when_the_clocks_change() -> None:
    lines = "DTSTART;TZID=Europe/London:20270322T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20270405T090000Z"
    assert busy(lines) == ["22 Mar 10:00-11:00", "29 Mar 10:00-11:00", "5 Apr 10:00-11:00"]


def test_a_rule_from_years_ago_without_an_end_fills_the_days_asked_about() -> None:
    lines = "DTSTART;TZID=Europe/London:20100104T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO"
    assert len(busy(lines)) == 17 and busy(lines)[0] == "4 Jan 09:00-10:00"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("EXDATE;TZID=Europe/London:20270118T100000", ["11 Jan", "25 Jan"]),
        ("EXDATE:20270118T100000Z,20270125T100000Z", ["11 Jan"]),
        ("EXDATE;VALUE=DATE:20270118", ["11 Jan", "25 Jan"]),
        ("RDATE;TZID=Europe/London:20270120T100000", ["11 Jan", "18 Jan", "20 Jan", "25 Jan"]),
        ("RDATE;VALUE=PERIOD:20270120T100000Z/PT1H", ["11 Jan", "18 Jan", "20 Jan", "25 Jan"]),
        ("EXDATE:20270118T100000Z\nEXDATE:20270125T100000Z", ["11 Jan"]),
    ],
)
def test_days_are_taken_out_of_a_rule_and_added(more: str, expected: list[str]) -> None:
    assert [each.rpartition(" ")[0] for each in busy(f"{EACH_MONDAY}\n{more}")] == expected


def test_one_of_several_is_moved_cancelled_or_made_free() -> None:
    one = "UID:weekly\nRECURRENCE-ID;TZID=Europe/London:20270118T100000"
    moved = f"{one}\nDTSTART;TZID=Europe/London:20270119T140000\nDURATION:PT30M"
    assert busy(EACH_MONDAY, moved) == ["11 Jan 10:00-11:00", "19 Jan 14:00-14:30", "25 Jan 10:00-11:00"]
    gone = f"{one}\nDTSTART;TZID=Europe/London:20270118T100000\nDURATION:PT1H\n"
    for said in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT"):
        assert busy(gone + said, EACH_MONDAY) == ["11 Jan 10:00-11:00", "25 Jan 10:00-11:00"]
    in_utc = moved.replace(";TZID=Europe/London:20270118T100000", ":20270118T100000Z")
    assert busy(EACH_MONDAY, in_utc) == busy(EACH_MONDAY, moved)


def test_one_that_was_moved_into_the_past_happens_no_more() -> None:
    moved = "UID:weekly\nRECURRENCE-ID:20270118T100000Z\nDTSTART:20200106T100000Z\nDURATION:PT1H"
    assert busy(EACH_MONDAY, moved) == ["11 Jan 10:00-11:00", "25 Jan 10:00-11:00"]


def test_all_from_one_on_are_moved() -> None:
    later = "UID:weekly\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270118T100000Z\nDTSTART:20270118T140000Z\nDURATION:PT2H"
    assert busy(EACH_MONDAY, later) == ["11 Jan 10:00-11:00", "18 Jan 14:00-16:00", "25 Jan 14:00-16:00"]


def test_an_event_that_cannot_be_understood_does_not_spoil_the_others() -> None:
    for broken in ("DTSTART:yesterday", "DTEND:20270111T100000Z", "DTSTART:20270111T100000Z\nRRULE:FREQ=OFTEN"):
        assert busy(broken, "DTSTART:20270112T100000Z\nDURATION:PT1H")[-1] == "12 Jan 10:00-11:00"


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 3),
    st.integers(1, 30),
    st.dates(dt.date(2026, 10, 1), LAST),
    st.integers(9, 15),
)
def test_a_rule_happens_when_dateutil_says_so(every: str, interval: int, count: int, day: dt.date, hour: int) -> None:
    starts = dt.datetime.combine(day, dt.time(hour))
    lines = f"DTSTART:{starts:%Y%m%dT%H%M%S}\nDURATION:PT1H\nRRULE:FREQ={every};INTERVAL={interval};COUNT={count}"
    times = rules.rrule(getattr(rules, every), dtstart=starts, interval=interval, count=count)
    inside = [each for each in times if FIRST <= each.date() <= LAST and each.weekday() < 5]
    assert busy(lines) == [f"{each:%-d %b %H:%M}-{each.hour + 1:02d}:00" for each in inside]


def test_only_lines_about_time_are_read_at_all() -> None:
    text = sift(calendar(EACH_MONDAY, zones=OUTLOOK_ZONE), FIRST)
    names = {line.partition(":")[0].partition(";")[0] for line in text.split("\r\n") if line}
    assert "CANARY" not in text.upper() and "mailto" not in text
    assert names <= {*sifting.OF_AN_EVENT, *sifting.OF_A_ZONE, "BEGIN", "END"}
    assert "VALARM" not in text and "PT5M" not in text


def test_what_was_over_long_ago_is_not_even_counted(monkeypatch: Any) -> None:
    monkeypatch.setattr(sifting, "MOST_EVENTS", 3)
    long_ago = "DTSTART:20200106T100000Z\nDTEND:20200106T110000Z"
    assert busy(*[long_ago] * 50, TEN) == ["11 Jan 10:00-11:00"]
    with pytest.raises(Unread) as unread:
        busy(*[TEN] * 4)
    assert unread.value.fault == TOO_LARGE


def test_other_encodings_and_ends_of_lines_are_read() -> None:
    content = calendar(TEN)
    for other in (
        b"\xef\xbb\xbf" + content,
        content.replace(b"\r\n", b"\n"),
        content.replace(b"\r\n", b"\r"),
        content.decode().encode("utf-16"),
        b"\r\n" + content,
        content.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"END:VEVENT", b"end:vevent"),
        content.replace(b"DTSTART;TZID=Eur", b"DTSTART;TZI\r\n D=Eur"),
    ):
        assert len(busy_in(sift(other, FIRST), FIRST, LAST)) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html>",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"\x1f\x8b\x08\x00 packed",
        calendar(TEN)[:-40],
        calendar(TEN).replace(b"END:VEVENT", b"END:VTODO"),
        b"BEGIN:VCALENDAR\n" * 40,
    ],
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(Unread) as unread:
        busy_in(sift(content, FIRST), FIRST, LAST)
    assert unread.value.fault == NOT_A_CALENDAR


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="BEGIN:VCALNDRT\r\n ;=0123456789ZUY-", max_size=400))
def test_whatever_is_in_a_file_it_is_read_or_refused(text: str) -> None:
    with suppress(Unread):
        busy_in(sift(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + text.encode(), FIRST), FIRST, LAST)
