"""Translations by the council’s translators beside the texts of a submitted version, as one reader may read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools.access import May, may
from schools.boxes import LONGEST
from schools.clock import school_year_words
from schools.evaluation_contents import Content, boxes_of
from schools.history import tells
from schools.models import Box, Person, School, Translation, TranslationAsker, TranslationRequest, Version
from schools.models.base import LANGUAGE_CODES, reader_language
from schools.models.self_evaluation import Finding
from schools.notice_kinds import (
    TRANSLATION_ASKED,
    TRANSLATION_BESIDE_YOURS,
    TRANSLATION_DONE,
    TRANSLATION_IMPOSSIBLE,
)
from schools.notices import council_and_adviser_of, leads_of, people_at
from schools.policy import Role
from schools.translatable import Notices, Progress, Text, Translatable, Verbs, declare, standing_of

FINDINGS = ("strengths", "priorities")
HEADINGS: dict[str, str | Promise] = {
    **{box.value: box.label for box in Box},
    FINDINGS[0]: _("Strengths"),
    FINDINGS[1]: _("Priorities for improvement"),
}
LONGEST_FINDING = Finding._meta.get_field("text").max_length or 0
VERBS = Verbs(
    asked=tells(
        "translation_request.asked",
        _("The council’s translators were asked for version %(number)s of the self-evaluation."),
    ),
    joined=tells(
        "translation_request.joined",
        _("Somebody else asked for the same translation of version %(number)s of the self-evaluation."),
    ),
    taken_back=tells(
        "translation_request.taken_back",
        _("Somebody no longer needs the translation of version %(number)s of the self-evaluation."),
    ),
    withdrawn=tells(
        "translation_request.withdrawn",
        _("Nobody needs the translation of version %(number)s of the self-evaluation any more."),
    ),
    sent=tells(
        "translation_request.sent",
        _("Version %(number)s of the self-evaluation was sent to the translators."),
    ),
    read=tells(
        "translation_request.read",
        _("A document of the translators about version %(number)s of the self-evaluation was read."),
    ),
    impossible=tells(
        "translation_request.impossible",
        _("It was said why version %(number)s of the self-evaluation cannot be translated."),
    ),
    done=tells(
        "translation_request.done",
        _("The translation of version %(number)s of the self-evaluation is whole."),
    ),
    brought_in=tells(
        "translation.brought_in",
        _("The council brought in a translation of version %(number)s of the self-evaluation."),
    ),
)


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


def where_in(text: Text) -> str:
    """The heading above a text, in the language of the page."""
    return f"{text.area[f'name_{reader_language()}']}: {HEADINGS[text.kind]}"


def longest_of(text: Text) -> int:
    """How many characters are kept: half as many again as the box holds, for the other language may need more."""
    return (LONGEST_FINDING if text.kind in FINDINGS else LONGEST) * 3 // 2


def _facts(version: Version) -> dict[str, Any]:
    return {"number": version.number, "year": school_year_words(version.school_year)}


def _page(version: Version) -> tuple[str, list[Any]]:
    school: Any = version.school
    return "self_evaluations:version", [school.public_id, version.school_year, version.number]


def _readers(school: School) -> Iterable[Person]:
    """Outside the school's team: those who may ask."""
    governors = people_at(school, Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)
    return {*council_and_adviser_of(school), *leads_of(school), *governors}


SUBMITTED = declare(
    Translatable(
        kind=Version.Kind.SELF_EVALUATION,
        asks=May.ASK_FOR_TRANSLATION,
        officers_read=True,
        texts=texts_in,
        where=where_in,
        longest=longest_of,
        into={
            "cy": _("Self-evaluation %(year)s, version %(number)s, into Welsh"),
            "en": _("Self-evaluation %(year)s, version %(number)s, into English"),
        },
        named={
            "cy": _("Self-evaluation %(year)s, version %(number)s, in Welsh"),
            "en": _("Self-evaluation %(year)s, version %(number)s, in English"),
        },
        facts=_facts,
        page=_page,
        reason_is_read=_("Everybody who reads this version and is not of the school’s team can read it."),
        readers=_readers,
        verbs=VERBS,
        notices=Notices(TRANSLATION_ASKED, TRANSLATION_DONE, TRANSLATION_IMPOSSIBLE, TRANSLATION_BESIDE_YOURS),
    )
)


def put_translations(content: Content, version: Version, person: Person) -> None:
    """Beside each text of a readable content its translation, if there is one: never part of what was frozen."""
    texts = list(_texts_with_words(content))
    there = standing_of(Translation.objects.visible_to(person), [version], (text for text, _words in texts))
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
