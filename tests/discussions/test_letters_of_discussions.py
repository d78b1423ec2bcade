"""What the letters about a discussion say beside its appointment: who takes part, whom to ask, what has changed."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from discussions.calendar import letter
from discussions.models import CalendarMessage
from discussions.professional_discussions import actions
from discussions.replies import actions as replies

from .meetings import DAY, ids, key, schedule, words

LATER = DAY + dt.timedelta(days=1)


def messages_to(person: Any) -> list[CalendarMessage]:
    return list(CalendarMessage.all_rows.filter(person=person).order_by("pk"))


def move_to(discussion: Any, by: Any, **other: Any) -> None:
    typed = words(**other)
    del typed["guests"]
    discussion.refresh_from_db()
    actions.reschedule(discussion, version=discussion.version, by=by, once=key(), **typed)


def test_an_invitation_names_the_day_of_the_week_who_takes_part_and_whom_to_ask(school, olwen, nia, alun, gareth):
    schedule(school, olwen, nia, alun, olwen, guests=ids(gareth))
    text = letter(messages_to(nia)[0]).body
    for language in ("cy", "en"):
        with translation.override(language):
            assert f": {date_format(DAY, 'l j F Y')}\n" in text
    assert (
        "Nia (Headteacher), Alun (Adviser), Olwen (Council officer)" in text
        and f"Olwen, {school.council.name_en}" in text
    )
    assert "Gareth" not in text, "the headteacher has not said yes yet"


def test_a_change_says_how_it_was_until_now_and_that_the_answer_counts_no_more(discussion, olwen, nia):
    replies.come(discussion.participants.get(person=nia), shown="0.0", by=nia, once=key())
    move_to(discussion, olwen, date=LATER, starts=dt.time(14), ends=dt.time(15))
    text = letter(messages_to(nia)[-1]).body
    assert f"Until now: {date_format(DAY, 'l j F Y')}, 10:00 to 11:00, Ysgol Nant y Coed" in text
    assert "What you answered was about the earlier time or place." in text
    move_to(discussion, olwen, date=LATER, starts=dt.time(14), ends=dt.time(15), language="en")
    assert "Until now" not in letter(messages_to(nia)[-1]).body, "the time and the place are the same"


def test_whoever_is_taken_off_reads_whom_to_ask(discussion, olwen, nia, alun):
    actions.change_participants(discussion, participants=ids(nia, olwen), version=1, by=olwen, once=key())
    last = messages_to(alun)[-1]
    assert last.occasion == "taken_off" and f"Olwen, {discussion.round.council.name_en}" in letter(last).body
