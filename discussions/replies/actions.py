"""Whether somebody who is invited to a discussion comes: said by themselves, or by the headteacher's diary helper."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access import answerable_in
from discussions.announcements import ANOTHER_TIME, CANNOT_COME, COMING_AFTER_ALL, tell_officers
from discussions.changing import why_not_answer
from discussions.models import Participant, Reply
from discussions.notices import tell_of_answer
from schools import clock
from schools.history import once_only, record, record_all, tells
from schools.models import Person
from schools.refusals import NotAllowed, Refused
from schools.workflow import locked, save_version

from .queries import reply_of, shown_of

Answer = Reply.Answer

SAID: dict[tuple[str, bool], str] = {  # by the answer, and whether it was given for somebody else
    (Answer.COMING, False): tells(
        "discussion.reply_coming", gettext_lazy("Somebody who is invited said that they are coming.")
    ),
    (Answer.NOT_POSSIBLE, False): tells(
        "discussion.reply_not_possible", gettext_lazy("Somebody who is invited said that they cannot come.")
    ),
    (Answer.ANOTHER_TIME, False): tells(
        "discussion.reply_another_time", gettext_lazy("Somebody who is invited asked for another time.")
    ),
    (Answer.COMING, True): tells(
        "discussion.reply_coming_for", gettext_lazy("A diary helper said that the headteacher is coming.")
    ),
    (Answer.NOT_POSSIBLE, True): tells(
        "discussion.reply_not_possible_for", gettext_lazy("A diary helper said that the headteacher cannot come.")
    ),
    (Answer.ANOTHER_TIME, True): tells(
        "discussion.reply_another_time_for", gettext_lazy("A diary helper asked for another time for the headteacher.")
    ),
}
TOLD = {Answer.NOT_POSSIBLE: CANNOT_COME, Answer.ANOTHER_TIME: ANOTHER_TIME}


@once_only
def come(participant: Participant, *, shown: str, by: Person, once: UUID) -> Reply:
    """They are coming: to the time and place that the page showed."""
    return _answer(participant, Answer.COMING, shown=shown, by=by, once=once)


@once_only
def decline(participant: Participant, *, text: str, lang: str, shown: str, by: Person, once: UUID) -> Reply:
    """They cannot come, and why: told to those who schedule."""
    return _answer(participant, Answer.NOT_POSSIBLE, shown=shown, by=by, once=once, text=text, lang=lang)


@once_only
def propose(
    participant: Participant,
    *,
    times: Sequence[dt.datetime],
    text: str,
    lang: str,
    shown: str,
    by: Person,
    once: UUID,
) -> Reply:
    """They could come at another time, and when."""
    if not times and not text:
        raise Refused(nothing_proposed(), "date1")
    words: dict[str, Any] = {"times": list(times), "text": text, "lang": lang if text else ""}
    return _answer(participant, Answer.ANOTHER_TIME, shown=shown, by=by, once=once, **words)


def nothing_proposed() -> str:
    return _("Enter a day and a time when you could come, or write when it would be possible.")


def _answer(participant: Participant, answer: str, *, shown: str, by: Person, once: UUID, **words: Any) -> Reply:
    """Under the lock of the discussion: it cannot move meanwhile, and two who answer for one person wait in turn."""
    discussion = locked(participant.discussion, "round__council")
    found = next((row for row in answerable_in(by, discussion) if row.pk == participant.pk), None)
    if found is None:
        raise PermissionDenied
    if why := why_not_answer(discussion):
        raise NotAllowed(why)
    before, said = reply_of(found), {"answer": answer, "text": "", "lang": "", "times": [], **words}
    if shown.partition(".")[0] != str(discussion.sequence):
        raise Refused(
            _("This discussion has been changed since you opened the page. Look at when and where it is, then answer.")
        )
    if before and all(getattr(before, name) == value for name, value in said.items()):
        return before
    if shown != shown_of(found, before):
        raise Refused(
            _("Another answer has been given since you opened the page. If you mean yours, press the button again.")
        )
    reply = _kept(found, before, said, SAID[Answer(answer), found.person_id != by.pk], by=by, once=once)
    if kind := TOLD.get(Answer(answer)) or (COMING_AFTER_ALL if before else None):
        tell_officers(discussion, kind, by=by)
    if found.person_id != by.pk:
        tell_of_answer(discussion, found.person)
    return reply


def _kept(
    participant: Participant, before: Reply | None, said: dict[str, Any], verb: str, *, by: Person, once: UUID
) -> Reply:
    discussion = participant.discussion
    covered = discussion.covered
    if before:
        fields = {**said, "given_by": by, "given_at": clock.now()}
        reply: Any = save_version(before, before.version, by=by, verb=None, school=covered[0], **fields)
    else:
        reply = Reply.objects.create(participant=participant, sequence=discussion.sequence, given_by=by, **said)
    reply.participant = participant
    record(verb, reply, by=by, school=covered[0], once=once)
    record_all(verb, covered[1:], by=by, about=reply)
    return reply
