"""People: how a role begins and ends, who advises which school, and what closes a school to somebody."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from schools import clock
from schools.access import May, may
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    Event,
    Person,
    Title,
)
from schools.people import actions, declaring, queries
from schools.policy import Role
from schools.refusals import Refused
from tests import factories as make
from tests.schools.inviting import form_data, invite, key, words

TODAY = clock.today()
DAY = dt.timedelta(days=1)


# --- From first to last day


def test_the_last_day_is_inclusive(nia, gwen, school):
    row = gwen.appointments.get()
    actions.end(row, ends_on=TODAY, by=nia, once=key())
    gwen.forget_roles()
    assert may(gwen, May.SEE_SCHOOL, school)
    actions.end(row, ends_on=TODAY - DAY, by=nia, once=key())
    gwen.forget_roles()
    assert not may(gwen, May.SEE_SCHOOL, school)


def test_a_role_begins_on_its_first_day(db, school):
    megan = make.make_person("Megan")
    row = make.appoint(megan, Role.GOVERNOR, school, starts_on=TODAY + DAY)
    assert not may(megan, May.SEE_SCHOOL, school)
    Appointment.all_rows.filter(pk=row.pk).update(starts_on=TODAY)
    megan.forget_roles()
    assert may(megan, May.SEE_SCHOOL, school)


def test_a_role_that_has_not_begun_is_cancelled_altogether(nia, school):
    row = make.appoint(make.make_person("Megan"), Role.GOVERNOR, school, starts_on=TODAY + DAY)
    actions.end(row, by=nia, once=key())
    assert not Appointment.all_rows.filter(pk=row.pk).exists()
    assert Event.all_rows.filter(verb="role.cancelled").exists()


def test_a_role_given_this_morning_can_be_ended_at_once(client, nia, school):
    megan = make.make_person("Megan")
    row = actions.accept(invite(school, nia, email=megan.email, role=Role.SENIOR_LEADER), by=megan, once=key())
    assert may(megan, May.READ_LIVING_SELF_EVALUATION, school)
    client.force_login(nia)
    url, yesterday = reverse("people:end", args=[row.public_id]), TODAY - DAY
    form = client.get(url).context["form"]
    typed = {"ends_on-day": yesterday.day, "ends_on-month": yesterday.month, "ends_on-year": yesterday.year}
    answer = client.post(url, {each.name: each.value() for each in form.hidden_fields()} | typed, follow=True)
    assert "has been cancelled: " in answer.content.decode()
    megan.forget_roles()
    assert not may(megan, May.READ_LIVING_SELF_EVALUATION, school)
    told = Event.all_rows.filter(school=school, verb__startswith="role.").values_list("verb", "target_id", "by")
    assert list(told.order_by("pk")) == [
        ("role.begun", row.public_id, megan.pk),
        ("role.cancelled", row.public_id, nia.pk),
    ]


def test_an_assignment_made_this_morning_can_be_ended_at_once(mari, beca, service, school):
    given = actions.assign(service, adviser=beca, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())
    actions.end_assignment(given, ends_on=TODAY - DAY, by=mari, once=key())
    beca.forget_roles()
    assert not may(beca, May.SEE_SCHOOL, school)
    assert Event.all_rows.filter(school=school, verb="adviser.assignment_ended", target_id=given.public_id).exists()


def test_nobody_ends_their_own_role(olwen, lowri):
    with pytest.raises(Refused, match="your own role"):
        actions.end(olwen.appointments.get(), ends_on=TODAY, by=olwen, once=key())
    actions.end(olwen.appointments.get(), ends_on=TODAY, by=lowri, once=key())


@pytest.mark.parametrize(("who", "whose"), [("nia", "owain"), ("sion", "carys"), ("rhys", "nia"), ("olwen", "ann")])
def test_nobody_ends_a_role_they_could_not_give(who, whose, request):
    by, row = request.getfixturevalue(who), request.getfixturevalue(whose).appointments.get()
    with pytest.raises(PermissionDenied):
        actions.end(row, ends_on=TODAY, by=by, once=key())


def test_an_adviser_who_leaves_the_service_leaves_its_schools_on_the_same_day(
    mari, alun, school, other_school, service
):
    make.assign(alun, service, other_school, starts_on=TODAY + 9 * DAY)
    actions.end(alun.appointments.get(), ends_on=TODAY, by=mari, once=key())
    assert [(row.school, row.ends_on) for row in AdviserAssignment.all_rows.filter(adviser=alun)] == [(school, TODAY)]


def test_a_change_of_headteacher_hands_over_cleanly(
    nia, olwen, school, django_capture_on_commit_callbacks, monkeypatch
):
    """The old one ends, the new one starts, both dated, and there is no day with two or with none."""
    evaluation = make.make_self_evaluation(school)
    given = words(acting=False)
    del given["role"], given["starts_on"]
    with django_capture_on_commit_callbacks(execute=True):
        invitation = actions.hand_over(nia.appointments.get(), last_day=TODAY, by=olwen, once=key(), **given)
    assert may(nia, May.READ_LIVING_SELF_EVALUATION, school), "to the end of the last day"
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.combine(TODAY + DAY, dt.time(9), clock.LONDON))
    megan = Person.objects.create_user("megan@example.test", None, name="Megan")
    actions.accept(invitation, by=megan, once=key())
    nia.forget_roles()
    assert not may(nia, May.READ_LIVING_SELF_EVALUATION, school)
    assert may(megan, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    days = Appointment.all_rows.filter(school=school, role=Role.HEADTEACHER).order_by("starts_on")
    assert [(row.person.name, row.ends_on) for row in days] == [("Nia", TODAY), ("Megan", None)]
    assert days[1].starts_on == TODAY + DAY


def test_a_headteacher_does_not_appoint_their_successor(nia, school):
    given = words()
    del given["role"], given["starts_on"]
    with pytest.raises(PermissionDenied):
        actions.hand_over(nia.appointments.get(), last_day=TODAY, by=nia, once=key(), **given)


def test_an_acting_headteacher_may_what_a_headteacher_may_and_is_called_acting(olwen, school):
    megan = Person.objects.create_user("megan@example.test", None, name="Megan")
    actions.accept(invite(school, olwen, role=Role.HEADTEACHER, acting=True), by=megan, once=key())
    assert may(megan, May.SUBMIT_SELF_EVALUATION, school)
    assert queries.title_acted_in(megan) == "Acting headteacher"


# --- Advisers and schools


def test_the_service_lead_assigns_an_adviser_to_a_school(mari, beca, service, school):
    assert not may(beca, May.SEE_SCHOOL, school)
    actions.assign(service, adviser=beca, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())
    beca.forget_roles()
    assert may(beca, May.READ_SUBMITTED_SELF_EVALUATION, school)


def test_an_assignment_is_not_made_twice_for_the_same_days(mari, alun, service, school):
    with pytest.raises(Refused, match="already assigned"):
        actions.assign(service, adviser=alun, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_somebody_who_is_no_adviser_is_not_assigned(mari, olwen, service, school):
    with pytest.raises(Refused, match="does not advise"):
        actions.assign(service, adviser=olwen, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_an_adviser_with_an_interest_in_the_school_is_not_assigned(mari, beca, service, school):
    ConflictOfInterest.all_rows.create(person=beca, school=school, starts_on=TODAY)
    with pytest.raises(Refused, match="conflict of interest"):
        actions.assign(service, adviser=beca, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_the_school_is_open_to_the_adviser_through_the_last_day_of_the_assignment(mari, alun, school):
    row = AdviserAssignment.all_rows.get(adviser=alun)
    actions.end_assignment(row, ends_on=TODAY, by=mari, once=key())
    alun.forget_roles()
    assert may(alun, May.SEE_SCHOOL, school)
    actions.end_assignment(row, ends_on=TODAY - DAY, by=mari, once=key())
    alun.forget_roles()
    assert not may(alun, May.SEE_SCHOOL, school)


# --- Conflicts of interest


def test_a_declared_interest_closes_the_schools_content_until_its_last_day(olwen, school):
    conflict = declaring.declare(school, starts_on=TODAY, ends_on=None, by=olwen, once=key())
    assert may(olwen, May.SEE_SCHOOL, school), "the register stays open"
    assert not may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school)
    declaring.end_interest(conflict, ends_on=TODAY, by=olwen, once=key())
    olwen.forget_roles()
    assert not may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school), "the last day is inclusive"
    ConflictOfInterest.all_rows.filter(pk=conflict.pk).update(starts_on=TODAY - DAY, ends_on=TODAY - DAY)
    olwen.forget_roles()
    assert may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school)


def test_the_same_interest_is_not_declared_twice(elin, school):
    with pytest.raises(Refused, match="already declared"):
        declaring.declare(school, starts_on=TODAY, ends_on=None, by=elin, once=key())


def test_nobody_ends_anothers_interest(elin, olwen, client):
    conflict = ConflictOfInterest.all_rows.get(person=elin)
    with pytest.raises(PermissionDenied):
        declaring.end_interest(conflict, ends_on=TODAY, by=olwen, once=key())
    client.force_login(olwen)
    assert client.get(reverse("people:end_interest", args=[conflict.public_id])).status_code == 404


# --- Titles and hats


def test_a_role_is_called_what_its_organisation_calls_it(alun, service):
    assert queries.title_of(alun.appointments.get()) == "Adviser"
    names = {"title_cy": "Partner Gwella Ysgol", "title_en": "School Improvement Partner"}
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, **names)
    assert queries.title_of(alun.appointments.get()) == "School Improvement Partner"
    with translation.override("cy"):
        assert queries.title_of(alun.appointments.get()) == "Partner Gwella Ysgol"


def test_somebody_with_two_roles_acts_in_one_and_sees_no_more_than_it_lets_them(client, nia, other_school):
    make.appoint(nia, Role.GOVERNOR, other_school)
    make.make_self_evaluation(other_school)
    client.force_login(nia)
    url = reverse("people:hat")
    page = client.get(url).content.decode()
    assert "Ysgol Pen y Bryn" in page
    school_page = reverse("self_evaluations:index", args=[other_school.public_id])
    assert client.get(school_page).status_code == 404
    client.post(url, form_data(client, url, hat=Role.GOVERNOR.value))
    assert client.get(school_page).status_code == 200
    assert client.get(reverse("people:index")).status_code == 403
    assert client.post(url, form_data(client, url, hat="administrator")).status_code == 200, "not a role of hers"
    assert client.get(reverse("people:index")).status_code == 403
