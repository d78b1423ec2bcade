"""Whatever form saves itself: what its button has saved is found in the history of texts, whatever came after."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.models import NextStep, Support
from discussions.records import actions as records
from discussions.records import forms as record_forms
from discussions.reference import load_support_kinds
from schools.boxes import BoxesForm
from schools.entries import forms as entry_forms
from schools.forms import PortalForm, VersionedForm
from schools.models import Plan, Priority, Revision, Target, TermReview
from schools.models.plan_priority import Action
from schools.other_language import forms as other_language_forms
from schools.plans import actions as plans
from schools.plans import forms as plan_forms
from schools.progress import forms as progress_forms
from schools.self_evaluations import forms as evaluation_forms
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.discussions.rounds import make_discussion, part_of, section_of, write_record

WORDS = {"textarea", "text"}
FACTS = re.compile(r"(^|_)on-|^amount$|^given_by_name$")  # boxes that hold a date, a number or a name
Place = Callable[[Any, Any, Any], Typing]


def _evaluation(school: Any) -> Any:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    return evaluation


def _area(nia: Any, alun: Any, school: Any) -> Typing:
    evaluation = make.make_self_evaluation(school)
    area = evaluation.sections.first().area.code
    return Typing(nia, reverse("self_evaluations:write", args=[school.public_id, evaluation.school_year, area]))


def _finding(kind: str) -> Place:
    def place(nia: Any, alun: Any, school: Any) -> Typing:
        evaluation = _evaluation(school)
        finding = getattr(evaluation.sections.first(), kind).get()
        args = [school.public_id, evaluation.school_year, kind, finding.public_id]
        return Typing(nia, reverse("self_evaluations:edit", args=args))

    return place


def _other_language(nia: Any, alun: Any, school: Any) -> Typing:
    section = _evaluation(school).sections.first()
    args = [school.public_id, section.self_evaluation.school_year, section.area.code, section.strengths.get().public_id]
    return Typing(nia, reverse("other_language:write", args=args))


def _entry(nia: Any, alun: Any, school: Any) -> Typing:
    section = make.make_self_evaluation(school).sections.first()
    entry = make.make_entry(section, nia)
    args = [school.public_id, section.self_evaluation.school_year, section.area.code, entry.public_id]
    return Typing(nia, reverse("entries:edit", args=args))


def _plan_part(kind: str) -> Place:
    def place(nia: Any, alun: Any, school: Any) -> Typing:
        evaluation = _evaluation(school)
        plan = Plan.all_rows.create(school=school, first_year=evaluation.school_year)
        plans.draw(plan, priorities=list(Priority.all_rows.all())[:1], year=1, by=nia, once=uuid4())
        priority: Any = plan.priorities.get()
        part = priority
        if kind == "targets":
            part = Target.all_rows.create(plan_priority=priority, text="Un", expected_outcome="Dau", lang="cy")
        if kind == "actions":
            days = {"starts_on": make.YESTERDAY, "ends_on": make.YESTERDAY}
            part = Action.all_rows.create(plan_priority=priority, text="Un", lead="Dau", lang="cy", **days)
        return Typing(nia, reverse("plans:edit", args=[school.public_id, plan.first_year, kind, part.public_id]))

    return place


def _review_of_a_term(nia: Any, alun: Any, school: Any) -> Typing:
    priority = Plan.all_rows.create(school=school, first_year=2026).priorities.create(text="Un")
    review = TermReview.all_rows.create(plan_priority=priority, school_year=2026, term="autumn", progress="Un")
    return Typing(nia, reverse("progress:edit", args=[school.public_id, 2026, review.public_id]))


def _record_part(what: str) -> Place:
    def place(nia: Any, alun: Any, school: Any) -> Typing:
        load_support_kinds()
        draft = records.begin(make_discussion(school), by=alun, once=uuid4())
        write_record(draft, by=alun)
        if what in ("priorities", "practice"):
            section_of(draft, what)
            return Typing(alun, reverse("records:write", args=[draft.discussion.public_id, school.public_id, what]))
        model: Any = Support if what == "support" else NextStep
        item = model.all_rows.get(part=part_of(draft))
        return Typing(alun, reverse("records:edit", args=[draft.discussion.public_id, what, item.public_id]))

    return place


PLACES: dict[type, Place] = {
    evaluation_forms.WriteForm: _area,
    evaluation_forms.EditStrengthForm: _finding("strengths"),
    evaluation_forms.EditPriorityForm: _finding("priorities"),
    entry_forms.EditEntryForm: _entry,
    other_language_forms.OtherLanguageForm: _other_language,
    plan_forms.PriorityForm: _plan_part("priorities"),
    plan_forms.EditTargetForm: _plan_part("targets"),
    plan_forms.EditActionForm: _plan_part("actions"),
    progress_forms.EditReviewForm: _review_of_a_term,
    record_forms.WriteForm: _record_part("practice"),
    record_forms.WritePrioritiesForm: _record_part("priorities"),
    record_forms.EditSupportForm: _record_part("support"),
    record_forms.EditNextStepForm: _record_part("next-steps"),
}


def autosaving(of: type = PortalForm) -> set[type]:
    here = {of} if getattr(of, "autosaves", False) and of not in (BoxesForm, VersionedForm) else set()
    return here.union(*(autosaving(each) for each in of.__subclasses__()))


def test_every_form_that_saves_itself_is_tried_here():
    assert autosaving() == set(PLACES)


@pytest.mark.parametrize("form", PLACES, ids=lambda form: f"{form.__module__.split('.')[1]}.{form.__name__}")
def test_what_the_button_saved_is_in_the_history_even_when_the_same_person_types_on_at_once(form, nia, alun, school):
    """The button, an autosave of other words; an autosave, the button on the very same words, an autosave."""
    types = PLACES[form](nia, alun, school)
    boxes = [name for name in types.form.fields if types.form.fields[name].kind in WORDS and not FACTS.search(name)]
    assert boxes
    pressed = {name: f"{name}: saved by the button" for name in boxes}
    assert types.press(**pressed).status_code == 302
    again = Typing(types.person, types.path)
    typed = {name: f"{name}: typed, then confirmed" for name in boxes}
    for words in ({name: f"{name}: typed on" for name in boxes}, typed):
        assert again.type(**words).status_code == 200
    assert again.press(**typed).status_code == 302
    assert Typing(types.person, types.path).type(**{name: f"{name}: after" for name in boxes}).status_code == 200
    kept = set(Revision.all_rows.values_list("text", flat=True))
    assert {*pressed.values(), *typed.values()} <= kept


TYPED = st.sampled_from(["", "A", "B", "C", "A longer text"])
STEPS = st.lists(st.tuples(st.booleans(), TYPED, TYPED), min_size=1, max_size=7)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_whatever_order_boxes_are_typed_emptied_and_saved_no_pressed_words_are_lost(steps, nia, alun, school):
    section = school.self_evaluations.first()
    path = _area(nia, alun, school).path if section is None else _path_again(school)
    before = set(Revision.all_rows.values_list("pk", flat=True))
    types, pressed = Typing(nia, path), set()
    for by_button, going_well, to_improve in steps:
        words = {"going_well": going_well, "to_improve": to_improve}
        answer = types.press(**words) if by_button else types.type(**words)
        assert answer.status_code in (200, 302)
        if by_button:
            pressed |= {(box, text) for box, text in words.items() if text}
            types = Typing(nia, path)
    evaluation = school.self_evaluations.get()
    boxes = {row.public_id: row.box for row in evaluation.sections.first().passages.all()}
    kept = {(boxes[row.target_id], row.text) for row in Revision.all_rows.all()}
    assert pressed <= kept
    assert len(set(Revision.all_rows.values_list("pk", flat=True)) - before) <= 2 * len(steps)


def _path_again(school: Any) -> str:
    evaluation = school.self_evaluations.get()
    area = evaluation.sections.first().area.code
    return reverse("self_evaluations:write", args=[school.public_id, evaluation.school_year, area])
