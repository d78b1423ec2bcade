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
from tests import factories as make
from tests.on_pages import links_in

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


def share(plan: Plan, nia: Any) -> None:
    record_approval(plan, nia)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    plan.refresh_from_db()


def said(person: Any, plan: Plan, name: str) -> str:
    return as_(person).get(page_of(name, plan)).content.decode()


def test_right_after_sharing_nothing_offers_to_share_again(nia, gwen, plan):
    share(plan, nia)
    check, share_page = (f'href="{page_of(name, plan)}"' for name in ("check", "share"))
    for person in (nia, gwen):
        page = said(person, plan, "detail")
        assert "As it stands now it has been shared" in page and "read it as version 1 of" in page
        assert check not in page and "Read version 1, as it was shared" in page
    page = said(nia, plan, "check")
    assert "Nothing has changed since, so there is nothing to share." in page and share_page not in page
    page = said(nia, plan, "share")
    assert "there is no new version to share" in page and 'class="govuk-button"' not in page.split("<main")[1]
    change(plan, nia)
    assert check in said(nia, plan, "detail") and "there is nothing to share" not in said(nia, plan, "check")


def test_a_plan_that_was_changed_and_approved_again_says_that_others_read_an_older_version(nia, gwen, plan):
    share(plan, nia)
    index = reverse("plans:index", args=[plan.school.public_id])
    older, next_step = "read an older version", "has not been shared yet: the council and your"
    change(plan, nia)
    assert older not in as_(nia).get(index).content.decode() and next_step not in said(nia, plan, "detail")
    record_approval(plan, nia)
    assert older in as_(nia).get(index).content.decode()
    mine = said(nia, plan, "detail")
    assert next_step in mine and "The next step is yours: check the plan and share it again." in mine
    assert "The next step is the headteacher’s" in said(gwen, plan, "detail")
    share(plan, nia)
    assert older not in as_(nia).get(index).content.decode()
    assert "read it as version 2 of" in said(nia, plan, "detail")


def test_a_corrected_approval_can_be_shared_and_is_not_called_newer_words(clem, nia, plan):
    share(plan, nia)
    words = {"approved_on": clock.today(), "meeting": "Y pwyllgor", "lang": "cy", "version": plan.version}
    actions.record_approval(plan, by=clem, once=uuid.uuid4(), **words)
    index = reverse("plans:index", args=[plan.school.public_id])
    assert "read an older version" not in as_(nia).get(index).content.decode()
    assert f'href="{page_of("check", plan)}"' in said(nia, plan, "detail")
    assert f'href="{page_of("share", plan)}"' in said(nia, plan, "check")


def test_a_shared_plan_leads_those_who_may_know_to_who_has_looked_and_nobody_else(sion, nia, olwen, clem, plan):
    share(plan, nia)
    version = reverse("plans:version", args=[plan.school.public_id, plan.first_year, 1])
    looks = reverse("looks:index", args=[plan.school.public_id])
    led = [looks in links_in(as_(person).get(version).content.decode()) for person in (nia, sion, olwen, clem)]
    assert led == [True, True, False, False]
