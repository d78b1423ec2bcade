"""Texts of a self-evaluation that the school wants to have in both languages: what several pages ask about them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from schools.history import record, tells
from schools.models import OtherLanguage, Person, Section, SelfEvaluation
from schools.models.other_language import ORIGINALS
from schools.sittings import keep_words

WHY = "it belongs to a text that is at hand"
REMOVED = tells("other_language.removed", gettext_lazy("The other language of a text under “%(in_area)s” was removed."))


def other_of(original: Any) -> OtherLanguage | None:
    """The other language of this box, strength or priority."""
    found = OtherLanguage.objects.as_system(WHY).filter(**{original.kind(): original}).first()
    if found:
        setattr(found, original.kind(), original)
    return found


def removed(other: OtherLanguage, *, by: Person | None, once: Any = None) -> None:
    """Take it out; its words stay in the history of texts. The caller holds a lock on it or on its original."""
    area = other.original.section.area
    keep_words([(other, ("text",))], by=by, school=other.school)
    record(REMOVED, other, by=by, school=other.school, once=once, **area.told, area=area.code)
    other.delete()


def take_over(row: Any, shown: Any, *, by: Person | None) -> None:
    """A text that was copied from `shown` into `row` keeps the other language that was shown beside it."""
    other: OtherLanguage | None = getattr(shown, "other_language", None)
    if other is None or not other.goes_along:
        return
    if own := other_of(row):
        removed(own, by=by)
    kept = {name: getattr(other, name) for name in ("text", "lang", "status", "original_digest")}
    OtherLanguage.objects.create(**{row.kind(): row}, **kept)


def others_in(evaluation: SelfEvaluation) -> QuerySet[OtherLanguage]:
    """With their originals."""
    rows = _of("section__self_evaluation", evaluation)
    return rows.select_related("passage__section__area", "strength", "priority").defer("text")


def others_under(section: Section) -> QuerySet[OtherLanguage]:
    return _of("section", section)


def _of(place: str, thing: Any) -> QuerySet[OtherLanguage]:
    here = Q(pk__in=[])
    for model in ORIGINALS:
        here |= Q(**{f"{model.kind()}__{place}": thing})
    return OtherLanguage.objects.as_system("a school reads what stands in its own self-evaluation").filter(here)


def add_standings(content: dict[str, Any], evaluation: SelfEvaluation) -> None:
    """Say to the team where each text in the other language stands, drafts too; and in which areas there is one."""
    boxes: dict[tuple[str, str], OtherLanguage] = {}
    findings: dict[str, OtherLanguage] = {}
    for other in others_in(evaluation):
        if other.passage:
            boxes[other.passage.section.area.code, other.passage.box] = other
        else:
            findings[str(other.original.public_id)] = other
    for area in content["areas"]:
        places: list[Any] = [
            (box, boxes.get((area["code"], box["box"]))) for box in area["boxes"] if not area["text_of_school"]
        ]
        places += [(each, findings.get(each["id"])) for each in (*area["strengths"], *area["priorities"])]
        for place, other in places:
            if other:
                place["other_standing"] = {"words": other.standing.label, "lang": other.lang}
        told = [*area["boxes"], *area["strengths"], *area["priorities"]]
        area["in_both"] = any("other_standing" in each or "other_language" in each for each in told)
