"""The pages in front of the portal and between its pages: sign-in, invitation, faults, typing that is not lost."""

from typing import Any

import pytest
from allauth.account.forms import default_token_generator as tokens
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from playwright.sync_api import Page, expect

from schools import clock
from schools.models import Invitation
from schools.people import actions
from schools.policy import Role
from tests import factories as make
from tests.browser.harness import Portal, answered_with, examine
from tests.on_pages import Visitor

LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])
WRONG = "anghywir-iawn-7"


def press(page: Page) -> None:
    page.locator("main form button[type=submit]:not([name])").last.click()
    page.wait_for_load_state()


def as_answered(page: Page, path: str, answer: Any, status: int) -> None:
    """Examine an answer of the portal that no address alone brings about."""
    assert answer.status_code == status
    with answered_with(page, path, answer):
        examine(page, path, status=status)


@LANGUAGES
def test_signing_in_is_sound(portal: Portal, nia: Any, language: str) -> None:
    page, path = portal.visit(), f"/{language}/account/login/"
    examine(page, path)
    as_answered(page, path, Client().post(path, {}), 200)
    wrong = {"login": nia.email, "password": WRONG}
    answers = [Client().post(path, wrong) for _again in range(6)]
    as_answered(page, path, answers[0], 200)
    as_answered(page, path, answers[-1], 200)  # too many attempts


@LANGUAGES
def test_a_forgotten_password_is_sound(portal: Portal, nia: Any, language: str) -> None:
    page, reset = portal.visit(), f"/{language}/account/password/reset/"
    for path in (reset, f"{reset}done/", f"{reset}key/done/", f"{reset}key/{nia.public_id.hex}-x-y/"):
        examine(page, path)
    as_answered(page, reset, Client().post(reset, {"email": "x"}), 200)
    link = f"{reset}key/{nia.public_id.hex}-{tokens.make_token(nia)}/"
    examine(page, link)
    client = Client()
    there = client.get(link, follow=True).redirect_chain[-1][0]
    weak = client.post(there, {"password1": "byr", "password2": "gwahanol"})
    as_answered(page, there, weak, 200)
    for _again in range(6):
        answer = Client().post(reset, {"email": nia.email})
    as_answered(page, reset, answer, 429)


@LANGUAGES
def test_the_own_password_and_signing_out_are_sound(portal: Portal, nia: Any, language: str) -> None:
    page, account, client = portal.sign_in(nia), f"/{language}/account/", Client()
    client.force_login(nia)
    for name in ("logout", "password/change", "reauthenticate"):
        examine(page, f"{account}{name}/")
    for name in ("password/change", "reauthenticate"):
        typed = {"oldpassword": WRONG, "password": WRONG, "password1": "1", "password2": "2"}
        as_answered(page, f"{account}{name}/", client.post(f"{account}{name}/", typed), 200)
    examine(portal.visit(), f"{account}inactive/")
    examine(portal.visit(), f"{account}signup/")


def invitation_to(school: Any, nia: Any, email: str) -> str:
    """The link's secret."""
    words = {"name": "Megan Ann", "email": email, "language": "cy", "starts_on": clock.today()}
    invitation = actions.invite(school, role=Role.GOVERNOR, by=nia, once=None, **words)
    token: str = invitation.new_token()
    invitation.save()
    return token


@LANGUAGES
def test_an_invitation_is_sound_to_whoever_opens_it(portal: Portal, nia: Any, school: Any, language: str) -> None:
    link = f"/{language}/people/{invitation_to(school, nia, 'megan@example.test')}/join/"
    page = portal.visit()
    examine(page, link)
    examine(page, f"/{language}/account/signup/")
    client, signup = Client(), f"/{language}/account/signup/"
    client.get(link, follow=True)
    refused = client.post(signup, {})
    assert "govuk-error-summary" in refused.content.decode()
    as_answered(page, signup, refused, 200)
    examine(portal.sign_in(nia), link)  # it is for somebody else
    megan = make.make_person("Megan")
    make.appoint(megan, Role.CONTRIBUTOR, school)
    type(megan).objects.filter(pk=megan.pk).update(email="megan@example.test")
    megan.refresh_from_db()
    examine(portal.visit(), link)  # known here: sign in
    examine(portal.sign_in(megan), link)
    Invitation.all_rows.update(withdrawn_at=clock.now())
    examine(portal.visit(), link)


@LANGUAGES
def test_having_no_role_and_a_closed_door_are_sound(portal: Portal, idris: Any, dai: Any, language) -> None:
    examine(portal.sign_in(idris), f"/{language}/home/", status=403)
    examine(portal.sign_in(dai), f"/{language}/people/", status=403)
    examine(portal.sign_in(dai), f"/{language}/schools/00000000-0000-4000-8000-000000000000/", status=404)


@pytest.mark.parametrize("status", [400, 429, 500])
@LANGUAGES
def test_a_fault_is_answered_with_a_sound_page(portal: Portal, language: str, status: int) -> None:
    with translation.override(language):
        html = render_to_string(f"{status}.html", {}, RequestFactory().get(f"/{language}/"))
    page = portal.visit()
    as_answered(page, f"/{language}/help/", HttpResponse(html, status=status), status)


@LANGUAGES
def test_an_old_form_is_refused_soundly(portal: Portal, nia: Any, language: str) -> None:
    client, path = Client(enforce_csrf_checks=True), f"/{language}/people/language/"
    client.force_login(nia)
    as_answered(portal.sign_in(nia), path, client.post(path, {"language": "cy"}), 403)


@LANGUAGES
def test_typing_that_meets_an_ended_session_is_not_lost_and_every_page_of_it_is_sound(
    portal: Portal, nia: Any, school: Any, language: str
) -> None:
    """Signed out by another hand while typing: the sign-in page, then the form again, not saved yet."""
    page, path = portal.sign_in(nia), f"/{language}/schools/{school.public_id}/evidence/add/"
    page.goto(path)
    page.locator("[name=title]").fill("Taith ddysgu")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    client = Client()
    sealed = page.locator("[name=sealed_for]").input_value()
    typed = {"title": "Taith ddysgu", "sealed_for": sealed, "once": page.locator("[name=once]").input_value()}
    as_answered(portal.visit(), path, client.post(path, typed), 200)
    press(page)
    page.locator("[name=login]").fill(nia.email)
    page.locator("[name=password]").fill("rhosyn-gwyn-42")
    press(page)
    expect(page.locator("[name=title]")).to_have_value("Taith ddysgu")
    examine(page, page.url)
    expect(page.locator(".portal-not-saved")).to_be_visible()


@LANGUAGES
def test_two_texts_side_by_side_are_sound(portal: Portal, nia: Any, sion: Any, school: Any, language: str) -> None:
    section = make.make_self_evaluation(school).sections.select_related("area").first()
    year = section.self_evaluation.school_year
    path = f"/{language}/schools/{school.public_id}/self-evaluations/{year}/{section.area.code}/write/"
    early, late = Visitor(sion, language).open(path), Visitor(nia, language).open(path)
    early.fill(going_well="Siôn's own words. " * 30, lang="en")
    late.press(going_well="Geiriau Nia ei hun. " * 30, lang="cy")
    as_answered(portal.sign_in(nia), path, late.answer, 200)
