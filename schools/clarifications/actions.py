"""Asking a school about one area of what it submitted, and the school's answer. There is no deadline."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, may, require
from schools.clock import school_year_words
from schools.history import once_only, record, role_acted_in, tells
from schools.models import Clarification, Person, Version
from schools.notice_kinds import (
    CLARIFICATION_ANSWERED,
    CLARIFICATION_ASKED,
    CLARIFICATION_WITHDRAWN,
    NoticeKind,
)
from schools.notices import advisers_of, officers_of, path_to, people_at, tell
from schools.policy import STAFF, Role
from schools.refusals import Refused
from schools.workflow import locked, move

Status = Clarification.Status
ASKED = tells(
    "clarification.asked",
    gettext_lazy("Something was asked about “%(area)s” in version %(number)s of the self-evaluation."),
    named_to=May.ANSWER_CLARIFICATION,
)
ANSWERED = tells(
    "clarification.answered",
    gettext_lazy("What was asked about “%(area)s” in version %(number)s of the self-evaluation was answered."),
    gettext_lazy("The school answered what was asked about “%(area)s” in version %(number)s of its self-evaluation."),
)
WITHDRAWN = tells(
    "clarification.withdrawn",
    gettext_lazy("A question about “%(area)s” in version %(number)s of the self-evaluation was withdrawn."),
    named_to=May.ANSWER_CLARIFICATION,
)
NO_LONGER: dict[str, Promise] = {
    Status.ANSWERED: gettext_lazy("This question has been answered in the meantime, and an answer stays as it is."),
    Status.WITHDRAWN: gettext_lazy("This question was withdrawn in the meantime. Nothing needs to be answered."),
}


@once_only
def ask(version: Version, *, area: str, question: str, lang: str, by: Person, once: UUID) -> Clarification:
    """Ask about one area of a submitted version; the headteacher and the senior leaders are told."""
    school: Any = version.school
    require(by, May.READ_SUBMITTED_SELF_EVALUATION, school)
    require(by, May.ASK_FOR_CLARIFICATION, school)
    if version.version_kind != Version.Kind.SELF_EVALUATION or area_in(version, area) is None:
        raise Refused(_("This version has no such area. Open it again, and ask about an area that stands in it."))
    words = {"question": question, "lang": lang, "asked_by": by, "asked_as": _role_of(by)}
    asked: Clarification = Clarification.objects.create(frozen=version, area=area, **words)
    record(ASKED, asked, by=by, school=school, once=once, **_facts(asked))
    _tell_the_school(asked, CLARIFICATION_ASKED)
    return asked


@once_only
def answer(clarification: Clarification, *, answer: str, lang: str, by: Person, once: UUID) -> Clarification:
    """The school's answer; whoever asked is told. It is given once and stays."""
    require(by, May.ANSWER_CLARIFICATION, clarification.school)
    _require_open(clarification)
    said = {"answer": answer, "answer_lang": lang, "answered_by": by, "answered_at": clock.now()}
    _move(clarification, Status.ANSWERED, ANSWERED, by=by, once=once, **said)
    tell(_who_asked(clarification), CLARIFICATION_ANSWERED, clarification, **_where(clarification))
    return clarification


@once_only
def withdraw(clarification: Clarification, *, by: Person, once: UUID) -> Clarification:
    """Whoever asked takes the question back before it is answered; the school is told that nothing is asked of it."""
    require(by, May.ASK_FOR_CLARIFICATION, clarification.school)
    if clarification.asked_by_id != by.pk:
        raise PermissionDenied
    _require_open(clarification)
    _move(clarification, Status.WITHDRAWN, WITHDRAWN, by=by, once=once)
    _tell_the_school(clarification, CLARIFICATION_WITHDRAWN)
    return clarification


def area_in(version: Version, code: str) -> dict[str, Any] | None:
    """The area as it stands in the frozen words."""
    return next((area for area in version.words["areas"] if area["code"] == code), None)


def _require_open(clarification: Clarification) -> None:
    if (status := locked(clarification).status) != Status.ASKED:
        raise Refused(str(NO_LONGER[status]))


def _move(clarification: Clarification, to: str, verb: str, /, *, by: Person, once: UUID, **fields: Any) -> None:
    """`refresh_from_db` forgets what was read along; the version has its words and its school at hand."""
    frozen, facts = clarification.frozen, _facts(clarification)
    move(clarification, to, by=by, verb=verb, school=clarification.school, once=once, facts=facts, **fields)
    clarification.frozen = frozen


def _facts(clarification: Clarification) -> dict[str, Any]:
    area = area_in(clarification.frozen, clarification.area) or {}
    return {
        "area_cy": area.get("name_cy", ""),
        "area_en": area.get("name_en", ""),
        "number": clarification.frozen.number,
        "year": school_year_words(clarification.frozen.school_year),
    }


def _where(clarification: Clarification) -> dict[str, Any]:
    version, school = clarification.frozen, clarification.school
    page = path_to("self_evaluations:version", school.public_id, version.school_year, version.number)
    return {"path": f"{page}#area-{clarification.area}", "school": school, **_facts(clarification)}


def _tell_the_school(clarification: Clarification, kind: NoticeKind) -> None:
    people = people_at(clarification.school, Role.HEADTEACHER, Role.SENIOR_LEADER)
    tell(people, kind, clarification, **_where(clarification))


def _who_asked(clarification: Clarification) -> list[Person]:
    """Whoever asked; if they may not read it any more, those who follow the school in their place today."""
    if may(clarification.asked_by, May.SEE_CLARIFICATIONS, clarification.school):
        return [clarification.asked_by]
    return officers_of(clarification.school) if clarification.is_from_council else advisers_of(clarification.school)


def _role_of(person: Person) -> str:
    """The role acted in; of several that are not told apart, the first that asks from outside."""
    return role_acted_in(person) or min(person.standing.roles & STAFF)
