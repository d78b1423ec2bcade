"""What was typed waits only for whoever may come for it: not for another site, not without end, not in vain."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from schools.models import Person
from tests import factories as make

KEPT = "What you typed has been kept"

HERE, ELSEWHERE = {"Origin": "http://testserver"}, {"Origin": "https://elsewhere.example"}


def test_after_signing_out_in_another_tab_the_old_form_still_brings_its_text_along(typing, nia) -> None:
    """Its token is of a former session; the browser says that a page of the portal sent it."""
    _client, url, data = typing
    strict = Client(enforce_csrf_checks=True)
    assert KEPT in strict.post(url, data, headers=HERE).content.decode()
    strict.force_login(nia)
    assert strict.get(url).context["form"].not_saved_yet


def test_what_another_site_sends_in_somebodys_name_sets_nothing_in_their_browser(typing) -> None:
    """Their own cookies do not come with it: a session that began here would sign them out."""
    _client, url, data = typing
    strict, before = Client(enforce_csrf_checks=True), Session.objects.count()
    answer = strict.post(url, {**data, "language": "words of another site"}, headers=ELSEWHERE)
    assert answer.status_code == 403 and "words of another site" not in answer.content.decode()
    assert not answer.cookies and Session.objects.count() == before


def test_a_browser_that_does_not_say_where_the_form_was_is_given_the_text_and_nothing_is_kept(typing) -> None:
    _client, url, data = typing
    strict, before = Client(enforce_csrf_checks=True), Session.objects.count()
    answer = strict.post(url, {**data, "language": "words of mine"})
    assert answer.status_code == 403 and "words of mine" in answer.content.decode()
    assert not answer.cookies and Session.objects.count() == before


@pytest.mark.parametrize("why", ["old", "left", "shut out"])
def test_text_from_an_old_page_or_of_somebody_who_has_left_is_given_back_and_does_not_wait(why, typing, nia) -> None:
    client, url, data = typing
    now = time.time()
    if why == "left":
        nia.appointments.update(ends_on=make.YESTERDAY)
    if why == "shut out":
        Person.objects.filter(pk=nia.pk).update(is_active=False)
    before = Session.objects.count()
    with freeze(now + (15 * 86400 if why == "old" else 60)):
        answer = client.post(url, {**data, "language": "words of mine"})
    assert answer.status_code == 403
    assert "words of mine" in answer.content.decode() and "could not be kept for you" in answer.content.decode()
    assert Session.objects.count() == before


def test_a_page_that_was_open_for_a_week_still_brings_its_text_along(typing) -> None:
    client, url, data = typing
    with freeze(time.time() + 7 * 86400):
        assert KEPT in client.post(url, data).content.decode()


def test_no_more_texts_begin_to_wait_than_somebody_can_have_typed(typing) -> None:
    _client, url, data = typing
    before = Session.objects.count()
    answers = [Client().post(url, {**data, "once": str(uuid4())}) for _press in range(24)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [403] * 4
    assert Session.objects.count() == before + 20


@contextmanager
def freeze(moment: float) -> Iterator[None]:
    """The time as signatures are told it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: moment)
        yield
