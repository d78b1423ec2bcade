"""Lines of a summary at the council’s translators: what can be asked for, what waits, and what they brought.

What is asked for is frozen, so that the council sees these lines and nothing else of a summary that is not published.
What comes back stands beneath its line until a writer takes it over; nothing is written into the summary before.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from schools.access import May, Request
from schools.clock import three_school_years_words
from schools.forms import PortalForm
from schools.history import tells
from schools.models import (
    Person,
    Plan,
    School,
    SummaryLine,
    SummaryPart,
    Translation,
    TranslationAsker,
    TranslationRequest,
    Version,
)
from schools.models.base import LANGUAGE_CODES
from schools.models.translation import digest_of
from schools.notice_kinds import (
    SUMMARY_TRANSLATION_ASKED,
    SUMMARY_TRANSLATION_DONE,
    SUMMARY_TRANSLATION_IMPOSSIBLE,
)
from schools.notices import people_at
from schools.policy import SCHOOL_TEAM
from schools.translatable import Content, Notices, Text, Translatable, Verbs, declare, texts_of

KIND = Version.Kind.SUMMARY_FOR_TRANSLATION
LONGEST = SummaryLine._meta.get_field("text_cy").max_length or 0
VERBS = Verbs(
    asked=tells(
        "summary_translation.asked",
        _("The council’s translators were asked for lines of the summary of the plan."),
    ),
    joined=tells(
        "summary_translation.joined",
        _("Somebody else waits for the translation of lines of the summary of the plan."),
    ),
    taken_back=tells(
        "summary_translation.taken_back",
        _("Somebody no longer needs the translation of lines of the summary of the plan."),
    ),
    withdrawn=tells(
        "summary_translation.withdrawn",
        _("Nobody needs the translation of lines of the summary of the plan any more."),
    ),
    sent=tells(
        "summary_translation.sent",
        _("Lines of the summary of the plan were sent to the translators."),
    ),
    read=tells(
        "summary_translation.read",
        _("A document of the translators about the summary of the plan was read."),
    ),
    impossible=tells(
        "summary_translation.impossible",
        _("It was said why lines of the summary of the plan cannot be translated."),
    ),
    done=tells(
        "summary_translation.done",
        _("The translation of lines of the summary of the plan is whole."),
    ),
    brought_in=tells(
        "summary_translation.brought_in",
        _("The council brought in a translation of lines of the summary of the plan."),
    ),
)


def texts_in(content: Content) -> Iterator[Text]:
    for line in content["lines"]:
        yield Text(line["id"], {}, line["part"], line["text"], line["lang"], frozenset({line["lang"]}))


def where_in(text: Text) -> str:
    return str(SummaryPart(text.kind).label)


def _facts(version: Version) -> dict[str, Any]:
    return {"period": three_school_years_words(version.school_year)}


def _page(version: Version) -> tuple[str, list[Any]]:
    school: Any = version.school
    return "plan_summary:index", [school.public_id, version.school_year]


def _readers(school: School) -> Iterable[Person]:
    return people_at(school, *SCHOOL_TEAM)


SUMMARY = declare(
    Translatable(
        kind=KIND,
        asks=May.WRITE_PLAN,
        officers_read=False,
        texts=texts_in,
        where=where_in,
        longest=lambda text: LONGEST,
        into={
            "cy": _("Summary of the development plan %(period)s, into Welsh"),
            "en": _("Summary of the development plan %(period)s, into English"),
        },
        named={
            "cy": _("Summary of the development plan %(period)s, in Welsh"),
            "en": _("Summary of the development plan %(period)s, in English"),
        },
        facts=_facts,
        page=_page,
        reason_is_read=_("Everybody in the school who writes the summary can read it."),
        readers=_readers,
        verbs=VERBS,
        notices=Notices(SUMMARY_TRANSLATION_ASKED, SUMMARY_TRANSLATION_DONE, SUMMARY_TRANSLATION_IMPOSSIBLE, None),
    )
)


@dataclass
class Beneath:
    """What the translators have of one line that is not in the `wanted` language yet."""

    line: SummaryLine
    wanted: str
    brought: Translation | None = None  # of the words that stand there
    outdated: Translation | None = None  # of words that stood there before
    request: TranslationRequest | None = None  # the one in which these words wait
    went_otherwise: bool = False  # other words of it wait, which stood there before

    @property
    def lang(self) -> str:
        return "en" if self.wanted == "cy" else "cy"

    @property
    def words(self) -> str:
        words: str = getattr(self.line, f"text_{self.lang}")
        return words

    @property
    def digest(self) -> str:
        return digest_of(self.words, self.lang)

    @property
    def can_be_asked(self) -> bool:
        return not self.brought and not self.request


@dataclass
class Asking:
    """Of one summary and for one writer: which lines lack a language, and what was asked for."""

    beneath: list[Beneath]
    requests: list[Any] = field(default_factory=list)  # open, the oldest first
    refused: list[Any] = field(default_factory=list)  # of each language the last, where it could not be done

    @property
    def is_something(self) -> bool:
        return bool(self.beneath or self.requests)

    @property
    def to_ask(self) -> list[Beneath]:
        return [each for each in self.beneath if each.can_be_asked]

    @property
    def brought(self) -> list[Beneath]:
        return [each for each in self.beneath if each.brought]

    @property
    def to_join(self) -> list[TranslationRequest]:
        """What colleagues asked for."""
        return [each for each in self.requests if not each.has_asked]


class AskForm(PortalForm):
    """On the page of the summary too. `only_joins`: colleagues asked for everything already."""

    button = _("Ask the council’s translators")

    def __init__(self, *args: Any, only_joins: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only_joins:
            self.button = _("Tell me too when the translation has come back")


def ask_form(asking: Asking, request: Request) -> AskForm:
    return AskForm.of(request, only_joins=not asking.to_ask)


def asking_about(plan: Plan, lines: Iterable[SummaryLine], person: Person) -> Asking:
    """Two queries. Each line that lacks a language has what the translators have of it as its `translators`."""
    beneath = [Beneath(line, line.lacks) for line in lines if line.lacks]
    for each in beneath:
        each.line.translators = each  # type: ignore[attr-defined]
    if beneath:
        _put_what_was_brought(plan, beneath, person)
    requests = _requests_of(plan, person)
    return Asking(beneath, _put_what_waits(beneath, requests), _refused(requests, beneath))


def _put_what_was_brought(plan: Plan, beneath: list[Beneath], person: Person) -> None:
    """By the words first, wherever in the school's summaries they stood; else by the line."""
    rows = Translation.objects.visible_to(person).filter(frozen__school=plan.school_id, frozen__version_kind=KIND)
    of_these = Q(original__in={each.digest for each in beneath})
    of_these |= Q(place__in={str(each.line.public_id) for each in beneath})
    by_words: dict[tuple[str, str, str], Translation] = {}
    by_line: dict[tuple[str, str], Translation] = {}
    for row in rows.filter(of_these).order_by("pk"):
        by_words[row.original, row.lang, ""] = by_words[row.original, row.lang, row.place] = row
        by_line[row.place, row.lang] = row
    for each in beneath:
        place, words = str(each.line.public_id), (each.digest, each.wanted)
        each.brought = by_words.get((*words, place)) or by_words.get((*words, ""))
        each.outdated = None if each.brought else by_line.get((place, each.wanted))


