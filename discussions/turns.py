"""Whose turn it is in a discussion, and how far it is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access import AGREES, May, may_at_all, may_in
from discussions.models import Answer, Discussion, Party, Record
from schools import clock
from schools.models import School


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
    return _("Held") if discussion.ends_at <= clock.now() else str(discussion.get_status_display())


def turn_of(person: Any, discussion: Discussion) -> Turn | None:
    """What comes next once nothing is asked about guests; None when nothing is left to do."""
    record = getattr(discussion, "record", None)
    if not discussion.is_live or (record and record.status == Record.Status.AGREED):
        return None
    if record and record.status == Record.Status.SENT:
        return _answering(person, record, discussion)
    if discussion.starts_at.astimezone(clock.LONDON).date() > clock.today():
        return Turn(_("The next step is the discussion itself. Nobody has to do anything in the portal before then."))
    if not may_in(person, May.WRITE_RECORD, discussion):
        return Turn(_("It is the improvement service's turn: to write the record of this discussion."))
    if record:
        go_on = reverse("records:detail", args=[discussion.public_id]), _("Go on with the record")
    else:
        go_on = reverse("records:begin", args=[discussion.public_id]), _("Begin the record")
    return Turn(_("It is your turn: write the record of this discussion."), True, *go_on)


def _answering(person: Any, record: Record, discussion: Discussion) -> Turn:
    go_on = reverse("records:detail", args=[discussion.public_id]), _("Open the record")
    rows = Answer.objects.as_system("who has still to answer").filter(record=record, sending=record.sending)
    given = set(rows.values_list("party", "school"))
    covered = discussion.covered
    turns: list[tuple[Party, int | None, list[School]]] = [(Party.SCHOOL, place.pk, [place]) for place in covered]
    turns += [(Party.COUNCIL, None, covered), (Party.SERVICE, None, covered)]
    waiting = [(party, schools) for party, key, schools in turns if (party.value, key) not in given]
    if any(may_at_all(person, AGREES[party], schools) for party, schools in waiting):
        return Turn(_("It is your turn: read the record, then answer."), True, *go_on)
    return Turn(_("The record waits for those who have not answered it yet."))
