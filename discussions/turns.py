"""Whose turn it is in a discussion, in words, and how far it is."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.models import Answer, Discussion, Participant, Record
from discussions.replied import awaited_in
from discussions.waiting import ANSWERS, Awaited, Step, Waits, is_held, waiting_in
from schools.models.base import reader_language
from schools.words import names_together


@dataclass(frozen=True)
class Turn:
    """One sentence for this reader, whether it is about them, and where they go on."""

    sentence: str
    mine: bool = False
    url: str = ""
    link: str = ""


def state_of(discussion: Discussion) -> str:
    """How far it is, in words: read from its time and its record."""
    record = getattr(discussion, "record", None)
    if not discussion.is_live:
        return str(discussion.get_status_display())
    if record and record.status == Record.Status.AGREED:
        return _("Record answered by all")
    if record and record.status == Record.Status.SENT:
        return _("Record sent for agreement")
    return _("Held") if is_held(discussion, record) else str(discussion.get_status_display())


def waiting_now(discussion: Discussion, guests: Collection[Participant], awaited: Awaited | None = None) -> list[Waits]:
    """What waits in it; `guests` are those about whom a headteacher is asked, `awaited` who is to say whether they
    come, where that has been read.
    """
    record = getattr(discussion, "record", None)
    answered: set[Any] = set()
    if record and record.status == Record.Status.SENT:
        rows = Answer.objects.as_system("who has still to answer").filter(record=record, sending=record.sending)
        answered = set(rows.values_list("party", "school"))
    asked = {school.pk for guest in guests for school in guest.waits_for}
    words: dict[str, Any] = {"covered": discussion.covered, "answered": answered, "asked": asked}
    return list(waiting_in(discussion, record, **words, awaited=awaited or awaited_in(discussion)))


def turns_of(
    person: Any,
    discussion: Discussion,
    guests: Collection[Participant],
    *,
    awaited: Awaited | None = None,
    within: Collection[Step] | None = None,
) -> list[Turn]:
    """What is this reader's to do; where nothing is, for whom it waits. Empty when nothing is left to do.

    `within`: the steps of which the reader is told; whoever does not read the agenda hears of their own alone.
    """
    waits = [each for each in waiting_now(discussion, guests, awaited) if within is None or each.step in within]
    own = {each.step: _mine(each, discussion, person) for each in waits if each.is_for(person)}
    if own:
        return _once_each(own.values())
    if within is not None:
        return []
    record = getattr(discussion, "record", None)
    if not waits and discussion.is_live and not (record and record.status == Record.Status.AGREED):
        return [Turn(_("The next step is the discussion itself. Nobody has to do anything in the portal before then."))]
    return _once_each(_theirs(each, waits, discussion) for each in waits)


def _once_each(turns: Any) -> list[Turn]:
    return list(dict.fromkeys(turns))


def _mine(one: Waits, discussion: Discussion, person: Any) -> Turn:
    step = one.step
    if step == Step.GUEST:
        return Turn(_("It is your turn: say whether a guest may take part."), True)
    if step == Step.REPLY:
        go_on = reverse("replies:reply", args=[discussion.public_id]), _("Answer the invitation")
        if one.awaited and person.pk not in one.awaited.people:
            return Turn(_("It is your turn: say whether the headteacher can come."), True, *go_on)
        return Turn(_("It is your turn: say whether you can come."), True, *go_on)
    if step == Step.ARRANGE:
        go_on = reverse("professional_discussions:reschedule", args=[discussion.public_id]), _("Change when and where")
        return Turn(_("It is your turn: somebody who is invited cannot come."), True, *go_on)
    if step in ANSWERS:
        go_on = reverse("records:detail", args=[discussion.public_id]), _("Open the record")
        return Turn(_("It is your turn: read the record, then answer."), True, *go_on)
    if getattr(discussion, "record", None):
        go_on = reverse("records:detail", args=[discussion.public_id]), _("Go on with the record")
    else:
        go_on = reverse("records:begin", args=[discussion.public_id]), _("Begin the record")
    return Turn(_("It is your turn: write the record of this discussion."), True, *go_on)


def _theirs(one: Waits, waits: Collection[Waits], discussion: Discussion) -> Turn:
    if one.step == Step.REPLY:
        return Turn(_("Not everybody who is invited has said whether they can come."))
    if one.step == Step.ARRANGE:
        return Turn(_("It is the council’s turn: somebody who is invited cannot come."))
    if one.step in ANSWERS:
        return Turn(_("The record waits for those who have not answered it yet."))
    if one.step == Step.RECORD:
        return Turn(_("It is the improvement service’s turn: to write the record of this discussion."))
    if len(discussion.covered) == 1:
        return Turn(_("It is the headteacher’s turn: to say whether a guest may take part."))
    names = [each.schools[0].name for each in waits if each.step == Step.GUEST]
    words = {"schools": names_together(names, reader_language())}
    return Turn(_("A guest waits for the headteacher of %(schools)s to say yes or no.") % words)
