"""The record of a discussion in the browser: every page and state, in both languages; an answer without JavaScript."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from discussions.models import NextStep, Party, Record, Support, SupportKind
from discussions.records import actions
from discussions.reference import load_support_kinds
from schools import clock
from tests.browser.harness import Portal, examine
from tests.discussions.rounds import agree, key, make_discussion, part_of, section_of
from tests.factories import make_self_evaluation, write_in
from tests.schools.writing import submit

TEXTS = {
    "priorities": ("Cadarnhawyd dwy flaenoriaeth: ysgrifennu estynedig ar draws y cwricwlwm, a phresenoldeb.", "cy"),
    "progress": ("Reading has improved in every year group; the library is open to families on Thursdays.", "en"),
    "accuracy": ("All agreed that the self-evaluation shows the school as it is.", "en"),
    "practice": ("Mae'r ysgol yn arwain y ffordd gyda llais y dysgwr.", "cy"),
}


@pytest.fixture
def draft(school: Any, alun: Any, nia: Any) -> Record:
    load_support_kinds()
    evaluation = make_self_evaluation(school)
    write_in(evaluation, "Mae angen gwella ysgrifennu estynedig ar draws y cwricwlwm")
    submit(evaluation, by=nia, once=key())
    return actions.begin(make_discussion(school), by=alun, once=key())


@pytest.fixture
def written(draft: Record, alun: Any) -> Record:
    for heading, (text, lang) in TEXTS.items():
        section = section_of(draft, heading)
        actions.write(section, text=text, lang=lang, version=section.version, by=alun, once=key())
    day, part = clock.today(), part_of(draft)
    kinds = SupportKind.all_rows.all()
    for kind, giver, name, amount in ((kinds[1], "service", "", "3"), (kinds[7], "school", "Ysgol y Dderwen", "2.5")):
        actions.add(
            part, Support, support_kind=kind, what="Cynllunio ar y cyd gyda staff Blwyddyn 5 a 6.", lang="cy",
            success="Mae pob dysgwr yn ysgrifennu'n estynedig bob wythnos.", given_by=giver, given_by_name=name,
            amount=Decimal(amount), unit="days", starts_on=day, ends_on=day + dt.timedelta(days=90),
            by=alun, once=key(),
        )  # fmt: skip
    for party, text in (("school", "Share the writing plan with parents"), ("council", "Talk to the transport team")):
        actions.add(
            part, NextStep, party=party, text=text, lang="en", due_on=day + dt.timedelta(days=30), by=alun, once=key()
        )
    return draft


def shown(portal: Portal, person: Any, record: Record, *pages: str) -> Page:
    tab = portal.sign_in(person)
    for language in ("cy", "en"):
        for page in pages:
            examine(tab, f"/{language}/discussions/{record.discussion.public_id}/record/{page}")
    return tab


def test_the_pages_of_a_draft(portal, written, alun, olwen, school):
    at, step = f"schools/{school.public_id}", NextStep.all_rows.first().public_id
    shown(
        portal, alun, written, "", "check/", f"{at}/priorities/write/", f"{at}/next-steps/add/",
        f"next-steps/{step}/edit/", f"next-steps/{step}/remove/",
    )  # fmt: skip
    shown(portal, olwen, written, "")


def test_the_pages_of_a_record_that_was_sent_and_seen_differently(portal, written, alun, nia, glyn, olwen, school):
    sent = actions.send(written, by=alun, once=key())
    shown(portal, alun, sent, "", "service/answer/")
    shown(portal, olwen, sent, "council/answer/")
    shown(portal, nia, sent, "", f"schools/{school.public_id}/answer/")
    reasons = {(part_of(sent), "support"): "Mae angen mwy o ddiwrnodau arnom, a hynny cyn y Nadolig."}
    agree(sent, nia, Party.SCHOOL, school, agreed=False, reasons=reasons, lang="cy")
    shown(portal, glyn, sent, "", "history/")
    shown(portal, nia, sent, "answered/")
    actions.withdraw(sent, by=alun, once=key())
    shown(portal, alun, sent, "")
    shown(portal, nia, sent, "")


def test_the_pages_of_a_record_that_all_have_answered(portal, written, alun, nia, olwen, gareth, school):
    sent = actions.send(written, by=alun, once=key())
    reasons = {(part_of(sent), "support"): "Mae angen mwy o ddiwrnodau arnom, a hynny cyn y Nadolig."}
    agree(sent, nia, Party.SCHOOL, school, agreed=False, reasons=reasons, lang="cy")
    agree(sent, olwen, Party.COUNCIL)
    agree(sent, alun, Party.SERVICE)
    tab = shown(portal, nia, sent, "", "version/", "answered/")
    for language in ("cy", "en"):
        examine(tab, f"/{language}/schools/{school.public_id}/support/")


def test_a_record_is_answered_without_javascript(portal, written, alun, nia, school):
    actions.send(written, by=alun, once=key())
    page = portal.sign_in(nia, java_script_enabled=False)
    page.goto(f"/en/discussions/{written.discussion.public_id}/record/")
    page.get_by_role("button", name="Answer for the school").first.click()
    page.get_by_label("How you see the support agreed", exact=False).fill("Mae angen mwy o ddiwrnodau arnom.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Choose whether you agree or see something differently"
    )
    page.get_by_label("We see something differently").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answer has been given")
