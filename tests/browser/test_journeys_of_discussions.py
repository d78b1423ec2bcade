"""What is done about a discussion and its record, each button once: by links, in both languages."""

from typing import Any

import pytest
from django.urls import reverse

from discussions.models import Discussion, NextStep, Support
from discussions.professional_discussions import actions
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools.clarifications import actions as clarifications
from schools.models import Clarification, Version
from tests import factories as make
from tests.browser.harness import Portal
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.meetings import guest_of, ids, key, schedule
from tests.discussions.rounds import make_discussion, write_record
from tests.schools.writing import submit

HOME, DISCUSSIONS = reverse("home:index"), reverse("professional_discussions:index")
FIRST, SECOND, LATER = "Y bws ysgol.", "Y bws o'r pentrefi uchaf.", "Newydd ers y tro diwethaf."


@pytest.fixture
def to_come(school: Any, nia: Any, olwen: Any, alun: Any, gareth: Any) -> Discussion:
    """With a guest to whom Nia has said yes."""
    found = schedule(school, olwen, nia, alun, olwen, guests=ids(gareth))
    actions.answer_about_guest(guest_of(found), answer="given", by=nia, once=key())
    return found


def test_a_headteacher_adds_to_the_agenda_changes_it_takes_it_off_and_brings_in_what_is_new(
    portal: Portal, school: Any, nia: Any, gareth: Any, to_come: Discussion
) -> None:
    """In Welsh, by keyboard; the guest reads each step in English."""
    here = reverse("professional_discussions:detail", args=[to_come.public_id])
    nias = by_keyboard(portal, nia, "cy").open(DISCUSSIONS).follow(here)
    nias.follow(reverse("agenda:add", args=[to_come.public_id])).fill(text=FIRST, lang="cy").says(FIRST)
    item = to_come.agenda_items.get()
    gareths = by_mouse(portal, gareth, "en").open(HOME).follow(here).says(FIRST)
    nias.follow(reverse("agenda:edit", args=[to_come.public_id, item.public_id])).fill(text=SECOND).says(SECOND)
    gareths.open(here).says(SECOND).says_nothing_of(FIRST)
    nias.follow(reverse("agenda:remove", args=[to_come.public_id, item.public_id])).fill()
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation, LATER)
    submit(evaluation, by=nia)
    nias.follow(reverse("agenda:redraft", args=[to_come.public_id])).says(LATER).fill().says(LATER)
    gareths.open(here).says(LATER).says_nothing_of(SECOND)


def test_an_officer_lets_a_guest_go_and_calls_the_discussion_off(
    portal: Portal, nia: Any, olwen: Any, gareth: Any, dai: Any, to_come: Discussion
) -> None:
    """In English; the headteacher reads why in Welsh, the diary helper that it is off, the guest nothing."""
    here = reverse("professional_discussions:detail", args=[to_come.public_id])
    gareths = by_mouse(portal, gareth, "en").open(HOME).follow(here).says("Gareth")
    olwens = by_mouse(portal, olwen, "en").open(DISCUSSIONS).follow(here)
    olwens.follow(reverse("professional_discussions:participants", args=[to_come.public_id])).fill(guests=[])
    olwens.says_nothing_of("Gareth")
    gareths.open(here, status=404)
    olwens.follow(reverse("professional_discussions:cancel", args=[to_come.public_id]))
    olwens.fill(reason="The road is closed by snow.", lang="en").says("The road is closed by snow.")
    by_mouse(portal, nia, "cy").open(here).says("The road is closed by snow.", "wedi’i chanslo")
    by_mouse(portal, dai, "en").open(here).says("has been cancelled").says_nothing_of("snow")


def test_an_adviser_takes_support_and_a_step_out_of_the_draft(
    portal: Portal, school: Any, alun: Any, olwen: Any
) -> None:
    """In Welsh: the officer, who reads the draft, finds neither."""
    load_support_kinds()
    draft = write_record(records.begin(make_discussion(school), by=alun, once=key()), by=alun)
    here = reverse("records:detail", args=[draft.discussion.public_id])
    aluns = by_mouse(portal, alun, "cy").open(DISCUSSIONS)
    aluns.follow(reverse("professional_discussions:detail", args=[draft.discussion.public_id])).follow(here)
    olwens = by_mouse(portal, olwen, "en").open(here).says("CANARY-success", "CANARY-next-step")
    for kind, item in (("support", Support.all_rows.get()), ("next-steps", NextStep.all_rows.get())):
        aluns.follow(reverse("records:remove", args=[draft.discussion.public_id, kind, item.public_id])).fill()
    aluns.says("CANARY-progress").says_nothing_of("CANARY-success", "CANARY-next-step")
    olwens.open(here).says("CANARY-progress").says_nothing_of("CANARY-success", "CANARY-next-step")


def test_an_officer_takes_a_question_back(portal: Portal, school: Any, nia: Any, olwen: Any) -> None:
    """In English, by keyboard: it waits for the school no more."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    area = evaluation.sections.order_by("area__position").select_related("area")[0].area.code
    place = [school.public_id, evaluation.school_year, 1]
    words = {"area": area, "question": "How do you know?", "lang": "en", "once": None}
    clarifications.ask(Version.all_rows.get(number=1), by=olwen, **words)
    version = reverse("self_evaluations:version", args=place)
    nias = by_mouse(portal, nia, "cy").open(version).says("How do you know?")
    olwens = by_keyboard(portal, olwen, "en").open(version).says("How do you know?")
    asked = Clarification.all_rows.get()
    olwens.follow(reverse("clarifications:withdraw", args=[*place, asked.public_id])).fill()
    nias.open(version).says_nothing_of("How do you know?")
    nias.open(HOME).says_nothing_of("How do you know?")
