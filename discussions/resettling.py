"""How a discussion that is set comes to another time, place or language, or to other people."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.announcements import CHANGED, TAKEN_OFF, announce, ask_about_guests, taking_part, times_of
from discussions.bookings import free, lock_in_order
from discussions.calendar import Occasion
from discussions.inviting import invite
from discussions.models import Discussion, Participant
from discussions.outbox import MOVES_IT, write_last_messages, write_messages
from discussions.replied import keep_replies
from discussions.setting_up import As, Consent, take_in
from discussions.whose_time import take, take_anew
from schools import clock
from schools.history import record_all, tells
from schools.models import Person
from schools.refusals import Refused
from schools.workflow import save_version

WAS_MOVED = tells(
    "discussion.rescheduled",
    gettext_lazy("The professional discussion was changed; it is on %(day)s, from %(starts)s to %(ends)s."),
)
PARTICIPANTS = tells(
    "discussion.participants", gettext_lazy("Who takes part in the professional discussion was changed.")
)


def resettle(
    discussion: Discussion,
    *,
    language: str,
    version: int,
    by: Person,
    once: UUID | None = None,
    gone: Collection[Participant] = (),
    new: Collection[tuple[Person, As]] = (),
    **when_and_where: Any,
) -> Discussion:
    """Give it the time and place that `bookings.settled` gave, and the language; the caller has locked it.

    The bookings follow, and whoever takes part is told; a new time or place raises the calendar's sequence. Who is
    `gone` or `new` goes and comes with the move: nobody is booked for, or invited to, the time that it leaves.
    """
    _is_of_its_year(discussion, when_and_where["starts_at"])
    words: dict[str, Any] = {**when_and_where, "language": language}
    changed = {name for name, value in words.items() if getattr(discussion, name) != value}
    if not changed:
        raise Refused(_("Nothing has been changed. Change the time, the place or the language, or go back."))
    before = discussion.sequence
    words["sequence"] = before + bool(changed & set(MOVES_IT))
    at = times_of(words["starts_at"], words["ends_at"])
    _save(discussion, version, WAS_MOVED, by=by, once=once, facts=at, **words)
    left, invited, asked = _exchange(discussion, gone, new)
    if gone or new:
        record_all(PARTICIPANTS, discussion.covered, by=by, about=discussion)
    people = taking_part(discussion)
    if gone or new or changed & {"starts_at", "ends_at"}:
        take_anew(discussion, people)
    if changed & set(MOVES_IT) == {"online_link"}:
        keep_replies(discussion, given_to=before)
    _tell_who_left(discussion, left, by)
    _tell_who_stays([key for key in people if key not in invited], discussion, invited, by)
    write_last_messages(discussion, able=people)
    invite(discussion, invited, by=by)
    ask_about_guests(discussion, asked)
    return discussion


def change_people(
    discussion: Discussion,
    gone: Collection[Participant],
    new: Collection[tuple[Person, As]],
    *,
    version: int,
    by: Person,
    once: UUID | None = None,
) -> Discussion:
    """Let some people go and take others in; the caller has locked it. Who left is freed, who is new is booked and
    invited or asked about.
    """
    _save(discussion, version, PARTICIPANTS, by=by, once=once)
    lock_in_order([person.pk for person, _part in new], [])
    left, invited, asked = _exchange(discussion, gone, new)
    take(discussion, invited)
    _tell_who_left(discussion, left, by)
    invite(discussion, invited, by=by)
    ask_about_guests(discussion, asked)
    return discussion


def _exchange(
    discussion: Discussion, gone: Collection[Participant], new: Collection[tuple[Person, As]]
) -> tuple[list[int], list[int], list[Participant]]:
    """Who left and is free again, who is invited now (keys), and the guests about whom the head is asked."""
    left = [row.person_id for row in gone if row.consent in (Consent.NOT_NEEDED, Consent.GIVEN)]
    free(discussion, left)
    discussion.participants.filter(pk__in=[row.pk for row in gone]).delete()
    invited, asked = take_in(discussion, new)
    return left, invited, asked


def _tell_who_left(discussion: Discussion, left: Collection[int], by: Person) -> None:
    write_messages(discussion, left, Occasion.TAKEN_OFF)
    announce(discussion, TAKEN_OFF, by=by, to=left)


def _tell_who_stays(stay: Collection[int], discussion: Discussion, invited: Collection[int], by: Person) -> None:
    """And whom else it concerns; who is `invited` to the new time is told of that alone."""
    write_messages(discussion, stay, Occasion.CHANGED)
    announce(discussion, CHANGED, by=by, to=stay, widely=True, besides=invited)


def _is_of_its_year(discussion: Discussion, starts_at: dt.datetime) -> None:
    if clock.school_year_of(starts_at.astimezone(clock.LONDON).date()) != discussion.round.school_year:
        raise Refused(
            _("This date is in another school year. Cancel this discussion and schedule one for that year."), "date"
        )


def _save(discussion: Discussion, version: int, verb: str, **words: Any) -> None:
    covered = discussion.covered
    by, facts = words["by"], words.get("facts", {})
    save_version(discussion, version, verb=verb, **words)
    record_all(verb, covered[1:], by=by, about=discussion, **facts)
