"""Words that seem to name a learner are looked over wherever they come into a text that others will read."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Plan, PlanPriority, Priority, School, Target
from schools.plan_parts import actions as plan_parts
from schools.plans import actions as plans
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor, links_in
from tests.plan_addresses import plan_page

DOUBTFUL = "Ffion in Year 5 needs more help with phonics."
HARMLESS = "Phonics in the lower school."
ASKS = "Your text may tell who a learner is"
OPEN = "Nobody has answered yet"
YEAR = clock.current_school_year()


@pytest.fixture
def evaluation(school: School) -> Any:
    return make.make_self_evaluation(school)


@pytest.fixture
def section(evaluation: Any) -> Any:
    return evaluation.sections.select_related("area").order_by("area__position").first()


@pytest.fixture
def plan(school: School, nia: Any, evaluation: Any) -> Plan:
    return plans.start(school, year=YEAR, by=nia, once=uuid.uuid4())


def of(plan: Plan, page: str, *more: Any) -> str:
    return plan_page(plan, page, *more)


def test_a_priority_that_is_drawn_into_the_plan_is_asked_about_and_one_that_is_left_out_is_not(nia, section, plan):
    doubtful, harmless = (Priority.all_rows.create(section=section, text=text) for text in (DOUBTFUL, HARMLESS))
    nia_draws = Visitor(nia, "en").open(of(plan, "draw"))
    ticked = [str(doubtful.public_id), str(harmless.public_id)]
    nia_draws.press(priorities=ticked, year="1").says(
        ASKS, "“Ffion” under “Ticked priorities”", "Draw them as they are"
    )
    assert not PlanPriority.all_rows.exists()
    nia_draws.fill()
    assert {row.text for row in PlanPriority.all_rows.all()} == {DOUBTFUL, HARMLESS}


def test_harmless_priorities_are_drawn_at_one_press(nia, section, plan):
    Priority.all_rows.create(section=section, text=DOUBTFUL)
    harmless = Priority.all_rows.create(section=section, text=HARMLESS)
    Visitor(nia, "en").open(of(plan, "draw")).fill(priorities=[str(harmless.public_id)], year="1")
    assert [row.text for row in PlanPriority.all_rows.all()] == [HARMLESS]


def test_what_saved_itself_in_a_plan_and_was_never_answered_for_is_listed_before_it_is_shared(nia, glyn, section, plan):
    source = Priority.all_rows.create(section=section, text=HARMLESS)
    plan_parts.draw(plan, priorities=[source], year=1, by=nia, once=uuid.uuid4())
    priority = plan.priorities.get()
    target = Target.all_rows.create(plan_priority=priority, text="Reading", expected_outcome="Calm", lang="en")
    edit = of(plan, "edit", "targets", target.public_id)
    Typing(nia, edit).type(expected_outcome=DOUBTFUL)
    listed = Visitor(nia, "en").open(of(plan, "check")).says(OPEN, "“Ffion” under “Expected outcome for learners”")
    assert f"{edit}#id_expected_outcome" in links_in(listed.page)
    Visitor(glyn, "en").open(of(plan, "check")).says_nothing_of(OPEN)
    still_open = "there is a passage that seems to tell who a learner is"
    Visitor(glyn, "en").open(of(plan, "approve")).says(still_open).says_nothing_of("Ffion")
    Visitor(nia, "en").open(edit).press().says(ASKS).fill()
    Visitor(nia, "en").open(of(plan, "check")).says_nothing_of(OPEN)
    Visitor(glyn, "en").open(of(plan, "approve")).says_nothing_of(still_open)


@pytest.mark.parametrize("what", ["box", "strength"])
def test_the_other_language_that_saved_itself_is_asked_about_and_listed_before_it_is_read(
    nia, evaluation, section, what
):
    section.passages.update(text="Mae darllen yn dda.", lang="cy")
    type(section).all_rows.filter(pk=section.pk).update(circle="council")
    original = section.passages.first() if what == "box" else section.strengths.create(text="Mae darllen", lang="cy")
    make.make_other_language(original, "Reading is good.")
    place = [evaluation.school.public_id, evaluation.school_year]
    beside = reverse("other_language:write", args=[*place, section.area.code, original.public_id])
    check = reverse("self_evaluations:check", args=place)
    Typing(nia, beside).type(text=DOUBTFUL)
    listed = Visitor(nia, "en").open(check).says(OPEN, "“Ffion”")
    assert f"{beside}#id_text" in links_in(listed.page)
    Visitor(nia, "en").open(beside).press().says(ASKS).fill()
    Visitor(nia, "en").open(check).says_nothing_of(OPEN)
