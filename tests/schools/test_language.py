"""The language somebody reads in: chosen on the sign-in page, and in the settings."""

import pytest
from django.urls import reverse

from schools.access import INVITED
from schools.people.actions import accept
from tests.on_pages import Visitor
from tests.schools.inviting import invite

pytestmark = pytest.mark.django_db


def test_the_language_chosen_on_the_sign_in_page_is_that_of_the_page_it_leads_to(client):
    html = client.get("/cy/account/login/?next=/cy/home/%3Fpage%3D2").content.decode()
    assert 'href="/en/account/login/?next=/en/home/%3Fpage%3D2"' in html
    html = client.get("/cy/account/login/?next=https://elsewhere.test/cy/").content.decode()
    assert 'href="/en/account/login/?next=https://elsewhere.test/cy/"' in html, "nothing else is touched"


def test_saving_the_language_is_confirmed_in_that_language(nia):
    visitor = Visitor(nia, "en").open(reverse("people:language"))
    visitor.press(language="cy")
    assert "govuk-notification-banner--success" in visitor.page and visitor.path.startswith("/cy/")


def test_the_first_choice_of_a_language_says_nothing(nia):
    nia.language = ""
    nia.save()
    visitor = Visitor(nia, "en").open(reverse("people:language"))
    visitor.press(language="cy")
    assert visitor.path.startswith("/cy/") and "govuk-notification-banner--success" not in visitor.page


def test_an_accepted_invitation_opened_while_signed_in_does_not_ask_to_sign_in(client, nia, gwen, olwen, other_school):
    invitation = invite(other_school, olwen, name="Gwen", email=gwen.email)
    accept(invitation, by=gwen, once=None)
    session = client.session
    session[INVITED] = str(invitation.public_id)
    session.save()
    assert "Sign in to use the portal" in client.get(reverse("people:join")).content.decode()
    client.force_login(gwen)
    session = client.session
    session[INVITED] = str(invitation.public_id)
    session.save()
    html = client.get(reverse("people:join")).content.decode()
    assert "already been accepted" in html and "Sign in" not in html
