"""Requests to the translators, the sheet that goes out to them, and what a document that came back would mean."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from schools.access import May, one_of, require
from schools.documents.outline import Words, file_name, plain
from schools.documents.two_columns import Pair, Sheet
from schools.models import BroughtTranslation, Person, Translation, TranslationRequest, Version
from schools.models.base import LANGUAGE_CODES
from schools.translatable import Text, Translatable, by_place, kind_of, to_translate

TASKS = {
    "cy": gettext_lazy(
        "Translate each text of the middle column into Welsh, and write it in the right column beside it. Several "
        "paragraphs are fine."
    ),
    "en": gettext_lazy(
        "Translate each text of the middle column into English, and write it in the right column beside it. Several "
        "paragraphs are fine."
    ),
}
INSTRUCTIONS = [
    gettext_lazy(
        "Leave the codes and the middle column as they are, and remove no row: each translation is found by its code."
    ),
    gettext_lazy("Send this same document back, as .docx, to the council officer from whom it came."),
]
HEADERS = (gettext_lazy("Code"), gettext_lazy("Original"), gettext_lazy("Translation"))


def request_for(person: Person, asked: UUID) -> TranslationRequest:
    """One request that this person handles for the council."""
    found = _found(person, asked)
    require(person, May.HANDLE_TRANSLATIONS, found.school)
    return found


def own_request_for(person: Person, asked: UUID) -> TranslationRequest:
    """One request of those who may ask for this kind of thing, and read it still."""
    found = _found(person, asked)
    require(person, kind_of(found.frozen).asks, found.school)
    one_of(Version.objects.visible_to(person), pk=found.frozen_id)
    return found


def _found(person: Person, asked: UUID) -> TranslationRequest:
    rows = _with_newest(TranslationRequest.objects.visible_to(person).select_related("frozen__school"))
    return named(one_of(rows, public_id=asked))


def named(request: Any) -> TranslationRequest:
    """The same with its `name`: of what a translation is wanted, and into which language."""
    request.name = kind_of(request.frozen).name(request.frozen, request.wanted)
    found: TranslationRequest = request
    return found


def requests_of(person: Person, *, closed: bool) -> QuerySet[TranslationRequest]:
    """Of the councils for which this person acts: what is open, the oldest first; or what is closed, the newest first.

    What was withdrawn before anything was done is not listed.
    """
    reached = person.standing.reaches(May.HANDLE_TRANSLATIONS, at="frozen__school")
    rows = TranslationRequest.objects.visible_to(person).filter(reached).select_related("frozen__school")
    rows = _with_newest(rows)
    if closed:
        return rows.filter(status__in=["done", "impossible"]).order_by("-closed_at", "-pk")
    return rows.filter(status__in=TranslationRequest.OPEN).order_by("asked_at", "pk")


def _with_newest(rows: QuerySet[TranslationRequest]) -> QuerySet[TranslationRequest]:
    """Each with the last version, if there is one, that was submitted after the one that was asked for."""
    submitted = Version.objects.as_system("whether the school has submitted again what was asked for")
    later = submitted.filter(
        version_kind=Version.Kind.SELF_EVALUATION,
        thing_id=OuterRef("frozen__thing_id"),
        number__gt=OuterRef("frozen__number"),
    )
    newest = later.order_by("-number")
    return rows.annotate(**{f"newest_{name}": Subquery(newest.values(name)[:1]) for name in ("number", "at")})


SENDS_IT_OUT = gettext_lazy("The council sends it to the translators.")
LOOKS_AT_IT = gettext_lazy("The council looks at what came back, and puts it beneath the texts.")
ASKS_FOR_THE_REST = gettext_lazy("The council asks the translators for what is still missing, and brings it back.")
TRANSLATE_IT = gettext_lazy("The translators translate it. When they have, the council brings their document back.")


def whose_turn(request: TranslationRequest, brought: BroughtTranslation | None) -> str | Promise:
    """Who does the next step, as a sentence; nothing where nothing waits any more."""
    if not request.is_open:
        return ""
    if brought:
        return ASKS_FOR_THE_REST if brought.placed_at else LOOKS_AT_IT
    return SENDS_IT_OUT if request.status == TranslationRequest.Status.ASKED else TRANSLATE_IT


def code_of(request: TranslationRequest, place: str) -> str:
    """By which a row is found again: the same in every download, and in no other request."""
    told = f"{request.frozen.public_id}/{request.wanted}/{place}"
    return sha256(told.encode()).hexdigest()[:8]


def sheet_of(request: TranslationRequest) -> Sheet:
    """Everything of the version that is not in the wanted language, with what stands already."""
    version, there = request.frozen, by_place(request.frozen, request.wanted)
    where = kind_of(version).where
    rows: list[str | Pair] = []
    for text in to_translate(version, request.wanted):
        heading = in_both(where, text)
        if heading not in rows[-1:] and heading not in (each for each in rows if isinstance(each, str)):
            rows.append(heading)
        standing = there.get(text.place)
        rows.append(
            Pair(
                code_of(request, text.place),
                Words(plain(text.text), text.lang),
                Words(plain(standing.text) if standing else "", request.wanted),
            )
        )
    return Sheet(
        title=f"{in_both(_name, version)}: {in_both(_title, request)}",
        school=in_both(_name, version),
        lang=request.wanted,
        at=version.at,
        tasks=[Words(line, code) for code in LANGUAGE_CODES for line in _said([TASKS[request.wanted]], code)],
        instructions=[Words(line, code) for code in LANGUAGE_CODES for line in _said(INSTRUCTIONS, code)],
        headers=_headers(),
        rows=rows,
    )


def in_both(told: Any, about: Any) -> str:
    """The same words in Welsh and English; once where they are alike."""
    found = []
    for code in LANGUAGE_CODES:
        with override(code):
            found.append(plain(told(about)))
    return " / ".join(dict.fromkeys(found))


def file_name_of(request: TranslationRequest) -> str:
    """As of every other document: the school and the title, in the language of the page."""
    return file_name(_name(request.frozen), _title(request))


def _name(version: Version) -> str:
    school: Any = version.school
    return str(school.name)


def _title(request: TranslationRequest) -> str:
    return kind_of(request.frozen).title(request.frozen, request.wanted)


def _headers() -> tuple[str, str, str]:
    code, original, translation = (in_both(str, words) for words in HEADERS)
    return code, original, translation


def _said(words: list[Any], code: str) -> list[str]:
    with override(code):
        return [str(each) for each in words]


@dataclass
class Row:
    """A row that was found: the text it belongs to, what was written, and the original as the document has it."""

    kind: Translatable
    of: Text
    text: str
    original: str
    stands: Translation | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the original is not the one that went out."""
        return _loosely(self.original) != _loosely(self.of.text)

    @property
    def is_new(self) -> bool:
        return self.stands is None or self.stands.text != self.text

    @property
    def where(self) -> str:
        return self.kind.where(self.of)

    @property
    def longest(self) -> int:
        return self.kind.longest(self.of)


