from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.area_owners import owner_is_in_team
from schools.models import (
    Box,
    CarriedArea,
    Citation,
    Event,
    Passage,
    Person,
    Priority,
    PriorityLink,
    School,
    Section,
    SelfEvaluation,
    Stays,
    Strength,
    Version,
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
    """Where one area of the older self-evaluation goes or went; what of it comes along, and what stays."""

    old: Section
    new: Section | None
    came: list[str | Promise]
    stayed: list[Stayed]


def place_of(old: Section, new: Section | None, held: dict[str, int], stayed: Iterable[Iterable[str]]) -> Place:
    """`held`: what stands in the old area, and how many of each; `stayed`: what stays there, and why."""
    reasons = [Stayed(_counted(what, held.get(what)), Stays(why).label) for what, why in stayed]
    names = {what for what, _why in stayed}
    return Place(old, new, [_counted(what, number) for what, number in held.items() if what not in names], reasons)


def _counted(what: str, number: int | None) -> str | Promise:
    """Strengths and priorities with how many they are, where that is known."""
    if number and what == STRENGTHS:
        return ngettext("%(count)d strength", "%(count)d strengths", number) % {"count": number}
    if number and what == PRIORITIES:
        words = ngettext("%(count)d priority for improvement", "%(count)d priorities for improvement", number)
        return words % {"count": number}
    found: str | Promise = STAYING[what]
    return found


def places_of(evaluation: SelfEvaluation, person: Person) -> list[Place]:
    rows: QuerySet[CarriedArea] = CarriedArea.objects.visible_to(person).filter(self_evaluation=evaluation)
    rows = rows.select_related("old__area", "new__area").order_by("old__area__position")
    return [place_of(row.old, row.new, row.held, row.stayed) for row in rows]


# What may be done in a self-evaluation that leaves nothing written in it.
BEGINNING = (
    "self_evaluation.started",
    "self_evaluation.carried",
    "self_evaluation.owners",
    "self_evaluation.circles",
    "section.circle",
)


def was_only_begun(evaluation: SelfEvaluation) -> bool:
    """Whether nothing was written, shared or submitted in it since, and neither the plan nor a year draws on it."""
    why = "whether anything was done in it"
    done = Event.objects.as_system(why).filter(
        Q(target_id=evaluation.public_id) | Q(within_id=evaluation.public_id),
    )
    own = Q(carried=False) & ~Q(text="") | Q(version__gt=1)  # also what saved itself in the sitting that began it
    parts: Any = (Passage, Strength, Priority)
    written = [Exists(model.objects.as_system(why).filter(own, section__self_evaluation=evaluation)) for model in parts]
    frozen = Version.objects.as_system(why).filter(thing_id=evaluation.public_id)
    drawn = PriorityLink.objects.as_system(why).filter(priority__section__self_evaluation=evaluation)
    begun = SelfEvaluation.objects.as_system(why).filter(pk=evaluation.pk)
    later = SelfEvaluation.objects.as_system(why).filter(carried_from=evaluation)
    found = [Exists(done.exclude(verb__in=BEGINNING)), *written, Exists(frozen), Exists(drawn), Exists(later)]
    return begun.filter(*(~each for each in found)).exists()
