"""What the team plans: priorities drawn from the self-evaluation or written, and what stands under each of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import (
    Action,
    Milestone,
    Person,
    Plan,
    PlanPriority,
    Priority,
    PriorityLink,
    Recommendation,
    RecommendationLink,
    Target,
)
from schools.plan_progress import raise_what_shows, require_without_progress
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.workflow import locked, locked_all, require_seen, save_typing, save_version

Sources = Sequence[Priority]
Answered = Sequence[Recommendation]

# What may be said of a priority beyond its text.
MORE = ("purpose", "lead", "success_criteria", "monitored_by", "monitored_how", "monitored_when")
# The parts of a plan as they stand in an address, and which of their fields go into the history of texts.
PARTS: dict[str, type[PlanPriority] | type[Target] | type[Action] | type[Milestone]] = {
    "priorities": PlanPriority,
    "targets": Target,
    "actions": Action,
    "milestones": Milestone,
}
TEXTS: dict[Any, tuple[str, ...]] = {
    PlanPriority: ("text", *MORE),
    Target: ("text", "baseline", "aim", "expected_outcome"),
    Action: ("text", "lead"),
    Milestone: ("text",),
}
DRAWN = tells("plan.drawn", gettext_lazy("Priorities were drawn from the self-evaluation into the plan."))
LINKED = tells("plan_priority.linked", gettext_lazy("What a priority of the plan comes from was changed."))
ADDED = {
    PlanPriority: tells("plan_priority.added", gettext_lazy("A priority was added to the plan.")),
    Target: tells("target.added", gettext_lazy("A target was added to the plan.")),
    Action: tells("action.added", gettext_lazy("An action was added to the plan.")),
    Milestone: tells("milestone.added", gettext_lazy("A milestone was added to the plan.")),
}
EDITED = {
    PlanPriority: tells("plan_priority.edited", gettext_lazy("A priority of the plan was changed.")),
    Target: tells("target.edited", gettext_lazy("A target of the plan was changed.")),
    Action: tells("action.edited", gettext_lazy("An action of the plan was changed.")),
    Milestone: tells("milestone.edited", gettext_lazy("A milestone of the plan was changed.")),
}
REMOVED = {
    PlanPriority: tells("plan_priority.removed", gettext_lazy("A priority was removed from the plan.")),
    Target: tells("target.removed", gettext_lazy("A target was removed from the plan.")),
    Action: tells("action.removed", gettext_lazy("An action was removed from the plan.")),
    Milestone: tells("milestone.removed", gettext_lazy("A milestone was removed from the plan.")),
}


@once_only
def draw(plan: Plan, *, priorities: list[Priority], year: int, by: Person, once: UUID) -> Plan:
    """Make each of these self-evaluation priorities a priority of the plan, with its words and their language."""
    _change(plan, by)
    priorities = list(priorities)
    _check_sources(plan, priorities, "priorities")
    if plan.priorities.filter(links__in=priorities).exists():
        raise Refused(
            _("One of these priorities is already in the plan. Open the page again to see which are left."),
            "priorities",
        )
    for source in priorities:
        _put_in(plan, source.text, source.lang, year, [source], by)
    record(DRAWN, plan, by=by, school=plan.school, once=once)
    return plan


@once_only
def write(
    plan: Plan,
    *,
    text: str,
    lang: str,
    year: int,
    comes_from: Sources = (),
    answers: Answered = (),
    by: Person,
    once: UUID,
) -> PlanPriority:
    """Write one priority in the plan's own words, from priorities of the self-evaluation or from recommendations."""
    _change(plan, by)
    sources = list(comes_from)
    _check_sources(plan, sources, "comes_from", answers)
    priority = _put_in(plan, text, lang, year, sources, by)
    for recommendation in answers:
        RecommendationLink.objects.create(plan_priority=priority, recommendation=recommendation)
    record(ADDED[PlanPriority], priority, by=by, school=plan.school, once=once)
    return priority


@once_only
def link(
    priority: PlanPriority,
    *,
    comes_from: Sources = (),
    answers: Answered | None = None,
    version: int,
    by: Person,
    once: UUID,
) -> Any:
    """Let exactly these stand behind a priority of the plan; `answers` None: its recommendations as they are."""
    _change(priority.plan, by)
    sources = list(comes_from)
    kept = list(priority.recommendations.select_related("inspection") if answers is None else answers)
    _check_sources(priority.plan, sources, "comes_from", kept)
    save_version(priority, version, by=by, verb=LINKED, once=once)
    _link_exactly(priority.priority_links, "priority", sources)
    _link_exactly(priority.recommendation_links, "recommendation", kept)
    return priority


