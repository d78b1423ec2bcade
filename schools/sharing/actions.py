"""Who may come to read which area, and sharing with the governors: the school's own acts."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.circles import Circle, Parts, held, put
from schools.copies import keep_document
from schools.evaluation_contents import content_with, gaps_in, own_document_of
from schools.history import fingerprint, freeze, once_only, record, tells
from schools.models import Person, Section, SelfEvaluation, Version
from schools.notice_kinds import LENDING_ENDED, SELF_EVALUATION_SHARED
from schools.notices import path_to, people_at, tell
from schools.policy import Role
from schools.refusals import Refused
from schools.shared_texts import borrowed_from, end_borrowing
from schools.workflow import locked, locked_all, save_version

CHOSEN = tells("self_evaluation.circles", gettext_lazy("The school chose who may read each area."))
SHARED = tells(
    "shared_self_evaluation.shared",
    gettext_lazy("The self-evaluation was shared with the governors as version %(number)s."),
    gettext_lazy("The school shared its self-evaluation with the governors, version %(number)s."),
)
LENDING_STOPPED = tells(
    "section.lending_ended",
    gettext_lazy("The school took back its text under “%(in_area)s”, which other schools of its federation used."),
)
TAKEN_BACK = tells(
    "section.taken_back",
    gettext_lazy(
        "The school that lent the text under “%(in_area)s” took it back; the school’s own text stands there again."
    ),
)
LEFT_AS_COPY = tells(
    "section.left_as_copy",
    gettext_lazy(
        "The school that lent the text under “%(in_area)s” left a copy of it here, which is this school’s own."
    ),
)


@once_only
def set_circles(
    evaluation: SelfEvaluation, *, circles: dict[str, str], version: int, by: Person, once: UUID
) -> SelfEvaluation:
    """Put each area (by its code) into a circle. What has been shared or submitted already is not taken back by it."""
    require(by, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    locked(evaluation)
    save_version(evaluation, version, by=by, verb=CHOSEN, once=once)
    for section in held(evaluation):
        put(section, circles.get(section.area.code, section.circle), by=by)
    return evaluation


@once_only
def share_with_governors(evaluation: SelfEvaluation, *, seen: str = "", by: Person, once: UUID) -> Version:
    """Freeze the areas that the governors may read, and tell the governors. The council learns nothing of it."""
    school = evaluation.school
    require(by, May.SUBMIT_SELF_EVALUATION, school)
    locked(evaluation)
    parts = Parts(held(evaluation), own_document_of(evaluation))
    content = content_with(parts.document, evaluation, parts.within(Circle.GOVERNORS))
    if not content["areas"]:
        raise Refused(_("No area is open to the governors yet. Choose first which areas they may read."))
    if gaps := gaps_in(content):
        raise Refused(gaps[0].sentence)
    if seen and seen != fingerprint(content):
        raise Refused(_("A colleague has changed the self-evaluation since you read it. Read it again, then share it."))
    frozen = freeze(
        Version.Kind.SHARED_SELF_EVALUATION,
        evaluation,
        content,
        by=by,
        school=school,
        school_year=evaluation.school_year,
        unchanged=_("Nothing has changed since you last shared it with the governors."),
    )
    keep_document(frozen, content)
    facts: dict[str, Any] = {"number": frozen.number, "year": evaluation.year_words}
    record(SHARED, evaluation, by=by, school=school, once=once, **facts)
    path = path_to("sharing:version", school.public_id, evaluation.school_year, frozen.number)
    governors = people_at(school, Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)
    tell(governors, SELF_EVALUATION_SHARED, evaluation, path=path, school=school, **facts)
    return frozen


@once_only
def end_lending(section: Section, *, copy: bool, by: Person, once: UUID) -> Section:
    """No school uses this text any more. Each shows its own words again, or keeps a copy as its own.

    What they have submitted or shared with it is frozen and stays.
    """
    require(by, May.SUBMIT_SELF_EVALUATION, section.school)
    borrowing = list(borrowed_from(section.self_evaluation).filter(same_text_as=section))
    locked_all([section, *borrowing])
    borrowing = list(borrowed_from(section.self_evaluation).filter(same_text_as=section))
    if not borrowing:
        raise Refused(_("No school uses this text any more."))
    record(LENDING_STOPPED, section, by=by, school=section.school, once=once, copy=copy, **section.area.told)
    for reader in borrowing:
        end_borrowing(reader, copy=copy)
        record(LEFT_AS_COPY if copy else TAKEN_BACK, reader, by=by, school=reader.school, **reader.area.told)
        _tell_of_the_end(reader, section, by=by)
    return section


def _tell_of_the_end(reader: Section, lent: Section, *, by: Person) -> None:
    school, lender, area = reader.school, lent.school, lent.area
    writers = people_at(school, Role.HEADTEACHER, Role.SENIOR_LEADER)
    tell(
        [person for person in writers if person != by],
        LENDING_ENDED,
        reader,
        path=path_to("self_evaluations:write", school.public_id, reader.self_evaluation.school_year, area.code),
        school=school,
        lender_cy=lender.name_cy,
        lender_en=lender.name_en,
        area_cy=area.name_cy,
        area_en=area.name_en,
    )
