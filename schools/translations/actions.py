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
from schools.history import once_only, record
from schools.models import BroughtTranslation, Person, Translation, TranslationRequest, Version
from schools.notice_kinds import NoticeKind
from schools.notices import path_to, people_at, tell
from schools.policy import Role
from schools.refusals import Refused
from schools.translatable import ask_anew, ask_too, kind_of, untranslated
from schools.workflow import locked, move

from .queries import Row, code_of, understood

Status = TranslationRequest.Status
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
        return ask_anew(version, wanted, by=by, once=once)
    request.frozen = version
    if request.askers.filter(asked_by=by).exists():
        return request
    return ask_too(request, by=by, once=once)


@once_only
def take_back(request: TranslationRequest, *, by: Person, once: UUID) -> TranslationRequest:
    """Whoever asked needs it no longer; when nobody does, and it has not been sent out, it is withdrawn."""
    kind = kind_of(request.frozen)
    require(by, kind.asks, request.school)
    current = locked(request)
    own = request.askers.filter(asked_by=by)
    if not own.exists():
        raise Refused(_("You no longer wait for this translation. Nothing has changed."))
    own.delete()
    record(kind.verbs.taken_back, request, by=by, school=request.school, once=once, **kind.facts(request.frozen))
    if current.status == Status.ASKED and not request.askers.exists():
        _move(request, Status.WITHDRAWN, kind.verbs.withdrawn, by=by, closed_by=by, closed_at=clock.now())
    return request


@once_only
def send(request: TranslationRequest, *, by: Person, once: UUID) -> TranslationRequest:
    """The officer has given it to the translators."""
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    verbs = kind_of(request.frozen).verbs
    _move(request, Status.SENT, verbs.sent, by=by, once=once, sent_by=by, sent_at=clock.now())
    return request


@once_only
def refuse(request: TranslationRequest, *, reason: str, lang: str, by: Person, once: UUID) -> TranslationRequest:
    """It cannot be done, or not wholly; everybody who asked reads why."""
    require(by, May.HANDLE_TRANSLATIONS, request.school)
    kind = kind_of(request.frozen)
    said = {"reason": reason, "reason_lang": lang, "closed_by": by, "closed_at": clock.now()}
    _move(request, Status.IMPOSSIBLE, kind.verbs.impossible, by=by, once=once, **said)
    _tell_who_asked(request, kind.notices.impossible)
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
    kind = kind_of(request.frozen)
    facts = {"sha256": file.sha256, **kind.facts(request.frozen)}
    record(kind.verbs.read, kept, by=by, school=request.school, once=once, **facts)
    return kept


@once_only
def place(brought: BroughtTranslation, *, shown: UUID, by: Person, once: UUID) -> TranslationRequest:
    """Put the translations of the document that was `shown` beneath their texts.

    One that differs takes the place of the one before, which is kept.
    """
    request: TranslationRequest = brought.request
    version, kind = request.frozen, kind_of(request.frozen)
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
    facts = {"texts": len(rows), **kind.facts(version)}
    record(kind.verbs.brought_in, request, by=by, school=request.school, once=once, **facts)
    if is_first and kind.notices.beside:
        _tell_the_head(request, kind.notices.beside)
    if current.is_open and not _is_done(request, by=by) and current.status == Status.ASKED:
        _move(request, Status.SENT, kind.verbs.sent, by=by, sent_by=by, sent_at=clock.now())
    others = TranslationRequest.objects.as_system("what the same words of another version make whole")
    others = others.filter(frozen__school=version.school, frozen__version_kind=version.version_kind)
    others = others.filter(wanted=request.wanted, status__in=TranslationRequest.OPEN)
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
    kind = kind_of(request.frozen)
    _move(request, Status.DONE, kind.verbs.done, by=by, closed_by=by, closed_at=clock.now())
    _tell_who_asked(request, kind.notices.done)
    return True


def _require_wanted(request: TranslationRequest) -> None:
    if request.status in NO_LONGER:
        raise Refused(str(NO_LONGER[request.status]))


def _move(
    request: TranslationRequest, to: str, verb: str, /, *, by: Person, once: UUID | None = None, **fields: Any
) -> None:
    """`refresh_from_db` forgets what was read along; the version has its words and its school at hand."""
    frozen = request.frozen
    facts = kind_of(frozen).facts(frozen)
    move(request, to, by=by, verb=verb, school=request.school, once=once, facts=facts, **fields)
    request.frozen = frozen


def _tell_who_asked(request: TranslationRequest, notice: NoticeKind) -> None:
    """All who asked and may still read it today where it is shown."""
    kind, school = kind_of(request.frozen), request.school
    readers = set(kind.readers(school))
    askers = [row.asked_by for row in request.askers.select_related("asked_by")]
    _tell(request, notice, [person for person in askers if person in readers])


def _tell_the_head(request: TranslationRequest, notice: NoticeKind) -> None:
    """Once for each version and language: something that the school did not write stands beside its words."""
    _tell(request, notice, people_at(request.school, Role.HEADTEACHER))


def _tell(request: TranslationRequest, notice: NoticeKind, people: list[Person]) -> None:
    kind, version = kind_of(request.frozen), request.frozen
    route, arguments = kind.page(version)
    tell(people, notice, request, path=path_to(route, *arguments), school=request.school, **kind.facts(version))
