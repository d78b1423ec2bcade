"""What goes into people's own calendars, written down in the transaction that made it true; a task sends it."""

from collections.abc import Iterable
from typing import Any

from discussions.calendar import ENDS, Occasion
from discussions.models import CalendarMessage, Discussion
from discussions.tasks import send_calendar_mail
from schools import clock

MOVES_IT = ("starts_at", "ends_at", "setting", "host_id", "place", "online_link")


def write_messages(discussion: Discussion, people: Iterable[int], occasion: str) -> None:
    """Put a message for each person into the outbox. The caller holds the discussion's row, so the order is true.

    The queue is a table of the same database: messages and their task are committed together, or neither is.
    Who is taken off is told of the appointment that stands in their calendar, never of a later time, place or link.
    """
    keys = list(people)
    rows = CalendarMessage.objects.as_system("what was sent before decides the sequence")
    before = {row.person_id: row for row in rows.filter(discussion=discussion, person__in=keys).order_by("pk")}
    now = clock.now()
    known = before if occasion == Occasion.TAKEN_OFF else {}
    messages = [
        CalendarMessage(
            discussion=discussion,
            person_id=key,
            occasion=Occasion.INVITED if occasion == Occasion.CHANGED and key not in before else occasion,
            sequence=_sequence(discussion, before.get(key), occasion),
            created_at=now,
            **_as_it_is(known.get(key, discussion)),
        )
        for key in keys
    ]
    rows.bulk_create(messages)
    send_calendar_mail.enqueue(str(discussion.public_id))


def write_last_messages(discussion: Discussion, able: Iterable[int]) -> None:
    """Take the appointment out of the calendars of those who were invited and can no longer take part (not `able`).

    They hold no role here any more, so this is all they are told: when the discussion moves or is cancelled, what
    stands in their calendar is no longer true.
    """
    rows = CalendarMessage.objects.as_system("whose calendar still holds it").filter(discussion=discussion)
    last = {row.person_id: row for row in rows.exclude(person__in=list(able)).order_by("pk")}
    left = [key for key, row in last.items() if row.occasion not in ENDS]
    if left:
        write_messages(discussion, left, Occasion.TAKEN_OFF)


def _as_it_is(thing: Discussion | CalendarMessage) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in (*MOVES_IT, "language")}


def _sequence(discussion: Discussion, last: CalendarMessage | None, occasion: str) -> int:
    """Rises for this person with each new time or place, each end, and an invitation after an end; never falls."""
    if last is None:
        return discussion.sequence
    moved = any(getattr(last, name) != getattr(discussion, name) for name in MOVES_IT)
    rises = moved or occasion in ENDS or last.occasion in ENDS
    return max(discussion.sequence, last.sequence + rises)
