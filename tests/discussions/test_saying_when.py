"""What the pages about not being available say, to whom, and what they ask about or refuse."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from discussions.availability import actions
from discussions.models import CalendarBusy, FixedDuty, OwnCalendar, OwnLimits, TeachingWeek, UsualWeek
from discussions.own_calendars import keeping
from discussions.own_calendars.fetching import may_be_public
from discussions.spans import Spans, on
from schools import clock
from schools.models import Term
from tests.on_pages import Visitor, errors_on
from tests.story import day

from .test_availability import ADDRESS, MONDAY, YEAR, page

TEN, NOON = dt.time(10), dt.time(12)


@pytest.fixture
def taught(council: Any, nia: Any) -> TeachingWeek:
    term = Term.all_rows.create(
        council=council, school_year=YEAR, starts_on=dt.date(YEAR, 9, 2), ends_on=dt.date(YEAR, 10, 20)
    )
    return TeachingWeek.all_rows.create(person=nia, term=term, teaches=["0am", "1pm"], with_cover=["1pm"])


def test_a_half_day_that_is_taught_stands_in_the_usual_week(taught: TeachingWeek, nia: Any) -> None:
    visitor = Visitor(nia, "en").open(page("detail", nia))
    visitor.says(f"Lessons until 20 October {YEAR}", f"Lessons until 20 October {YEAR}, offered with cover")
    visitor.open(page("week", nia)).says("Monday morning, Tuesday afternoon")


def test_preferring_a_half_day_that_is_taught_is_asked_about_once(taught: TeachingWeek, nia: Any) -> None:
    visitor = Visitor(nia, "en").open(page("week", nia)).press(prefers=["0am"])
    (asked,) = errors_on(visitor.page)
    assert "Lessons are taught in a term on a half-day that is preferred here: Monday morning" in asked
    visitor.press()
    assert UsualWeek.all_rows.get().prefers == ["0am"]


def test_the_forms_that_a_helper_fills_in_speak_of_the_head_by_name(taught: TeachingWeek, nia: Any, dai: Any) -> None:
    visitor = Visitor(dai, "en").open(page("week", nia))
    visitor.says("Half-days on which Nia is never available", "because Nia does not work then", "that suit Nia best")
    visitor.open(page("teaching", nia, taught.term.public_id)).says("Half-days that Nia teaches", "that Nia offers")
    visitor.open(page("add", nia, "away")).says("if Nia is away all day")
    Visitor(nia, "en").open(page("add", nia, "away")).says("if you are away all day")


def test_hours_over_several_days_are_confirmed_as_one_stretch(nia: Any) -> None:
    visitor = Visitor(nia, "en").open(page("add", nia, "away"))
    typed = {**day("first", MONDAY), **day("last", MONDAY + dt.timedelta(days=2))}
    visitor.fill(**typed, starts="15:00", ends="10:00").says("It is one stretch, from")


def test_the_same_fixed_duty_is_not_entered_twice(nia: Any) -> None:
    visitor = Visitor(nia, "en")
    typed = {"weekday": "0", "starts": "9:00", "ends": "10:00", **day("starts_on", MONDAY)}
    visitor.open(page("add", nia, "duties")).fill(**typed)
    assert errors_on(visitor.open(page("add", nia, "duties")).press(**typed).page) == [
        "This fixed duty has been entered already"
    ]
    assert FixedDuty.all_rows.count() == 1


def test_what_was_read_before_counts_until_a_new_address_has_been_read(nia: Any, monkeypatch: Any) -> None:
    calendar = OwnCalendar.all_rows.create(person=nia, comes="file")
    keeping.keep(calendar, Spans.of([on(MONDAY, TEN, NOON)]), MONDAY)
    visitor = Visitor(nia, "en").open(reverse("availability:calendar"))
    visitor.says("The next busy times", "10:00", "12:00")
    actions.give_address(address=ADDRESS, by=nia, once=uuid4())
    assert CalendarBusy.all_rows.get().calendar == OwnCalendar.all_rows.get()
    visitor.open(reverse("availability:calendar")).says("1 busy time until", "12:00")
    keeping.keep(OwnCalendar.all_rows.get(), Spans(), MONDAY)
    assert not CalendarBusy.all_rows.exists()


@pytest.mark.parametrize(
    ("address", "is_fit"),
    [
        ("https://calendar.example.com/a.ics", True),
        ("https://93.184.215.14/a.ics", True),
        ("https://localhost/a.ics", False),
        ("https://10.1.2.3/a.ics", False),
        ("https://[::1]/a.ics", False),
        ("https://[fd00::1]/a.ics", False),
        ("https://printer.local/a.ics", False),
        ("https://intranet/a.ics", False),
    ],
)
def test_an_address_that_can_be_seen_to_be_private_is_refused_at_once(address: str, is_fit: bool) -> None:
    assert may_be_public(address) is is_fit


def test_the_language_of_work_stands_on_ones_own_page_alone(nia: Any, dai: Any) -> None:
    OwnLimits.all_rows.create(person=nia, working_language="cy")
    Visitor(nia, "en").open(page("detail", nia)).says("you work in Welsh")
    Visitor(dai, "en").open(page("detail", nia)).says_nothing_of("work in Welsh", "Language of work")


def test_home_asks_a_helper_whether_the_head_can_come(school: Any, nia: Any, dai: Any, olwen: Any) -> None:
    from .meetings import schedule

    discussion = schedule(school, olwen, nia, date=clock.today() + dt.timedelta(days=7))
    home, detail = reverse("home:index"), reverse("professional_discussions:detail", args=[discussion.public_id])
    Visitor(dai, "en").open(home).says("Say whether the headteacher can come")
    Visitor(dai, "en").open(detail).says("say whether the headteacher can come")
    Visitor(nia, "en").open(home).says("Say whether you can come")
