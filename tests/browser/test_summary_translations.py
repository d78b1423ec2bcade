"""A school's summary at the translators and back: by keyboard, with JavaScript and without."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools.models import Plan, TranslationRequest
from schools.plan_summary import actions as writing
from schools.summary_translations import actions
from schools.translations import actions as translations
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.sheets import as_file, filled, sheet_for

IN_WELSH = {"text_cy": "Mae’r plant yn mwynhau darllen.", "text_en": ""}
IN_ENGLISH = {"text_cy": "", "text_en": "We grow our own food."}


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    plan = make.make_plan(school)
    writing.add(plan, part="strengths", by=nia, once=uuid4(), **IN_WELSH)
    return plan


def at(plan: Plan, route: str) -> str:
    return reverse(route, args=[plan.school.public_id, plan.first_year])


def of(asked: TranslationRequest, name: str) -> str:
    return reverse(f"translations:{name}", args=[asked.public_id])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_school_asks_by_one_press_and_takes_over_what_comes_back(
    portal: Portal, carys: Any, olwen: Any, plan: Plan, scripts: bool
) -> None:
    writer = AtTheKeyboard(portal.sign_in(carys, java_script_enabled=scripts), "en").open(at(plan, "plans:detail"))
    writer.follow(at(plan, "plan_summary:index")).press().says("have been asked", "It has not been sent to them yet")
    asked = TranslationRequest.all_rows.get()
    officer = AtTheKeyboard(portal.sign_in(olwen, java_script_enabled=scripts), "cy").open(reverse("home:index"))
    officer.follow(of(asked, "detail")).takes(of(asked, "download"))
    officer.open(of(asked, "detail")).follow(of(asked, "send")).fill()
    document = filled(sheet_for(asked), "The children enjoy reading.")
    officer.follow(of(asked, "bring")).fill(file=as_file(document)).says("The children enjoy reading.").fill()
    writer.open(at(plan, "plan_summary:index")).says("The children enjoy reading.", "until you put it there")
    writer.follow(at(plan, "summary_translations:take_over")).fill().says("stand in the summary now")
    assert plan.summary.lines.get().text_en == "The children enjoy reading."


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_of_a_summary_at_the_translators_are_sound(
    portal: Portal, nia: Any, sion: Any, olwen: Any, plan: Plan, language: str
) -> None:
    head, colleague, officer = (portal.sign_in(person) for person in (nia, sion, olwen))

    def see(person: Any, *paths: str) -> None:
        for path in paths:
            examine(person, path.replace("/en/", f"/{language}/"))

    index, asking, taking = (
        at(plan, route)
        for route in ("plan_summary:index", "summary_translations:ask", "summary_translations:take_over")
    )
    writing.add(plan, part="actions", by=nia, once=uuid4(), **IN_ENGLISH)
    see(head, index, asking, taking)
    actions.ask(plan, by=nia, once=None)
    see(head, index, asking)
    see(colleague, index, asking)
    in_english, in_welsh = TranslationRequest.all_rows.order_by("pk")
    see(head, of(in_english, "take_back"))
    pages = [of(in_english, name) for name in ("detail", "send", "bring", "refuse")]
    see(officer, reverse("translations:index"), *pages)
    document = as_file(filled(sheet_for(in_english)))
    AtTheKeyboard(officer, language).open(of(in_english, "bring")).fill(file=document).fill()
    translations.refuse(in_welsh, reason="Prysur iawn", lang="cy", by=olwen, once=None)
    line = plan.summary.lines.get(part="strengths")
    own = [plan.school.public_id, plan.first_year, line.public_id]
    see(head, index, taking, reverse("plan_summary:edit", args=own))
    words = {"text_cy": "Mae’r plant yn caru darllen.", "text_en": ""}
    writing.edit(line, version=line.version, by=nia, once=uuid4(), **words)
    see(head, index)
    see(officer, of(in_english, "detail"), reverse("translations:index") + "?closed=1")
