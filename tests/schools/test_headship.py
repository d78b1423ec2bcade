"""A school between two headteachers, and one whose adviser has declared an interest: who hears of it, and where."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Appointment, Notice
from schools.models.headship import why_no_head
from schools.people import actions, declaring
from schools.policy import Role
from schools.refusals import Refused
from tests import factories as make
from tests.schools.inviting import invite

TODAY = clock.today()
DAY = dt.timedelta(days=1)
MEGAN = {"name": "Megan", "email": "megan@example.test", "language": "cy", "acting": False}


def key() -> uuid.UUID:
    return uuid.uuid4()


def says(client: Any, person: Any, route: str, *args: Any) -> str:
    client.force_login(person)
    return client.get(reverse(route, args=args)).content.decode()


def test_a_headship_is_not_handed_over_in_the_past(nia, olwen, school):
    with pytest.raises(Refused, match="cannot be before today") as refusal:
        actions.hand_over(nia.appointments.get(), last_day=TODAY - DAY, by=olwen, once=key(), **MEGAN)
    assert refusal.value.field == "last_day"
    assert nia.appointments.get().ends_on is None and not Notice.all_rows.exists()


def test_the_outgoing_headteacher_is_told_the_last_day(nia, olwen, school):
    actions.hand_over(nia.appointments.get(), last_day=TODAY, by=olwen, once=key(), **MEGAN)
    notice = Notice.all_rows.get(notice_kind="headteacher_handed_over")
    assert (notice.person, notice.facts) == (nia, {"day": TODAY.isoformat()})


@pytest.mark.parametrize("then", ["nothing", "invited", "appointed"])
def test_a_school_without_a_headteacher_says_so_wherever_one_is_looked_for(client, nia, olwen, school, then):
    assert why_no_head(school) == ""
    Appointment.all_rows.filter(person=nia).update(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)
    sentence = "There is no headteacher, and nobody has been invited yet."
    if then == "invited":
        invite(school, olwen, email="megan@example.test", role=Role.HEADTEACHER)
        sentence = "There is no headteacher; somebody has been invited."
    if then == "appointed":
        make.appoint(make.make_person("Megan"), Role.HEADTEACHER, school, starts_on=TODAY + DAY)
        sentence = "There is no headteacher; the next one begins on"
    for route, args in (("register:detail", [school.public_id]), ("people:index", [])):
        assert sentence in says(client, olwen, route, *args), route
    none = " so none can be chosen below."
    comes = {"nothing": f",{none}", "invited": f",{none} The next one has been invited.", "appointed": ". The next one"}
    page = says(client, olwen, "professional_discussions:schedule", school.public_id)
    assert f"{school.name} has no headteacher today{comes[then]}" in page
    assert ("Megan (Headteacher, from " in page) is (then == "appointed")


def test_when_an_adviser_declares_an_interest_those_hear_it_who_can_see_to_another(
    alun, mari, olwen, lowri, elin, school
):
    declaring.declare(school, starts_on=TODAY, ends_on=None, by=alun, once=key())
    told = {(row.person.name, row.path) for row in Notice.all_rows.filter(notice_kind="adviser_declared_interest")}
    assert told == {
        ("Mari", "/people/assignments/"), ("Olwen", "/people/interests/"), ("Lowri", "/people/interests/"),
    }  # fmt: skip


def test_an_interest_of_somebody_who_does_not_advise_the_school_is_told_to_nobody(beca, olwen, school):
    declaring.declare(school, starts_on=TODAY, ends_on=None, by=olwen, once=key())
    assert not Notice.all_rows.exists()


def test_for_the_time_of_the_interest_the_school_names_no_adviser_and_the_list_of_assignments_marks_it(
    client, alun, mari, olwen, nia, school
):
    assert "Alun" in says(client, nia, "register:detail", school.public_id)
    declaring.declare(school, starts_on=TODAY, ends_on=None, by=alun, once=key())
    assert "Alun" not in says(client, nia, "register:detail", school.public_id)
    assert "Alun" not in says(client, olwen, "register:index")
    assert "Interest declared" in says(client, mari, "people:assignments")