def _link_exactly(links: Any, to: str, rows: list[Any]) -> None:
    links.exclude(**{f"{to}__in": rows}).delete()
    linked = set(links.values_list(to, flat=True))
    for row in rows:
        if row.pk not in linked:
            links.create(**{to: row})


@once_only
def add(priority: PlanPriority, model: Any, *, by: Person, once: UUID, **words: Any) -> Any:
    """Add a target, an action or a milestone to a priority of the plan."""
    _change(priority.plan, by)
    locked(priority)
    _check_dates(words)
    _check_cost(priority.plan, words)
    part = model.objects.create(plan_priority=priority, **words)
    for name in TEXTS[model]:
        if getattr(part, name):
            revise(part, name, by=by, school=priority.school)
    record(ADDED[model], part, by=by, school=priority.school, once=once)
    return part


@once_only
def edit(part: Any, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change a part of the plan; without `once` it is an autosave."""
    _change(part.document, by)
    raise_what_shows(part, by, **words)
    _check_dates(words)
    _check_cost(part.document, words)
    model = type(part)
    texts = tuple(name for name in TEXTS[model] if name in words and (words[name] or getattr(part, name)))
    return save_typing(part, version, by=by, verb=EDITED[model], once=once, texts=texts, **words)


@once_only
def remove(part: Any, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take a part out of the plan; a priority goes with all that stands under it.

    Its words stay in the school's history of texts. It is not done where something else than was `seen` would go.
    """
    plan: Plan = part.document
    _change(plan, by)
    going = goes_with(locked(part))
    require_without_progress(part)
    require_seen(seen, [each for each, _texts in going])
    keep_words(going, by=by, school=plan.school)
    record(REMOVED[type(part)], part, by=by, school=plan.school, once=once)
    part.delete()
    return plan


def _change(plan: Plan, by: Person) -> None:
    """The plan's content is about to change: its version is raised, and one writer at a time is let in."""
    require(by, May.WRITE_PLAN, plan.school)
    Plan.objects.visible_to(by).filter(pk=plan.pk).update(version=F("version") + 1)


def goes_with(part: Any) -> list[tuple[Any, tuple[str, ...]]]:
    """What is removed with it, itself the first, and where its words stand."""
    under: list[Any] = []
    if isinstance(part, PlanPriority):
        under = [*part.targets.all(), *part.actions.all(), *part.milestones.all()]
    return [(each, TEXTS[type(each)]) for each in (part, *under)]


def _check_sources(plan: Plan, sources: list[Priority], field: str, answers: Answered = ()) -> None:
    """The plan is locked before them, everywhere, and they are not removed before the plan points at them."""
    if not sources and not answers:
        raise Refused(
            _(
                "Tick at least one priority of the self-evaluation, or one recommendation of an inspection: every "
                "priority of the plan comes from one of them."
            ),
            field,
        )
    if any(source.section.self_evaluation.school_id != plan.school_id for source in sources):
        raise Refused(_("A priority of another school cannot stand behind this plan."), field)
    if any(each.inspection.school_id != plan.school_id for each in answers):
        raise Refused(_("A recommendation to another school cannot stand behind this plan."), "answers")
    locked_all(sources)
    locked_all(list(answers))


def _check_cost(plan: Plan, words: dict[str, Any]) -> None:
    grant = words.get("grant")
    if grant is None:
        return
    if words.get("cost") is None:
        raise Refused(_("Enter the cost that the grant pays, or choose no grant."), "cost")
    if locked(grant).plan_id != plan.pk:
        raise Refused(_("Choose one of the grants of this plan."), "grant")


def _check_dates(words: dict[str, Any]) -> None:
    if "ends_on" in words and words["ends_on"] < words["starts_on"]:
        raise Refused(_("The last date cannot be before the first date."), "ends_on")


def _put_in(plan: Plan, text: str, lang: str, year: int, sources: list[Priority], by: Person) -> PlanPriority:
    priority = PlanPriority.objects.create(plan=plan, text=text, lang=lang, year=year)
    for source in sources:
        PriorityLink.objects.create(plan_priority=priority, priority=source)
    revise(priority, "text", by=by, school=plan.school)
    return priority
