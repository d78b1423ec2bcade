"""What readers asked the council’s translators for: in each council one request that waits, and one that is done."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from schools import clock
from schools.models import BroughtTranslation, Person, Translation, TranslationAsker, TranslationRequest, Version
from schools.notice_kinds import TRANSLATION_ASKED, TRANSLATION_BESIDE_YOURS, TRANSLATION_DONE, NoticeKind
from schools.notices import path_to
from schools.policy import Role
from schools.translatable import to_translate
from schools.translations.queries import code_of

from .places import WORDS, at
from .years import Year, YearMaker

DONE, WAITING = 1, 4  # positions within a council


def add_translations(maker: YearMaker, year: Year, version: Version) -> None:
    """An adviser asked; what is done the translators wrote a fortnight later."""
    if year.position not in (DONE, WAITING) or year.year < clock.school_year_of(maker.today):
        return
    asked_on, sent_on, done_on = (maker.day(year, 10, day) for day in (12, 14, 27))
    adviser, officer = maker.cast.advisers[year.school.public_id], maker.cast.officers[year.place.number]
    words: dict[str, Any] = {"frozen": version, "wanted": "en" if year.lang == "cy" else "cy"}
    words |= {"asked_by": adviser, "asked_at": at(asked_on, 11)}
    if year.position == DONE:
        words |= {"status": "done", "sent_by": officer, "sent_at": at(sent_on, 10)}
        words |= {"closed_by": officer, "closed_at": at(done_on, 14)}
    request = maker.rows.add(TranslationRequest, **words)
    asker = {"asked_by": adviser, "asked_as": Role.SERVICE_ADVISER, "asked_at": at(asked_on, 11)}
    maker.rows.add(TranslationAsker, request=request, **asker)
    _tell(maker, year, "translation_request.asked", request, asked_on, adviser, Role.SERVICE_ADVISER)
    page = path_to("translations:detail", request.public_id)
    _leave(maker, year, officer, TRANSLATION_ASKED, request, page, asked_on)
    if year.position == DONE:
        for text in to_translate(version, request.wanted):
            row = {"place": text.place, "original": text.digest, "text": _other_language()[text.text]}
            row["lang"] = request.wanted
            maker.rows.add(Translation, frozen=version, by=officer, at=at(done_on, 14), **row)
        _came_back(maker, request, officer, done_on)
        _tell(maker, year, "translation_request.sent", request, sent_on, officer, Role.COUNCIL_OFFICER)
        _tell(maker, year, "translation.brought_in", request, done_on, officer, Role.COUNCIL_OFFICER)
        _tell(maker, year, "translation_request.done", request, done_on, officer, Role.COUNCIL_OFFICER)
        page = path_to("self_evaluations:version", year.school.public_id, year.year, version.number)
        _leave(maker, year, adviser, TRANSLATION_DONE, request, page, done_on)
        _leave(maker, year, year.head, TRANSLATION_BESIDE_YOURS, request, page, done_on)


def _came_back(maker: YearMaker, request: TranslationRequest, officer: Person, day: dt.date) -> None:
    """The rows of the document that the translators filled in, as they were read."""
    texts = to_translate(request.frozen, request.wanted)
    rows = [[code_of(request, text.place), text.text, _other_language()[text.text]] for text in texts]
    name = WORDS["translators"][request.wanted]
    placed = {"by": officer, "at": at(day, 13, 50), "placed_by": officer, "placed_at": at(day, 14)}
    maker.rows.add(BroughtTranslation, request=request, name=name, rows=rows, **placed)


@cache
def _other_language() -> dict[str, str]:
    """Of each made-up text the same in the other language."""
    found: dict[str, str] = {}
    for cy, en in _pairs(WORDS):
        found |= {cy: en, en: cy}
    return found


def _pairs(words: Any) -> Iterator[tuple[str, str]]:
    if isinstance(words, dict):
        for each in words.values():
            yield from _pairs(each)
    elif isinstance(words, list) and len(words) == 2 and all(isinstance(each, str) for each in words):
        yield words[0], words[1]
    elif isinstance(words, list):
        for each in words:
            yield from _pairs(each)


def _tell(
    maker: YearMaker, year: Year, verb: str, request: TranslationRequest, day: dt.date, by: Person, role: Role
) -> None:
    maker.tell(year, verb, request, day, by, role, **_facts(year, request.frozen))


def _leave(
    maker: YearMaker, year: Year, person: Person, kind: NoticeKind, request: Any, page: str, day: dt.date
) -> None:
    maker.leave_notice(year, person, kind, request, page, day, **_facts(year, request.frozen))


def _facts(year: Year, version: Version) -> dict[str, Any]:
    return {"number": version.number, "year": clock.school_year_words(year.year)}
