from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from schools.changes import Budget, Piece, changes
from schools.models import BesideOriginal, Box, OtherLanguage, Section
from schools.models.other_language import other_than
from schools.sittings import words_kept


@dataclass(frozen=True)
class Pair:
    """A text and its other language, if it has one; `is_lent`: it stands here and is another school's."""

    original: Any
    other: OtherLanguage | None
    is_lent: bool

    @property
    def lang(self) -> str:
        return self.other.lang if self.other else other_than(self.original.lang)

    @property
    def kind(self) -> str:
        return str(self.original.kind())


@dataclass(frozen=True)
class Changed:
    """What was changed in an original since its other language was finished; nothing where its words are not kept."""

    pieces: list[Piece] | None
    text: str
    lang: str
    before: Any


def pairs_in(section: Section) -> list[Pair]:
    """The texts that stand under an area, each with its other language; of a lent text only what is finished."""
    source = section.source
    is_lent = source != section
    boxes = {row.box: row for row in _with_others(source.passages)}
    pairs = []
    for row in (boxes[box] for box in Box if box in boxes):
        pair = _pair(row, is_lent)
        if row.text.strip() or pair.other:
            pairs.append(pair)
    findings = [*_with_others(section.strengths), *_with_others(section.priorities)]
    return pairs + [_pair(row, False) for row in findings]


def original_in(section: Section, id_: UUID) -> Any:
    """The box, the strength or the priority of this area that has this public id, with its other language."""
    for rows in (section.passages, section.strengths, section.priorities):
        if found := _with_others(rows).filter(public_id=id_).first():
            found.section = section
            return found
    raise Http404


def changed_since(other: OtherLanguage | None) -> Changed | None:
    """What is different in the original from what it was when its other language was begun or last finished."""
    if other is None or other.standing not in (BesideOriginal.OUT_OF_DATE, BesideOriginal.DRAFT):
        return None
    original = other.original
    before = words_kept(original, "text", other.original_digest)
    if before is None or before.text == original.text:
        return None
    pieces = changes(before.text, original.text, Budget())
    return Changed(pieces, original.text, original.lang, before)


def _with_others(rows: Any) -> Any:
    return rows.select_related("other_language")


def _pair(row: Any, is_lent: bool) -> Pair:
    other = getattr(row, "other_language", None)
    return Pair(row, None if is_lent and other and not other.goes_along else other, is_lent)
