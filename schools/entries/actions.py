"""Short dated entries of the team under an area of its self-evaluation: little and often. They never leave the team."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from schools.access import May, may_change, require
from schools.history import once_only, record, revise, tells
from schools.models import Entry, Person, Section
from schools.sittings import keep_words
from schools.workflow import locked, require_seen, save_typing

TEXTS = ("looked_at", "found", "so_what")

ADDED = tells("entry.added", gettext_lazy("A short entry was added."))
EDITED = tells("entry.edited", gettext_lazy("A short entry was changed."))
REMOVED = tells("entry.removed", gettext_lazy("A short entry was removed."))


@once_only
def add(section: Section, *, by: Person, once: UUID, **words: Any) -> Entry:
    """Write down what was looked at, what was found, and what follows from it."""
    require(by, May.WRITE_SELF_EVALUATION, section.school)
    locked(section)
    entry = Entry.objects.create(section=section, by=by, **words)
    for name in TEXTS:
        if getattr(entry, name):
            revise(entry, name, by=by, school=section.school)
    record(ADDED, entry, by=by, school=section.school, once=once)
    return entry


@once_only
def edit(entry: Entry, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change an entry, which stays the entry of whoever wrote it; without `once` it is an autosave."""
    _require_to_change(entry, by)
    return save_typing(entry, version, by=by, verb=EDITED, once=once, texts=TEXTS, **words)


@once_only
def remove(entry: Entry, *, seen: str = "", by: Person, once: UUID) -> Section:
    """Take an entry out. Its words stay in the school's history of texts."""
    _require_to_change(entry, by)
    stands = locked(entry)
    require_seen(seen, [stands])
    keep_words([(stands, TEXTS)], by=by, school=entry.school)
    section: Section = entry.section
    record(REMOVED, entry, by=by, school=entry.school, once=once, area=section.area.code)
    entry.delete()
    return section


def _require_to_change(entry: Entry, person: Person) -> None:
    require(person, May.WRITE_SELF_EVALUATION, entry.school)
    if not may_change(person, entry):
        raise PermissionDenied
