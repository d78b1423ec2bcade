from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.models import Citation, EvidenceItem, Person, Plan, Section


@dataclass(frozen=True)
class Cited:
    """One item, and behind what it stands in an area, in words."""

    item: EvidenceItem
    behind: list[str]


@dataclass(frozen=True)
class InPlan:
    """One target, action or milestone of a plan that an item stands behind."""

    kind: str
    part: Any
    plan: Plan


def items_cited_in(section: Section, person: Person) -> QuerySet[EvidenceItem]:
    """Each item that stands behind anything in this area, once; the most recent first."""
    rows = EvidenceItem.objects.visible_to(person).filter(pk__in=_citations_in(section, person).values("evidence"))
    return rows.select_related("file")


def behind_what(items: Iterable[EvidenceItem], section: Section, person: Person) -> list[Cited]:
    rows: Any = _citations_in(section, person).filter(evidence__in=list(items)).order_by().values("evidence")
    times = {f"of_{name}": Count(name) for name in Citation.PLACES}
    found = {row["evidence"]: row for row in rows.annotate(**times)}
    return [Cited(item, _in_words(found[item.pk])) for item in items]


def cited_in_plans(item: EvidenceItem, person: Person) -> list[InPlan]:
    """Where an item stands behind a target or a note of progress of a plan; the plan that begins last first."""
    rows = Citation.objects.visible_to(person).filter(evidence=item).exclude(**dict.fromkeys(Citation.IN_PLANS))
    notes = ("progress_note__action", "progress_note__milestone")
    parts = [f"{each}__plan_priority__plan" for each in ("target", *notes)]
    found = {}
    for row in rows.select_related(*parts):
        part = row.target or row.progress_note.about
        kind = "targets" if row.target else f"{part._meta.model_name}s"
        found[part] = InPlan(kind, part, part.document)
    return sorted(found.values(), key=lambda each: -each.plan.first_year)


def _citations_in(section: Section, person: Person) -> QuerySet[Citation]:
    parts = Q(strength__section=section) | Q(priority__section=section) | Q(entry__section=section)
    return Citation.objects.visible_to(person).filter(Q(section=section) | parts)


def _in_words(times: dict[str, int]) -> list[str]:
    strengths, priorities, entries = times["of_strength"], times["of_priority"], times["of_entry"]
    said = [
        (times["of_section"], _("the text of the area")),
        (strengths, ngettext("%(number)s strength", "%(number)s strengths", strengths) % {"number": strengths}),
        (priorities, ngettext("%(number)s priority", "%(number)s priorities", priorities) % {"number": priorities}),
        (entries, ngettext("%(number)s short entry", "%(number)s short entries", entries) % {"number": entries}),
    ]
    return [words for number, words in said if number]
