"""Every page, each refusal of its form, and every mail speaks the reader's language: nothing stays untranslated.

The pages are read in the pseudo-language, with the eyes of each side to which the access table opens them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from schools.account_letters import write_new_password
from schools.admin import site
from schools.school_days import bank_holiday_names
from schools.tasks import post_letters
from tests.access_table import CANARIES
from tests.access_world import build
from tests.one_world import VISITOR, opened
from tests.posting import post_all
from tests.pseudo import pseudo_language, unwrapped_letters, unwrapped_letters_in_text

pytestmark = pytest.mark.django_db

NAMES = {"name", "email", "town", "address", "number", "postcode", "filename", "place"}
PRODUCTS = {"Outlook", "Google Calendar"}  # called so in every language
OFFICIAL = {("WelshMediumCategory", "code")}  # the letters of an official scheme, the same in both languages
SAID_IN_A_CALENDAR = ("SUMMARY", "DESCRIPTION", "LOCATION")
BILINGUAL = {"health", "welcome"}  # both languages at once, or no words of ours at all


def texts_in_the_database(language: str) -> tuple[set[str], set[str]]:
    """What people wrote, which has a language of its own; and names, which have none, or stand in the page's."""
    planted, names = {f"CANARY-{canary}" for canary in CANARIES}, {"Ysgol Newydd", *PRODUCTS}  # from an uploaded file
    names |= {*bank_holiday_names(language).values()}
    for model in (each for app in ("schools", "discussions") for each in apps.get_app_config(app).get_models()):
        fields = {field.name for field in model._meta.concrete_fields if field.get_internal_type().endswith("Field")}
        kept = {name for name in fields if name.endswith(f"_{language}") or (name in NAMES and "lang" not in fields)}
        written = {f.name for f in model._meta.concrete_fields if f.get_internal_type() in ("CharField", "TextField")}
        in_json = {f.name for f in model._meta.concrete_fields if f.get_internal_type() == "JSONField"}
        for row in model._base_manager.all():
            names |= {str(getattr(row, name)) for name in kept}
            names |= {getattr(row, name) for its, name in OFFICIAL if its == model.__name__}
            if "lang" in fields:
                planted |= {str(getattr(row, name)) for name in written - kept - {"lang"}}
            planted |= set(texts_of_json([getattr(row, name) for name in in_json]))
    return planted - {""}, names - {"", "None"}


def texts_of_json(value: Any, *, has_language: bool = False) -> Iterator[str]:
    """What stands in an object that names its language, as a text in a row of its own does."""
    if isinstance(value, dict):
        within = has_language or "lang" in value
        for each in value.values():
            yield from texts_of_json(each, has_language=within)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of_json(each, has_language=has_language)
    elif isinstance(value, str) and has_language:
        yield value


