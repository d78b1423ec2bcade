"""The frame that all pages share, in the browser: faults, widths, print, keyboard."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.examined import FORM, SHOWN, lacking
from tests.browser.harness import OWN_COPY, Portal, examine, faults_in_html


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_page_that_is_not_there_is_sound_too(portal: Portal, nia, language: str) -> None:
    examine(portal.sign_in(nia), f"/{language}/no-such-page/", status=404)


def test_the_other_language_is_one_press_away_on_the_same_page(portal: Portal) -> None:
    page = portal.visit()
    page.goto("/en/cookies/?from=mail")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page).to_have_url(f"{portal.url}/cy/cookies/?from=mail")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cwcis")


def test_the_first_tab_skips_to_the_content(portal: Portal) -> None:
    page = portal.visit()
    page.goto("/en/help/")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_text_twice_the_size_still_fits(portal: Portal) -> None:
    page = portal.visit()
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto("/en/cookies/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_paper_carries_the_words_and_not_the_ways(portal: Portal, nia) -> None:
    page = portal.sign_in(nia)
    page.goto("/en/help/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for ways in (".govuk-language-navigation", ".govuk-skip-link", ".portal-footer__links", ".portal-person form"):
        expect(page.locator(ways)).to_be_hidden()
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator(".portal-header__brand").evaluate(colours)[0] == "rgb(0, 0, 0)"


def test_the_harness_finds_what_it_is_there_for() -> None:
    broken = (
        "<!DOCTYPE html><html lang=en><head><title>x</title></head><body onload=x><p id=a><p id=a>"
        "<a href='#gone'>x</a><input name=free><label for=nobody>y</label>"
        "<table class='portal-table--stacked'><tbody><tr><td style='x'>z</td></tr></tbody></table></body></html>"
    )
    faults = "\n".join(faults_in_html(broken))
    for part in ("id 'a' stands 2 times", "'#gone' leads nowhere", "name='free'> has no label", "for='nobody'"):
        assert part in faults
    assert "no data-label" in faults
    assert "inline onload" in faults
    assert "inline style" in faults


def test_a_page_that_nobody_examined_is_named() -> None:
    missing = lacking({("evidence:add", "cy", SHOWN), ("evidence:add", "cy", FORM)})
    assert "evidence:add was not examined in en" in missing
    assert "evidence:add was not examined in cy" not in missing
    assert "evidence:add has a form and was not examined with what is wrong in it" in missing
    assert "home:index was not examined in cy" in missing


@pytest.fixture
def section(school: Any) -> Any:
    return make.make_self_evaluation(school).sections.first()


def opened(portal: Portal, person: Any, name: str, section: Any, *more: str) -> tuple[Any, list[str]]:
    """The page of an area, and what the browser has asked; whoever is asked says that they stay."""
    page, asked = portal.sign_in(person), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    where = [section.school.public_id, section.self_evaluation.school_year, section.area.code, *more]
    page.goto(reverse(f"self_evaluations:{name}", args=where))
    page.wait_for_selector("html[data-ready][data-drafts]", state="attached")
    return page, asked


def test_typed_text_is_not_left_behind_without_a_question(portal: Portal, nia, section) -> None:
    page, asked = opened(portal, nia, "write", section)
    page.locator("#id_going_well").press_sequentially("Darllen")
    here = page.url
    page.get_by_role("link", name="Improvement Portal").click()
    expect(page.locator("#id_going_well")).to_have_value("Darllen")
    assert (asked, page.url) == (["beforeunload"], here)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(OWN_COPY)
    page.get_by_role("link", name="Cymraeg").click()
    page.wait_for_url("**/cy/**")
    assert asked == ["beforeunload"], "what was saved is left without a question"


def test_changing_the_language_takes_along_what_is_being_typed(portal: Portal, nia, section) -> None:
    page, asked = opened(portal, nia, "add", section, "strengths")
    page.get_by_label("English").check()
    page.locator("#id_text").press_sequentially("They read well")
    page.get_by_role("link", name="Cymraeg").click()
    page.wait_for_url("**/cy/**")
    page.wait_for_selector("html[data-ready][data-drafts]", state="attached")
    expect(page.locator("#id_text")).to_have_value("They read well")
    expect(page.locator("#id_text")).to_have_attribute("lang", "en")
    expect(page.get_by_label("English")).to_be_checked()
    assert asked == []
    page.get_by_role("button", name="Cadw").click()
    page.wait_for_url(OWN_COPY)
    assert [row.text for row in section.strengths.all()] == ["They read well"]


def test_the_welsh_counter_groups_its_number_as_the_hint_does(portal: Portal, nia, section) -> None:
    page, _asked = opened(portal, nia, "write", section)
    page.goto(page.url.replace("/en/", "/cy/"))
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#id_going_well").fill("a" * 19_000)
    expect(page.locator("#id_going_well-info ~ .govuk-character-count__status").first).to_contain_text("1,000")
