"""Translations by the council’s translators beside the frozen texts, as one reader may read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Self

from django.db.models import Exists, OuterRef, QuerySet

from schools.access import May, may
from schools.evaluation_contents import Content, boxes_of
from schools.models import Person, Translation, TranslationAsker, TranslationRequest, Version
from schools.models.base import LANGUAGE_CODES, reader_language
from schools.models.translation import digest_of

FINDINGS = ("strengths", "priorities")


class Text(NamedTuple):
    """One text of a frozen content: where it stands there, and in which area."""

    place: str
    area: Content
    kind: str  # of which box, or one of FINDINGS
    text: str
    lang: str
    langs: frozenset[str]  # in which it can be read in the school's own words
    translation: Translation | None = None  # once `put_translations` has put them beside the texts

    @property
    def digest(self) -> str:
        return digest_of(self.text, self.lang)


class Progress(NamedTuple):
    """How many of the texts that are not in a language have been translated into it."""

    done: int
    number: int


def languages_of(words: Content) -> frozenset[str]:
    """Of one text of a content, with its other language where the school wrote that itself and kept it up to date."""
    other = words.get("other_language") or {}
    is_current = other and not other.get("original_changed")
    return frozenset({words["lang"], other["lang"]} if is_current else {words["lang"]})


def texts_in(content: Content) -> Iterator[Text]:
    """Every text that somebody wrote, in reading order; the titles of evidence are not among them."""
    for text, _words in _texts_with_words(content):
        yield text


def _texts_with_words(content: Content) -> Iterator[tuple[Text, Content]]:
    """Each text, and the part of the content in which it stands."""
    for area in content["areas"]:
        boxes = ((f"{area['code']}/{box['box']}", box["box"], box) for box in boxes_of(area) if box["text"].strip())
        findings = ((each["id"], kind, each) for kind in FINDINGS for each in area[kind])
        for place, named, words in chain(boxes, findings):
            said = (words["text"], words["lang"], languages_of(words), words.get("translation"))
            yield Text(place, area, named, *said), words


def to_translate(version: Version, wanted: str) -> list[Text]:
    """The texts of the version that cannot be read in this language in the school's own words."""
    return [text for text in texts_in(version.words) if wanted not in text.langs]


class Standing(dict[tuple[int, str, str, str], Translation]):
    """Translations by school, language, digest and place: the last one of a place, and without a place the last of all.

    They are found by the words alone, so that one stands beneath the same words in every version of the school.
    """

    @classmethod
    def of(cls, rows: Iterable[Translation]) -> Self:
        found = cls()
        for row in rows:
            school: Any = row.frozen.school_id
            for place in ("", row.place):
                found[school, row.lang, row.original, place] = row
        return found

    def beneath(self, text: Text, version: Version, wanted: str) -> Translation | None:
        """That of the same place first: two alike words of one version may have been translated differently."""
        school: Any = version.school_id
        key = (school, wanted, text.digest)
        return self.get((*key, text.place)) or self.get((*key, ""))


def _rows_of(rows: QuerySet[Translation], versions: Iterable[Version], texts: Iterable[Text]) -> Standing:
    """Of these texts alone, whichever version of their school they were brought in for; in one query."""
    schools = {version.school_id for version in versions}
    rows = rows.filter(frozen__school__in=schools, original__in={text.digest for text in texts})
    return Standing.of(rows.select_related("frozen").defer("frozen__content").order_by("pk"))


def by_place(version: Version, wanted: str) -> dict[str, Translation]:
    """What has been translated into this language: of each text the last that was brought in."""
    texts = to_translate(version, wanted)
    there = _rows_of(Translation.objects.as_system("what has been translated of a version"), [version], texts)
    found = {text.place: there.beneath(text, version, wanted) for text in texts}
    return {place: row for place, row in found.items() if row}


def untranslated(version: Version, wanted: str) -> list[Text]:
    there = by_place(version, wanted)
    return [text for text in to_translate(version, wanted) if text.place not in there]


def with_progress(requests: Iterable[Any]) -> list[Any]:
    """The same requests, each with its `progress`: all of them in one query."""
    listed = list(requests)
    texts = [to_translate(each.frozen, each.wanted) for each in listed]
    rows = Translation.objects.as_system("how much of what was asked for is there")
    there = _rows_of(rows, [each.frozen for each in listed], chain.from_iterable(texts))
    for each, own in zip(listed, texts, strict=True):
        done = sum(bool(there.beneath(text, each.frozen, each.wanted)) for text in own)
        each.progress = Progress(done, len(own))
    return listed


def put_translations(content: Content, version: Version, person: Person) -> None:
    """Beside each text of a readable content its translation, if there is one: never part of what was frozen."""
    texts = list(_texts_with_words(content))
    there = _rows_of(Translation.objects.visible_to(person), [version], (text for text, _words in texts))
    for text, words in texts:
        lacking = (code for code in LANGUAGE_CODES if code not in text.langs)
        words["translation"] = next(filter(None, (there.beneath(text, version, code) for code in lacking)), None)


@dataclass(frozen=True)
class Asked:
    """What one reader is told about one language in which some text of a version cannot be read yet."""

    wanted: str
    texts: list[Text]  # that the school itself did not write in it
    request: TranslationRequest | None  # the one that is open, or the last that could not be done
    has_asked: bool

    @property
    def missing(self) -> list[Text]:
        return [text for text in self.texts if not text.translation]

    @property
    def progress(self) -> Progress:
        return Progress(len(self.texts) - len(self.missing), len(self.texts))


@dataclass(frozen=True)
class Asking:
    languages: list[Asked]  # that of the page first
    may_handle: bool

    @property
    def open_to_reader(self) -> list[Asked]:
        """For which this reader does not wait already."""
        return [each for each in self.languages if not each.has_asked]


def asking_about(content: Content, version: Version, person: Person) -> Asking | None:
    """Nothing for those who may not ask, or where everything is there; `content` with its translations."""
    if not may(person, May.ASK_FOR_TRANSLATION, version.school):
        return None
    texts = list(texts_in(content))
    wanted = {code: [text for text in texts if code not in text.langs] for code in LANGUAGE_CODES}
    lacking = [code for code in wanted if any(not text.translation for text in wanted[code])]
    if not lacking:
        return None
    own = TranslationAsker.objects.as_system("whether this reader has asked").filter(
        request=OuterRef("pk"), asked_by=person
    )
    rows = TranslationRequest.objects.visible_to(person).filter(frozen=version)
    rows = rows.exclude(status__in=["withdrawn", "done"]).annotate(has_asked=Exists(own)).order_by("pk")
    last: dict[str, Any] = {row.wanted: row for row in rows}
    waits = {code for code, row in last.items() if row.is_open and row.has_asked}
    lacking.sort(key=lambda code: code != reader_language())
    languages = [Asked(code, wanted[code], last.get(code), code in waits) for code in lacking]
    return Asking(languages, may(person, May.HANDLE_TRANSLATIONS, version.school))


def is_in_another_language(content: Content) -> bool:
    """Whether some text of it is not in the language of the page."""
    return any(reader_language() not in text.langs for text in texts_in(content))
