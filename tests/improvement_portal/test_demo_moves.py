"""A discussion that the demo made is moved like any other: everybody who takes part gets a letter."""

import datetime as dt
from uuid import uuid4

from django.core import mail

from discussions.models import CalendarMessage, Discussion
from discussions.professional_discussions import actions
from discussions.tasks import send_calendar_mail
from improvement_portal.demo.build import load
from schools import clock


def test_everybody_who_takes_part_is_invited_anew_when_it_is_moved(db):
    load(schools=26, years=2, seed=1, today=clock.today())
    to_come = Discussion.all_rows.filter(status="scheduled", record=None, starts_at__gt=clock.now())
    discussion = to_come.order_by("starts_at").first()
    people = {row.person_id for row in discussion.participants.all()}
    officer = discussion.participants.get(taking_part_as="officer").person
    day = discussion.starts_at.astimezone(clock.LONDON).date()
    actions.reschedule(
        discussion, date=day, starts=dt.time(18), ends=dt.time(19), setting="at_school", language="cy",
        version=discussion.version, by=officer, once=uuid4(),
    )  # fmt: skip
    messages = CalendarMessage.all_rows.filter(discussion=discussion)
    assert {message.person_id for message in messages} == people
    assert {message.method for message in messages} == {"REQUEST"}
    send_calendar_mail.func(str(discussion.public_id))
    assert len(mail.outbox) >= len(people)
    assert not messages.filter(sent_at=None).exists()
