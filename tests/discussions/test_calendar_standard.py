"""Calendar parts read back by a parser that did not write them, and held against RFC 5545, 5546 and 6047."""

import datetime as dt
import email
import email.policy
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from discussions.calendar import letter
from discussions.models import CalendarMessage
from discussions.professional_discussions import actions
from schools import clock
from schools.refusals import Refused
from tests.discussions.meetings import ids, key, schedule, words

SOON = clock.today() + dt.timedelta(days=7)


def parts_to(person: Any) -> list[tuple[Any, bytes]]:
    """Each letter's part for calendars, with its bytes as they are sent."""
    found = []
    for message in CalendarMessage.all_rows.filter(person=person).order_by("pk"):
        as_sent = letter(message).message().as_bytes(linesep="\r\n")
        whole = email.message_from_bytes(as_sent, policy=email.policy.default)
        part = next(part for part in whole.walk() if part.get_content_type() == "text/calendar")
        found.append((part, part.get_payload(decode=True)))
    return found


def read(sent: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(sent.decode())


def lines_of(sent: bytes) -> dict[str, list[str]]:
    """The lines of the event, unfolded, by the name before the colon and its parameters."""
    event = sent.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1].split("END:VEVENT")[0]
    found: dict[str, list[str]] = {}
    for line in event.splitlines():
        found.setdefault(line.partition(":")[0].partition(";")[0], []).append(line)
    return found


@pytest.fixture
def three(school: Any, nia: Any, olwen: Any) -> list[tuple[Any, bytes]]:
    """An invitation, a move and a cancellation, as Nia gets them, one after the other."""
    discussion = schedule(school, olwen, nia, date=SOON, place="Neuadd; ystafell 2, llawr 1\\x")
    found = parts_to(nia)
    typed = words(date=SOON, starts=dt.time(14), ends=dt.time(15, 30))
    del typed["guests"]
    actions.reschedule(discussion, version=1, by=olwen, once=key(), **typed)
    found += parts_to(nia)[1:]
    actions.cancel(discussion, reason="Eira", lang="cy", by=olwen, once=key())
    return found + parts_to(nia)[2:]


def test_another_parser_reads_the_same_event_in_all_three(three, nia):
    events = [read(sent).events[0] for _part, sent in three]
    assert len({event.uid for event in events}) == 1
    assert [event.sequence for event in events] == [0, 1, 2]
    assert [str(event.status).rsplit(".", 1)[-1] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    starts = [event.dtstart.astimezone(clock.LONDON) for event in events]
    assert [(at.date(), at.hour) for at in starts] == [(SOON, 10), (SOON, 14), (SOON, 14)]
    assert events[1].dtend - events[1].dtstart == dt.timedelta(minutes=90)
    for event in events:
        assert event.organizer and str(event.organizer.uri).startswith("mailto:")
        (attendee,) = event.attendees
        assert str(attendee.uri) == f"mailto:{nia.email}", "one message a recipient, and nobody else in it"
        assert attendee.rsvp is False
    assert events[0].location == "Neuadd; ystafell 2, llawr 1\\x, Ysgol Nant y Coed", "escaped, and read back whole"


def test_the_method_stands_in_the_part_and_in_its_type(three):
    for (part, sent), method in zip(three, ("REQUEST", "REQUEST", "CANCEL"), strict=True):
        assert part.get_param("method") == method
        assert read(sent).method == method
        assert part.get_param("charset").lower() == "utf-8"


def test_each_part_has_what_the_standards_ask_for_once_each(three):
    for _part, sent in three:
        lines = lines_of(sent)
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE", "SEQUENCE", "SUMMARY", "STATUS"):
            assert len(lines[name]) == 1, name
        assert lines["DTSTAMP"][0].endswith("Z"), "in UTC"
        assert ";TZID=Europe/London:" in lines["DTSTART"][0] and not lines["DTSTART"][0].endswith("Z")
        head = sent.decode().partition("BEGIN:VEVENT")[0]
        assert head.startswith("BEGIN:VCALENDAR\r\n") and "VERSION:2.0\r\n" in head and "PRODID:" in head
        assert head.index("BEGIN:VTIMEZONE") < sent.decode().index("BEGIN:VEVENT")


def test_the_texts_are_in_both_languages_in_all_three(three):
    for _part, sent in three:
        summary = read(sent).events[0].summary
        assert summary == ("Trafodaeth broffesiynol: Ysgol Nant y Coed / Professional discussion: Ysgol Nant y Coed")
    description = read(three[0][1]).events[0].description
    for language in ("cy", "en"):
        assert f"/{language}/discussions/" in description and "/reply/" in description


def test_lines_end_and_are_folded_as_the_standard_says(three):
    for _part, sent in three:
        lines = sent.split(b"\r\n")
        assert b"\n" not in b"".join(lines) and lines[-1] == b""
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode()  # no letter of Welsh is cut in two


def test_the_link_to_answer_stands_in_an_invitation_and_in_no_cancellation(three):
    assert ["/reply/" in sent.decode().replace("\r\n ", "") for _part, sent in three] == [True, True, False]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=90)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES.filter(str.strip), place=NAMES.filter(str.strip))
def test_whatever_a_school_and_a_place_are_called_another_parser_reads_it_back(discussion, nia, name, place):
    message = CalendarMessage.all_rows.select_related("discussion").filter(person=nia).last()
    message.place, message.setting = place, "elsewhere"
    school = message.discussion.covered[0]
    school.name_cy = school.name_en = name
    whole = letter(message)
    sent = whole.attachments[0].content
    assert max(map(len, sent.split(b"\r\n"))) <= 75
    event = read(sent).events[0]
    assert name in event.summary
    assert event.location == place


MOVES = st.lists(st.tuples(st.integers(8, 15), st.booleans(), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_however_often_it_moves_the_sequence_follows_and_never_falls(school, nia, olwen, alun, moves):
    """Times change or do not, somebody leaves and comes back: each person's letters tell one story."""

    with transaction.atomic():
        discussion = schedule(school, olwen, nia, alun, date=SOON)
        for hour, leaves, language in moves:
            discussion.refresh_from_db()
            typed = words(date=SOON, starts=dt.time(hour), ends=dt.time(hour, 45), language="cy" if language else "en")
            del typed["guests"]
            _unless_refused(actions.reschedule, discussion, version=discussion.version, by=olwen, once=key(), **typed)
            discussion.refresh_from_db()
            people = ids(nia) if leaves else ids(nia, alun)
            _unless_refused(
                actions.change_participants, discussion, participants=people, version=discussion.version, by=olwen,
                once=key(),
            )  # fmt: skip
        discussion.refresh_from_db()
        actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
        for person in (nia, alun):
            events = [read(sent).events[0] for _part, sent in parts_to(person)]
            assert len({event.uid for event in events}) == 1
            for before, after in pairwise(events):
                moved = (before.dtstart, before.dtend) != (after.dtstart, after.dtend)
                assert after.sequence >= before.sequence + moved
            assert str(events[-1].status).endswith("CANCELLED")
        transaction.set_rollback(True)


def _unless_refused(action: Any, *args: Any, **words: Any) -> None:
    """What changes nothing is refused; the story goes on."""

    try:
        action(*args, **words)
    except Refused as refusal:
        assert "Nothing has been changed" in refusal.message
