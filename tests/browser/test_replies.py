"""Invitations answered from the letter and from the page, and an address for the own calendar: by links and presses."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from discussions.models import CalendarFeed, Discussion, Reply
from schools import clock
from tests.browser.harness import AXE_SCRIPT, NARROW, WIDE, Portal, examine, faults_at
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.meetings import schedule
from tests.story import day

HOME = reverse("home:index")
SOON = clock.today() + dt.timedelta(days=7)
SECRET = "gair cyfrinachol hir iawn"


@pytest.fixture
def invited(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    return schedule(school, olwen, nia, alun, olwen, date=SOON)


def link_sent_to(person: Any, language: str) -> str:
    """Where the letter of the invitation says that one may answer."""
    letter = next(each for each in reversed(mail.outbox) if each.to == [person.email])
    found = re.findall(r"https?://\S+/reply/", letter.body)
    return next(urlsplit(each).path for each in found if f"/{language}/" in each)


def test_a_headteacher_answers_from_the_link_in_the_letter(portal: Portal, nia: Any, olwen: Any, invited: Any) -> None:
    """In Welsh, by keyboard, over the sign-in page: one press is the answer. The officer reads it in English."""
    nia.set_password(SECRET)
    nia.save()
    somebody = by_keyboard(portal, None, "cy")
    somebody.open(link_sent_to(nia, "cy")).fill(login=nia.email, password=SECRET)
    assert somebody.path == link_sent_to(nia, "cy")
    somebody.says("Ydych chi’n dod?").fill().says("Nodwyd eich bod yn dod.")
    assert Reply.all_rows.get().answer == "coming"
    here = reverse("professional_discussions:detail", args=[invited.public_id])
    by_mouse(portal, olwen, "en").open(here).says("Coming", "Has not answered yet", "Not everybody who is invited")


def test_a_diary_helper_says_no_and_the_officer_moves_the_discussion_to_a_time_that_suits(
    portal: Portal, nia: Any, dai: Any, alun: Any, olwen: Any, invited: Discussion
) -> None:
    """Dai in English for Nia, from home; Alun proposes a time in Welsh; Olwen takes it, and all are asked anew."""
    here = reverse("professional_discussions:detail", args=[invited.public_id])
    dais = by_mouse(portal, dai, "en").open(HOME).follow(reverse("replies:reply", args=[invited.public_id]))
    head = invited.participants.get(person=nia).public_id
    dais.says("You answer for Nia").follow(reverse("replies:not_possible", args=[invited.public_id, head]))
    dais.fill(text="The road is closed.", lang="en").says("The answer has been sent", "Cannot come")
    aluns = by_keyboard(portal, alun, "cy").open(HOME).follow(reverse("replies:reply", args=[invited.public_id]))
    aluns.follow(reverse("replies:another_time", args=[invited.public_id]))
    later = SOON + dt.timedelta(days=1)
    aluns.fill(**{name.replace("-", "__"): value for name, value in day("date1", later).items()}, time1="14:00")
    aluns.says_nothing_of("The road is closed.")
    olwens = by_mouse(portal, olwen, "en").open(HOME).follow(here).says("The road is closed.", "from 14:00")
    with olwens.tab.expect_navigation():
        olwens.tab.locator('a[href*="?from="]').click()
    olwens.open(urlsplit(olwens.tab.url)._replace(scheme="", netloc="").geturl()).fill()
    invited.refresh_from_db()
    starts = invited.starts_at.astimezone(clock.LONDON)
    assert (starts.date(), starts.hour) == (later, 14)
    olwens.says("Has not answered yet").says_nothing_of("The road is closed.", "Cannot come")


def test_an_address_for_the_own_calendar_is_made_made_anew_and_switched_off(
    portal: Portal, nia: Any, invited: Discussion
) -> None:
    """In Welsh, from the own settings."""
    index, renew, end = (reverse(f"calendar_feed:{name}") for name in ("index", "renew", "end"))
    nias = by_mouse(portal, nia, "cy").open(HOME).follow(reverse("people:language")).follow(index)
    found = []
    for _again in range(2):
        nias.follow(renew).fill()
        found += re.findall(r"/calendar/[\w-]+\.ics", nias.page)[:1]
        assert Client().get(found[-1]).status_code == 200
    assert Client().get(found[0]).status_code == 404
    nias.open(index)
    assert ".ics" not in nias.page, "shown once"
    nias.follow(end).fill()
    assert [Client().get(each).status_code for each in found] == [404, 404]
    assert not CalendarFeed.all_rows.filter(ended_at=None).exists()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_is_shown_once_and_what_has_been_answered_is_sound(
    portal: Portal, nia: Any, olwen: Any, alun: Any, invited: Discussion, language: str
) -> None:
    """The page with the new address on it; and a discussion with every kind of answer, for the officer."""
    nias = by_mouse(portal, nia, language).open(reverse("calendar_feed:index"))
    nias.follow(reverse("calendar_feed:renew")).fill()
    examine(portal.sign_in(nia), reverse("calendar_feed:end").replace("/en/", f"/{language}/"))
    for size in (NARROW, WIDE):
        nias.tab.set_viewport_size(size)
        nias.tab.evaluate(AXE_SCRIPT)
        assert not faults_at(nias.tab, size["width"])
    words = {"sequence": 0, "text": "Gair " * 40, "lang": "cy"}
    row = {person: invited.participants.get(person=person) for person in (nia, alun, olwen)}
    Reply.all_rows.create(participant=row[nia], given_by=nia, answer="not_possible", **words)
    times = [invited.starts_at + dt.timedelta(days=number) for number in (1, 2, 3)]
    Reply.all_rows.create(participant=row[alun], given_by=alun, answer="another_time", times=times, **words)
    page = portal.sign_in(olwen)
    examine(page, f"/{language}/discussions/{invited.public_id}/")
    examine(page, f"/{language}/discussions/{invited.public_id}/reschedule/?from={SOON.isoformat()}T14:00")
    Reply.all_rows.create(participant=row[olwen], given_by=olwen, answer="coming", sequence=0)
    examine(page, f"/{language}/discussions/{invited.public_id}/reply/")
    examine(portal.sign_in(nia), f"/{language}/discussions/{invited.public_id}/reply/not-possible/")
