"""The scripts and the other language: what is being typed goes along, and numbers are grouped as in that language."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.harness import OWN_COPY, Portal
from tests.browser.typing_in import opened, type_in


def test_changing_the_language_takes_along_what_is_being_typed_in_a_short_form(portal: Portal, nia, section) -> None:
    school, year = section.school, section.self_evaluation.school_year
    address = reverse("self_evaluations:add", args=[school.public_id, year, section.area.code, "strengths"])
    page, asked = portal.sign_in(nia), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened(page, address)
    page.get_by_label("English").check()
    type_in(page, "They read well", "text")
    page.get_by_role("link", name="English" if page.url.count("/cy/") else "Cymraeg").click()
    page.wait_for_selector("html[data-ready][data-drafts]", state="attached")
    expect(page.locator("#id_text")).to_have_value("They read well")
    expect(page.locator("#id_text")).to_have_attribute("lang", "en")
    expect(page.get_by_label("English")).to_be_checked()
    assert asked == []
    page.get_by_role("button", name=re.compile("Save|Cadw")).click()
    page.wait_for_url(OWN_COPY)
    assert [row.text for row in section.strengths.all()] == ["They read well"]


def test_the_welsh_counter_groups_its_number_as_the_hint_does(portal: Portal, nia, section, path) -> None:
    page = portal.sign_in(nia)
    opened(page, path.replace("/en/", "/cy/"))
    page.locator("#id_going_well").fill("a" * 19_000 + "b" * 2000)
    expect(page.locator("#id_going_well-info ~ .govuk-character-count__status").first).to_contain_text("1,000")


def test_what_is_typed_about_a_discussion_to_schedule_goes_along_to_the_other_language(
    portal: Portal, olwen, school
) -> None:
    page = portal.sign_in(olwen)
    opened(page, reverse("professional_discussions:schedule", args=[school.public_id]))
    type_in(page, "The library", "place")
    page.locator("#id_date input").first.fill("24")
    page.get_by_role("link", name="English" if page.url.count("/cy/") else "Cymraeg").click()
    page.wait_for_selector("html[data-ready][data-drafts]", state="attached")
    expect(page.locator("#id_place")).to_have_value("The library")
    expect(page.locator("#id_date input").first).to_have_value("24")
