"""Naming who looks after which area of the self-evaluation."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.area_owners import team_of
from schools.circles import held
from schools.history import once_only, tells
from schools.models import Person, Section, SelfEvaluation
from schools.notice_kinds import AREA_IS_NOT_YOURS, AREA_IS_YOURS, NoticeKind
from schools.notices import path_to, tell
from schools.refusals import Refused
from schools.workflow import locked, save_version

NAMED = tells("self_evaluation.owners", gettext_lazy("It was chosen who looks after which area."))


@once_only
def name_owners(
    evaluation: SelfEvaluation, *, owners: dict[str, Person | None], version: int, by: Person, once: UUID
) -> SelfEvaluation:
    """Let these people look after the areas (by code), or nobody in particular. Whoever is new to it is told, and
    whoever looked after it until now."""
    school = evaluation.school
    require(by, May.LEAD_SELF_EVALUATION, school)
    locked(evaluation)
    save_version(evaluation, version, by=by, verb=NAMED, once=once)
    team = {person.pk: person for person in team_of(school)}
    for section in held(evaluation):
        owner = owners.get(section.area.code)
        if section.area.code not in owners or section.owner_id == (owner.pk if owner else None):
            continue
        if owner and owner.pk not in team:
            raise Refused(
                _("%(name)s does not belong to your school’s team any more. Choose somebody else.")
                % {"name": owner.name},
                section.area.code,
            )
        former = team.get(section.owner_id or 0)
        save_version(section, section.version, by=by, verb=None, owner=owner)
        if owner and owner != by:
            _tell(owner, AREA_IS_YOURS, section)
        if former and former != by:
            _tell(former, AREA_IS_NOT_YOURS, section)
    return evaluation


def _tell(person: Person, kind: NoticeKind, section: Section) -> None:
    school, evaluation, area = section.school, section.self_evaluation, section.area
    path = path_to("self_evaluations:detail", school.public_id, evaluation.school_year) + f"#area-{area.code}"
    if kind is AREA_IS_YOURS:
        path = path_to("self_evaluations:write", school.public_id, evaluation.school_year, area.code)
    facts: dict[str, Any] = {"area_cy": area.name_cy, "area_en": area.name_en, "year": evaluation.year_words}
    tell([person], kind, section, path=path, school=school, **facts)
