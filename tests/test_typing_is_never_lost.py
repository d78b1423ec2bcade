"""Every form in which something can be typed: whatever ends the session or the right, the words come back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.kept_typing import FORMS_KEPT, IN_SESSION, LARGEST
from schools.models import Appointment, EvidenceItem
from schools.policy import Role
from tests import factories as make
from tests.access_walk import client_of
from tests.discussions.meetings import schedule
from tests.on_pages import Form, forms_in, text_of_page
from tests.one_world import VISITOR, opened_by_one, undone

TYPED = "<b>Gair"  # one word, so that nothing tells a text from a choice but the form
PARTS = ("-day", "-month", "-year")
GIVEN_BACK = "What you typed has not been saved"


def texts_of(form: Form, *also: str) -> list[str]:
    return [
        each.name
        for each in form.visible
        if each.kind in ("textarea", *also) or (each.kind == "text" and not each.name.endswith(PARTS))
    ]


def open_forms(world: Any, *also: str) -> Iterator[tuple[Any, Client, str, dict[str, Any], list[str]]]:
    """Each form with texts, as its reader would send it: something else is written into every text."""
    for page, who in opened_by_one("POST"):
        if who == VISITOR:
            continue
        client, url = client_of(world, who), world.url(page)
        for form in forms_in(client.get(url).content.decode()):
            if names := texts_of(form, *also):
                words = {name: f"{TYPED}{number}" for number, name in enumerate(names)}
                yield getattr(world.cast, who), client, urljoin(url, form.action), form.filled() | words, [*words]


def missing(answer: Any, sent: dict[str, Any], names: list[str]) -> list[str]:
    page = text_of_page(answer)
    return [name for name in names if sent[name] not in page]


def test_whoever_signs_in_again_finds_every_text_in_its_form(one_world: Any) -> None:
    found = []
    with undone():
        for person, client, url, sent, names in open_forms(one_world, "amount"):
            Session.objects.all().delete()
            cache.clear()  # a day lies between two such forms, not a moment
            client.post(url, sent)
            client.force_login(person)
            assert missing(client.get(url), sent, names) == [], url
            found.append(url)
    assert len(found) > 40


def test_whose_role_has_ended_is_shown_every_text(one_world: Any) -> None:
    """With nothing but texts: choices, numbers and days are no words of theirs."""
    for person, client, url, sent, names in list(open_forms(one_world)):
        with undone():
            Appointment.all_rows.filter(person=person).update(starts_on=make.LONG_AGO, ends_on=make.YESTERDAY)
            answer = client.post(url, sent)
            assert answer.status_code == 403
            assert answer.context["texts"] == [sent[name] for name in names], url


# --- One page stands for all: the agenda's, where people of several roles write.


@pytest.fixture
def page(school, olwen, nia) -> str:
    return reverse("agenda:add", args=[schedule(school, olwen, nia).public_id])


def opened(client: Client, page: str, text: str = TYPED) -> dict[str, Any]:
    (form,) = forms_in(client.get(page).content.decode())
    return form.filled(text=text, lang="en")


def says(client: Client, page: str, text: str) -> bool:
    return text in text_of_page(client.get(page))


def elsewhere(nia: Any) -> None:
    """Signing out, or another browser that ends this session, leaves none."""
    Session.objects.all().delete()


def expired(nia: Any) -> None:
    Session.objects.update(expire_date=clock.now() - dt.timedelta(seconds=1))


def another_password(nia: Any) -> None:
    nia.set_password("a quite different one")
    nia.save()


@pytest.mark.parametrize("ends", [elsewhere, expired, another_password])
def test_however_the_session_ended_the_text_comes_back(ends, client, nia, page):
    client.force_login(nia)
    sent = opened(client, page)
    ends(nia)
    assert "What you typed has been kept" in client.post(page, sent).content.decode()
    client.force_login(nia)
    assert says(client, page, TYPED)


def test_two_forms_of_one_page_come_back_one_after_the_other(client, nia, page):
    client.force_login(nia)
    first, second = opened(client, page, "Y cyntaf"), opened(client, page, "Yr ail")
    client.logout()
    for sent in (first, second, {**first, "text": "Y cyntaf eto"}, second):
        client.post(page, sent)
    client.force_login(nia)
    for text in ("Y cyntaf eto", "Yr ail"):
        assert says(client, page, text)
        (_discard, form) = forms_in(client.get(page).content.decode())
        assert client.post(page, form.filled()).status_code == 302
    assert not says(client, page, "Yr ail")


def test_a_text_too_long_to_be_kept_is_said_to_be_and_given_back_at_once(client, nia, page):
    long = "Gŵyl " * (LARGEST // 10)
    client.force_login(nia)
    sent = opened(client, page, long)
    client.logout()
    answer = client.post(page, sent)
    assert answer.status_code == 413
    assert "it is too long to be kept for you" in answer.content.decode()
    assert long.strip() in text_of_page(answer)
    assert "no-store" in answer["Cache-Control"]
    assert IN_SESSION not in client.session
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nia)
    assert strict.post(page, sent).status_code == 413, "and where the page was too old to be taken"
    assert long.strip() not in text_of_page(client.post(page, {**sent, "sealed_for": "forged"}, follow=True))


def test_no_more_forms_are_kept_than_a_session_can_bear(client, nia, page):
    client.force_login(nia)
    many = [opened(client, page, f"Testun {n}") for n in range(FORMS_KEPT + 2)]
    client.logout()
    for sent in many:
        client.post(page, sent)
    assert len(client.session[IN_SESSION]) == FORMS_KEPT


# --- Several roles


@pytest.fixture
def nia_also_elsewhere(nia, other_school):
    """Nia also works on another school's team; the headteacher's role comes first."""
    make.appoint(nia, Role.CONTRIBUTOR, other_school)
    return nia


def act_as(client: Client, role: Role) -> Any:
    sent = forms_in(client.get(reverse("people:hat")).content.decode())[0].filled(hat=str(role))
    return client.post(reverse("people:hat"), sent)


def test_after_signing_in_again_one_acts_in_the_role_in_which_one_typed(client, nia_also_elsewhere, other_school):
    nia, page = nia_also_elsewhere, reverse("evidence:add", args=[other_school.public_id])
    client.force_login(nia)
    act_as(client, Role.CONTRIBUTOR)
    (form,) = forms_in(client.get(page).content.decode())
    Session.objects.all().delete()
    client.post(page, form.filled(title=TYPED))
    client.force_login(nia)
    assert says(client, page, TYPED)
    assert client.session["hat"] == Role.CONTRIBUTOR


def test_what_was_typed_before_the_role_was_changed_waits_for_that_role(client, nia_also_elsewhere, other_school):
    nia, page = nia_also_elsewhere, reverse("evidence:add", args=[other_school.public_id])
    client.force_login(nia)
    act_as(client, Role.CONTRIBUTOR)
    (form,) = forms_in(client.get(page).content.decode())
    act_as(client, Role.HEADTEACHER)
    answer = client.post(page, form.filled(title=TYPED))
    assert answer.status_code in (403, 404)
    assert "You typed this in another of your roles" in answer.content.decode()
    assert TYPED in text_of_page(answer)
    assert act_as(client, Role.CONTRIBUTOR)["Location"] == page
    assert says(client, page, TYPED)
    assert act_as(client, Role.HEADTEACHER)["Location"] == reverse("home:index")


def test_a_form_opened_in_another_role_is_not_sent_in_this_one(client, nia, school):
    make.appoint(nia, Role.SENIOR_LEADER, school)
    page = reverse("evidence:add", args=[school.public_id])
    client.force_login(nia)
    act_as(client, Role.SENIOR_LEADER)
    (form,) = forms_in(client.get(page).content.decode())
    act_as(client, Role.HEADTEACHER)
    answer = client.post(page, form.filled(title=TYPED))
    assert "You opened this page in another of your roles" in answer.content.decode()
    assert TYPED in text_of_page(answer)
    assert not EvidenceItem.all_rows.exists()


# --- Files


def test_a_file_left_out_is_asked_for_again_and_the_rest_stands(client, olwen):
    page = reverse("register:import_file")
    client.force_login(olwen)
    (form,) = forms_in(client.get(page).content.decode())
    client.logout()
    client.post(page, form.filled())
    client.force_login(olwen)
    said = client.get(page).content.decode()
    assert "Your text has not been saved yet" in said
    assert "Files are not kept: choose yours again." in said
