"""A second press on a button that removes something leads where the first one led."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.agenda import actions as agenda
from discussions.models import NextStep
from schools import clock
from schools.models import Plan, PlanPriority, Priority
from schools.people import actions as people
from schools.refusals import Refused
from schools.workflow import locked
from tests import factories as make
from tests.discussions import rounds
from tests.discussions.meetings import key, schedule
from tests.on_pages import forms_in

pytestmark = pytest.mark.django_db


def pressed_twice(person: Any, path: str) -> list[tuple[int, str]]:
    client = Client()
    client.force_login(person)
    (form,) = forms_in(client.get(path).content.decode())
    answers = [client.post(path, form.filled()) for _press in range(2)]
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]


def finding(request: Any) -> tuple[Any, str]:
    evaluation = make.make_self_evaluation(request.getfixturevalue("school"))
    make.write_in(evaluation)
    found = Priority.all_rows.filter(section__self_evaluation=evaluation).first()
    place = [evaluation.school.public_id, evaluation.school_year, "priorities", found.public_id]
    return request.getfixturevalue("nia"), reverse("self_evaluations:remove", args=place)


def other_language(request: Any) -> tuple[Any, str]:
    nia, page = finding(request)
    other = make.make_other_language(Priority.all_rows.get(public_id=page.split("/")[-3]))
    place = [other.school.public_id, other.document.school_year, other.original.section.area.code, other.public_id]
    return nia, reverse("other_language:remove", args=place)


def part_of_a_plan(request: Any) -> tuple[Any, str]:
    plan = Plan.all_rows.create(school=request.getfixturevalue("school"), first_year=clock.current_school_year())
    found = PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy", year=1)
    place = [plan.school.public_id, plan.first_year, "priorities", found.public_id]
    return request.getfixturevalue("nia"), reverse("plan_parts:remove", args=place)


def next_step(request: Any) -> tuple[Any, str]:
    alun = request.getfixturevalue("alun")
    discussion = rounds.make_discussion(request.getfixturevalue("school"))
    part = rounds.part_of(rounds.records.begin(discussion, by=alun, once=key()))
    found = NextStep.all_rows.create(part=part, party="school", text="Darllen", lang="cy", due_on=clock.today())
    place = {"discussion": discussion.public_id, "kind": "next-steps", "item": found.public_id}
    return alun, reverse("records:remove", kwargs=place)


def agenda_item(request: Any) -> tuple[Any, str]:
    nia, olwen = request.getfixturevalue("nia"), request.getfixturevalue("olwen")
    discussion = schedule(request.getfixturevalue("school"), olwen, nia)
    found = agenda.add(discussion, text="Teithio", lang="cy", by=nia, once=key())
    return nia, reverse("agenda:remove", args=[discussion.public_id, found.public_id])


def role_to_come(request: Any) -> tuple[Any, str]:
    tomorrow = clock.today() + dt.timedelta(days=1)
    newcomer, school = make.make_person("Newydd"), request.getfixturevalue("school")
    found = make.appoint(newcomer, "contributor", school, starts_on=tomorrow)
    return request.getfixturevalue("nia"), reverse("people:end", args=[found.public_id])


@pytest.mark.parametrize("thing", [finding, other_language, part_of_a_plan, next_step, agenda_item, role_to_come])
def test_the_second_press_on_remove_leads_where_the_first_one_led(request, thing):
    first, second = pressed_twice(*thing(request))
    assert first[0] == 302
    assert second == first


def test_another_press_on_what_somebody_else_removed_says_that_it_is_gone(client, request, sion):
    _nia, path = finding(request)
    client.force_login(sion)
    (form,) = forms_in(client.get(path).content.decode())
    Priority.all_rows.all().delete()
    assert client.post(path, form.filled()).status_code == 404


def test_an_act_on_what_was_removed_while_it_waited_for_the_lock_is_refused_with_a_sentence(nia, school):
    held = make.appoint(make.make_person("Newydd"), "contributor", school, starts_on=clock.today() + dt.timedelta(1))
    type(held).all_rows.filter(pk=held.pk).delete()
    with pytest.raises(Refused, match="This has been removed in the meantime"):
        people.end(held, by=nia, once=key())
    with pytest.raises(Refused):
        locked(held)
