"""Typing is never lost: it saves itself, outlives a lost server and an ended session, and stays mine."""

import re
import socket
import threading
from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from schools.models import Event
from tests.browser.harness import NARROW, OWN_COPY, WIDE, Portal, faults_at
from tests.browser.typing_in import opened, type_in
from tests.schools.writing import passage, save

LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])
SAVED = {"cy": re.compile(r"Cadwyd am \d\d:\d\d"), "en": re.compile(r"Saved at \d\d:\d\d")}
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('portal-draft:')).map(key => localStorage[key]).join()"
PASSWORD = "rhosyn-gwyn-42"


def status(page: Page) -> Any:
    return page.locator("[data-status]")


def kept_on_device(page: Page) -> str:
    return str(page.evaluate(DRAFTS))


def sound(page: Page) -> None:
    """The page as it stands now, which no address alone brings about."""
    page.evaluate(AXE_SCRIPT)
    faults = []
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        faults += faults_at(page, size["width"])
    assert faults == []


def type_in_vain(page: Page, words: str) -> None:
    """Nothing that is sent from here on arrives."""
    page.route("**/write/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    type_in(page, words)
    expect(status(page)).to_have_text(re.compile("this device|ddyfais hon"))


def at_a_known_address(thread: LiveServerThread, connections_override: Any = None) -> Any:
    """As Django does it, but an address may be used again at once."""
    return thread.server_class((thread.host, thread.port), QuietWSGIRequestHandler, allow_reuse_address=True)


class Mortal:
    """A server that can be killed, with the connections it holds open, and started again at the same address."""

    def __init__(self, address: str = "localhost") -> None:
        self.server, self.open = LiveServer(address), []
        self.url, web = self.server.url, self.server.thread.httpd
        accept = web.get_request

        def accepted() -> Any:
            connection, client = accept()
            self.open.append(connection)
            return connection, client

        web.get_request = accepted

    def kill(self) -> None:
        self.server.stop()
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@LANGUAGES
def test_what_is_typed_saves_itself_and_is_there_after_a_reload(portal: Portal, nia, path, section, language) -> None:
    page = opened(portal.sign_in(nia), path.replace("/en/", f"/{language}/"))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    type_in(page, "Darllen yn dda")
    assert "Darllen" in kept_on_device(page)
    expect(status(page)).to_have_text(SAVED[language])
    expect(status(page)).to_have_attribute("role", "status")
    sound(page)
    assert kept_on_device(page) == ""
    assert passage(section).text == "Darllen yn dda"
    opened(page, page.url)
    expect(page.locator("#id_going_well")).to_have_value("Darllen yn dda")
    assert asked == [], "what has been saved is left without a question"
    assert Event.all_rows.filter(verb="section.written").count() == 1


def test_whoever_goes_on_typing_while_it_saves_loses_nothing(portal: Portal, nia, path, section) -> None:
    page = opened(portal.sign_in(nia), path)
    slow = threading.Event()

    def slowly(route: Route) -> None:
        answer = route.fetch()
        page.wait_for_timeout(700)
        slow.set()
        route.fulfill(response=answer)

    page.route("**/write/", lambda route: slowly(route) if "hx-request" in route.request.headers else route.continue_())
    type_in(page, "Darllen")
    page.wait_for_timeout(1600)
    type_in(page, " yn dda")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(OWN_COPY)
    assert slow.is_set()
    assert passage(section).text == "Darllen yn dda"
    assert kept_on_device(page) == ""


@LANGUAGES
def test_the_server_is_killed_and_comes_back_and_the_text_is_there(
    portal: Portal, nia, path, section, language, monkeypatch
) -> None:
    monkeypatch.setattr(LiveServerThread, "_create_server", at_a_known_address)
    first = Mortal()
    visitor = Portal(first.url, portal.browser, portal.contexts)
    page = opened(visitor.sign_in(nia), path.replace("/en/", f"/{language}/"))
    type_in(page, "Cyn y toriad")
    expect(status(page)).to_have_text(SAVED[language])
    first.kill()
    type_in(page, " ac wedyn")
    expect(status(page)).to_have_text(re.compile("this device|ddyfais hon"))
    sound(page)
    assert passage(section).text == "Cyn y toriad"
    assert "Cyn y toriad ac wedyn" in kept_on_device(page)
    second = Mortal(first.url.removeprefix("http://"))
    expect(status(page)).to_have_text(SAVED[language], timeout=30_000)
    assert passage(section).text == "Cyn y toriad ac wedyn"
    assert kept_on_device(page) == ""
    second.kill()


@LANGUAGES
def test_what_was_not_saved_is_offered_when_one_comes_back_and_put_in_on_request(
    portal: Portal, nia, path, section, language
) -> None:
    page = opened(portal.sign_in(nia), path.replace("/en/", f"/{language}/"))
    page.on("dialog", lambda dialog: dialog.accept())
    type_in_vain(page, "Wedi'i deipio")
    page.locator("input[name=lang][value=cy]").check()
    opened(page, page.url)
    banner = page.locator(".portal-not-saved")
    expect(banner).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(page.locator("#id_going_well")).to_have_value("")
    sound(page)
    page.unroute("**/write/")
    banner.locator("[data-put-back]").click()
    expect(banner).to_have_count(0)
    expect(page.locator("#id_going_well")).to_be_focused()
    expect(page.locator("#id_going_well")).to_have_value("Wedi'i deipio")
    expect(status(page)).to_have_text(SAVED[language])
    assert (passage(section).text, passage(section).lang) == ("Wedi'i deipio", "cy")
    assert kept_on_device(page) == ""


def test_what_is_left_when_offered_is_gone(portal: Portal, nia, path, section) -> None:
    page = opened(portal.sign_in(nia), path)
    page.on("dialog", lambda dialog: dialog.accept())
    type_in_vain(page, "Nid hwn")
    opened(page, page.url)
    page.get_by_role("button", name="Leave it").click()
    assert kept_on_device(page) == ""
    opened(page, page.url)
    expect(page.locator(".portal-not-saved")).to_have_count(0)
    assert passage(section).text == ""


def test_a_draft_that_somebody_else_has_overtaken_is_compared_and_not_saved_over_theirs(
    portal: Portal, nia, sion, path, section
) -> None:
    page = opened(portal.sign_in(nia), path)
    page.on("dialog", lambda dialog: dialog.accept())
    type_in_vain(page, "Geiriau Nia")
    save(section, going_well="Geiriau Siôn", by=sion)
    opened(page, page.url)
    expect(page.locator("#id_going_well")).to_have_value("Geiriau Siôn")
    page.unroute("**/write/")
    page.locator("[data-put-back]").click()
    page.get_by_role("button", name="Show both versions").click()
    expect(page.locator(".portal-conflict")).to_contain_text("Geiriau Siôn")
    expect(page.locator("#id_going_well")).to_have_value("Geiriau Nia")
    assert passage(section).text == "Geiriau Siôn"


@LANGUAGES
def test_the_second_writer_is_told_compares_both_versions_and_merges(
    portal: Portal, nia, sion, path, section, language
) -> None:
    page = opened(portal.sign_in(nia), path.replace("/en/", f"/{language}/"))
    save(section, going_well="Geiriau Siôn", by=sion)
    type_in(page, "Geiriau Nia")
    both = page.get_by_role("button", name=re.compile("Show both versions|Dangos y ddwy fersiwn"))
    expect(both).to_be_visible()
    sound(page)
    type_in(page, " a mwy")
    page.wait_for_timeout(2000)
    assert passage(section).text == "Geiriau Siôn", "no further attempt"
    both.click()
    expect(page.locator(".portal-conflict")).to_contain_text("Geiriau Siôn")
    expect(page.locator(".portal-conflict")).to_contain_text("Geiriau Nia a mwy")
    sound(page)
    page.locator("#id_going_well").fill("Geiriau Siôn. Geiriau Nia a mwy.")
    page.wait_for_timeout(2000)
    assert passage(section).text == "Geiriau Siôn", "merging is not saved half-way"
    page.locator("main form[data-draft] button.govuk-button").first.click()
    page.wait_for_url(OWN_COPY)
    assert passage(section).text == "Geiriau Siôn. Geiriau Nia a mwy."
    assert kept_on_device(page) == ""


def test_an_answer_that_got_lost_makes_no_quarrel_with_oneself(portal: Portal, nia, path, section) -> None:
    page = opened(portal.sign_in(nia), path)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if "hx-request" not in route.request.headers or lost:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    page.route("**/write/", lose)
    type_in(page, "Cyrhaeddodd hyn")
    expect(status(page)).to_have_text(re.compile("tried again by itself"))
    assert passage(section).text == "Cyrhaeddodd hyn"
    type_in(page, " a hyn hefyd")
    expect(status(page)).to_have_text(SAVED["en"])
    assert passage(section).text == "Cyrhaeddodd hyn a hyn hefyd"


def test_a_session_that_ends_in_mid_sentence_keeps_the_text(portal: Portal, nia, path, section) -> None:
    page = opened(portal.sign_in(nia), path)
    page.context.clear_cookies(name="sessionid")
    type_in(page, "Canol y frawddeg")
    expect(status(page)).to_contain_text("no longer signed in")
    sound(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_label(re.compile("E-mail")).fill(nia.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#id_going_well")
    expect(page.locator("#id_going_well")).to_have_value("Canol y frawddeg")
    expect(page.locator(".portal-not-saved")).to_have_count(1)
    page.locator("main form[data-draft] button.govuk-button").first.click()
    page.wait_for_url(OWN_COPY)
    assert passage(section).text == "Canol y frawddeg"
    assert kept_on_device(page) == ""


def unsaved_draft_of(page: Page, path: str) -> None:
    opened(page, path)
    type_in_vain(page, "Cyfrinach Nia")
    assert "Cyfrinach Nia" in kept_on_device(page)


def test_signing_out_leaves_nothing_on_a_shared_device(portal: Portal, nia, path) -> None:
    page = portal.sign_in(nia)
    page.on("dialog", lambda dialog: dialog.accept())
    unsaved_draft_of(page, path)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "write" not in url)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_another_person_on_the_same_device_never_sees_it(portal: Portal, nia, sion, path) -> None:
    page = portal.sign_in(nia)
    page.on("dialog", lambda dialog: dialog.accept())
    unsaved_draft_of(page, path)
    page.context.clear_cookies()
    page.goto("/en/account/login/")
    assert "Cyfrinach Nia" in kept_on_device(page), "it waits for Nia while nobody else has signed in"
    page.get_by_label(re.compile("E-mail")).fill(sion.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-drafts] body[data-person]")
    assert kept_on_device(page) == ""
    opened(page, path)
    expect(page.locator(".portal-not-saved")).to_have_count(0)
    expect(page.locator("#id_going_well")).to_have_value("")


def test_without_the_script_save_saves_and_nothing_stands_in_the_way(portal: Portal, nia, path, section) -> None:
    page = portal.sign_in(nia, java_script_enabled=False)
    page.goto(path)
    expect(page.get_by_text("Save before you change to the other language")).to_be_visible()
    expect(page.get_by_role("button", name="Show both versions")).to_have_count(0)
    page.locator("#id_going_well").fill("Heb sgript")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(OWN_COPY)
    assert passage(section).text == "Heb sgript"


@LANGUAGES
def test_what_is_added_only_by_the_button_is_kept_on_the_device_until_it_has_been(
    portal: Portal, nia, school, section, language
) -> None:
    year = section.self_evaluation.school_year
    args = [school.public_id, year, section.area.code, "strengths"]
    page = opened(portal.sign_in(nia), reverse("self_evaluations:add", args=args).replace("/en/", f"/{language}/"))
    page.on("dialog", lambda dialog: dialog.accept())
    type_in(page, "Côr yr ysgol", "text")
    page.locator("#id_could_share").check()
    opened(page, page.url)
    expect(page.locator("#id_text")).to_have_value("")
    sound(page)
    page.locator("[data-put-back]").click()
    expect(page.locator("#id_text")).to_have_value("Côr yr ysgol")
    expect(page.locator("#id_could_share")).to_be_checked()
    page.locator("main form[data-draft] button.govuk-button").first.click()
    page.wait_for_url(OWN_COPY)
    page.wait_for_selector("html[data-drafts]", state="attached")
    assert kept_on_device(page) == ""
    assert section.strengths.get().text == "Côr yr ysgol"