def _requests_of(plan: Plan, person: Person) -> list[Any]:
    """What is open; and of what could not be done the last of each language, unless it was asked for again since."""
    own = TranslationAsker.objects.as_system("whether this writer has asked").filter(
        request=OuterRef("pk"), asked_by=person
    )
    rows = TranslationRequest.objects.visible_to(person)
    rows = rows.filter(frozen__thing_id=plan.public_id, frozen__version_kind=KIND).exclude(status="withdrawn")
    later = rows.filter(wanted=OuterRef("wanted"), pk__gt=OuterRef("pk"))
    rows = rows.filter(Q(status__in=TranslationRequest.OPEN) | Q(status="impossible") & ~Exists(later))
    return list(rows.annotate(has_asked=Exists(own)).select_related("frozen").order_by("pk"))


def _put_what_waits(beneath: list[Beneath], requests: Collection[Any]) -> list[Any]:
    """The open requests; beside each line the one in which it waits, and whether its words have changed since."""
    waiting = [each for each in requests if each.is_open]
    for request in waiting:
        asked = {text.place: text.digest for text in texts_of(request.frozen) if request.wanted not in text.langs}
        for each in beneath:
            digest = asked.get(str(each.line.public_id)) if each.wanted == request.wanted else None
            if digest == each.digest and not each.brought:
                each.request = request
            each.went_otherwise |= bool(digest and digest != each.digest)
    return waiting


def _refused(requests: Collection[Any], beneath: list[Beneath]) -> list[Any]:
    lacking = {each.wanted for each in beneath if each.can_be_asked}
    last = {each.wanted: each for each in requests if each.reason}
    return [last[code] for code in LANGUAGE_CODES if code in lacking & set(last)]


def content_for(plan: Plan, asked: Iterable[Beneath]) -> Content:
    """What the council is given: these lines alone, as they stand."""
    lines = [
        {"id": str(each.line.public_id), "part": each.line.part, "text": each.words, "lang": each.lang}
        for each in asked
    ]
    return {"school": str(plan.school.public_id), "first_year": plan.first_year, "lines": lines}
