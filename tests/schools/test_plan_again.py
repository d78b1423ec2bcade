"""A plan is changed, approved and shared again: what is asked, said and offered on the way."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from schools import clock
from schools.models import Event, GoverningBodyApproval, Plan, PlanPriority
from schools.plans import actions

from .test_plan_pages import YEAR, form_data, record_approval

CHANGED_AFTER = "Did the governing body approve it as it stands now?"


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    """Begun in the portal so long ago that the history tells of no change of it."""
    found = Plan.all_rows.create(school=school, first_year=YEAR)
    PlanPriority.all_rows.create(plan=found, text="Darllen", lang="cy")
    return found


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(name: str, plan: Plan) -> str:
    return reverse(f"plans:{name}", args=[plan.school.public_id, plan.first_year])


def meeting_on(day: dt.date) -> dict[str, Any]:
    when = {"approved_on-day": day.day, "approved_on-month": day.month, "approved_on-year": day.year}
    return {"meeting": "Tymor yr hydref", "lang": "cy", **when}


def change(plan: Plan, by: Any) -> None:
    priority = plan.priorities.select_related("plan__school").first()
    words = {"text": f"{priority.text}!", "lang": "cy", "year": 1, "version": priority.version}
    actions.edit(priority, by=by, once=uuid.uuid4(), **words)
    plan.refresh_from_db()


def test_a_meeting_before_the_last_change_of_the_plan_is_asked_about_once(clem, nia, plan):
    change(plan, nia)
    client, url, before = as_(clem), page_of("approve", plan), clock.today() - dt.timedelta(days=3)
    answer = client.post(url, form_data(client, url, **meeting_on(before)))
    asked = str(answer.context["form"].errors["approved_on"])
    assert f"The plan was changed on {date_format(clock.today())}" in asked and CHANGED_AFTER in asked
    assert not GoverningBodyApproval.all_rows.exists()
    form = answer.context["form"]
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    other = client.post(url, again | meeting_on(before - dt.timedelta(days=1)))
    assert CHANGED_AFTER in str(other.context["form"].errors["approved_on"]), "another day is another question"
    assert client.post(url, again | meeting_on(before)).status_code == 302
    assert GoverningBodyApproval.all_rows.get().approved_on == before


def test_a_meeting_after_the_last_change_and_one_far_too_long_ago_are_not_asked_about(clem, plan):
    words = {"target_kind": "schools.target", "target_id": uuid.uuid4(), "within_id": plan.public_id}
    at = clock.now() - dt.timedelta(days=5)
    Event.all_rows.create(verb="target.added", at=at, school=plan.school, by=clem, **words)
    client, url = as_(clem), page_of("approve", plan)
    too_early = client.post(url, form_data(client, url, **meeting_on(dt.date(YEAR - 3, 10, 1)))).context["form"]
    assert "too long ago" in str(too_early.errors["approved_on"])
    day = clock.today() - dt.timedelta(days=3)
    assert client.post(url, form_data(client, url, **meeting_on(day))).status_code == 302


def test_the_page_of_the_approval_says_what_is_recorded_already_and_that_the_plan_has_changed_since(clem, nia, plan):
    client, url = as_(clem), page_of("approve", plan)
    recorded, changed = "has been recorded already", "An approval has been recorded before, but the plan has changed"
    assert not any(words in client.get(url).content.decode() for words in (recorded, changed))
    record_approval(plan, nia)
    page = client.get(url).content.decode()
    assert recorded in page and changed not in page and "Corff llywodraethu" in page
    change(plan, nia)
    page = client.get(url).content.decode()
    assert changed in page and recorded not in page and date_format(clock.today()) in page
