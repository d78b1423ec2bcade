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

    The bookings follow, and whoever takes part is told; a new time or place raises the calendar's sequence. In the same
    step some may go (`gone`) and others come (`new`): these are booked for the new time only and invited to it once.
    """
    starts_at: dt.datetime = when_and_where["starts_at"]
    if clock.school_year_of(starts_at.astimezone(clock.LONDON).date()) != discussion.round.school_year:
        raise Refused(
            _("This date is in another school year. Cancel this discussion and schedule one for that year."), "date"
        )
    words: dict[str, Any] = {**when_and_where, "language": language}
    changed = {name for name, value in words.items() if getattr(discussion, name) != value}
    if not changed:
        raise Refused(_("Nothing has been changed. Change the time, the place or the language, or go back."))
    left: list[int] = []
    invited: list[int] = []
    asked: list[Participant] = []
    if gone or new:
        left, invited, asked = _exchange(discussion, gone, new, version=version, by=by)
        version = discussion.version
    before = discussion.sequence
    words["sequence"] = before + bool(changed & set(MOVES_IT))
    facts = times_of(words["starts_at"], words["ends_at"])
    _save(discussion, version, WAS_MOVED, by=by, once=once, facts=facts, **words)
    people = taking_part(discussion)
    if gone or new or changed & {"starts_at", "ends_at"}:
        take_anew(discussion, people)
    if changed & set(MOVES_IT) == {"online_link"}:
        keep_replies(discussion, given_to=before)
    staying = [person for person in people if person not in invited]
    write_messages(discussion, left, Occasion.TAKEN_OFF)
    write_messages(discussion, staying, Occasion.CHANGED)
    write_last_messages(discussion, able=people)
    announce(discussion, CHANGED, by=by, to=staying, widely=True, besides=invited)
    if new:
        invite(discussion, invited, by=by)
        ask_about_guests(discussion, asked)
    return discussion


def _exchange(
    discussion: Discussion, gone: Collection[Participant], new: Collection[tuple[Person, As]], **words: Any
) -> tuple[list[int], list[int], list[Participant]]:
    """Let some go, who are told of the date they knew, and write others down; nobody new is booked or invited yet.

    Returned are who left, who is to be invited, and the guests about whom is to be asked.
    """
    left = [row.person_id for row in gone if row.consent in (Consent.NOT_NEEDED, Consent.GIVEN)]
    announce(discussion, TAKEN_OFF, by=words["by"], to=left)
    _save(discussion, words.pop("version"), PARTICIPANTS, **words)
    free(discussion, left)
    discussion.participants.filter(pk__in=[row.pk for row in gone]).delete()
    return left, *take_in(discussion, new)


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
    lock_in_order([person.pk for person, _part in new], [])
    left, invited, asked = _exchange(discussion, gone, new, version=version, by=by, once=once)
    take(discussion, invited)
    write_messages(discussion, left, Occasion.TAKEN_OFF)
    invite(discussion, invited, by=by)
    ask_about_guests(discussion, asked)
    return discussion


def _save(discussion: Discussion, version: int, verb: str, **words: Any) -> None:
    covered = discussion.covered
    by, facts = words["by"], words.get("facts", {})
    save_version(discussion, version, verb=verb, **words)
    record_all(verb, covered[1:], by=by, about=discussion, **facts)
