"""Asking the council’s translators, who work outside the portal; sending out, bringing back, or saying why not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.clock import school_year_words
from schools.history import once_only, record, role_acted_in, tells
from schools.models import BroughtTranslation, Person, Translation, TranslationAsker, TranslationRequest, Version
from schools.notice_kinds import (
    TRANSLATION_ASKED,
    TRANSLATION_BESIDE_YOURS,
    TRANSLATION_DONE,
    TRANSLATION_IMPOSSIBLE,
    NoticeKind,
)
from schools.notices import council_and_adviser_of, leads_of, officers_of, path_to, people_at, tell
from schools.policy import TRANSLATION_READERS, Role
from schools.refusals import Refused
from schools.translated import untranslated
from schools.workflow import locked, move

from .queries import Row, code_of, understood

Status = TranslationRequest.Status
ASKED = tells(
    "translation_request.asked",
    gettext_lazy("The council’s translators were asked for version %(number)s of the self-evaluation."),
)
JOINED = tells(
    "translation_request.joined",
    gettext_lazy("Somebody else asked for the same translation of version %(number)s of the self-evaluation."),
)
TAKEN_BACK = tells(
    "translation_request.taken_back",
    gettext_lazy("Somebody no longer needs the translation of version %(number)s of the self-evaluation."),
)
WITHDRAWN = tells(
    "translation_request.withdrawn",
    gettext_lazy("Nobody needs the translation of version %(number)s of the self-evaluation any more."),
)
SENT = tells(
    "translation_request.sent",
    gettext_lazy("Version %(number)s of the self-evaluation was sent to the translators."),
)
READ = tells(
    "translation_request.read",
    gettext_lazy("A document of the translators about version %(number)s of the self-evaluation was read."),
)
IMPOSSIBLE = tells(
    "translation_request.impossible",
    gettext_lazy("It was said why version %(number)s of the self-evaluation cannot be translated."),
)
DONE = tells(
    "translation_request.done",
    gettext_lazy("The translation of version %(number)s of the self-evaluation is whole."),
)
BROUGHT_IN = tells(
    "translation.brought_in",
    gettext_lazy("The council brought in a translation of version %(number)s of the self-evaluation."),
)
NO_LONGER: dict[str, Promise] = {
    Status.IMPOSSIBLE: gettext_lazy("A colleague has said in the meantime that this cannot be done. Nothing waits."),
    Status.WITHDRAWN: gettext_lazy("Nobody needs this translation any more. Nothing has to be done."),
}


@dataclass(frozen=True)
class Returned:
    """A document that was examined and read. The file is not kept."""

    name: str
    sha256: str
    rows: list[list[str]]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256}"


@once_only
def ask(version: Version, *, wanted: str, by: Person, once: UUID) -> TranslationRequest:
    """Ask for what is not in this language; where it is asked for already, be told too when it is there.

    Only what was submitted can be asked for: the council reads it already.
    """
    school: Any = version.school
    require(by, May.READ_SUBMITTED_SELF_EVALUATION, school)
    require(by, May.ASK_FOR_TRANSLATION, school)
    if version.version_kind != Version.Kind.SELF_EVALUATION:
        raise PermissionDenied
    locked(school)  # whoever asks at the same moment waits, and is added
    if not untranslated(version, wanted):
        raise Refused(_("Everything can be read in this language already. Open the version again."))
    rows = TranslationRequest.objects.as_system("whether it is asked for already")
    request: Any = rows.filter(frozen=version, wanted=wanted, status__in=TranslationRequest.OPEN).first()
    if request is None or not locked(request).is_open:  # it may just have been taken back
        request = TranslationRequest.objects.create(frozen=version, wanted=wanted, asked_by=by)
        verb = ASKED
    elif request.askers.filter(asked_by=by).exists():
        return request
    else:
        verb = JOINED
    TranslationAsker.objects.create(request=request, asked_by=by, asked_as=_role_of(by))
    request.frozen = version
    record(verb, request, by=by, school=school, once=once, **_facts(version))
    if verb == ASKED:
        officers = [person for person in officers_of(school) if person != by]
        where = path_to("translations:detail", request.public_id)
        tell(officers, TRANSLATION_ASKED, request, path=where, school=school, **_facts(version))
    return request


@once_only
def take_back(request: TranslationRequest, *, by: Person, once: UUID) -> TranslationRequest:
    """Whoever asked needs it no longer; when nobody does, and it has not been sent out, it is withdrawn."""
    require(by, May.ASK_FOR_TRANSLATION, request.school)
    current = locked(request)
    own = request.askers.filter(asked_by=by)
    if not own.exists():
        raise Refused(_("You no longer wait for this translation. Nothing has changed."))
    own.delete()
    record(TAKEN_BACK, request, by=by, school=request.school, once=once, **_facts(request.frozen))
    if current.status == Status.ASKED and not request.askers.exists():
        _move(request, Status.WITHDRAWN, WITHDRAWN, by=by, closed_by=by, closed_at=clock.now())
    return request


@once_only
def send(request: TranslationRequest, *, by: Person, once: UUID) -> TranslationRequest:
    """The officer has given it to the translators."""
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    _move(request, Status.SENT, SENT, by=by, once=once, sent_by=by, sent_at=clock.now())
    return request


@once_only
def refuse(request: TranslationRequest, *, reason: str, lang: str, by: Person, once: UUID) -> TranslationRequest:
    """It cannot be done, or not wholly; everybody who asked reads why."""
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    said = {"reason": reason, "reason_lang": lang, "closed_by": by, "closed_at": clock.now()}
    _move(request, Status.IMPOSSIBLE, IMPOSSIBLE, by=by, once=once, **said)
    _tell_who_asked(request, TRANSLATION_IMPOSSIBLE)
    return request


@once_only
def bring(request: TranslationRequest, *, file: Returned, by: Person, once: UUID) -> BroughtTranslation:
    """Keep the rows of a document until somebody has looked at what they mean. No translation changes."""
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    _require_wanted(locked(request))
    found = understood(request, file.rows)
    if not found.found:
        raise Refused(
            _(
                "No translation of this request stands in this document. Choose the document that was downloaded here "
                "and whose right column has been filled in."
            ),
            "file",
        )
    _refuse_too_long(request, found.found)
    former = BroughtTranslation.objects.as_system("the document that came back last")
    former.filter(request=request).delete()
    kept = BroughtTranslation.objects.create(request=request, name=file.name, rows=file.rows, by=by)
    record(READ, kept, by=by, school=request.school, once=once, sha256=file.sha256, **_facts(request.frozen))
    return kept


@once_only
def place(brought: BroughtTranslation, *, shown: UUID, by: Person, once: UUID) -> TranslationRequest:
    """Put the translations of the document that was `shown` beneath their texts.

    One that differs takes the place of the one before, which is kept.
    """
    request: TranslationRequest = brought.request
    version = request.frozen
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    locked(request.school)  # what is brought for another version of the school at the same moment waits
    current = locked(request)
    _require_wanted(current)
    locked(brought)
    if brought.public_id != shown:
        raise Refused(_("A colleague has brought another document back in the meantime. Look at this one first."))
    own = Translation.objects.as_system("whether the first ones of this version are brought in")
    is_first = not own.filter(frozen=version, lang=request.wanted).exists()
    words: dict[str, Any] = {"frozen": version, "lang": request.wanted, "by": by}
    rows = [
        Translation(place=row.of.place, original=row.of.digest, text=row.text, **words)
        for row in understood(request, brought.rows).new
    ]
    Translation.objects.as_system("the translators’ own words").bulk_create(rows)
    placed = BroughtTranslation.objects.as_system("it has found its place")
    placed.filter(pk=brought.pk).update(placed_by=by, placed_at=clock.now())
    record(BROUGHT_IN, request, by=by, school=request.school, once=once, texts=len(rows), **_facts(version))
    if is_first:
        _tell_the_head(request)
    if current.is_open and not _is_done(request, by=by) and current.status == Status.ASKED:
        _move(request, Status.SENT, SENT, by=by, sent_by=by, sent_at=clock.now())
    others = TranslationRequest.objects.as_system("what the same words of another version make whole")
    others = others.filter(frozen__school=version.school, wanted=request.wanted, status__in=TranslationRequest.OPEN)
    for other in others.exclude(pk=request.pk).select_related("frozen__school"):
        _is_done(other, by=by)
    return request


def _refuse_too_long(request: TranslationRequest, rows: list[Row]) -> None:
    for row in rows:
        if len(row.text) > row.longest:
            sentence = _(
                "The translation in the row with the code %(code)s (%(where)s) has more than %(number)s characters, "
                "more than can stand there. Shorten it in the document, then choose it again."
            )
            number = number_format(row.longest, force_grouping=True)
            code = code_of(request, row.of.place)
            raise Refused(sentence % {"code": code, "where": row.where, "number": number}, "file")


def _is_done(request: TranslationRequest, *, by: Person) -> bool:
    """Close it, and tell those who asked, where nothing is missing any more."""
    if untranslated(request.frozen, request.wanted):
        return False
    _move(request, Status.DONE, DONE, by=by, closed_by=by, closed_at=clock.now())
    _tell_who_asked(request, TRANSLATION_DONE)
    return True


def _require_wanted(request: TranslationRequest) -> None:
    if request.status in NO_LONGER:
        raise Refused(str(NO_LONGER[request.status]))


def _move(
    request: TranslationRequest, to: str, verb: str, /, *, by: Person, once: UUID | None = None, **fields: Any
) -> None:
    """`refresh_from_db` forgets what was read along; the version has its words and its school at hand."""
    frozen = request.frozen
    facts = _facts(frozen)
    move(request, to, by=by, verb=verb, school=request.school, once=once, facts=facts, **fields)
    request.frozen = frozen


def _facts(version: Version) -> dict[str, Any]:
    return {"number": version.number, "year": school_year_words(version.school_year)}


def _tell_who_asked(request: TranslationRequest, kind: NoticeKind) -> None:
    """All who asked and still read the school's self-evaluation today."""
    version, school = request.frozen, request.school
    governors = people_at(school, Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)
    readers = {*council_and_adviser_of(school), *leads_of(school), *governors}
    askers = [row.asked_by for row in request.askers.select_related("asked_by")]
    people = [person for person in askers if person in readers]
    path = path_to("self_evaluations:version", school.public_id, version.school_year, version.number)
    tell(people, kind, request, path=path, school=school, **_facts(version))


def _tell_the_head(request: TranslationRequest) -> None:
    """Once for each version and language: something that the school did not write stands beside its words."""
    version, school = request.frozen, request.school
    path = path_to("self_evaluations:version", school.public_id, version.school_year, version.number)
    heads = people_at(school, Role.HEADTEACHER)
    tell(heads, TRANSLATION_BESIDE_YOURS, request, path=path, school=school, **_facts(version))


def _role_of(person: Person) -> str:
    """The role acted in; of several that are not told apart, the first that reads from outside the team."""
    return role_acted_in(person) or min(person.standing.roles & TRANSLATION_READERS)