@dataclass
class Understood:
    """What a document that came back would mean. Every word of the right column stands in `found` or `unplaced`."""

    kind: Translatable
    found: list[Row] = field(default_factory=list)
    empty: list[Text] = field(default_factory=list)  # the row is there, and nothing is written in it
    absent: list[Text] = field(default_factory=list)  # there is no such row
    unplaced: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.found if row.is_changed]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.found if row.is_new]

    @property
    def empty_places(self) -> list[str]:
        return [self.kind.where(text) for text in self.empty]

    @property
    def absent_places(self) -> list[str]:
        return [self.kind.where(text) for text in self.absent]


def understood(request: TranslationRequest, rows: list[list[str]]) -> Understood:
    """Match the rows by their codes; each code once, the first that says something."""
    texts = {code_of(request, text.place): text for text in to_translate(request.frozen, request.wanted)}
    there, kind = by_place(request.frozen, request.wanted), kind_of(request.frozen)
    known = {*_headers(), *(in_both(kind.where, text) for text in texts.values())}
    result, seen, filled = Understood(kind), set[str](), set[str]()
    for cells in rows:
        code = cells[0].strip().casefold() if cells else ""
        written = cells[2].strip() if len(cells) > 2 else ""
        rest = [cell for cell in cells[3:] if cell.strip()]
        if code in texts and len(cells) > 2:
            seen.add(code)
            if written and code not in filled:
                filled.add(code)
                text = texts[code]
                result.found.append(Row(kind, text, written, cells[1], there.get(text.place)))
            elif written:
                rest.insert(0, written)
            result.unplaced += rest
        elif loose := [cell for cell in cells if cell.strip() and cell.strip() not in known]:
            result.unplaced.append("\n\n".join(loose))
    result.empty = [text for code, text in texts.items() if code in seen - filled]
    result.absent = [text for code, text in texts.items() if code not in seen]
    return result


def _loosely(text: str) -> str:
    return " ".join(plain(text).split())
