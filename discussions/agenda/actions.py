"""What the parties do with the agenda of a discussion: add to it, change or remove their own, draft it anew."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access import May, may_change, party_of
from discussions.agenda_drafts import REMOVED, draft_agenda
from discussions.changing import locked_to_change, why_not_prepare
from discussions.models import AgendaItem, Discussion, Party
from schools.access import may
from schools.history import once_only, record, record_all, revise, tells
from schools.models import Person, School
from schools.refusals import Refused
from schools.workflow import locked, require_seen, save_version

ADDED = tells("agenda.added", gettext_lazy("An item was added to the agenda."))
EDITED = tells("agenda.edited", gettext_lazy("An item of the agenda was changed."))


@once_only
def redraft(discussion: Discussion, *, by: Person, once: UUID) -> Discussion:
    """Put on the agenda what the schools have submitted since; nothing twice, and nothing that was taken off."""
    discussion = locked_to_change(discussion, by, May.WRITE_AGENDA, why_not_prepare)
    if not draft_agenda(discussion, by=by, once=once):
        raise Refused(
            _(
                "There is nothing new to bring in: "
                "what has been submitted is on the agenda already, or was taken off it."
            )
        )
    return discussion


@once_only
def add(discussion: Discussion, *, text: str, lang: str, by: Person, once: UUID) -> AgendaItem:
    """Put something on the agenda, for the party one speaks for."""
    discussion = locked_to_change(discussion, by, May.WRITE_AGENDA, why_not_prepare)
    last = discussion.agenda_items.order_by("-position").values_list("position", flat=True).first() or 0
    item = AgendaItem.objects.create(
        discussion=discussion,
        source=AgendaItem.Source.ADDED,
        text=text,
        lang=lang,
        party=party_of(by),
        from_school=_school_of(by, discussion),
        position=last + 1,
    )
    _record_item(ADDED, item, by=by, once=once)
    revise(item, "text", by=by, school=discussion.school)
    return item


@once_only
def edit(item: AgendaItem, *, text: str, lang: str, version: int, by: Person, once: UUID) -> Any:
    """Change the words of one's own party's item."""
    _require_own(item, by)
    discussion = item.discussion
    covered = [item.school] if item.school else discussion.covered
    save_version(item, version, by=by, verb=EDITED, once=once, school=covered[0], text=text, lang=lang)
    record_all(EDITED, covered[1:], by=by, about=item)
    revise(item, "text", by=by, school=covered[0])
    return item


@once_only
def remove(item: AgendaItem, *, seen: str = "", by: Person, once: UUID) -> Discussion:
    """Take one's own party's item off the agenda. What came from the self-evaluation stays there."""
    _require_own(item, by)
    require_seen(seen, [locked(item)])
    _record_item(REMOVED, item, by=by, once=once, drafted_from=str(item.drafted_from or ""))
    item.delete()
    return item.discussion


def _school_of(by: Person, discussion: Discussion) -> School | None:
    """The one school for which a school's person speaks; none for who speaks for several of them, or for no school."""
    own = [school for school in discussion.covered if may(by, May.WRITE_AGENDA, school)]
    return own[0] if party_of(by) == Party.SCHOOL and len(own) == 1 else None


def _record_item(verb: str, item: AgendaItem, *, by: Person, once: UUID, **facts: Any) -> None:
    covered = [item.school] if item.school else item.discussion.covered
    record(verb, item, by=by, school=covered[0], once=once, **facts)
    record_all(verb, covered[1:], by=by, about=item, **facts)


def _require_own(item: AgendaItem, by: Person) -> None:
    locked_to_change(item.discussion, by, May.WRITE_AGENDA, why_not_prepare)
    if not may_change(by, item):
        raise Refused(_("Only those whose item this is can change it. You can add one of your own."))
