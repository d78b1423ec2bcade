"""Saying when one is not available, by keyboard: each button once in Welsh, and once in English without scripts."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from discussions.models import FixedDuty, OwnCalendar, TeachingWeek, TimeAway, UsualWeek
from discussions.own_calendars import keeping
from discussions.own_calendars.faults import UNREACHABLE, Unread
from discussions.spans import Spans, half_day
from schools import clock
from schools.models import Term
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard

YEAR = clock.current_school_year() + 1
DAY = {"day": 4, "month": 10, "year": YEAR}
BOTH_WAYS = pytest.mark.parametrize(
    ("who", "language", "scripts"), [("nia", "cy", True), ("dai", "en", False)], ids=["Welsh", "English-no-scripts"]
)


def on(name: str) -> dict[str, int]:
    return {f"{name}__{part}": number for part, number in DAY.items()}


def page(name: str, owner: Any, *more: Any) -> str:
    return reverse(f"availability:{name}", args=[owner.public_id, *more])


@pytest.fixture
def term(council: Any) -> Term:
    words = {"school_year": YEAR, "starts_on": dt.date(YEAR, 9, 2), "ends_on": dt.date(YEAR, 10, 20)}
    return Term.all_rows.create(council=council, **words)


@BOTH_WAYS
def test_a_head_and_the_diary_helper_say_by_keyboard_when_the_head_is_not_available(
    portal: Portal, request: Any, nia: Any, term: Term, who: str, language: str, scripts: bool
) -> None:
    here = AtTheKeyboard(portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts), language)
    here.open(reverse("home:index")).follow(reverse("availability:index"))
    here.follow(page("week", nia)).fill(not_free=["0am", "4pm"], prefers=["1am"])
    assert UsualWeek.all_rows.get().not_free == ["0am", "4pm"]
    here.follow(page("teaching", nia, term.public_id)).fill(teaches=["2am"], with_cover=["2am"])
    assert TeachingWeek.all_rows.get().with_cover == ["2am"]
    here.follow(page("add", nia, "away")).fill(**on("first"), starts="9:00", ends="10:00")
    away = TimeAway.all_rows.get().public_id
    here.says("9:00").follow(page("edit", nia, "away", away)).fill(starts="9:30")
    here.follow(page("remove", nia, "away", away)).fill()
    here.follow(page("add", nia, "duties")).fill(weekday="3", starts="9:00", ends="10:00", **on("starts_on"))
    duty = FixedDuty.all_rows.get().public_id
    here.follow(page("edit", nia, "duties", duty)).fill(weekday="2")
    here.follow(page("remove", nia, "duties", duty)).fill().follow(page("history", nia))
    assert not TimeAway.all_rows.exists() and not FixedDuty.all_rows.exists()


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["Welsh", "English-no-scripts"])
def test_what_is_for_the_person_alone_is_said_by_keyboard(
    portal: Portal, monkeypatch: Any, olwen: Any, language: str, scripts: bool
) -> None:
    def unread(first: dt.date, last: dt.date, *, address: str) -> Any:
        raise Unread(UNREACHABLE)

    monkeypatch.setattr(keeping, "read", unread)
    tab = portal.sign_in(olwen, java_script_enabled=scripts)
    here = AtTheKeyboard(tab, language)
    here.open(reverse("people:language")).follow(reverse("availability:index"))
    here.follow(reverse("availability:limits")).fill(daily_limit="2", weekly_limit="5", working_language="both")
    here.follow(reverse("availability:calendar")).follow(reverse("availability:give", args=["address"]))
    here.fill(address="webcal://calendar.example.test/secret/basic.ics")
    assert OwnCalendar.all_rows.get().address == "https://calendar.example.test/secret/basic.ics"
    here.open(reverse("availability:calendar")).says("https://calendar.example.test/…")
    here.follow(reverse("availability:forget")).fill()
    assert not OwnCalendar.all_rows.exists()


def test_pages_of_a_diary_are_sound_while_there_is_nothing_and_where_a_calendar_could_not_be_read(
    portal: Portal, school: Any, nia: Any, olwen: Any, dai: Any
) -> None:
    tab = portal.sign_in(olwen)
    for language in ("cy", "en"):
        own = [olwen.public_id]
        for name, args in (("detail", own), ("week", own), ("calendar", []), ("history", own)):
            examine(tab, reverse(f"availability:{name}", args=args).replace("/en/", f"/{language}/"))
    calendar = OwnCalendar.all_rows.create(person=olwen, comes="address", address="https://calendar.example.test/")
    tomorrow = clock.today() + dt.timedelta(days=1)
    keeping.keep(calendar, Spans.of([half_day(tomorrow, afternoon=True)]), tomorrow)
    OwnCalendar.all_rows.update(fault="too_slow")
    for language in ("cy", "en"):
        examine(tab, f"/{language}/availability/calendar/")
        examine(tab, reverse("availability:forget").replace("/en/", f"/{language}/"))
        examine(tab, f"/{language}/availability/{olwen.public_id}/")
    term = Term.all_rows.create(
        council=school.council, school_year=YEAR, starts_on=dt.date(YEAR, 9, 2), ends_on=dt.date(YEAR, 10, 20)
    )
    TeachingWeek.all_rows.create(person=nia, term=term, teaches=["0am", "1pm"], with_cover=["1pm"])
    nias = portal.sign_in(nia)
    for language in ("cy", "en"):
        examine(nias, f"/{language}/availability/{nia.public_id}/")
        examine(nias, f"/{language}/availability/{nia.public_id}/week/")
    nia.appointments.update(ends_on=clock.today() - dt.timedelta(days=1))
    helper = portal.sign_in(dai)
    for language in ("cy", "en"):
        examine(helper, f"/{language}/availability/")
