"""Several people who invite, accept and end at the same moment: one invitation, one role, and no way back into it."""

from typing import Any

import pytest

from schools import clock
from schools.models import Appointment, Invitation
from schools.people import actions
from schools.policy import Role
from schools.refusals import Refused
from tests.at_once import at_once
from tests.schools.inviting import invite, key, words

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_three_who_invite_one_person_at_the_same_moment_one_does(council, olwen, lowri, ann):
    outcomes = at_once(
        *(
            lambda by=by: actions.invite(council, by=by, once=key(), **words(role=Role.COUNCIL_OFFICER))
            for by in (olwen, lowri, ann)
        )
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2
    assert Invitation.all_rows.count() == 1


def test_two_links_opened_and_the_role_ended_at_the_same_moment_block_nobody(other_school, gwen, olwen):
    first = invite(other_school, olwen, email=gwen.email)
    fields = [each.name for each in Invitation._meta.fields if each.name not in ("id", "public_id")]
    again: Any = Invitation(**{name: getattr(first, name) for name in fields})
    again.new_token()
    again.save()
    outcomes = at_once(*(lambda row=row: actions.accept(row, by=gwen, once=key()) for row in (first, again)))
    (held,) = [each for each in outcomes if isinstance(each, Appointment)]
    assert not Invitation.all_rows.filter(Invitation.live(clock.now())).exists()
    actions.end(held, ends_on=clock.today(), by=olwen, once=key())
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
