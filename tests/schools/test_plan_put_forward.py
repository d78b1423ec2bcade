"""The headteacher tells the chair and the clerk that the plan is ready for the governing body."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools.governing_body import actions as governing_body
from schools.models import Action, Event, Notice, Plan, Target
from schools.plan_parts import actions as plan_parts
from schools.refusals import Refused
from tests import factories as make
from tests.schools.test_plans import TARGET, YEAR, an_action, approve, evaluation, plan, priority, reread, sources

__all__ = ["evaluation", "plan", "priority", "sources"]


@pytest.fixture
def ready(plan: Plan, priority: Any, nia: Any, glyn: Any, clem: Any) -> Plan:
    plan_parts.add(priority, Target, by=nia, once=uuid4(), **TARGET)
    plan_parts.add(priority, Action, by=nia, once=uuid4(), **an_action())
    return reread(plan)


def put_forward(plan: Plan, by: Any) -> Plan:
    return governing_body.put_forward(reread(plan), by=by, once=uuid4())


def test_the_chair_and_the_clerk_are_told_and_nobody_else(ready, nia, sion, glyn, gwen, clem, olwen, alun):
    put_forward(ready, nia)
    told = Notice.all_rows.filter(notice_kind="plan_ready")
    assert {notice.person for notice in told} == {glyn, clem}
    assert {notice.path for notice in told} == {f"/schools/{ready.school.public_id}/plans/{YEAR}/"}
    for person in (glyn, clem):
        assert Notice.objects.visible_to(person).filter(notice_kind="plan_ready").exists()
    done = Event.all_rows.get(verb="plan.put_forward")
    assert (done.by, done.school, done.facts) == (nia, ready.school, {"version": ready.version})
    assert not Event.objects.visible_to(olwen).filter(verb="plan.put_forward").exists()


def test_one_press_too_many_tells_nobody_twice(client, ready, nia):
    client.force_login(nia)
    url = reverse("governing_body:put_forward", args=[ready.school.public_id, YEAR])
    assert url in client.get(reverse("plans:detail", args=[ready.school.public_id, YEAR])).content.decode()
    words = {"once": client.get(url).context["form"]["once"].value()}
    for _press in range(2):
        assert client.post(url, words).status_code == 302
    assert Notice.all_rows.filter(notice_kind="plan_ready").count() == 2
    assert "it has not changed since" in client.get(url).content.decode()
    with pytest.raises(Refused, match="has not changed since"):
        put_forward(ready, nia)


def test_a_plan_that_was_changed_since_is_told_of_again(ready, priority, nia):
    put_forward(ready, nia)
    plan_parts.add(priority, Target, by=nia, once=uuid4(), **TARGET)
    put_forward(ready, nia)
    assert Notice.all_rows.filter(notice_kind="plan_ready").count() == 4


def test_a_plan_half_written_or_approved_already_is_not_ready(plan, priority, nia, glyn):
    with pytest.raises(Refused, match="once each priority has a target and an action"):
        put_forward(plan, nia)
    approve(reread(plan), by=glyn)
    with pytest.raises(Refused, match="has approved the plan as it stands"):
        put_forward(plan, nia)


def test_where_there_is_neither_a_chair_nor_a_clerk_the_headteacher_is_told_so(ready, nia, glyn, clem):
    for person in (glyn, clem):
        person.appointments.update(ends_on=make.YESTERDAY)
    with pytest.raises(Refused, match="neither a chair of governors nor a clerk"):
        put_forward(ready, nia)


@pytest.mark.parametrize("who", ["sion", "carys", "glyn", "gwen", "clem", "dai", "owain", "olwen", "alun"])
def test_nobody_but_the_headteacher_says_that_the_plan_is_ready(who, request, ready):
    with pytest.raises(PermissionDenied):
        put_forward(ready, request.getfixturevalue(who))
