"""Who may come to read which area, and sharing with the governors: the school's own acts."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.circles import Circle, areas_within, put
from schools.evaluation_contents import content_of, gaps_in
from schools.history import fingerprint, freeze, once_only, record, tells
from schools.models import Person, SelfEvaluation, Version
from schools.notice_kinds import SELF_EVALUATION_SHARED
from schools.notices import path_to, people_at, tell
from schools.policy import Role
from schools.refusals import Refused
from schools.workflow import locked, save_version

CHOSEN = tells("self_evaluation.circles", gettext_lazy("It was chosen who may come to read which area."))
SHARED = tells(
    "shared_self_evaluation.shared",
    gettext_lazy("The self-evaluation was shared with the governors as version %(number)s."),
    gettext_lazy("The school shared its self-evaluation with the governors, version %(number)s."),
)


@once_only
def set_circles(
    evaluation: SelfEvaluation, *, circles: dict[str, str], version: int, by: Person, once: UUID
) -> SelfEvaluation:
    """Put each area (by its code) into a circle. What has been shared or submitted already is not taken back by it."""
    require(by, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    locked(evaluation)
    save_version(evaluation, version, by=by, verb=CHOSEN, once=once)
    for section in evaluation.sections.select_related("area"):
        section.self_evaluation = evaluation
        put(section, circles.get(section.area.code, section.circle), by=by)
    return evaluation


@once_only
def share_with_governors(evaluation: SelfEvaluation, *, seen: str = "", by: Person, once: UUID) -> Version:
    """Freeze the areas that the governors may read, and tell the governors. The council learns nothing of it."""
    school = evaluation.school
    require(by, May.SUBMIT_SELF_EVALUATION, school)
    locked(evaluation)
    content = content_of(evaluation, areas_within(evaluation, Circle.GOVERNORS))
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
    facts: dict[str, Any] = {"number": frozen.number, "year": evaluation.year_words}
    record(SHARED, evaluation, by=by, school=school, once=once, **facts)
    path = path_to("sharing:version", school.public_id, evaluation.school_year, frozen.number)
    governors = people_at(school, Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)
    tell(governors, SELF_EVALUATION_SHARED, evaluation, path=path, school=school, **facts)
    return frozen
