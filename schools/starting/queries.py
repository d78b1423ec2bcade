from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools.area_owners import owner_is_in_team
from schools.models import (
    Box,
    CarriedArea,
    Citation,
    Passage,
    Person,
    Priority,
    School,
    Section,
    SelfEvaluation,
    Stays,
    Strength,
)

WHY = "a school begins with what it wrote itself"
STRENGTHS, PRIORITIES, TEXTS, LENT = "strengths", "priorities", "texts", "text"
IN_OTHER_LANGUAGE = "other_language"
STAYING: dict[str, Any] = {
    **{box.value: box.label for box in Box},
    STRENGTHS: _("Strengths"),
    PRIORITIES: _("Priorities for improvement"),
    LENT: _("Text of the federation"),
    IN_OTHER_LANGUAGE: _("In the other language"),
}


def years_to_begin(person: Person, school: School, this_year: int) -> list[int]:
    """This school year and the next, as far as their self-evaluations have not been started."""
    begun = set(SelfEvaluation.objects.visible_to(person).filter(school=school).values_list("school_year", flat=True))
    return [year for year in (this_year, this_year + 1) if year not in begun]


def last_before(school: School, year: int) -> SelfEvaluation | None:
    """The school's newest self-evaluation of an earlier year."""
    rows = SelfEvaluation.objects.as_system(WHY).filter(school=school, school_year__lt=year)
    return rows.select_related("framework").order_by("-school_year").first()


def sections_to_carry(evaluation: SelfEvaluation) -> list[Section]:
    """Its areas in order, with all that may come along: texts, findings, evidence; whether the owner is in the team."""
    rows: Any = evaluation.sections.select_related(
        "area", "owner", "self_evaluation__school", "same_text_as__self_evaluation__school"
    )
    cited = Prefetch("citations", Citation.objects.as_system(WHY))
    findings = [
        Prefetch(name, model.objects.as_system(WHY).select_related("other_language").prefetch_related(cited))
        for name, model in ((STRENGTHS, Strength), (PRIORITIES, Priority))
    ]
    texts = Prefetch("passages", Passage.objects.as_system(WHY).select_related("other_language"))
    rows = rows.prefetch_related(texts, cited, *findings).order_by("area__position")
    return list(rows.annotate(is_in_team=owner_is_in_team(evaluation.school)))


@dataclass(frozen=True)
class Stayed:
    what: str | Promise
    why: str | Promise


@dataclass(frozen=True)
class Place:
    """Where one area of the older self-evaluation went, and what of it stayed."""

    old: Section
    new: Section | None
    stayed: list[Stayed]


def places_of(evaluation: SelfEvaluation, person: Person) -> list[Place]:
    rows: QuerySet[CarriedArea] = CarriedArea.objects.visible_to(person).filter(self_evaluation=evaluation)
    return [
        Place(row.old, row.new, [Stayed(STAYING[what], Stays(why).label) for what, why in row.stayed])
        for row in rows.select_related("old__area", "new__area").order_by("old__area__position")
    ]
