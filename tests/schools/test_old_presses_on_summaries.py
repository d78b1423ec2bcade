"""A press that is older than what it meets: nothing becomes public, or moves, that its page did not show."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.models import Plan, PlanSummary
from schools.plan_summary import actions
from tests import factories as make
from tests.on_pages import forms_in
from tests.schools.summing_up import LISTED, UNLISTED, complete, key, public, published

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()


@pytest.fixture
def plan(school: Any) -> Plan:
    return make.make_plan(school)


def test_a_press_from_before_the_withdrawal_makes_nothing_public_again(plan, nia):
    complete(plan, nia)
    client = Client()
    client.force_login(nia)
    page = reverse("plan_summary:publish", args=[plan.school.public_id, YEAR])
    (form,) = forms_in(client.get(page).content.decode())
    press = form.filled(link="listed")
    assert client.post(page, press).status_code == 302
    summary = PlanSummary.all_rows.get()
    assert client.post(page, press).status_code == 302 and summary.published.number == 1
    actions.withdraw(plan, by=nia, once=key())
    answer = client.post(page, press)
    assert answer.status_code == 200 and "A colleague has changed the summary" in answer.content.decode()
    assert PlanSummary.all_rows.get().status == "withdrawn"
    assert client.post(page, form.filled(link="listed", seen="")).status_code == 200
    assert PlanSummary.all_rows.get().status == "withdrawn"


def test_a_press_from_before_the_page_moved_does_not_move_it_again(plan, nia):
    published(plan, nia)
    client = Client()
    client.force_login(nia)
    page = reverse("plan_summary:link", args=[plan.school.public_id, YEAR])
    (form,) = forms_in(client.get(page).content.decode())
    moved = actions.move_page(plan, by=nia, once=key(), **UNLISTED)
    answer = client.post(page, form.filled(link="listed"))
    assert answer.status_code == 200 and "given another address since" in answer.content.decode()
    assert PlanSummary.all_rows.get().address == moved.address


def test_a_press_is_no_repeat_once_something_was_done_to_a_line(plan, nia):
    complete(plan, nia)
    once, other = key(), key()
    actions.publish(plan, by=nia, once=once, **LISTED)
    line = plan.summary.lines.get(part="actions")
    actions.edit(line, version=1, text_cy="Newydd", text_en="New", place=1, by=nia, once=other)
    again = actions.publish(plan, by=nia, once=once, **LISTED)
    assert again.published.number == 2 and "Newydd" in str(again.published.words)


def test_nothing_between_keeps_a_withdrawn_page(plan, nia):
    summary = published(plan, nia)
    for route in ("detail", "paper"):
        assert public(summary, route=route)["Cache-Control"] == "no-cache"
