"""The pages of the development plan in the browser: every page and state, in both languages; and without JavaScript."""

import datetime as dt
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schools import clock
from schools.models import Action, Plan, PlanPriority, Priority, Target
from schools.plans import actions
from tests import factories as make
from tests.browser.harness import Portal, examine

YEAR = clock.current_school_year()


@pytest.fixture
def sources(school: Any) -> list[Priority]:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation, "Mae angen gwella ysgrifennu estynedig ar draws y cwricwlwm")
    rows = Priority.all_rows.select_related("section__self_evaluation").order_by("pk")
    Priority.all_rows.filter(pk=rows[2].pk).update(text="Attendance of vulnerable learners", lang="en")
    return list(rows)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


def fill(plan: Plan, sources: list[Priority], nia: Any) -> PlanPriority:
    """One priority that brings two together, with a target, an action in time and one out of time."""
    priority = actions.write(
        plan,
        text="Writing at length, in every subject and in both languages",
        lang="en",
        year=1,
        comes_from=sources[:2],
        by=nia,
        once=uuid.uuid4(),
    )
    actions.add(
        priority,
        Target,
        text="Mae wyth o bob deg dysgwr yn ysgrifennu'n estynedig bob wythnos.",
        expected_outcome="Mae dysgwyr yn ysgrifennu'n hyderus ac yn mwynhau gwneud hynny.",
        lang="cy",
        by=nia,
        once=uuid.uuid4(),
    )
    for starts in (dt.date(YEAR, 10, 1), dt.date(YEAR + 3, 8, 1)):
        actions.add(
            priority,
            Action,
            text="Train all staff in the shared approach to modelling writing.",
            lang="en",
            lead="deputy headteacher",
            starts_on=starts,
            ends_on=starts + dt.timedelta(days=90),
            by=nia,
            once=uuid.uuid4(),
        )
    return priority


def approve(plan: Plan, nia: Any) -> None:
    plan.refresh_from_db()
    words = {"approved_on": clock.today(), "meeting": "Corff llywodraethu llawn", "lang": "cy", "version": plan.version}
    actions.record_approval(plan, by=nia, once=uuid.uuid4(), **words)


def test_the_page_that_tells_the_chair_and_the_clerk_is_sound(portal: Portal, nia, glyn, plan, sources):
    page = portal.sign_in(nia)
    sound(page, plan, f"{YEAR}/put-forward/")
    fill(plan, sources, nia)
    sound(page, plan, f"{YEAR}/", f"{YEAR}/put-forward/")


def sound(page: Page, plan: Plan, *paths: str) -> None:
    """Each of these pages of the school's plans is sound in both languages."""
    for path in paths:
        for language in ("cy", "en"):
            examine(page, f"/{language}/schools/{plan.school.public_id}/plans/{path}")


def test_the_pages_of_a_school_that_begins_are_sound(portal: Portal, nia, glyn, plan):
    sound(portal.sign_in(nia), plan, "", "start/")
    sound(portal.sign_in(glyn), plan, "", f"{YEAR}/")


def test_the_pages_of_those_who_write_are_sound(portal: Portal, nia, plan, sources):
    priority = fill(plan, sources, nia)
    own, it = f"{YEAR}/", f"{YEAR}/priorities/{priority.public_id}/"
    action = f"{own}actions/{priority.actions.first().public_id}/"
    page = portal.sign_in(nia)
    sound(page, plan, own, f"{own}draw/", f"{own}write/?from={sources[2].public_id}", f"{it}link/", f"{it}edit/")
    sound(page, plan, f"{it}remove/", f"{it}actions/add/", f"{own}check/", f"{action}edit/", f"{action}remove/")


def test_the_pages_of_a_plan_that_is_approved_and_shared_are_sound(portal: Portal, nia, glyn, alun, plan, sources):
    own = f"{YEAR}/"
    fill(plan, sources, nia)
    approve(plan, nia)
    page = portal.sign_in(nia)
    sound(page, plan, own, f"{own}check/", f"{own}share/")
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    sound(page, plan, "", f"{own}shared/", own, f"{own}check/", f"{own}share/", f"{own}approve/")
    actions.draw(plan, priorities=sources[2:], year=3, by=nia, once=uuid.uuid4())
    sound(page, plan, own, f"{own}draw/", f"{own}approve/")
    approve(plan, nia)
    sound(page, plan, "", own)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    sound(page, plan, f"{own}version/1/", f"{own}history/")
    sound(portal.sign_in(glyn), plan, own)
    sound(portal.sign_in(alun), plan, "", f"{own}version/2/", f"{own}history/")


def test_what_is_wrong_in_a_form_is_said_soundly(portal: Portal, nia, sion, plan, sources):
    priority = fill(plan, sources, nia)
    page = portal.sign_in(nia)
    base = f"/en/schools/{plan.school.public_id}/plans/{YEAR}"
    page.goto(f"{base}/priorities/{priority.public_id}/actions/add/")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Enter the post that leads the action")
    summary.get_by_role("link", name="Enter the post").click()
    expect(page.locator("#id_lead")).to_be_focused()
    page.goto(f"{base}/priorities/{priority.public_id}/edit/")
    words = {"text": "Geiriau Siôn", "lang": "cy", "year": 2, "version": 1}
    actions.edit(priority, by=sion, once=uuid.uuid4(), **words)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".portal-conflict")).to_contain_text("Geiriau Siôn")


def test_a_plan_is_drawn_without_javascript(portal: Portal, nia, plan, sources):
    page = portal.sign_in(nia, java_script_enabled=False)
    page.goto(f"/en/schools/{plan.school.public_id}/plans/{YEAR}/")
    page.get_by_role("button", name="Draw priorities from the self-evaluation").click()
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("checkbox").nth(2).check()
    page.get_by_role("button", name="Bring the ticked ones together into one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a priority of the plan")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_role("button", name="Put it in the plan").click()
    expect(page.get_by_role("heading", name="Priority 1")).to_be_visible()
    assert PlanPriority.all_rows.get().links.count() == 2
