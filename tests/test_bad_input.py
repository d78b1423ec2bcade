"""Two hundred hostile posts and more to every form: never a fault, and nothing written where a form comes back.

A form is a route with its fields: the pages of a route that show the same one share its posts. Forms that only ask,
those of django-allauth, of the admin and the demo's entrance are met too; a form of the admin, Django's own and slow,
by an eighth of the posts, so that all of them together take less than a minute.
"""

import re
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from schools.access import INVITED
from schools.admin import site
from schools.models import Invitation
from tests.access_table import route_of
from tests.administrators import entry, looks_after_everything
from tests.browser.examined import closed_by_the_admin
from tests.form_states import SHOWN_TO, show_form
from tests.hostile import BODIES, TYPES, ask_many, post_many, unharmed
from tests.kept import everything_kept
from tests.on_pages import Field, Form, forms_in
from tests.one_world import VISITOR, opened_by_one, undone
from tests.one_world import opened as pages_opened

POSTS = 200
QUESTIONS = 60
POSTS_OF_ADMINISTRATORS = POSTS // 8
PAGES: dict[str, list[tuple[str, str]]] = {}  # by route: its pages that take a post, and who opens each
for _page, _who in opened_by_one("POST"):
    PAGES.setdefault(route_of(_page), []).append((_page, SHOWN_TO.get(_page, _who)))
ACCOUNT = {
    "account_login": VISITOR,
    "account_signup": VISITOR,
    "account_reset_password": VISITOR,
    "account_change_password": "nia",
    "account_reauthenticate": "nia",
    "account_logout": "nia",
}
ADMIN = [
    f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    for model in site._registry
    for page in ("add", "change")
]

Open = tuple[Client, str, Form]


def client_of(world: Any, who: str, invitation: Any) -> Client:
    client = Client()
    if who != VISITOR:
        client.force_login(getattr(world.cast, who))
    session = client.session
    session[INVITED] = str(invitation.public_id)  # its link has been opened
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def forms_on(client: Client, url: str, method: str = "post") -> list[Open]:
    answer = client.get(url)
    page = "" if answer.streaming else answer.content.decode()  # a file has none
    return [(client, url, form) for form in forms_in(page, method)]


def kind_of(form: Form) -> tuple[str, ...]:
    return tuple(sorted(form.fields))


@pytest.fixture(params=PAGES.items(), ids=lambda each: each[0])
def opened(request: Any, one_world: Any) -> Iterator[list[Open]]:
    """Every form on every page of one route; a page that shows none any more is sent what stands on the others."""
    route, pages = request.param
    with undone():
        show_form(route, one_world)
        found, without = [], []
        for page, who in pages:
            client, url = client_of(one_world, who, one_world.invited), one_world.url(page)
            on_it = forms_on(client, url)
            found += on_it
            without += [] if on_it else [(client, url)]
        assert found, f"no form on any of {pages}"
        yield found + [(client, url, found[0][2]) for client, url in without]


