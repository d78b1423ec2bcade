"""A calendar of somebody's own: what is kept of it, when it is read again, and what happens when it cannot be."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discussions.availability import actions
from discussions.availability.forms import TURNS
from discussions.diaries import diaries_of
from discussions.models import CalendarBusy, OwnCalendar
from discussions.own_calendars import faults, keeping
from discussions.own_calendars.faults import TOO_SLOW, UNREACHABLE, Unread
from discussions.spans import Spans, on
from discussions.tasks import read_own_calendar, read_what_is_due
from schools import clock
from schools.models import Event
from tests import factories as make
from tests.discussions.calendars_of_others import calendar
from tests.on_pages import Visitor

YEAR = clock.current_school_year() + 1
MONDAY = next(each for each in (dt.date(YEAR, 10, n) for n in range(5, 12)) if each.weekday() == 0)
ADDRESS = "https://calendar.example.test/private-7f3a/basic.ics"
TEN, ELEVEN = dt.time(10), dt.time(11)


def key() -> Any:
    return uuid4()


def page(name: str, owner: Any, *more: Any) -> str:
    return reverse(f"availability:{name}", args=[owner.public_id, *more])


def free(person: Any, *at: dt.datetime) -> bool:
    return bool(diaries_of([person.pk], MONDAY, MONDAY)[person.pk].is_free(*at))


@pytest.fixture
def answers(monkeypatch: Any) -> list[Any]:
    """What the calendar at an address says, one reading after another: busy times, or a fault."""
    waiting: list[Any] = []

    def read(first: dt.date, last: dt.date, *, address: str) -> Spans:
        assert address == ADDRESS and first == clock.today()
        found = waiting.pop(0)
        if isinstance(found, str):
            raise Unread(found)
        return Spans.of(found)

    monkeypatch.setattr(keeping, "read", read)
    return waiting


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    """What is to be done after the commit, is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_from_a_file_only_busy_times_are_kept(nia: Any) -> None:
    starts = f"{MONDAY:%Y%m%d}T100000"
    event = f"DTSTART;TZID=Europe/London:{starts}\nDURATION:PT1H"
    visitor = Visitor(nia, "en").open(reverse("availability:calendar"))
    visitor.follow(reverse("availability:give", args=["file"]))
    visitor.fill(file=SimpleUploadedFile("canary.ics", calendar(event)))
    visitor.says("The calendar has been read.", "From a file", "1 busy time until")
    assert not free(nia, *on(MONDAY, TEN, ELEVEN)) and free(nia, *on(MONDAY, ELEVEN, dt.time(12)))
    assert set(CalendarBusy._meta.get_fields()) == {
        CalendarBusy._meta.get_field(name) for name in ("id", "public_id", "calendar", "during")
    }
    visitor.follow(reverse("availability:forget")).fill()
    assert free(nia, *on(MONDAY, TEN, ELEVEN)) and not CalendarBusy.all_rows.exists()
    visitor.open(reverse("availability:forget")).says("The portal knows no calendar of yours.")


def test_files_are_read_one_at_a_time_and_whoever_comes_third_is_asked_to_wait(nia: Any) -> None:
    """Each reading may take its seconds, and other pages want the threads too."""
    visitor = Visitor(nia, "en").open(reverse("availability:give", args=["file"]))
    taken = [TURNS.at_the_door.acquire(blocking=False) for _one in range(2)]
    try:
        visitor.press(file=SimpleUploadedFile("canary.ics", calendar(f"DTSTART:{MONDAY:%Y%m%d}T100000Z")))
    finally:
        for _one in taken:
            TURNS.at_the_door.release()
    assert taken == [True, True] and not OwnCalendar.all_rows.exists()
    visitor.says("Other calendars are being read at this moment.")


def test_an_address_is_read_once_a_day_shown_shortened_and_a_fault_leaves_what_was_known(
    nia: Any, answers: list[Any], caplog: Any, commits: Any
) -> None:
    caplog.set_level("DEBUG")
    answers += [[on(MONDAY, TEN, ELEVEN)], UNREACHABLE, []]
    visitor = Visitor(nia, "en").open(reverse("availability:give", args=["address"]))
    with commits():
        visitor.fill(address=ADDRESS.replace("https://", "webcal://"))
    kept = OwnCalendar.all_rows.get()
    assert kept.address == ADDRESS and not kept.fault
    visitor.open(reverse("availability:calendar")).says("https://calendar.example.test/…", "1 busy time until")
    visitor.says_nothing_of("private-7f3a")
    assert read_what_is_due() == 0  # read today
    OwnCalendar.all_rows.update(tried_at=clock.now() - dt.timedelta(days=1))
    with commits():
        assert read_what_is_due() == 1
    kept.refresh_from_db()
    assert kept.fault == UNREACHABLE and kept.read_at
    assert not free(nia, *on(MONDAY, TEN, ELEVEN))
    visitor.open(reverse("availability:calendar")).says("Nothing could be read at the address.", "still counts")
    visitor.open(page("detail", nia)).says("Your own calendar could not be read when it was last tried.")
    OwnCalendar.all_rows.update(tried_at=clock.now() - dt.timedelta(days=1))
    with commits():
        assert read_what_is_due() == 1
    assert not answers
    kept.refresh_from_db()
    assert not kept.fault and free(nia, *on(MONDAY, TEN, ELEVEN))
    assert "private-7f3a" not in caplog.text
    assert "private-7f3a" not in str(list(Event.all_rows.values_list("facts", "verb", "target_kind")))


def test_another_calendar_takes_the_place_of_the_first_whatever_is_still_being_read(
    nia: Any, answers: list[Any]
) -> None:
    first = actions.give_address(address=ADDRESS, by=nia, once=key())
    second = actions.give_address(address=ADDRESS, by=nia, once=key())
    answers += [[on(MONDAY, TEN, ELEVEN)]]
    keeping.read_again(first)  # it is there no more
    assert OwnCalendar.all_rows.get() == second and free(nia, *on(MONDAY, TEN, ELEVEN))
    answers += [[on(MONDAY, TEN, ELEVEN)]]
    for each in (first, second):
        read_own_calendar.call(str(each.public_id))
    assert not answers and not free(nia, *on(MONDAY, TEN, ELEVEN))
    answers += [TOO_SLOW]
    keeping.read_again(second)
    assert OwnCalendar.all_rows.get().fault == TOO_SLOW and not free(nia, *on(MONDAY, TEN, ELEVEN))


def test_no_calendar_is_read_for_somebody_who_takes_part_in_nothing_any_more(nia: Any, answers: list[Any]) -> None:
    OwnCalendar.all_rows.create(person=nia, comes="address", address=ADDRESS)
    nia.appointments.update(ends_on=make.YESTERDAY)
    assert read_what_is_due() == 0


def test_each_fault_has_words_for_the_owner() -> None:
    codes = {value for name, value in vars(faults).items() if name.isupper()}
    assert codes == set(OwnCalendar.Fault.values)
