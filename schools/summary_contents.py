"""The summary of a plan as one content: the same form for page, check, paper and published version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schools.models import Plan, PlanSummary, SummaryLine, SummaryPart

Content = dict[str, Any]
WHY = "whoever reads a plan reads how far its summary is"


@dataclass(frozen=True)
class Part:
    """One part of a summary, with its lines in their order; `is_silent`: there is nothing to say this year."""

    part: SummaryPart
    lines: list[SummaryLine]
    is_silent: bool = False

    @property
    def label(self) -> str:
        return str(self.part.label)

    @property
    def is_answered(self) -> bool:
        return bool(self.lines) or self.is_silent


@dataclass(frozen=True)
class Gap:
    """What a summary lacks before it can be published, and in which part."""

    part: SummaryPart
    sentence: str
    words: str = ""  # of the line that lacks a language, in the one that it has
    lang: str = ""


def summary_of(plan: Plan) -> PlanSummary | None:
    """With what was published last; its plan is at hand."""
    rows = PlanSummary.objects.as_system(WHY).filter(plan=plan)
    found: PlanSummary | None = rows.select_related("published").first()
    if found:
        found.plan = plan
    return found


def parts_of(summary: PlanSummary | None) -> list[Part]:
    """All parts that the law names, whether or not they say anything; one query."""
    lines: dict[str, list[SummaryLine]] = {part.value: [] for part in SummaryPart}
    if summary:
        for line in summary.lines.all():
            line.summary = summary
            lines[line.part].append(line)
    return [Part(part, lines[part.value], bool(summary and part in summary.nothing_in)) for part in SummaryPart]


def gaps_in(parts: Iterable[Part]) -> list[Gap]:
    """Why the summary cannot be published yet, in the order of its parts."""
    gaps = []
    for each in parts:
        if not each.is_answered:
            gaps.append(Gap(each.part, _unanswered() % {"part": each.label}))
        for line in each.lines:
            if line.lacks:
                words = Truncator(str(line)).chars(60)
                gaps.append(Gap(each.part, _lacking(line.lacks) % {"part": each.label}, words, line.lang))
    return gaps


def _unanswered() -> str:
    return _("“%(part)s” says nothing yet. Write a line there, or say that there is nothing to say this year.")


def _lacking(language: str) -> str:
    if language == "cy":
        return _("A line under “%(part)s” is not in Welsh yet.")
    return _("A line under “%(part)s” is not in English yet.")


def content_of(plan: Plan, parts: Iterable[Part]) -> Content:
    """What would be published: nothing but the lines, in both languages."""
    said = [
        {
            "part": each.part.value,
            "nothing": each.is_silent,
            "lines": [{"cy": line.text_cy, "en": line.text_en} for line in each.lines],
        }
        for each in parts
    ]
    return {"school": str(plan.school.public_id), "first_year": plan.first_year, "parts": said}


def readable(content: Content, language: str) -> list[Content]:
    """Part by part in one language, for a page; a line that is not written in it is left out."""
    with translation.override(language):
        labels, silence = {part.value: str(part.label) for part in SummaryPart}, _("There is nothing to say this year.")
    return [
        {
            "label": labels[each["part"]],
            "lines": [line[language] for line in each["lines"] if line[language]],
            "nothing": each["nothing"],
            "silence": silence,
            "missing": len([line for line in each["lines"] if not line[language]]),
        }
        for each in content["parts"]
    ]


@dataclass(frozen=True)
class HowFar:
    """How far a summary is: parts that say nothing yet, lines that lack a language, and whether it is published."""

    parts_left: int = 0
    lacks_cy: int = 0
    lacks_en: int = 0
    is_published: bool = False


def said_in_summary() -> Subquery:
    """Of a plan that is asked for: what its summary says so far, for `how_far`; part of the query of others."""
    lines = SummaryLine.objects.as_system(WHY).filter(summary=OuterRef("pk")).order_by("pk")
    words = lines.values_list(JSONObject(part=F("part"), cy=F("text_cy"), en=F("text_en")), flat=True)
    said = JSONObject(status=F("status"), nothing_in=F("nothing_in"), lines=ArraySubquery(words))
    rows = PlanSummary.objects.as_system(WHY).filter(plan=OuterRef("pk"))
    return Subquery(rows.values_list(said, flat=True)[:1], output_field=JSONField())


def how_far(said: Content | None) -> HowFar | None:
    """From `said_in_summary`; None while nobody has begun it."""
    if said is None:
        return None
    return HowFar(
        parts_left=len(set(SummaryPart.values) - set(said["nothing_in"]) - {each["part"] for each in said["lines"]}),
        lacks_cy=len([each for each in said["lines"] if not each["cy"]]),
        lacks_en=len([each for each in said["lines"] if not each["en"]]),
        is_published=said["status"] == PlanSummary.Status.PUBLISHED,
    )
