"""The question about words that seem to name a learner: in both languages, with and without the script, by keyboard."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.browser.harness import OWN_COPY, Portal
from tests.browser.test_autosave import SAVED, opened, sound, status, type_in
from tests.schools.writing import passage

DOUBTFUL = {"cy": "Mae Ffion ym Mlwyddyn 5 yn darllen yn dda.", "en": "Ffion in Year 5 reads well."}
CHANGED = {"cy": "Mae dysgwyr hŷn yn darllen yn dda.", "en": "Older learners read well."}
ASKS = {"cy": "Gallai eich testun ddangos pwy yw dysgwr", "en": "Your text may tell who a learner is"}
SEEMS = {"cy": "enwi dysgwr", "en": "to name a learner"}
AS_IT_IS = {"cy": "Cadw fel y mae", "en": "Save as it is"}
SAVE = {"cy": "Cadw", "en": "Save"}
LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])


@pytest.fixture
def section(school: Any) -> Any:
    return make.make_self_evaluation(school).sections.first()


def page_of(section: Any, language: str, *more: str) -> str:
    evaluation = section.self_evaluation
    route = "self_evaluations:add" if more else "self_evaluations:write"
    path = reverse(route, args=[evaluation.school.public_id, evaluation.school_year, section.area.code, *more])
    return path.replace("/en/", f"/{language}/")


def asks(page: Page, language: str) -> Any:
    banner = page.locator(".portal-doubtful")
    expect(banner).to_contain_text(ASKS[language])
    expect(banner.get_by_role("link")).to_have_text(re.compile(SEEMS[language]))
    return banner


@LANGUAGES
def test_without_the_script_she_is_asked_once_and_saves_the_text_as_it_is(
    portal: Portal, nia, section, language
) -> None:
    page = portal.sign_in(nia, java_script_enabled=False)
    page.goto(page_of(section, language))
    page.locator("#id_going_well").fill(DOUBTFUL[language])
    page.locator(f"input[name=lang][value={language}]").check()
    page.get_by_role("button", name=SAVE[language], exact=True).click()
    banner = asks(page, language)
    expect(page.locator("#id_going_well")).to_have_value(DOUBTFUL[language])
    assert passage(section).text == ""
    banner.get_by_role("button", name=AS_IT_IS[language]).click()
    page.wait_for_url(OWN_COPY)
    assert passage(section).text == DOUBTFUL[language]


@LANGUAGES
def test_what_saves_itself_is_told_beside_and_the_button_asks(portal: Portal, nia, section, language) -> None:
    page = opened(portal.sign_in(nia), page_of(section, language))
    page.locator(f"input[name=lang][value={language}]").check()
    type_in(page, DOUBTFUL[language])
    expect(status(page)).to_have_text(SAVED[language])
    told = page.locator("[data-doubtful]")
    expect(told).to_contain_text("Ffion")
    expect(told).to_contain_text(SEEMS[language])
    expect(told).to_have_attribute("role", "status")
    expect(told.locator(f"span[lang={language}]")).to_have_text("Ffion")
    assert passage(section).text == DOUBTFUL[language]
    sound(page)
    page.get_by_role("button", name=SAVE[language], exact=True).click()
    banner = asks(page, language)
    expect(banner).to_be_focused()
    sound(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Tab")
    expect(banner.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_going_well")).to_be_focused()
    page.locator("#id_going_well").fill(CHANGED[language])
    page.get_by_role("button", name=SAVE[language], exact=True).click()
    page.wait_for_url(OWN_COPY)
    assert passage(section).text == CHANGED[language]


@LANGUAGES
def test_a_form_that_only_the_button_saves_asks_by_keyboard_alone(portal: Portal, nia, section, language) -> None:
    page = opened(portal.sign_in(nia), page_of(section, language, "strengths"))
    page.locator("#id_text").fill(DOUBTFUL[language])
    page.locator(f"input[name=lang][value={language}]").check()
    page.locator("form[data-draft] button.govuk-button").first.press("Enter")
    banner = asks(page, language)
    expect(banner).to_be_focused()
    sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(banner.get_by_role("button", name=AS_IT_IS[language])).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/write/|/self-evaluations/\d+/(#|$)"))
    assert section.strengths.get().text == DOUBTFUL[language]


def test_the_words_are_not_told_twice_while_somebody_types_on(portal: Portal, nia, section) -> None:
    page = opened(portal.sign_in(nia), page_of(section, "en"))
    type_in(page, DOUBTFUL["en"])
    told = page.locator("[data-doubtful]")
    expect(told).to_contain_text("Ffion")
    page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.querySelector('[data-doubtful]'), { childList: true, subtree: true })"
    )
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        type_in(page, " More.")
    page.wait_for_timeout(200)
    assert page.evaluate("window.changes") == 0
    page.locator("#id_going_well").fill(CHANGED["en"])
    expect(told).to_be_empty()