def speaks(answer: Any, planted: set[str], names: set[str]) -> list[str]:
    """What an answer says in no language."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        return unwrapped_letters(answer.content.decode(), planted, names)
    if kind == "text/csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        return [left for line in lines for left in unwrapped_letters_in_text(line.replace(",", "\n"), planted, names)]
    if kind == "text/calendar":
        events = Calendar.from_ical(answer.content).events
        said = [str(event.get(each, "")) for event in events for each in SAID_IN_A_CALENDAR]
        return [left for words in said for left in unwrapped_letters_in_text(words, planted, names)]
    return []


def test_a_table_and_a_calendar_are_read_as_pages_are() -> None:
    table = HttpResponse("⟦Enw’r ysgol⟧,Town\n", content_type="text/csv; charset=utf-8")
    entry = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:⟦Sgwrs⟧ today\nEND:VEVENT\nEND:VCALENDAR\n".replace("\n", "\r\n")
    assert len(speaks(table, set(), set())) == 1
    assert len(speaks(HttpResponse(entry, content_type="text/calendar"), set(), set())) == 1


@pytest.mark.parametrize("language", ["cy", "en"])
def test_nothing_on_any_page_stays_untranslated(cast: Any, request: Any, language: str) -> None:
    world, left = build(cast, request), {}  # what is left in no language, and where it was met first
    texts = texts_in_the_database(language)
    visits = [(method, route, who) for method in ("GET", "POST") for route, who in opened(method)]
    clients: dict[str, Client] = {}
    for method, route, who in visits:
        if who not in clients:
            clients[who] = Client(raise_request_exception=False)
            if who != VISITOR:
                clients[who].force_login(getattr(cast, who))
        if route not in BILINGUAL:
            with translation.override(language), pseudo_language():
                url = world.url(route)
                answer = clients[who].get(url) if method == "GET" else clients[who].post(url, {})
            for line in speaks(answer, *texts):
                left.setdefault(line, f"{who}: {method} {route}")
    assert not left, "\n".join(f"{where}: {line}" for line, where in left.items())


@pytest.mark.parametrize("language", ["cy", "en"])
def test_nothing_on_the_way_in_stays_untranslated(client: Any, nia: Any, language: str) -> None:
    account, names = f"/{language}/account/", {nia.name, nia.email}
    wrong = {"login": nia.email, "password": "anghywir", "oldpassword": "x", "password1": "1", "password2": "2"}
    left = []

    def look(path: str, typed: dict[str, str] | None = None) -> None:
        with pseudo_language():
            answer = client.post(account + path, typed) if typed is not None else client.get(account + path)
        assert answer.status_code in (200, 302, 403, 404, 429), path
        left.extend(f"{path} {typed or ''}: {line}" for line in speaks(answer, set(), names))

    for path in ("login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "nowhere/",
                 "password/reset/key/x-y/", "password/reset/key/done/"):  # fmt: skip
        look(path)
    for typed in ({}, {"email": "not an address"}, wrong, *[wrong] * 6):
        look("login/", typed)
        look("password/reset/", typed)
    client.force_login(nia)
    for path in ("logout/", "reauthenticate/", "password/change/"):
        look(path)
    for typed in ({}, wrong, wrong | {"password2": "1"}):
        look("password/change/", typed)
        look("reauthenticate/", typed)
    assert left == []


@pytest.mark.parametrize("answered", [400, 403, 404, 429, 500])
@pytest.mark.parametrize("language", ["cy", "en"])
def test_error_pages_speak_the_language_of_the_page(rf: Any, language: str, answered: int) -> None:
    with translation.override(language), pseudo_language():
        html = render_to_string(f"{answered}.html", {}, rf.get(f"/{language}/"))
    if answered != 500:  # which cannot know the reader's language, and speaks both
        assert unwrapped_letters(html) == []


def test_no_mail_stays_untranslated(cast: Any, request: Any, django_capture_on_commit_callbacks: Any) -> None:
    with pseudo_language(), django_capture_on_commit_callbacks(execute=True):
        build(cast, request)
        for who in ("nia", "olwen", "glyn"):
            write_new_password(getattr(cast, who), "en")
        post_letters.func()
        post_all()
    planted, names = texts_in_the_database("cy")
    names |= texts_in_the_database("en")[1]
    assert mail.outbox
    left = {
        line: message.subject
        for message in mail.outbox
        for words in (message.subject, message.body)
        for line in unwrapped_letters_in_text(words, planted, names)
    }
    assert left == {}


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_administrators_pages_speak_both_languages(client: Any, ann: Any, school: Any, language: str) -> None:
    client.force_login(ann)
    planted, names = texts_in_the_database(language)
    names |= texts_in_the_database("en" if language == "cy" else "cy")[1]  # an administrator sees both
    names |= {"Cymraeg", "English"}
    names |= {"Search", "True", "False"}  # written by Django into the alt texts of its own templates
    left = []
    with translation.override(language), pseudo_language():
        addresses = [reverse("admin:index")]
        for model in site._registry:
            route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            addresses += [reverse(f"{route}_changelist"), reverse(f"{route}_add")]
        for address in addresses:
            answer = client.get(address)
            if answer.status_code == 200:
                left += [f"{address}: {line}" for line in speaks(answer, planted, names)]
    assert not left, "\n".join(left)
