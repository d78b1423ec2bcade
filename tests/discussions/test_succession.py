"""A change of headteacher goes with the discussions that are to come: booked, told, and written in calendars."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from discussions.models import CalendarMessage, Discussion, Participant
from discussions.professional_discussions import actions as discussions
from discussions.tasks import send_calendar_mail
from schools import clock
from schools.models import Event, Invitation, Notice
from schools.people import actions as people
from schools.policy import Role
from schools.refusals import Refused
from tests import factories as make

from .meetings import ids, key, schedule

pytestmark = pytest.mark.django_db
TODAY = clock.today()
WEEKS = dt.timedelta(days=7)
SOON, LATER = TODAY + WEEKS, TODAY + 6 * WEEKS
CHANGE = TODAY + 2 * WEEKS  # last day of the one before


@pytest.fixture
def megan(db: None) -> Any:
    return make.make_person("Megan")


def hand_over(school: Any, person: Any, next_one: Any, by: Any, last_day: dt.date = CHANGE) -> Invitation:
    held = person.appointments.get(school=school)
    words = {"name": next_one.name, "email": next_one.email, "language": "en", "acting": False}
    return people.hand_over(held, last_day=last_day, by=by, once=uuid4(), **words)


def accept(invitation: Invitation, by: Any) -> Any:
    return people.accept(invitation, by=by, once=None)


def heads(discussion: Discussion) -> list[str]:
    rows = Participant.all_rows.filter(discussion=discussion, taking_part_as="headteacher")
    return sorted(rows.values_list("person__name", flat=True))


def booked(discussion: Discussion) -> set[str]:
    return set(discussion.bookings.filter(live=True, person__isnull=False).values_list("person__name", flat=True))


def letters(discussion: Discussion, person: Any) -> list[str]:
    rows = CalendarMessage.all_rows.filter(discussion=discussion, person=person).order_by("pk")
    return list(rows.values_list("occasion", flat=True))


def told(kind: str) -> set[str]:
    return set(Notice.all_rows.filter(notice_kind=kind).values_list("person__name", flat=True))


def page_of(person: Any, discussion: Discussion) -> str:
    client = Client()
    client.force_login(person)
    where = reverse("professional_discussions:detail", args=[discussion.public_id])
    return client.get(where, headers={"accept-language": "en"}).content.decode().replace("&#x27;", "'")


def test_the_next_headteacher_takes_the_place_in_what_lies_in_their_time_and_nowhere_else(
    school, nia, olwen, alun, megan
):
    later = schedule(school, olwen, nia, alun, olwen, date=LATER)
    invitation = hand_over(school, nia, megan, olwen)
    assert heads(later) == ["Nia"], "nobody has accepted yet"
    accept(invitation, megan)
    later.refresh_from_db()
    assert heads(later) == ["Megan"] and booked(later) == {"Megan", "Alun", "Olwen"}
    assert letters(later, nia) == ["invited", "taken_off"] and letters(later, megan) == ["invited"]
    assert told("discussion_taken_off") == {"Nia"} and "Megan" in told("discussion_scheduled")
    assert told("discussion_head_took_place") == {"Olwen"}
    assert later.version == 2 and Event.all_rows.filter(verb="discussion.head_changed").count() == 1


def test_a_discussion_before_the_last_day_stays_with_the_present_headteacher(school, nia, olwen, megan):
    soon = schedule(school, olwen, nia, olwen, date=SOON)
    accept(hand_over(school, nia, megan, olwen), megan)
    assert heads(soon) == ["Nia"] and letters(soon, megan) == []


def test_the_letters_go_out_although_the_new_role_has_not_begun(school, nia, olwen, megan):
    later = schedule(school, olwen, nia, olwen, date=LATER)
    send_calendar_mail.func(str(later.public_id))
    accept(hand_over(school, nia, megan, olwen), megan)
    mail.outbox.clear()
    send_calendar_mail.func(str(later.public_id))
    sent = {address: message for message in mail.outbox for address in message.recipients()}
    methods = {who: str(message.message()).split("method=")[1][:9] for who, message in sent.items()}
    assert "REQUEST" in methods[megan.email] and "CANCEL" in methods[nia.email]


def test_a_new_headteacher_who_is_booked_elsewhere_is_told_of_to_the_officer_and_takes_up_the_role_all_the_same(
    school, other_school, nia, owain, olwen, lowri, alun
):
    """Owain leads the other school, and has its discussion at the same hour."""
    later = schedule(school, olwen, nia, olwen, date=LATER)
    schedule(other_school, lowri, owain, lowri, date=LATER)
    role = accept(hand_over(school, nia, owain, olwen), owain)
    assert role.pk and heads(later) == ["Nia"] and booked(later) == {"Nia", "Olwen"}
    assert told("discussion_head_is_taken") == {"Olwen"} and told("discussion_head_took_place") == set()


def test_a_headteacher_of_both_schools_who_leaves_one_still_comes_for_the_other(federated, school, nia, olwen, megan):
    joint = schedule(school, olwen, nia, olwen, date=LATER, also=ids(federated))
    accept(hand_over(school, nia, megan, olwen), megan)
    assert heads(joint) == ["Megan", "Nia"]


def test_where_no_headteacher_takes_part_the_next_one_is_not_put_in(school, nia, alun, olwen, megan):
    later = schedule(school, olwen, alun, date=LATER)
    accept(hand_over(school, nia, megan, olwen), megan)
    assert heads(later) == [] and letters(later, megan) == []


def test_what_is_over_cancelled_or_answered_stays_as_it_was(school, nia, olwen, megan):
    later = schedule(school, olwen, nia, date=LATER)
    discussions.cancel(later, reason="Eira", lang="cy", by=olwen, once=key())
    accept(hand_over(school, nia, megan, olwen), megan)
    assert heads(later) == ["Nia"] and letters(later, megan) == []


def test_until_the_invitation_is_accepted_the_officer_reads_that_the_place_will_be_taken(school, nia, olwen, megan):
    later = schedule(school, olwen, nia, olwen, date=LATER)
    reminder = "Nia is not headteacher of the school on"
    assert reminder not in page_of(olwen, later)
    invitation = hand_over(school, nia, megan, olwen)
    assert reminder in page_of(olwen, later) and reminder not in page_of(nia, later)
    accept(invitation, megan)
    assert reminder not in page_of(olwen, later)


def test_a_coming_headteacher_can_be_chosen_and_stands_with_the_first_day(school, nia, olwen, megan):
    make.appoint(megan, Role.HEADTEACHER, school, starts_on=CHANGE)
    client = Client()
    client.force_login(olwen)
    where = reverse("professional_discussions:schedule", args=[school.public_id])
    form = client.get(where, headers={"accept-language": "en"}).context["form"]
    labels = [label.split(",")[0] + label.split(",")[-1] for _id, label in form.fields["participants"].choices]
    assert labels[:2] == [f"Megan (Headteacher from {CHANGE.day} {CHANGE:%B %Y})", "Nia (Headteacher)Nia (Headteacher)"]
    assert megan.public_id not in form.initial["participants"]
    assert heads(schedule(school, olwen, megan, date=LATER)) == ["Megan"]


def test_somebody_who_will_be_an_officer_cannot_be_chosen_before(school, council, nia, olwen, megan):
    make.appoint(megan, Role.COUNCIL_OFFICER, council, starts_on=CHANGE)
    with pytest.raises(Refused, match="can no longer take part"):
        schedule(school, olwen, nia, megan, date=LATER)
