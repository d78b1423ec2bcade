"""What the council’s translators can be asked for: frozen texts of any kind, each kind declared once.

A kind says which texts stand in its frozen content and what is told of them, to whom and where. Everything else (what
waits, what is there already, the document out and in) is the same for all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from schools.access import May
from schools.history import record, role_acted_in
from schools.models import Person, School, Translation, TranslationAsker, TranslationRequest, Version
from schools.models.translation import digest_of
from schools.notice_kinds import NoticeKind
from schools.notices import officers_of, path_to, tell
from schools.policy import GRANTS

Content = dict[str, Any]


class Text(NamedTuple):
    """One text of a frozen content: where it stands there, and in which part of it."""

    place: str
    area: Content
    kind: str
    text: str
    lang: str
    langs: frozenset[str]  # in which it can be read in the school's own words
    translation: Translation | None = None  # once it has been put beside the text

    @property
    def digest(self) -> str:
        return digest_of(self.text, self.lang)


class Verbs(NamedTuple):
    """What the history calls each act."""

    asked: str
    joined: str
    taken_back: str
    withdrawn: str
    sent: str
    read: str
    impossible: str
    done: str
    brought_in: str


class Notices(NamedTuple):
    asked: NoticeKind  # to the officers
    done: NoticeKind  # to those who asked
    impossible: NoticeKind
    beside: NoticeKind | None  # once to the headteacher, who asked for nothing


@dataclass(frozen=True)
class Translatable:
    """One kind of frozen content that can be translated."""

    kind: Version.Kind
    asks: May  # who may ask
    officers_read: bool  # whether the council reads its page; of what it may not read it sees the document alone
    texts: Callable[[Content], Iterator[Text]]  # in reading order
    where: Callable[[Text], str]  # the heading above a text, in the language of the page
    longest: Callable[[Text], int]  # how many characters of its translation are kept
    into: Mapping[str, str | Promise]  # by wanted language: the title of the document that goes out
    named: Mapping[str, str | Promise]  # by wanted language: what it is called in the portal
    facts: Callable[[Version], dict[str, Any]]  # what stands in titles, notices and history
    page: Callable[[Version], tuple[str, list[Any]]]  # the route where whoever asked reads it, and its arguments
    reason_is_read: str | Promise  # by whom, where it cannot be done
    readers: Callable[[School], Iterable[Person]]  # who may read there today
    verbs: Verbs
    notices: Notices

    def title(self, version: Version, wanted: str) -> str:
        return str(self.into[wanted]) % self.facts(version)

    def name(self, version: Version, wanted: str) -> str:
        return str(self.named[wanted]) % self.facts(version)


_DECLARED: dict[str, Translatable] = {}


def declare(kind: Translatable) -> Translatable:
    _DECLARED[kind.kind] = kind
    return kind


def kind_of(version: Version) -> Translatable:
    return _DECLARED[version.version_kind]


class Progress(NamedTuple):
    """How many of the texts that are not in a language have been translated into it."""

    done: int
    number: int


def texts_of(version: Version) -> list[Text]:
    return list(kind_of(version).texts(version.words))


def to_translate(version: Version, wanted: str) -> list[Text]:
    """The texts of the version that cannot be read in this language in the school's own words."""
    return [text for text in texts_of(version) if wanted not in text.langs]


# What the governors read may hold words that were submitted too.
ALIKE: dict[str, str] = {Version.Kind.SHARED_SELF_EVALUATION: Version.Kind.SELF_EVALUATION}


class Standing(dict[tuple[int, str, str, str, str], Translation]):
    """Translations by school, kind, language, digest and place: the last of a place, and without one the last of all.

    They are found by the words alone, so that one stands beneath the same words in every version of the school.
    """

    @classmethod
    def of(cls, rows: Iterable[Translation]) -> Self:
        found = cls()
        for row in rows:
            school: Any = row.frozen.school_id
            for place in ("", row.place):
                found[school, _alike(row.frozen), row.lang, row.original, place] = row
        return found

    def beneath(self, text: Text, version: Version, wanted: str) -> Translation | None:
        """That of the same place first: two alike words of one version may have been translated differently."""
        school: Any = version.school_id
        key = (school, _alike(version), wanted, text.digest)
        return self.get((*key, text.place)) or self.get((*key, ""))


def _alike(version: Version) -> str:
    return ALIKE.get(version.version_kind, version.version_kind)


def standing_of(rows: QuerySet[Translation], versions: Iterable[Version], texts: Iterable[Text]) -> Standing:
    """Of these texts alone, whichever version of their school they were brought in for; in one query."""
    schools = {version.school_id for version in versions}
    rows = rows.filter(frozen__school__in=schools, original__in={text.digest for text in texts})
    return Standing.of(rows.select_related("frozen").defer("frozen__content").order_by("pk"))


def by_place(version: Version, wanted: str) -> dict[str, Translation]:
    """What has been translated into this language: of each text the last that was brought in."""
    texts = to_translate(version, wanted)
    there = standing_of(Translation.objects.as_system("what has been translated of a version"), [version], texts)
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
    there = standing_of(rows, [each.frozen for each in listed], chain.from_iterable(texts))
    for each, own in zip(listed, texts, strict=True):
        done = sum(bool(there.beneath(text, each.frozen, each.wanted)) for text in own)
        each.progress = Progress(done, len(own))
    return listed


def ask_anew(version: Version, wanted: str, *, by: Person, once: UUID | None) -> TranslationRequest:
    """Open a request and tell the officers. Whoever calls has asked whether this person may."""
    kind, school, facts = kind_of(version), _school_of(version), kind_of(version).facts(version)
    request = TranslationRequest.objects.create(frozen=version, wanted=wanted, asked_by=by)
    _wait_for(request, kind, by)
    request.frozen = version
    record(kind.verbs.asked, request, by=by, school=school, once=once, **facts)
    officers = [person for person in officers_of(school) if person != by]
    where = path_to("translations:detail", request.public_id)
    tell(officers, kind.notices.asked, request, path=where, school=school, **facts)
    return request


def ask_too(request: TranslationRequest, *, by: Person, once: UUID | None) -> TranslationRequest:
    """Somebody else is told too when it is there."""
    kind = kind_of(request.frozen)
    _wait_for(request, kind, by)
    record(kind.verbs.joined, request, by=by, school=request.school, once=once, **kind.facts(request.frozen))
    return request


def _wait_for(request: TranslationRequest, kind: Translatable, by: Person) -> None:
    """In the role acted in; of several that are not told apart, the first in which one may ask."""
    role = role_acted_in(by) or min(role for role in by.standing.roles if kind.asks in GRANTS[role])
    TranslationAsker.objects.create(request=request, asked_by=by, asked_as=role)


def _school_of(version: Version) -> School:
    school: Any = version.school
    return school
