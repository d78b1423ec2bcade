"""Progress with the plan in the browser: its pages in every state, and each of its buttons pressed by way of links."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from schools import clock
from schools.models import Action, Milestone, Plan, PlanPriority, ProgressNote, Target, TermReview
from schools.progress import actions
from tests import factories as make
from tests.browser.harness import Portal, answered_with, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.on_pages import Visitor, in_language

YEAR = clock.current_school_year()
DAY = dt.date(YEAR, 10, 1)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def action(plan: Plan) -> Action:
    priority = PlanPriority.all_rows.create(plan=plan, text="Ysgrifennu estynedig", lang="cy")
    Milestone.all_rows.create(plan_priority=priority, text="Half of the staff", lang="en", term="autumn")
    words = {"text": "Hyfforddi’r staff", "lang": "cy", "lead": "Dirprwy", "starts_on": DAY, "ends_on": DAY}
    return Action.all_rows.create(plan_priority=priority, **words)


def sound(page: Any, plan: Plan, *paths: str) -> None:
    for path in paths:
        for language in ("cy", "en"):
            examine(page, f"/{language}/schools/{plan.school.public_id}/plans/{path}")


def test_the_pages_of_progress_are_sound_empty_and_filled(portal: Portal, plan, nia, glyn):
    page = portal.sign_in(nia)
    sound(page, plan, f"{YEAR}/progress/", f"{YEAR}/progress/timeline/", f"{YEAR}/year-end/", f"{YEAR}/year-end/carry/")


def test_the_filled_pages_of_progress_are_sound_for_those_who_write_and_those_who_read(
    portal: Portal, plan, action, nia, glyn, school
):
    item = make.make_evidence(school, "Llyfrau Blwyddyn 4")
    milestone = action.plan_priority.milestones.get()
    said = {"lang": "en", "by": nia, "evidence": [item]}
    actions.note(action, status="in_progress", text="Two meetings were held", once=uuid4(), **said)
    actions.note(milestone, status="stopped", text="The course was cancelled", once=uuid4(), **said)
    words = {"progress": "Da", "impact": "Mwy o hyder", "next_step": "Blwyddyn 5", "lang": "cy"}
    review = actions.review(action.plan_priority, term=(YEAR, "autumn"), by=nia, once=uuid4(), **words)
    own, progress = f"{YEAR}/", f"{YEAR}/progress/"
    page = portal.sign_in(nia)
    sound(page, plan, progress, f"{progress}timeline/", f"{progress}actions/{action.public_id}/note/")
    sound(page, plan, f"{progress}reviews/{review.public_id}/edit/")
    sound(page, plan, f"{progress}priorities/{action.plan_priority.public_id}/review/")
    sound(page, plan, f"{own}actions/{action.public_id}/remove/")
    examine(page, reverse("evidence:edit", args=[school.public_id, item.public_id]))
    sound(portal.sign_in(glyn), plan, progress, f"{progress}timeline/?priority={action.plan_priority.public_id}")


def test_what_is_wrong_in_the_forms_of_progress_is_said_soundly(portal: Portal, plan, action, nia):
    target = Target.all_rows.create(plan_priority=action.plan_priority, text="Un", expected_outcome="x", lang="cy")
    before = Plan.all_rows.create(school=plan.school, first_year=YEAR - 1)
    PlanPriority.all_rows.create(plan=before, text="Presenoldeb", lang="cy", year=2)
    review = TermReview.all_rows.create(
        plan_priority=action.plan_priority, school_year=YEAR + 1, term="spring", progress="Da", lang="cy"
    )
    page = portal.sign_in(nia)
    own = [plan.school.public_id, YEAR]
    for name, args, button, error in (
        ("progress:note", ["actions", action.public_id], "Save the progress", "Write a sentence about it"),
        ("progress:review", [action.plan_priority.public_id], "Add the review", "Write what was done this term"),
        ("progress:edit", [review.public_id], "Save", "Write what was done this term"),
        ("year_end:answer", [target.public_id], "Save", "Choose whether the target was met"),
        ("year_end:carry", [], "Carry over the ticked priorities", "Tick at least one priority"),
    ):
        page.goto(reverse(name, args=[*own, *args]))
        if name == "progress:edit":
            page.get_by_label("Progress", exact=True).fill("")
        if name == "year_end:carry":
            page.get_by_role("checkbox").uncheck()
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text(error)


def test_the_team_notes_how_far_it_is_and_looks_back_on_the_term(portal: Portal, plan, action, nia, sion, glyn):
    """A headteacher in Welsh with the keyboard, a senior leader in English; the chair reads both."""
    own = [plan.school.public_id, YEAR]
    detail, index = reverse("plans:detail", args=own), reverse("progress:index", args=own)
    nias = by_keyboard(portal, nia, "cy").open(detail).follow(index)
    nias.follow(reverse("progress:note", args=[*own, "actions", action.public_id]))
    nias.fill(status="stopped", text="Mae’r arweinydd wedi gadael", lang="cy").says("Mae’r arweinydd wedi gadael")
    sions = by_mouse(portal, sion, "en").open(detail).follow(index).says("Stopped")
    sions.follow(reverse("progress:review", args=[*own, action.plan_priority.public_id]))
    sions.fill(progress="Two year groups have begun", lang="en").says("Two year groups have begun")
    review = TermReview.all_rows.get()
    sions.follow(reverse("progress:edit", args=[*own, review.public_id]))
    sions.fill(progress="Three year groups have begun", lang="en").says("Three year groups have begun")
    glyns = by_mouse(portal, glyn, "en").open(detail).follow(index).says("Three year groups have begun")
    glyns.follow(reverse("progress:timeline", args=own)).says("Mae’r arweinydd wedi gadael")
    assert ProgressNote.all_rows.get().status == "stopped"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_evidence_is_found_among_many_beside_what_is_being_typed(portal: Portal, plan, action, nia, school, language):
    """The page of a note is sound with both ways on; nothing typed is lost, and what was found stays with the note."""
    for number in range(60):
        make.make_evidence(school, f"Taith {number:02}: llyfrau, lleisiau’r plant a chanlyniadau’r flwyddyn")
    note = reverse("progress:note", args=[school.public_id, YEAR, "actions", action.public_id])
    path = in_language(language, note)
    page = portal.sign_in(nia)
    page.goto(path)
    page.locator("textarea[name=text]").fill("Hanner y staff")
    page.locator("input[name=evidence]").first.check()
    page.locator("button[value=next]").click()
    expect(page.locator("textarea[name=text]")).to_have_value("Hanner y staff")
    page.locator("input[name=title]").fill("Taith 07")
    page.locator("input[name=title]").press("Enter")
    expect(page.locator("input[name=evidence]")).to_have_count(2)
    expect(page.locator("input[name=evidence]:checked")).to_have_count(1)
    page.locator("input[name=evidence]").last.check()
    page.locator("input[name=status][value=in_progress]").check()
    page.locator("main form button:not([name])").first.click()
    page.wait_for_url(f"**/{YEAR}/progress/")
    assert ProgressNote.all_rows.get().citations.count() == 2
    for typed in ({"press": "next"}, {"press": "find", "title": "Taith 5"}, {"press": "find", "title": "Dim"}):
        with answered_with(page, path, Visitor(nia, language).open(path).press(**typed).answer):
            examine(page, path)


def test_a_year_ends_and_the_next_plan_goes_on(portal: Portal, school, nia, sion):
    """What became of a target, in Welsh; the next plan is started and takes over a priority of the second year."""
    before = Plan.all_rows.create(school=school, first_year=YEAR - 1)
    first = PlanPriority.all_rows.create(plan=before, text="Ysgrifennu estynedig", lang="cy")
    PlanPriority.all_rows.create(plan=before, text="Presenoldeb", lang="cy", year=2)
    target = Target.all_rows.create(plan_priority=first, text="Tudalen yr wythnos", expected_outcome="x", lang="cy")
    own = [school.public_id, YEAR - 1]
    sions = by_mouse(portal, sion, "cy").open(reverse("plans:detail", args=own))
    sions.follow(reverse("year_end:index", args=own))
    sions.follow(reverse("year_end:answer", args=[*own, target.public_id]))
    sions.fill(result="partly", why="Dechreuwyd yn hwyr", lang="cy").says("Dechreuwyd yn hwyr")
    nias = by_keyboard(portal, nia, "en").open(reverse("plans:index", args=own[:1]))
    nias.follow(reverse("plans:start", args=own[:1])).fill(year=str(YEAR))
    nias.fill().says("Presenoldeb", "Dechreuwyd yn hwyr", "Partly met")
    assert Plan.all_rows.get(first_year=YEAR).priorities.get().year == 1
