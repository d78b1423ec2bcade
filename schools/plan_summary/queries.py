"""What of a plan may begin a line of its summary, and what has changed there since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Value
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools.clock import school_year_bounds, school_year_words
from schools.models import Person, Plan, PlanTerm, Priority, PriorityLink, Strength, SummaryLine, SummaryPart
from schools.models.other_language import digest_of
from schools.models.progress import OutcomeKind
from schools.outside_support import support_between
from schools.plan_contents import Content, raw_content_of
from schools.summary_contents import Part


@dataclass(frozen=True)
class Source:
    """Something that the plan says, or the self-evaluation it is drawn from, in the language it was written in."""

    id: UUID
    text: str
    lang: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)


Sources = dict[str, list[Source]]  # by the part in which it may stand


def sources_in(part: SummaryPart, plan: Plan, person: Person) -> list[Source]:
    """What a line of this part may be made of: what the plan says, or the support agreed for its first year."""
    if part != SummaryPart.SUPPORT:
        return sources_of(plan, person)[part]
    first, last = school_year_bounds(plan.first_year)
    given = support_between(person, plan.school, first, last)
    return [Source(each.id, each.words, each.lang) for each in given]


def sources_of(plan: Plan, person: Person) -> Sources:
    """Everything in the plan of which a line may be made; two queries."""
    raw = raw_content_of(plan)
    found: Sources = {part.value: [] for part in SummaryPart}
    for priority in raw["priorities"]:
        found[SummaryPart.PRIORITIES].append(_source(priority, priority["text"]))
        found[SummaryPart.ACTIONS] += [_action(each) for each in priority["actions"]]
        found[SummaryPart.MILESTONES] += [_milestone(each, plan) for each in priority["milestones"]]
    found[SummaryPart.LAST_YEAR] = [_outcome(each) for each in raw["last_year"]]
    for part, id_, text, lang in _evaluated(plan, person):
        found[part].append(Source(id_, text, lang))
    return found


def not_ticked(sources: list[Source], part: Part) -> list[Source]:
    ticked = {line.source for line in part.lines}
    return [each for each in sources if each.id not in ticked]


@dataclass(frozen=True)
class Beside:
    """A line, and the source that says something else than when somebody last looked at both (`now`).

    `is_gone`: the source is not in the plan any more.
    """

    line: SummaryLine
    now: Source | None = None
    is_gone: bool = False


def beside_the_plan(lines: Iterable[SummaryLine], sources: Sources | None) -> list[Beside]:
    """Without `sources` nothing is told of them: whoever only reads the summary reads what it says."""
    return [beside(line, sources) for line in lines]


def beside(line: SummaryLine, sources: Sources | None) -> Beside:
    if line.source is None or sources is None or line.part == SummaryPart.SUPPORT:  # an agreed record does not change
        return Beside(line)
    source = next((each for each in sources[line.part] if each.id == line.source), None)
    if source is None:
        return Beside(line, is_gone=True)
    return Beside(line, now=source if source.digest != line.source_digest else None)


def _source(row: Content, text: str) -> Source:
    return Source(UUID(row["id"]), text, row["lang"])


def _action(row: Content) -> Source:
    with translation.override(row["lang"]):
        day = date_format(dt.date.fromisoformat(row["ends_on"]))
        return _source(row, _("%(words)s (by %(day)s)") % {"words": _open(row["text"]), "day": day})


def _milestone(row: Content, plan: Plan) -> Source:
    with translation.override(row["lang"]):
        when = f"{PlanTerm(row['term']).label} {school_year_words(plan.first_year + row['year'] - 1)}"
        return _source(row, f"{_open(row['text'])} ({when})")


def _outcome(row: Content) -> Source:
    with translation.override(row["lang"]):
        return _source(row, f"{_open(row['text'])} – {OutcomeKind(row['result']).label}")


def _open(text: str) -> str:
    """Without the full stop, for something follows."""
    return text.strip().removesuffix(".")


class OneOf(Func):
    """One of an array that is read once: joined row by row it takes seconds while the planner knows no table."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


def _evaluated(plan: Plan, person: Person) -> Any:
    """Strengths, and what is to be developed, of the self-evaluations that the plan is drawn from."""
    links = PriorityLink.objects.visible_to(person).filter(plan_priority__plan=plan)
    behind = ArraySubquery(links.values("priority__section__self_evaluation"))
    in_them = OneOf(F("section__self_evaluation"), behind)
    strengths, priorities = (
        model.objects.visible_to(person)
        .filter(in_them)
        .order_by()
        .values_list(Value(part.value), "public_id", "text", "lang", "section__area__position", "pk")
        for model, part in ((Strength, SummaryPart.STRENGTHS), (Priority, SummaryPart.AREAS))
    )
    rows = strengths.union(priorities, all=True)
    return [row[:4] for row in sorted(rows, key=lambda row: row[4:])]
