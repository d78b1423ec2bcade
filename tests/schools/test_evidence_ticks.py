"""Among many items of evidence any one is found and ticked, and nothing typed or ticked is lost on the way."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools import clock
from schools.models import Action, Citation, Plan, PlanPriority, ProgressNote, Target, TargetOutcome
from tests import factories as make
from tests.on_pages import Visitor, errors_on

YEAR = clock.current_school_year()
pytestmark = pytest.mark.django_db


@pytest.fixture
def priority(school: Any) -> PlanPriority:
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    return PlanPriority.all_rows.create(plan=plan, text="Ysgrifennu", lang="cy")


@pytest.fixture
def note(priority: PlanPriority) -> str:
    day = {"starts_on": clock.today(), "ends_on": clock.today()}
    action = Action.all_rows.create(plan_priority=priority, text="Hyfforddi", lang="cy", lead="Dirprwy", **day)
    return reverse("progress:note", args=[priority.plan.school.public_id, YEAR, "actions", action.public_id])


@pytest.fixture
def answer(priority: PlanPriority) -> str:
    words = {"text": "80%", "expected_outcome": "Hyder", "lang": "cy"}
    target = Target.all_rows.create(plan_priority=priority, **words)
    return reverse("year_end:answer", args=[priority.plan.school.public_id, YEAR, target.public_id])


def many(school: Any, number: int = 60) -> list[Any]:
    return [make.make_evidence(school, f"Taith {each:02}") for each in range(number)]


def test_a_few_are_listed_without_anything_to_look_for_them_with(nia, school, note):
    many(school, 25)
    fields = Visitor(nia, "en").open(note).form.fields
    assert len(fields["evidence"].offers) == 25 and "title" not in fields


def test_a_note_ticks_the_oldest_of_many_and_keeps_what_was_typed_meanwhile(nia, school, note):
    items = many(school)
    page = Visitor(nia, "en").open(note).says("60 items have been found.")
    assert len(page.form.fields["evidence"].offers) == 25
    first = page.form.fields["evidence"].offers[0]
    typed: dict[str, Any] = {"status": "in_progress", "text": "Hanner ffordd", "lang": "cy"}
    page.press(press="next", evidence=[first], **typed).press(press="next")
    wanted = next(key for key in page.form.fields["evidence"].offers if key not in (first,))
    page.press(press="find", title="Taith 07", evidence=[first, wanted]).says("One item has been found.")
    seventh = str(items[7].public_id)
    assert page.form.fields["evidence"].offers[-1] == seventh or seventh in (first, wanted)
    assert {first, wanted} <= set(page.form.fields["evidence"].holds)
    assert page.form.fields["text"].holds == ["Hanner ffordd"] and page.form.fields["lang"].holds == ["cy"]
    assert page.form.fields["status"].holds == ["in_progress"] and not ProgressNote.all_rows.exists()
    page.fill(evidence=[first, wanted, seventh])
    kept = ProgressNote.all_rows.get().citations.values_list("evidence__public_id", flat=True)
    assert {str(each) for each in kept} == {first, wanted, seventh}


def test_looking_for_evidence_refuses_nothing_that_is_not_written_yet(nia, school, note):
    many(school)
    page = Visitor(nia, "en").open(note).press(press="find", title="Taith 1", text="")
    assert errors_on(page.page) == [] and not page.led
    page.says_nothing_of("Choose how far it is")
    page.press(press="find", title="Dim byd").says("0 items have been found.")
    page.press(press="find", title="").says("60 items have been found.").press(press="next").press(press="previous")
    assert page.refused(text="") and "title" in page.form.fields


def test_what_became_of_a_target_keeps_its_ticks_on_other_pages(nia, school, answer):
    items = many(school)
    page = Visitor(nia, "en").open(answer)
    page.press(press="find", title="Taith 59", result="met", lang="en", why="")
    page.fill(evidence=[str(items[59].public_id)])
    page.open(answer).press(press="next", why="Gyda balchder")
    assert page.form.fields["evidence"].holds == [str(items[59].public_id)]
    page.press(press="next").fill(evidence=[str(items[59].public_id), page.form.fields["evidence"].offers[-1]])
    assert TargetOutcome.all_rows.get().why == "Gyda balchder"
    assert Citation.all_rows.filter(target__isnull=False).count() == 2


def test_evidence_of_another_school_is_never_found(nia, school, other_school, note):
    many(school)
    make.make_evidence(other_school, "Taith arall")
    Visitor(nia, "en").open(note).press(press="find", title="Taith arall").says("0 items have been found.")


@pytest.mark.parametrize("page", ["note", "answer"])
def test_the_page_asks_as_much_of_many_as_of_one(page, request, nia, school):
    path = request.getfixturevalue(page)

    def asked() -> int:
        visitor = Visitor(nia, "en")
        with CaptureQueriesContext(connection) as queries:
            visitor.open(path)
        return len(queries)

    many(school, 1)
    one = asked()
    many(school)
    assert one == asked() <= 12
