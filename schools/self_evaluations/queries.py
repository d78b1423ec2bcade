"""A self-evaluation as one content: the same form for the page, the check before submitting, and the frozen version."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from schools.models import Citation, EvidenceItem, Person, School, Section, SelfEvaluation, Version
from schools.models.base import reader_language

Content = dict[str, Any]


def sections_of(evaluation: SelfEvaluation) -> QuerySet[Section]:
    """The sections in the framework's order, each with its area and the section whose text stands in it."""
    rows = evaluation.sections.select_related("area", "same_text_as__self_evaluation__school")
    return rows.prefetch_related("strengths", "priorities").order_by("area__position")


def content_of(evaluation: SelfEvaluation) -> Content:
    """Everything the self-evaluation says now, in four queries. People and schools stand in it by public id."""
    cited = _cited_in(evaluation)
    areas = [_area(section, cited) for section in sections_of(evaluation)]
    used = {key for area in areas for place in _places(area) for key in place["evidence"]}
    return {
        "school": str(evaluation.school.public_id),
        "school_year": evaluation.school_year,
        "framework": {"code": evaluation.framework.code, "edition": evaluation.framework.edition},
        "areas": areas,
        "evidence": {key: words for key, words in cited["words"].items() if key in used},
    }


def readable(content: Content) -> Content:
    """The same content made ready for a page: names in the page's language, evidence beside what it stands behind."""
    language = reader_language()
    kinds = dict(EvidenceItem.Kind.choices)
    evidence = {
        key: {**words, "id": key, "kind_words": kinds.get(words["kind"], words["kind"])}
        for key, words in content["evidence"].items()
    }
    areas = []
    for area in content["areas"]:
        shown = {
            **area,
            "name": area[f"name_{language}"],
            "evidence": [evidence[key] for key in area["evidence"]],
        }
        for kind in ("strengths", "priorities"):
            shown[kind] = [
                {**finding, "evidence": [evidence[key] for key in finding["evidence"]]} for finding in area[kind]
            ]
        areas.append(shown)
    return {**content, "areas": areas, "evidence": evidence}


def gaps_in(content: Content) -> list[str]:
    """What must still be written before submitting, as sentences; empty when it can be submitted."""
    language = reader_language()
    gaps = [
        _("Write something under “%(area)s” before you submit.") % {"area": area[f"name_{language}"]}
        for area in content["areas"]
        if not (area["narrative"].strip() or area["strengths"] or area["priorities"])
    ]
    if not any(area["priorities"] for area in content["areas"]):
        gaps.append(_("Add at least one priority for improvement before you submit."))
    return gaps


def _places(area: Content) -> list[Content]:
    return [area, *area["strengths"], *area["priorities"]]


def _area(section: Section, cited: dict[str, Any]) -> Content:
    source = section.source
    return {
        "code": section.area.code,
        "name_cy": section.area.name_cy,
        "name_en": section.area.name_en,
        "narrative": source.narrative,
        "lang": source.lang,
        "text_of_school": str(source.self_evaluation.school.public_id) if source != section else None,
        "evidence": cited["section"][section.pk],
        "strengths": [
            {
                "id": str(row.public_id),
                "text": row.text,
                "lang": row.lang,
                "could_share": row.could_share,
                "evidence": cited["strength"][row.pk],
            }
            for row in section.strengths.all()
        ],
        "priorities": [
            {
                "id": str(row.public_id),
                "text": row.text,
                "lang": row.lang,
                "needs_support": row.needs_support,
                "evidence": cited["priority"][row.pk],
            }
            for row in section.priorities.all()
        ],
    }


def _cited_in(evaluation: SelfEvaluation) -> dict[str, Any]:
    """Evidence keys by place, and the words of each item, in one query."""
    found: dict[str, Any] = {name: defaultdict(list) for name in ("section", "strength", "priority")}
    found["words"] = {}
    rows = (
        Citation.objects.as_system("a school reads what it cites")
        .filter(
            Q(section__self_evaluation=evaluation)
            | Q(strength__section__self_evaluation=evaluation)
            | Q(priority__section__self_evaluation=evaluation)
        )
        .select_related("evidence")
    )
    for row in rows:
        item = row.evidence
        key = str(item.public_id)
        for name in ("section", "strength", "priority"):
            if place := getattr(row, f"{name}_id"):
                found[name][place].append(key)
        found["words"][key] = {
            "kind": item.evidence_kind,
            "title": item.title,
            "shows": item.shows,
            "lang": item.lang,
            "gathered_on": item.gathered_on.isoformat(),
        }
    return found


def submissions_of(person: Person, school: School) -> QuerySet[Version]:
    """The submitted versions of a school's self-evaluations that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.SELF_EVALUATION)
    return rows.defer("content").order_by("-school_year", "-number")
