"""How a discussion comes to be: its schools are put in, its people booked, told and invited, its agenda drafted."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from discussions.agenda_drafts import draft_agenda
from discussions.announcements import ask_about_guests, times_of
from discussions.bookings import lock_in_order, put_in, round_of
from discussions.inviting import invite, was_held
from discussions.models import Discussion, Participant
from discussions.whose_time import take
from schools import clock
from schools.history import record, record_all, tells
from schools.models import Person, School

As = Participant.As
Consent = Participant.Consent

WAS_SCHEDULED = tells(
    "discussion.scheduled",
    gettext_lazy("The professional discussion was scheduled for %(day)s, from %(starts)s to %(ends)s."),
)
WAS_WRITTEN_DOWN = tells(
    "discussion.written_down",
    gettext_lazy("The professional discussion of %(day)s, from %(starts)s to %(ends)s, was written down afterwards."),
)


def set_up(
    covered: Sequence[School],
    people: Collection[tuple[Person, As]],
    *,
    language: str,
    by: Person,
    once: UUID | None = None,
    **when_and_where: Any,
) -> Discussion:
    """Set the discussion of these schools with these people at a time and place that `bookings.settled` gave.

    Whether they may meet the caller has asked; that nobody is in two places the database decides (`Refused`). Of one
    that is over already (`written down`) nobody is invited, and no agenda is drafted.
    """
    lock_in_order([person.pk for person, _part in people], [each.pk for each in covered])
    day = when_and_where["starts_at"].astimezone(clock.LONDON).date()
    discussion = Discussion.objects.create(round=round_of(covered[0], day), language=language, **when_and_where)
    discussion.covered = list(covered)
    put_in(discussion, discussion.covered)
    invited, asked = take_in(discussion, people)
    take(discussion, invited, [each.pk for each in covered])
    facts = times_of(discussion.starts_at, discussion.ends_at)
    held = was_held(discussion)
    verb = WAS_WRITTEN_DOWN if held else WAS_SCHEDULED
    record(verb, discussion, by=by, school=covered[0], once=once, **facts)
    record_all(verb, covered[1:], by=by, about=discussion, **facts)
    if not held:
        draft_agenda(discussion, by=by)
    invite(discussion, invited, by=by, widely=True)
    ask_about_guests(discussion, asked)
    return discussion


def take_in(discussion: Discussion, people: Collection[tuple[Person, As]]) -> tuple[list[int], list[Participant]]:
    """Write down who takes part: the keys of those who are invited now, and the guests about whom the head is asked."""
    rows = [
        Participant(
            discussion=discussion,
            person=person,
            taking_part_as=part,
            consent=Consent.ASKED if part == As.GUEST else Consent.NOT_NEEDED,
        )
        for person, part in people
    ]
    Participant.objects.as_system("who takes part").bulk_create(rows)
    asked = [row for row in rows if row.consent == Consent.ASKED]
    return [row.person_id for row in rows if row.consent == Consent.NOT_NEEDED], asked
