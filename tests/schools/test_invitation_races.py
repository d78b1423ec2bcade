"""One person, one role, one link: what else waits is settled, also when several act at the same moment."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Appointment, Event, Invitation
from schools.people import actions
from schools.policy import Role
from schools.refusals import Refused
from tests.at_once import at_once
from tests.schools.inviting import TODAY, invite, key, words

AT_ONCE = pytest.mark.django_db(transaction=True)


def waiting(email, place):
    return Invitation.all_rows.filter(Invitation.live(clock.now()), email=email, school=place)


def second_invitation(first: Any) -> Any:
    """As an older portal could write two at once."""
    fields = [each.name for each in Invitation._meta.fields if each.name not in ("id", "public_id")]
    again: Any = Invitation(**{name: getattr(first, name) for name in fields})
    again.new_token()
    again.save()
    return again


@pytest.mark.parametrize("way", ["accepted", "ended", "cancelled", "ended in the admin", "handed over"])
def test_no_other_invitation_leads_back_into_a_role(client, way, gwen, nia, olwen, ann, school, other_school):
    role = Role.HEADTEACHER if way == "handed over" else Role.GOVERNOR
    first = invite(other_school, olwen, email=gwen.email, role=role)
    again = second_invitation(first)
    held = actions.accept(first, by=gwen, once=key())
    if way != "accepted":
        Invitation.all_rows.filter(pk=again.pk).update(withdrawn_at=None)
    if way in ("ended", "ended in the admin"):
        Appointment.all_rows.filter(pk=held.pk).update(starts_on=TODAY - dt.timedelta(days=9))
        held.refresh_from_db()
    yesterday = TODAY - dt.timedelta(days=1)
    if way in ("ended", "cancelled"):
        actions.end(held, ends_on=yesterday, by=olwen, once=key())
    if way == "ended in the admin":
        client.force_login(ann)
        words = {"starts_on": f"{held.starts_on:%d %m %Y}", "ends_on": f"{yesterday:%d %m %Y}"}
        assert client.post(reverse("admin:schools_appointment_change", args=[held.pk]), words).status_code == 302
    if way == "handed over":
        next_one = {"name": "Mari", "email": "mari@example.test", "language": "cy"}
        actions.hand_over(held, last_day=TODAY, acting=False, by=olwen, once=key(), **next_one)
    assert not waiting(gwen.email, other_school).exists()
    with pytest.raises(Refused, match="withdrawn"):
        actions.accept(again, by=gwen, once=key())
    assert Event.all_rows.filter(verb="invitation.withdrawn", target_id=again.public_id).exists()


def test_an_invitation_to_another_role_or_place_goes_on_waiting(gwen, nia, olwen, school, other_school):
    invite(other_school, olwen, email=gwen.email)
    clerk = invite(other_school, olwen, email=gwen.email, role=Role.CLERK_TO_GOVERNORS)
    leader = invite(school, nia, email=gwen.email, role=Role.CLERK_TO_GOVERNORS)
    actions.accept(waiting(gwen.email, other_school).get(role=Role.GOVERNOR), by=gwen, once=key())
    assert {row.pk for row in Invitation.all_rows.filter(Invitation.live(clock.now()))} == {clerk.pk, leader.pk}


@AT_ONCE
def test_of_three_who_invite_one_person_at_the_same_moment_one_does(council, olwen, lowri, ann):
    outcomes = at_once(
        *(
            lambda by=by: actions.invite(council, by=by, once=key(), **words(role=Role.COUNCIL_OFFICER))
            for by in (olwen, lowri, ann)
        )
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2
    assert Invitation.all_rows.count() == 1


@AT_ONCE
def test_two_links_opened_and_the_role_ended_at_the_same_moment_block_nobody(other_school, gwen, olwen):
    first = invite(other_school, olwen, email=gwen.email)
    again = second_invitation(first)
    outcomes = at_once(*(lambda row=row: actions.accept(row, by=gwen, once=key()) for row in (first, again)))
    (held,) = [each for each in outcomes if isinstance(each, Appointment)]
    assert not Invitation.all_rows.filter(Invitation.live(clock.now())).exists()
    actions.end(held, ends_on=clock.today(), by=olwen, once=key())
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
