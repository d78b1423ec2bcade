"""The texts under one area of a self-evaluation, and what stood in each before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import MD5
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools.changes import Budget, Piece, changes
from schools.models import (
    Appointment,
    Entry,
    Event,
    OtherLanguage,
    Passage,
    Person,
    Priority,
    Revision,
    School,
    Section,
    Strength,
)
from schools.sittings import SITTING, last_written

KINDS: dict[type[Any], tuple[Promise | str, tuple[str, ...]]] = {
    Passage: ("", ("text",)),
    Strength: (_("Strength"), ("text",)),
    Priority: (_("Priority for improvement"), ("text",)),
    OtherLanguage: (_("In the other language"), ("text",)),
    Entry: (_("Short entry"), ("looked_at", "found", "so_what")),
}
REMOVALS = {
    "strength.removed": Strength,
    "priority.removed": Priority,
    "entry.removed": Entry,
    "other_language.removed": OtherLanguage,
}


@dataclass
class Text:
    """One text of an area: the row that holds it, or (`row` is None) what was removed."""

    id: UUID
    model: type[Any]
    row: Any = None
    who: str = ""
    at: datetime | None = None

    @property
    def title(self) -> str:
        return str(self.row.get_box_display() if isinstance(self.row, Passage) else KINDS[self.model][0])

    @property
    def fields(self) -> tuple[str, ...]:
        return KINDS[self.model][1]


@dataclass
class Saved:
    """The words of one field as they stood after one sitting."""

    name: str  # of the field
    by: int
    at: datetime
    digest: str
    key: int | None = None  # of the revision that keeps them; None for the words that stand there now
    text: str = ""
    lang: str = ""
    who: str = ""
    before: "Saved | None" = None
    pieces: list[Piece] | None = field(default_factory=list)  # None: both texts are to be read in full
    label: str = ""


def texts_of(section: Section, person: Person) -> list[Text]:
    """The boxes that hold words, the findings, and what was removed; entries that are there have their own list."""
    ours = _at(section.school).filter(person=OuterRef("written_by"))
    boxes = section.passages.select_related("written_by", "other_language").annotate(is_ours=Exists(ours))
    findings = (section.strengths, section.priorities)
    rows: list[Any] = [*boxes, *(row for each in findings for row in each.select_related("other_language"))]
    others = [row.other_language for row in rows if hasattr(row, "other_language")]
    rows = [row for row in rows if not isinstance(row, Passage) or row.written_by_id] + others
    found = [Text(row.public_id, type(row), row) for row in rows]
    removed = Event.objects.visible_to(person).filter(
        within_id=section.self_evaluation.public_id, verb__in=list(REMOVALS), facts__area=section.area.code
    )
    return found + [Text(event.target_id, REMOVALS[event.verb]) for event in removed]


def with_writers(texts: Iterable[Text]) -> list[Text]:
    """Who wrote each of them last, and when; a removed text tells who took it out."""
    listed = list(texts)
    last = last_written([text.id for text in listed])
    for text in listed:
        row, event = text.row, last.get(text.id)
        if text.model is Passage:
            text.who, text.at = row.written_by.name if row.is_ours else "", row.written_at
        elif event:
            text.who, text.at = event.by.name if event.by else "", event.at
    return listed


def text_in(section: Section, id_: UUID, person: Person) -> Text | None:
    here = (section.passages, section.strengths, section.priorities, section.entries, _others_under(section))
    for rows in here:
        if row := rows.filter(public_id=id_).first():
            return Text(id_, type(row), row)
    return next((text for text in texts_of(section, person) if text.id == id_ and text.row is None), None)


def _others_under(section: Section) -> QuerySet[OtherLanguage]:
    here = Q(passage__section=section) | Q(strength__section=section) | Q(priority__section=section)
    return OtherLanguage.objects.as_system("the texts of an area that the reader writes").filter(here)


def sittings_of(text: Text, person: Person) -> list[Saved]:
    """What stood there after each sitting, the newest first, still without the words; nothing that was saved unchanged.

    The former words are in the history of texts, those of now in the row itself.
    """
    found: dict[str, list[Saved]] = {name: [] for name in text.fields}
    for row in _kept(text, person).annotate(digest=MD5("text")).defer("text"):
        _fold(found[row.field], Saved(row.field, row.by_id, row.at, row.digest, row.pk, lang=row.lang))
    for name in text.fields if text.row else ():
        _fold(found[name], *_standing(text, name))
    every = [saved for sittings in found.values() for saved in sittings]
    return sorted(every, key=lambda saved: (saved.at, saved.key is None, saved.key), reverse=True)


def shown(page: Iterable[Saved], text: Text, school: School, person: Person) -> list[Saved]:
    """The same with their words, who wrote them, and what changed in each."""
    listed = list(page)
    wanted = {each.key for saved in listed for each in (saved, saved.before) if each and each.key}
    words = dict(_kept(text, person).filter(pk__in=wanted).values_list("pk", "text"))
    names, budget = _names({saved.by for saved in listed}, school), Budget()
    for saved in listed:
        for each in (saved, saved.before):
            if each and each.key:
                each.text = words[each.key]
        saved.who = names.get(saved.by, "")
        saved.pieces = changes(saved.before.text, saved.text, budget) if saved.before else []
        saved.label = str(text.model._meta.get_field(saved.name).verbose_name) if len(text.fields) > 1 else ""
    return listed


def _kept(text: Text, person: Person) -> QuerySet[Revision]:
    rows = Revision.objects.visible_to(person).filter(target_kind=text.model._meta.label_lower, target_id=text.id)
    return rows.filter(field__in=text.fields).order_by("pk")


def _standing(text: Text, name: str) -> list[Saved]:
    """The words that stand in the row now, by whoever did the last thing there."""
    row, words = text.row, getattr(text.row, name)
    by, at = getattr(row, "written_by_id", None), getattr(row, "written_at", None)
    if not isinstance(row, Passage) and (event := last_written([text.id]).get(text.id)):
        by, at = event.by_id, event.at
    return [Saved(name, by, at, _digest(words), text=words, lang=row.lang)] if by and at else []


def _digest(words: str) -> str:
    return md5(words.encode(), usedforsecurity=False).hexdigest()


def _names(people: Iterable[int], school: School) -> dict[int, str]:
    """Of those who wrote in the school's own team: a text that was copied from another school names nobody there."""
    return dict(_at(school).filter(person__in=people).values_list("person", "person__name"))


def _at(school: School) -> QuerySet[Appointment]:
    """Whoever works or worked there."""
    return Appointment.objects.as_system("who wrote in the reader's own team").filter(school=school)


NOTHING = _digest("")


def _fold(into: list[Saved], *saves: Saved) -> None:
    """Saves of one person that follow each other closely are one; what changed nothing is none."""
    for saved in saves:
        last = into[-1] if into else None
        if (last.digest, last.lang) == (saved.digest, saved.lang) if last else saved.digest == NOTHING:
            continue
        if last and last.by == saved.by and saved.at - last.at < SITTING:
            into.pop()
            last = last.before
        saved.before = last
        into.append(saved)
