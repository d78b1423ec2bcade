"""Asking and answering about a submitted area, and what changed since: by keyboard, with JavaScript and without."""

from typing import Any

import pytest
from django.urls import reverse

from schools.clarifications import actions
from schools.models import Clarification, SelfEvaluation, Strength, Version
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.writing import save, submit

QUESTION, ANSWER = "How do you know that reading has improved?", "Edrychwyd ar lyfrau ym mhob dosbarth."


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    made = make.make_self_evaluation(school)
    make.write_in(made)
    submit(made, by=nia)
    return made


@pytest.fixture
def place(evaluation: SelfEvaluation) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year, 1]


@pytest.fixture
def area(evaluation: SelfEvaluation) -> str:
    return str(evaluation.sections.order_by("area__position")[0].area.code)


def ask(person: Any, area: str) -> Clarification:
    words = {"area": area, "question": QUESTION, "lang": "en", "once": None}
    return actions.ask(Version.all_rows.get(number=1), by=person, **words)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_adviser_asks_in_english_and_the_headteacher_answers_in_welsh(
    portal: Portal, nia: Any, alun: Any, place: Any, area: str, scripts: bool
) -> None:
    version = reverse("self_evaluations:version", args=place)
    adviser = AtTheKeyboard(portal.sign_in(alun, java_script_enabled=scripts), "en").open(version)
    adviser.follow(reverse("clarifications:ask", args=[*place, area])).fill(question=QUESTION, lang="en").says(QUESTION)
    asked = Clarification.all_rows.get()
    head = AtTheKeyboard(portal.sign_in(nia, java_script_enabled=scripts), "cy").open(reverse("home:index"))
    head.follow(reverse("clarifications:answer", args=[*place, asked.public_id])).says(QUESTION)
    head.fill(answer=ANSWER, lang="cy").says(ANSWER)
    adviser.open(version).says(ANSWER).says_nothing_of("Nia")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_of_a_question_are_sound(
    portal: Portal, nia: Any, olwen: Any, place: Any, area: str, language: str
) -> None:
    asked, other = ask(olwen, area), ask(olwen, area)
    version = reverse("self_evaluations:version", args=place)
    one = [*place, asked.public_id]
    answer, withdraw = (reverse(f"clarifications:{name}", args=one) for name in ("answer", "withdraw"))
    officer, head = portal.sign_in(olwen), portal.sign_in(nia)

    def at(path: str) -> str:
        return path.replace("/en/", f"/{language}/")

    examine(officer, at(version))
    examine(head, at(version))
    actions.answer(asked, answer=ANSWER, lang="cy", by=nia, once=None)
    mine = reverse("questions:index")
    for page, path in ((head, answer), (officer, withdraw), (officer, version), (officer, mine)):
        examine(page, at(path))
    actions.withdraw(other, by=olwen, once=None)
    examine(head, at(reverse("clarifications:answer", args=[*place, other.public_id])))


def test_what_changed_is_found_by_keyboard_and_sound_in_both_languages(
    portal: Portal, nia: Any, olwen: Any, evaluation: SelfEvaluation, place: Any
) -> None:
    compare = reverse("comparisons:index", args=place[:1])
    tab, without_scripts = portal.sign_in(olwen), portal.sign_in(olwen, java_script_enabled=False)
    for language in ("cy", "en"):
        examine(tab, compare.replace("/en/", f"/{language}/"))
    first = evaluation.sections.order_by("area__position").first()
    save(first, going_well="Mae'r dysgwyr yn darllen yn dda iawn. Hefyd yn ysgrifennu.", by=nia)
    Strength.all_rows.filter(section=first).delete()
    submit(evaluation, by=nia)
    here = AtTheKeyboard(without_scripts, "cy").open(reverse("self_evaluations:version", args=[*place[:2], 2]))
    here.follow(compare)
    here.says("Ychwanegwyd o’r fan hyn")
    for language in ("cy", "en"):
        examine(tab, compare.replace("/en/", f"/{language}/"))
