"""A school without an adviser is told to the lead of the service, who assigns one by the link."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest, Event
from schools.people import actions
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = dt.timedelta(days=1)


def waiting(person: Any) -> list[Any]:
    client = Client()
    client.force_login(person)
    lines = client.get("/en/waiting/").context["lines"]
    return [line for line in lines if line.sentence.startswith("Assign")]


def names(person: Any) -> list[str]:
    return [line.sentence.removeprefix("Assign somebody who advises ") for line in waiting(person)]


def test_a_school_to_which_nobody_was_ever_assigned_waits_for_the_lead_of_its_councils_service_alone(
    mari, olwen, alun, nia, school, other_school, far_school, beca
):
    assert names(mari) == ["Ysgol Glan y M\u00f4r"]
    for person in (olwen, alun, nia):
        assert names(person) == []


def test_the_line_leads_to_the_form_with_the_school_chosen(mari, alun, beca, school, other_school, far_school, council):
    new = make.make_school(council, "Ysgol Newydd")
    line = next(line for line in waiting(mari) if "Newydd" in line.sentence)
    client = Client()
    client.force_login(mari)
    form = client.get(line.url).context["form"]
    assert form["school"].value() == str(new.public_id)
    service = AdviserAssignment.all_rows.first().service
    words = {"starts_on": TODAY, "ends_on": None, "by": mari, "once": uuid.uuid4()}
    actions.assign(service, adviser=alun, school=new, **words)
    assert "Ysgol Newydd" not in names(mari)


@pytest.mark.parametrize(
    ("last", "waits", "since"),
    [
        (None, False, None),
        (TODAY + 60 * DAY, False, None),
        (TODAY, True, TODAY),
        (TODAY - 9 * DAY, True, TODAY - 8 * DAY),
    ],
)
def test_when_the_last_day_is_set_and_nobody_follows_the_school_waits_since_then(
    last, waits, since, mari, alun, beca, other_school, school
):
    held = AdviserAssignment.all_rows.get(adviser=alun)
    if last:
        AdviserAssignment.all_rows.filter(pk=held.pk).update(starts_on=TODAY - 99 * DAY, ends_on=last)
    Event.all_rows.create(
        verb="adviser.assignment_ended", target_kind="schools.adviserassignment", target_id=held.public_id,
        school=school, by=mari,
    )  # fmt: skip
    found = [line for line in waiting(mari) if "Nant y Coed" in line.sentence]
    assert bool(found) is waits
    if waits:
        assert found[0].since.astimezone(clock.LONDON).date() == since


def test_somebody_who_follows_later_is_enough_and_an_interest_is_as_nobody(
    mari, alun, eira, beca, school, other_school
):
    service = AdviserAssignment.all_rows.get(adviser=alun).service
    AdviserAssignment.all_rows.filter(adviser=alun).update(ends_on=TODAY)
    make.assign(eira, service, school, starts_on=TODAY + DAY)
    assert "Ysgol Nant y Coed" not in names(mari)
    ConflictOfInterest.all_rows.create(person=eira, school=school, starts_on=TODAY)
    assert "Ysgol Nant y Coed" in names(mari)


def test_the_page_of_a_school_without_an_adviser_offers_the_lead_and_nobody_else_to_assign_one(
    mari, olwen, alun, beca, far_school, school, rhys
):
    link = f"{reverse('people:assign')}?school={far_school.public_id}"

    def page_of(person: Any) -> str:
        client = Client()
        client.force_login(person)
        return client.get(reverse("register:detail", args=[far_school.public_id])).content.decode()

    assert link in page_of(mari)
    assert link not in page_of(rhys)
