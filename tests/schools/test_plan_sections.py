"""What a plan says beside its priorities: its sections, consultations, and how it takes national priorities up."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools import clock
from schools.cautions import cautions_of
from schools.consultations import actions as consultations
from schools.models import (
    Consultation,
    Event,
    NationalPriority,
    NationalPriorityAnswer,
    Plan,
    PlanPriority,
    PlanSection,
    PlanText,
    Revision,
)
from schools.national_priorities import actions as national_priorities
from schools.plan_contents import content_of, parts_of, raw_content_of
from schools.plan_reference import load_national_priorities, national_priorities_for
from schools.plan_sections import groups_of, rest_of
from schools.plan_texts import actions as plan_texts
from schools.refusals import Refused, Stale
from schools.unanswered import still_open_in
from tests import factories as make
from tests.on_pages import Visitor

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()


@pytest.fixture
def plan(school: Any) -> Plan:
    load_national_priorities()
    return make.make_plan(school)


@pytest.fixture
def priority(plan: Plan) -> PlanPriority:
    return PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")


def at(plan: Plan, route: str, *more: Any) -> str:
    return reverse(route, args=[plan.school.public_id, plan.first_year, *more])


def version_of(plan: Plan) -> int:
    return Plan.all_rows.get(pk=plan.pk).version


def the(code: str) -> NationalPriority:
    return NationalPriority.all_rows.get(code=code)


def test_each_of_the_seven_sections_is_written_and_the_list_says_which_are(nia, plan):
    page = Visitor(nia, "en").open(at(plan, "plans:detail")).says("7 not written yet")
    page.follow(at(plan, "plan_texts:index"))
    for part in PlanSection.values:
        page.follow(at(plan, "plan_texts:write", part)).fill(text=f"Words of {part}", lang="en")
    page.says_nothing_of("Not written yet")
    page.open(at(plan, "plans:detail")).says("All written", *(f"Words of {part}" for part in PlanSection.values))
    assert {row.part for row in PlanText.all_rows.filter(plan=plan).exclude(text="")} == set(PlanSection.values)


def test_a_section_that_is_written_changes_the_plan_and_is_kept_and_told(nia, plan):
    section, before = plan.plantexts.get(part="strategy"), version_of(plan)
    for text in ("Cyd-addysgu", ""):
        section.refresh_from_db()
        plan_texts.write(section, text=text, lang="cy", version=section.version, by=nia, once=uuid4())
    assert version_of(plan) == before + 2
    assert (
        list(Event.all_rows.filter(within_id=plan.public_id).values_list("verb", flat=True)) == ["plan_text.edited"] * 2
    )
    assert list(Revision.all_rows.order_by("pk").values_list("text", flat=True)) == ["Cyd-addysgu", ""]
    assert "texts" not in content_of(plan, None), "what was emptied is not in the plan"


def test_who_saves_a_section_second_sees_what_the_first_has_saved(nia, sion, plan):
    page = Visitor(nia, "en").open(at(plan, "plan_texts:write", "families"))
    section = plan.plantexts.get(part="families")
    plan_texts.write(section, text="Geiriau Siôn", lang="cy", version=1, by=sion, once=uuid4())
    (sentence,) = page.refused(text="Words of Nia", lang="en")
    assert "Somebody else saved this" in sentence
    page.says("Geiriau Siôn", "Words of Nia").fill()
    section.refresh_from_db()
    assert (section.text, section.lang) == ("Words of Nia", "en")


def test_a_plan_without_these_rows_answers_that_there_is_no_such_page(client, nia, school):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    client.force_login(nia)
    for url in (
        at(plan, "plan_texts:index"),
        at(plan, "plan_texts:write", "strategy"),
        at(plan, "plan_texts:write", "x"),
    ):
        assert client.get(url).status_code == 404


def test_words_that_saved_themselves_are_asked_about_where_each_is_written(nia, plan):
    words, name = "Mae Gethin Jones yn absennol ers wythnos.", "Gethin Jones"
    section = plan.plantexts.get(part="families")
    PlanText.all_rows.filter(pk=section.pk).update(text=words, lang="cy")
    consultation = make.make_consultation(plan, words)
    literacy = the("literacy")
    answer = NationalPriorityAnswer.all_rows.create(plan=plan, national_priority=literacy, explanation=words, lang="cy")
    grant = make.make_grant(plan, 5)
    grant.lines.update(text=words)
    for row, field in ((section, "text"), (consultation, "note"), (answer, "explanation"), (grant.lines.get(), "text")):
        (caution,) = cautions_of(field, "", "cy", words)
        type(row).all_rows.filter(pk=row.pk).update(unanswered=caution.mark)
    found = still_open_in(plan, parts_of(raw_content_of(plan)))
    assert all(name in each.seems for each in found)
    assert [each.url for each in found] == [
        at(plan, "plan_texts:write", "families") + "#id_text",
        at(plan, "consultations:edit", consultation.public_id) + "#id_note",
        at(plan, "national_priorities:answer", literacy.public_id) + "#id_explanation",
        at(plan, "grants:edit_line", grant.lines.get().public_id) + "#id_text",
    ]
    page = Visitor(nia, "en")
    for each in found:
        assert f'href="{each.url}"' in page.open(at(plan, "plans:check")).page
        page.open(each.url.split("#")[0]).says("Look at this again:", name)


def test_a_consultation_is_added_changed_and_removed(nia, plan):
    page = Visitor(nia, "en").open(at(plan, "plans:detail")).says("5 groups not consulted yet")
    page.follow(at(plan, "consultations:index")).follow(at(plan, "consultations:add"))
    day = make.YESTERDAY
    when = {"held_on-day": str(day.day), "held_on-month": str(day.month), "held_on-year": str(day.year)}
    page.fill(consulted="pupils", note="Beth sy'n bwysig i chi? Darllen.", lang="cy", **when)
    found = Consultation.all_rows.get()
    page.says("Darllen").follow(at(plan, "consultations:edit", found.public_id)).fill(note="Mwy o ddarllen")
    page.says("Mwy o ddarllen").open(at(plan, "plans:detail")).says("4 groups not consulted yet", "Mwy o ddarllen")
    page.open(at(plan, "consultations:index"))
    page.follow(at(plan, "consultations:remove", found.public_id)).says("Mwy o ddarllen").fill()
    assert not Consultation.all_rows.exists()
    assert list(Event.all_rows.filter(within_id=plan.public_id).order_by("pk").values_list("verb", flat=True)) == [
        "consultation.added", "consultation.edited", "consultation.removed",
    ]  # fmt: skip
    assert version_of(plan) == plan.version + 3


def test_the_day_of_a_consultation_is_one_on_which_the_plan_was_prepared_or_followed(nia, plan):
    words = {"consulted": "staff", "note": "x", "lang": "en", "by": nia}
    first = clock.school_year_bounds(YEAR - 1)[0]
    consultations.add(plan, held_on=first, once=uuid4(), **words)
    consultations.add(plan, held_on=clock.today(), once=uuid4(), **words)
    for day, sentence in (
        (clock.today() + dt.timedelta(days=1), "The date cannot be in the future."),
        (first - dt.timedelta(days=1), "Enter a date from"),
    ):
        with pytest.raises(Refused, match=sentence):
            consultations.add(plan, held_on=day, once=uuid4(), **words)
    assert Consultation.all_rows.count() == 2


def test_of_fifty_consultations_one_more_is_refused(nia, plan):
    for _number in range(consultations.MOST):
        make.make_consultation(plan)
    with pytest.raises(Refused, match="at most 50 consultations"):
        consultations.add(plan, held_on=clock.today(), consulted="staff", note="x", lang="en", by=nia, once=uuid4())


def test_the_five_groups_are_named_with_their_days(plan):
    for day in (make.YESTERDAY, clock.today()):
        make.make_consultation(plan, consulted="parents", held_on=day)
    groups = {str(group["label"]): len(group["days"]) for group in groups_of(content_of(plan, None))}
    assert groups == {"The headteacher": 0, "Pupils": 0, "Parents and carers": 2, "Staff": 0, "Others": 0}
    assert rest_of(content_of(plan, None)).groups_left == 4


def test_a_plan_is_asked_about_the_national_priorities_in_force_in_its_first_year(nia, school, plan):
    assert {row.code for row in national_priorities_for(plan, nia)} == {
        "attendance", "literacy", "numeracy", "poverty", "well-being",
    }  # fmt: skip
    old = make.make_plan(school, 2015)
    assert {row.code for row in national_priorities_for(old, nia)} == {"literacy", "numeracy", "poverty"}
    NationalPriority.all_rows.filter(code="numeracy").update(last_year=YEAR - 1)
    assert "numeracy" not in {row.code for row in national_priorities_for(plan, nia)}
    NationalPriorityAnswer.all_rows.create(plan=plan, national_priority=the("numeracy"), explanation="x")
    assert "numeracy" in {row.code for row in national_priorities_for(plan, nia)}, "what is answered stays in sight"


def test_a_national_priority_is_served_by_the_plans_own_or_explained_and_neither_is_refused(nia, plan, priority):
    page = Visitor(nia, "en").open(at(plan, "plans:detail")).says("5 not answered yet")
    page.follow(at(plan, "national_priorities:index"))
    page.follow(at(plan, "national_priorities:answer", the("literacy").public_id))
    (sentence,) = page.refused()
    assert sentence.startswith("Tick at least one priority of the plan, or explain")
    page.fill(priorities=[str(priority.public_id)]).says("These priorities of the plan serve it:", "Darllen")
    page.follow(at(plan, "national_priorities:answer", the("attendance").public_id))
    page.fill(explanation="Attendance is well above what it was.", lang="en")
    page.open(at(plan, "plans:detail")).says("3 not answered yet", "Attendance is well above", "Literacy")
    found = content_of(plan, None)["national_priorities"]
    assert [(row["code"], "priorities" in row, "explanation" in row) for row in found] == [
        ("literacy", True, False),
        ("attendance", False, True),
    ]
    page.open(at(plan, "national_priorities:answer", the("literacy").public_id))
    page.fill(priorities=[], explanation="Explained instead.")
    assert not NationalPriorityAnswer.all_rows.get(national_priority=the("literacy")).links.exists()
    assert Event.all_rows.filter(verb="national_priority.answered", within_id=plan.public_id).count() == 3


def test_of_two_who_answer_first_the_second_sees_what_the_first_has_saved(nia, sion, plan, priority):
    page = Visitor(nia, "en").open(at(plan, "national_priorities:answer", the("literacy").public_id))
    words = {"priorities": [], "explanation": "Geiriau Siôn", "lang": "cy"}
    national_priorities.answer(plan, the("literacy"), version=1, by=sion, once=uuid4(), **words)
    (sentence,) = page.refused(explanation="Words of Nia", lang="en")
    assert "Somebody else saved this" in sentence
    page.says("Geiriau Siôn").fill()
    assert NationalPriorityAnswer.all_rows.get().explanation == "Words of Nia"
    with pytest.raises(Stale):
        national_priorities.answer(plan, the("literacy"), version=1, by=sion, once=uuid4(), **words)


def test_a_priority_of_another_plan_serves_nothing_here(nia, school, plan):
    other = PlanPriority.all_rows.create(plan=make.make_plan(school, YEAR - 1), text="x")
    with pytest.raises(Refused, match="another plan"):
        national_priorities.answer(
            plan, the("literacy"), priorities=[other], explanation="", lang="en", version=1, by=nia, once=uuid4()
        )
    assert not NationalPriorityAnswer.all_rows.exists()


def test_governors_read_what_is_written_and_are_offered_nothing_to_write(glyn, plan, priority):
    plan.plantexts.filter(part="families").update(text="Cinio i deuluoedd", lang="cy")
    make.make_consultation(plan)
    page = Visitor(glyn, "en").open(at(plan, "plans:detail")).says("Cinio i deuluoedd", "Beth sy'n bwysig i chi?")
    page.says_nothing_of("The rest of the plan", "Add a consultation", "/sections/", "/consultations/", "/grants/")
    assert '<div class="portal-words" lang="cy"><p>Cinio' in page.page


def test_a_version_of_before_these_could_be_written_is_read_as_it_was(plan):
    content = {"priorities": [], "first_year": YEAR}
    assert not rest_of(content)
