"""A declared interest closes a school that one does not work at; a slip can be taken back, and pages say why."""

import datetime as dt

import pytest
from django.urls import reverse

from schools import clock
from schools.access import May, may
from schools.models import ConflictOfInterest, Event, Notice
from schools.people import declaring
from schools.people.queries import open_to_an_interest
from schools.policy import Role
from schools.refusals import Refused
from tests import factories as make
from tests.schools.inviting import form_data, key
from tests.schools.visits import at, page

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("who", ["nia", "gwen", "dai"])
def test_nobody_locks_themselves_out_of_a_school_at_which_they_hold_a_role(client, request, who, school):
    person = request.getfixturevalue(who)
    with pytest.raises(Refused, match="You hold a role at this school yourself"):
        declaring.declare(school, starts_on=TODAY, ends_on=None, by=person, once=key())
    html = page(client, person, reverse("people:declare"))
    assert "There is no school here in which you can declare an interest" in html and school.name not in html


def test_an_officer_who_is_a_governor_too_is_offered_the_other_schools(olwen, school, other_school):
    make.appoint(olwen, Role.GOVERNOR, school)
    olwen.wear(Role.COUNCIL_OFFICER)
    assert list(open_to_an_interest(olwen)) == [other_school]


def test_who_has_left_a_school_may_declare_an_interest_in_it(olwen, school):
    make.appoint(olwen, Role.GOVERNOR, school, ends_on=make.YESTERDAY)
    assert declaring.declare(school, starts_on=TODAY, ends_on=None, by=olwen, once=key()).school == school


@pytest.mark.parametrize("begins", [TODAY, TODAY + DAY * 9])
def test_an_interest_declared_by_mistake_is_withdrawn_and_both_acts_stay_in_the_history(client, olwen, school, begins):
    conflict = declaring.declare(school, starts_on=begins, ends_on=None, by=olwen, once=key())
    client.force_login(olwen)
    url = reverse("people:end_interest", args=[conflict.public_id])
    assert "enter yesterday" in client.get(url).content.decode()
    yesterday = {f"ends_on-{part}": getattr(TODAY - DAY, part) for part in ("day", "month", "year")}
    data = form_data(client, url, **yesterday)
    assert "The interest has been withdrawn" in client.post(url, data, follow=True).content.decode()
    assert not ConflictOfInterest.all_rows.exists()
    olwen.forget_roles()
    assert may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school)
    verbs = Event.all_rows.filter(verb__startswith="interest").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["interest.declared", "interest.withdrawn"]
    assert client.post(url, data).status_code == 302, "a second press of the same button is a repeat"


def test_an_interest_that_has_held_for_a_day_is_ended_and_not_withdrawn(olwen, school):
    conflict = declaring.declare(school, starts_on=TODAY - DAY, ends_on=None, by=olwen, once=key())
    with pytest.raises(Refused, match="cannot be before the first day"):
        declaring.end_interest(conflict, ends_on=TODAY - DAY * 2, by=olwen, once=key())
    declaring.end_interest(conflict, ends_on=TODAY - DAY, by=olwen, once=key())
    assert ConflictOfInterest.all_rows.get().ends_on == TODAY - DAY


def test_home_and_a_closed_page_name_the_interest_as_the_reason(client, nia, elin, olwen, school, other_school):
    ConflictOfInterest.all_rows.create(person=nia, school=school, starts_on=TODAY)
    reason = f"You have declared an interest in {school.name}"
    for person in (nia, elin):
        assert reason in page(client, person, reverse("home:index"))
        assert reason in page(client, person, at(school, "self-evaluations"), status=403)
    assert "does not include this step" not in page(client, elin, at(school, "self-evaluations"), status=403)
    assert reason not in page(client, elin, at(other_school, "edit"))
    assert reason not in page(client, olwen, reverse("home:index"))


@pytest.mark.parametrize("who", ["nia", "glyn"])
def test_an_administrator_enters_no_interest_of_anybody_in_their_own_school(client, who, request, ann, school):
    person = request.getfixturevalue(who)
    client.force_login(ann)
    words = {
        "person": person.pk,
        "school": school.pk,
        "starts_on": f"{TODAY.day} {TODAY.month} {TODAY.year}",
        "ends_on": "",
    }
    answer = client.post(reverse("admin:schools_conflictofinterest_add"), words)
    (said,) = answer.context["adminform"].form.errors["school"]
    assert "would close it to them" in said
    assert not person.conflicts.exists()


def test_an_interest_that_an_administrator_enters_is_told_to_those_who_find_another_adviser(
    client, ann, alun, mari, olwen, school
):
    make.appoint(ann, "administrator", mari.appointments.get().service)
    client.force_login(ann)
    words = {
        "person": alun.pk,
        "school": school.pk,
        "starts_on": f"{TODAY.day} {TODAY.month} {TODAY.year}",
        "ends_on": "",
    }
    assert client.post(reverse("admin:schools_conflictofinterest_add"), words).status_code == 302
    told = set(Notice.all_rows.filter(notice_kind="adviser_declared_interest").values_list("person", flat=True))
    assert told == {mari.pk, olwen.pk}
