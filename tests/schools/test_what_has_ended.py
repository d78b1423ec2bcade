"""What has ended stays ended: roles, a headship handed over, interests, notices, invitations."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from discussions.announcements import GUEST_WELCOME
from schools import clock
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, Invitation, Notice
from schools.notice_kinds import PLAN_SHARED
from schools.notices import tell
from schools.people import actions, declaring
from schools.people.queries import why_dead
from schools.policy import Role
from schools.refusals import Refused
from tests import factories as make
from tests.discussions.rounds import make_discussion, take_part
from tests.schools.inviting import invite, key

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = dt.timedelta(days=1)
NEXT = {"name": "Elen", "language": "cy", "acting": False}


def hand_over(held: Appointment, by: Any, email: str = "elen@example.test", in_days: int = 30) -> Invitation:
    return actions.hand_over(held, last_day=TODAY + DAY * in_days, email=email, by=by, once=key(), **NEXT)


def test_a_role_that_has_ended_does_not_begin_again_by_a_later_last_day(huw, olwen):
    ended = huw.appointments.get()
    for again in (
        lambda: actions.end(ended, ends_on=TODAY + DAY, by=olwen, once=key()),
        lambda: hand_over(ended, olwen),
    ):
        with pytest.raises(Refused, match="already ended"):
            again()
    ended.refresh_from_db()
    assert ended.ends_on == TODAY - DAY
    assert not Invitation.all_rows.exists()


def test_an_assignment_that_has_ended_does_not_begin_again(eira, mari):
    with pytest.raises(Refused, match="already ended"):
        actions.end_assignment(AdviserAssignment.all_rows.get(), ends_on=TODAY + DAY, by=mari, once=key())


def test_a_headship_is_handed_over_once_at_a_time(nia, olwen, lowri, school):
    held = nia.appointments.get()
    first = hand_over(held, olwen)
    with pytest.raises(Refused, match=r"Elen is invited to be headteacher from .* Withdraw that invitation first"):
        hand_over(held, lowri, "other@example.test", in_days=29)
    assert Invitation.all_rows.get() == first
    actions.withdraw(first, by=olwen, once=key())
    hand_over(held, lowri, "other@example.test", in_days=29)
    assert Appointment.all_rows.get(pk=held.pk).ends_on == TODAY + DAY * 29


def test_a_headship_that_the_next_has_accepted_is_not_handed_over_again(nia, olwen, lowri):
    held = nia.appointments.get()
    invitation = hand_over(held, olwen)
    actions.accept(invitation, by=invited_by(invitation), once=None)
    with pytest.raises(Refused, match=r"Elen is headteacher from .* End that role first"):
        hand_over(held, lowri, "other@example.test", in_days=29)


def test_the_database_keeps_an_interest_once_at_a_time(nia, elin, school):
    with pytest.raises(IntegrityError, match="same_interest_once_at_a_time"), transaction.atomic():
        ConflictOfInterest.all_rows.create(person=elin, school=school, starts_on=TODAY)
    ConflictOfInterest.all_rows.filter(person=elin).update(ends_on=TODAY)
    ConflictOfInterest.all_rows.create(person=elin, school=school, starts_on=TODAY + DAY)


def test_the_second_of_two_tabs_that_declare_the_same_interest_is_told(olwen, school, monkeypatch):
    words = {"starts_on": TODAY, "ends_on": None, "by": olwen}
    monkeypatch.setattr("schools.people.actions.overlapping", lambda *days: Q(pk=None))  # it did not see the first
    declaring.declare(school, once=key(), **words)
    with pytest.raises(Refused, match="already declared an interest"):
        declaring.declare(school, once=key(), **words)
    assert ConflictOfInterest.all_rows.count() == 1


def told(person: Any, school: Any) -> None:
    tell([person], PLAN_SHARED, school, path="/plans/", school=school, number=1, period="2026/27")


def invited_by(invitation: Invitation) -> Any:
    person = make.make_person(invitation.name)
    person.email = invitation.email
    person.save()
    return person


def conflict(person: Any, school: Any) -> None:
    ConflictOfInterest.all_rows.create(person=person, school=school, starts_on=TODAY)


def unassigned(person: Any, school: Any) -> None:
    AdviserAssignment.all_rows.filter(adviser=person).update(ends_on=TODAY - DAY)


def role_ended(person: Any, school: Any) -> None:
    Appointment.all_rows.filter(person=person).update(ends_on=TODAY - DAY)


@pytest.mark.parametrize(
    ("who", "happens"), [("olwen", conflict), ("alun", unassigned), ("alun", conflict), ("nia", role_ended)]
)
def test_what_was_told_about_a_school_is_hidden_once_the_school_is_closed_to_the_reader(who, happens, request, school):
    person = request.getfixturevalue(who)
    told(person, school)
    assert Notice.objects.visible_to(person).count() == 1
    happens(person, school)
    person.forget_roles()
    assert not Notice.objects.visible_to(person).exists()
    client = Client()
    client.force_login(person)
    assert "has shared its" not in client.get(reverse("home:index")).content.decode()


def test_a_guest_keeps_what_they_were_told_about_a_discussion(gareth, school):
    discussion = make_discussion(school)
    take_part(discussion, gareth, "guest", consent="given")
    tell([gareth], GUEST_WELCOME, discussion, path="/discussions/", school=school)
    assert Notice.objects.visible_to(gareth).count() == 1


def test_an_invitation_to_a_school_that_has_closed_cannot_be_taken_up(nia, school):
    invitation = invite(school, nia)
    school.closed_on = TODAY - DAY
    school.save()
    invitation = Invitation.all_rows.get()
    assert "This school has closed" in why_dead(invitation)
    with pytest.raises(Refused, match="This school has closed"):
        actions.accept(invitation, by=invited_by(invitation), once=None)


def test_an_invitation_outlasts_the_role_of_whoever_sent_it(nia, school):
    invitation = invite(school, nia)
    role_ended(nia, school)
    assert actions.accept(invitation, by=invited_by(invitation), once=None).role == Role.GOVERNOR
