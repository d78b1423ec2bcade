"""Every page that the access table opens, in both languages and in its states, one load each, with no exceptions.

Filled: the world of the walks, each page in both languages, and with the eyes of each side that may open it. Error:
the same form, sent back with everything wrong. One world serves a whole module; nothing is written in it.
"""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page

from tests.access_table import route_of
from tests.browser import examined
from tests.browser.harness import Portal, answered_with, examine
from tests.form_states import SHOWN_TO, show_form
from tests.on_pages import Field, Form, forms_in, in_language
from tests.one_world import VISITOR, opened, opened_by_one

NO_PAGES = set(examined.NO_PAGES)
LANGUAGES = ("cy", "en")
# Whose home shows something else than the home of the first of their side.
HOMES = ("sion", "carys", "glyn", "gwen", "clem", "dai", "lowri", "mari")
PAPERS = ("self_evaluations:version", "plans:detail", "plans:version", "records:version",
          "professional_discussions:index")  # fmt: skip
ON_PAPER = {"width": 718, "height": 1047}  # A4 within its margins, in CSS pixels
WAYS = (
    ".govuk-skip-link, .govuk-service-navigation, .govuk-language-navigation, .govuk-breadcrumbs, .govuk-back-link, "
    ".govuk-button, .govuk-pagination, .portal-footer__links, .portal-person, .portal-filters, form"
)
WRONG_ON_PAPER = """ways => {
    const faults = [], say = (each, what) => faults.push(`${what}: ${each.outerHTML.slice(0, 120)}`);
    for (const each of document.querySelectorAll(ways)) if (each.getClientRects().length) say(each, "is printed");
    for (const each of document.querySelectorAll("main, main *")) {
        const style = getComputedStyle(each);
        const across = each.scrollWidth > each.clientWidth + 1, down = each.scrollHeight > each.clientHeight + 1;
        const clips = style.overflow !== "visible" && each.clientWidth > 1;
        if (clips && (across || down)) say(each, "is cut");
        if (each.getBoundingClientRect().right > innerWidth + 1) say(each, "is off the paper");
        if (each.matches("details:not([open])") && each.getClientRects().length) say(each, "is folded");
        if (each.matches("a") && getComputedStyle(each, "::after").content !== "none") say(each, "has an address");
    }
    return faults;
}"""


@pytest.fixture(scope="module")
def tabs(live_world: tuple[Portal, Any]) -> dict[str, Page]:
    """One open tab for each reader."""
    portal, world = live_world

    class Tabs(dict):
        def __missing__(self, who: str) -> Page:
            page = portal.visit() if who == VISITOR else portal.sign_in(getattr(world.cast, who))
            return self.setdefault(who, page)

    return Tabs()


def visits() -> list[tuple[str, str, str]]:
    """(page, who, language): each page in both languages, each side in one, by turns; a lone reader in both."""
    readers: dict[str, list[str]] = {}
    for page, who in opened():
        if route_of(page) not in NO_PAGES:
            readers.setdefault(page, []).append(who)
    return [
        (page, who, LANGUAGES[number % 2])
        for page, sides in readers.items()
        for number, who in enumerate(sides * 2 if len(sides) == 1 else sides)
    ]


def homes() -> list[tuple[str, str, str]]:
    return [("home:index", who, LANGUAGES[number % 2]) for number, who in enumerate(HOMES)]


@pytest.mark.parametrize(("route", "who", "language"), list(dict.fromkeys([*visits(), *homes()])))
def test_the_page_is_sound(live_world: Any, tabs: Any, route: str, who: str, language: str) -> None:
    _portal, world = live_world
    examine(tabs[who], in_language(language, world.url(route)))


@pytest.mark.parametrize(("route", "language"), list(zip(PAPERS, LANGUAGES * 3, strict=False)))
def test_on_paper_nothing_is_cut_and_no_way_is_left(live_world: Any, tabs: Any, route: str, language: str) -> None:
    _portal, world = live_world
    page = tabs["nia"]
    page.set_viewport_size(ON_PAPER)
    page.goto(in_language(language, world.url(route)))
    page.emulate_media(media="print")
    faults = page.evaluate(WRONG_ON_PAPER, WAYS)
    page.emulate_media(media="screen")
    assert not faults, "\n".join(faults)


def wrong(field: Field) -> list[str]:
    """Something that this field does not take: nothing where it must hold something, nonsense where it may be empty."""
    if field.kind in ("radio", "select"):
        return ["no-such-choice"]
    if field.kind == "checkbox":
        return ["no-such-choice"] if len(field.offers) > 1 else []
    return ["99"] if re.search("-(day|month|year)$", field.name) else [""]


def everything_wrong(form: Form) -> dict[str, Any]:
    """Without the one-time key, so that even a form of one button has something to refuse."""
    sent = {name: list(each.holds) for name, each in form.fields.items() if each.kind == "hidden" and name != "once"}
    return sent | {each.name: wrong(each) for each in form.visible if each.kind != "file"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("route", "who"), opened_by_one("POST"))
def test_the_page_is_sound_when_everything_in_its_form_is_wrong(
    live_world: Any, tabs: Any, route: str, who: str, language: str
) -> None:
    _portal, world = live_world
    client, url = Client(), in_language(language, world.url(route))
    who = SHOWN_TO.get(route, who)
    if who != VISITOR:
        client.force_login(getattr(world.cast, who))
    with transaction.atomic():
        show_form(route, world)
        forms = forms_in(client.get(url, follow=True).content.decode())
        answer = client.post(url, everything_wrong(forms[0]) if forms else {})
        transaction.set_rollback(True)
    assert answer.status_code == 200, f"{url} took everything for right"
    with answered_with(tabs[who], url, answer):
        examine(tabs[who], url)
