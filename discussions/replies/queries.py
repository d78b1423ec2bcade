"""What was answered to the time and place as they are now, and what a page shows of it."""

import datetime as dt
from uuid import UUID

from discussions.models import CalendarMessage, Participant, Reply
from schools import clock
from schools.models import Person


def reply_of(participant: Participant) -> Reply | None:
    """The answer that stands; its `discussion` has been read."""
    rows = Reply.objects.as_system("whoever may answer sees what has been answered")
    found: Reply | None = rows.filter(participant=participant, sequence=participant.discussion.sequence).first()
    if found:
        found.participant = participant
    return found


def shown_of(participant: Participant, reply: Reply | None) -> str:
    """Which time and place a page shows, and which answer to it."""
    return f"{participant.discussion.sequence}.{reply.version if reply else 0}"


def reads_words(person: Person, reply: Reply) -> bool:
    """Of those who may answer: the person themself, and whoever wrote it for them."""
    return person.pk in (reply.participant.person_id, reply.given_by_id)


def in_london(times: list[dt.datetime]) -> list[dt.datetime]:
    return [at.astimezone(clock.LONDON) for at in times]


def was_invited(person: Person, discussion: UUID) -> bool:
    """Whether a letter about it went to this person, however it is now."""
    rows = CalendarMessage.objects.as_system("somebody's own letters")
    return bool(rows.filter(discussion__public_id=discussion, person=person).exists())