def test_no_post_does_harm(opened: list[Open], terminal: Any) -> None:
    same = Counter(kind_of(form) for _client, _url, form in opened)
    for client, url, form in opened:
        number = -(-POSTS // same[kind_of(form)])
        post_many(client, url, form, number)
        terminal("hostile posts", number)


def test_no_body_that_is_no_form_does_harm(opened: list[Open]) -> None:
    client, url, _form = opened[0]
    kept = everything_kept()
    for number, body in enumerate(BODIES):
        unharmed(client, url, body, TYPES[number % len(TYPES)], kept)


def test_no_question_of_a_filter_does_harm(one_world: Any, terminal: Any) -> None:
    """Each filter once: the same one may stand on several pages."""
    met = set()
    readers = {page: who for page, who in pages_opened() if who in ("nia", "olwen")}  # Olwen where she may
    with undone():
        for page, who in readers.items():
            if page.startswith("people:join"):
                continue  # which leads on
            client = client_of(one_world, who, one_world.invited)
            for _client, url, form in forms_on(client, one_world.url(page), "get"):
                if (route_of(page), kind_of(form)) not in met:
                    met.add((route_of(page), kind_of(form)))
                    ask_many(client, url, form, QUESTIONS)
                    terminal("hostile questions to filters", QUESTIONS)
    assert {"register:index", "professional_discussions:index", "people:index"} <= {route for route, _form in met}


@pytest.mark.parametrize(("route", "who"), ACCOUNT.items())
def test_no_post_on_the_way_in_does_harm(one_world: Any, terminal: Any, route: str, who: str) -> None:
    with undone(), translation.override("en"):
        newcomer = Invitation.all_rows.exclude(email=one_world.invited.email).first()
        client, url = client_of(one_world, who, newcomer), reverse(route)
        found = forms_on(client, url)
        assert found, f"no form on {url}"
        for _client, _url, form in found:
            post_many(client, url, form, POSTS)
            terminal("hostile posts", POSTS)


def test_no_post_with_the_link_to_a_new_password_does_harm(
    one_world: Any, terminal: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with undone(), translation.override("en"):
        client = Client()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_reset_password"), {"email": one_world.cast.nia.email})
        (letter,) = [each for each in mail.outbox if "/key/" in each.body]
        (link,) = re.findall(r"https?://[^/]+(/\S+/key/\S+)", letter.body)
        page = client.get(link).headers["Location"]
        ((_client, _url, form),) = forms_on(client, page)
        post_many(client, page, form, POSTS)
        terminal("hostile posts", POSTS)


@pytest.mark.parametrize("route", ADMIN)
def test_no_post_of_an_administrator_does_harm(one_world: Any, terminal: Any, route: str) -> None:
    with undone(), translation.override("en"):
        client = Client()
        client.force_login(looks_after_everything(one_world.cast))
        url = reverse(route, args=[entry(route.split("_")[1])] if route.endswith("change") else [])
        answer = client.get(url)
        assert answer.status_code == (403 if route in closed_by_the_admin() else 200)
        found = forms_in(answer.content.decode())
        assert found or answer.status_code == 403
        for form in found:
            post_many(client, url, form, POSTS_OF_ADMINISTRATORS)
            terminal("hostile posts", POSTS_OF_ADMINISTRATORS)


@pytest.mark.parametrize("model", ["appointment", "conflictofinterest", "adviserassignment"])
@pytest.mark.parametrize("chosen", ["x", "-1", "1.0", "9" * 30, "\x00", "三"])
def test_a_choice_in_the_admin_that_is_none_is_said_to_be_none(one_world: Any, model: str, chosen: str) -> None:
    with undone(), translation.override("en"):
        client = Client()
        client.force_login(looks_after_everything(one_world.cast))
        person = "adviser" if model == "adviserassignment" else "person"
        answer = client.post(reverse(f"admin:schools_{model}_add"), {person: chosen, "school": chosen})
        errors = answer.context["adminform"].form.errors
        assert {person, "school"} <= set(errors), errors


@override_settings(PORTAL_MODE="demo", ROOT_URLCONF="tests.demo_urls")
def test_no_post_to_the_entrance_of_the_demo_does_harm(one_world: Any, monkeypatch: Any, terminal: Any) -> None:
    """Whoever is on its list is entered, and led nowhere else than into the portal."""
    nia = str(one_world.cast.nia.public_id)
    monkeypatch.setattr("improvement_portal.demo_entry.views.entrances", lambda: [SimpleNamespace(public_id=nia)])
    fields = {"person": Field("person", "radio", offers=[nia]), "next": Field("next", "hidden", holds=["/en/home/"])}
    with undone():
        post_many(Client(), "/en/demo/enter/", Form("", "post", fields), POSTS)
    terminal("hostile posts", POSTS)
