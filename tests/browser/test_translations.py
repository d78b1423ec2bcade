"""Asking the council's translators, and their document out and in again: by keyboard, with JavaScript and without."""

from typing import Any

import pytest
from django.urls import reverse

from schools.models import SelfEvaluation, Strength, TranslationRequest, Version
from schools.sharing import actions as sharing
from schools.translations import actions
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.sheets import as_file, filled, sheet_for
from tests.schools.writing import submit


@pytest.fixture
def frozen(school: Any, nia: Any) -> Version:
    made: SelfEvaluation = make.make_self_evaluation(school)
    make.write_in(made, "Mae darllen yn gwella.", lang="cy")
    first = made.sections.order_by("area__position")[0]
    first.passages.filter(box="going_well").update(text="Mae rhifedd yn gwella.")  # stands nowhere else
    Strength.all_rows.create(section=first, text="A warm welcome", lang="en")
    submit(made, by=nia)
    version: Version = Version.all_rows.select_related("school").get()
    return version


def page(frozen: Version) -> str:
    school: Any = frozen.school
    return reverse("self_evaluations:version", args=[school.public_id, frozen.school_year, frozen.number])


def of(asked: TranslationRequest, name: str) -> str:
    return reverse(f"translations:{name}", args=[asked.public_id])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_adviser_asks_in_english_and_an_officer_brings_it_back_in_welsh(
    portal: Portal, alun: Any, olwen: Any, frozen: Version, scripts: bool
) -> None:
    place = [frozen.school.public_id, frozen.school_year, 1]
    adviser = AtTheKeyboard(portal.sign_in(alun, java_script_enabled=scripts), "en").open(page(frozen))
    adviser.follow(reverse("translations:ask", args=place)).fill(wanted="cy").says("for what is not in Welsh")
    adviser.follow(reverse("translations:ask", args=place)).fill()
    asked = TranslationRequest.all_rows.get(wanted="en")
    officer = AtTheKeyboard(portal.sign_in(olwen, java_script_enabled=scripts), "cy").open(reverse("home:index"))
    officer.follow(of(asked, "detail")).takes(of(asked, "download"))
    officer.open(of(asked, "detail")).follow(of(asked, "send")).fill()
    officer.follow(of(asked, "bring")).fill(file=as_file(filled(sheet_for(asked)))).says("Translated 0").fill()
    adviser.open(page(frozen)).says("Translated 0", "not the school’s own words")


def test_a_request_is_taken_back_and_another_one_cannot_be_done(
    portal: Portal, alun: Any, olwen: Any, frozen: Version
) -> None:
    ask = reverse("translations:ask", args=[frozen.school.public_id, frozen.school_year, 1])
    adviser = AtTheKeyboard(portal.sign_in(alun), "en").open(page(frozen)).follow(ask).fill()
    taken_back = TranslationRequest.all_rows.get()
    adviser.open(page(frozen)).follow(of(taken_back, "take_back")).fill()
    adviser.open(page(frozen)).follow(ask).fill()
    asked = TranslationRequest.all_rows.exclude(pk=taken_back.pk).get()
    officer = AtTheKeyboard(portal.sign_in(olwen), "cy").open(reverse("home:index"))
    officer.follow(of(asked, "detail")).follow(of(asked, "refuse")).fill(reason="Prysur iawn", lang="cy")
    adviser.open(page(frozen)).says("Prysur iawn")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_of_the_translators_are_sound(
    portal: Portal, nia: Any, alun: Any, glyn: Any, olwen: Any, frozen: Version, language: str
) -> None:
    def at(path: str) -> str:
        return path.replace("/en/", f"/{language}/")

    adviser, officer, governor = (portal.sign_in(person) for person in (alun, olwen, glyn))
    asking = reverse("translations:ask", args=[frozen.school.public_id, frozen.school_year, 1])
    index = reverse("translations:index")
    for path in (index, f"{index}?closed=1"):
        examine(officer, at(path))
    examine(adviser, at(asking))
    asked = actions.ask(frozen, wanted="en", by=alun, once=None)
    for path in (page(frozen), asking, of(asked, "take_back")):
        examine(adviser, at(path))
    examine(governor, at(asking))
    in_welsh = actions.ask(frozen, wanted="cy", by=alun, once=None)
    for path in (page(frozen), asking):
        examine(adviser, at(path))
    actions.take_back(in_welsh, by=alun, once=None)
    document = filled(sheet_for(asked), but=0)
    document.tables[0].rows[4].cells[1].text = "Another original"
    loose = document.tables[0].add_row()
    loose.cells[2].text = "A row of nobody"
    tab = AtTheKeyboard(officer, language).open(of(asked, "bring"))
    tab.fill(file=as_file(document))
    for name in ("detail", "send", "bring", "check", "refuse"):
        examine(officer, at(of(asked, name)))
    tab.open(of(asked, "check")).fill()
    actions.refuse(asked, reason="Prysur", lang="cy", by=olwen, once=None)
    for path in (of(asked, "detail"), f"{index}?closed=1", page(frozen)):
        examine(officer, at(path))
    evaluation = SelfEvaluation.all_rows.get()
    evaluation.sections.update(circle="governors")
    shared = sharing.share_with_governors(evaluation, by=nia, once=None)
    own = [frozen.school.public_id, shared.school_year, shared.number]
    examine(governor, at(reverse("sharing:version", args=own)))
