"""The turn of the year: what became of the targets, and what of one plan goes on in the next."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import (
    Action,
    Citation,
    EvidenceItem,
    Milestone,
    OutcomeKind,
    Person,
    Plan,
    PlanPriority,
    PriorityLink,
    RecommendationLink,
    Target,
    TargetOutcome,
)
from schools.plan_progress import raise_next
from schools.refusals import Refused
from schools.sittings import keep_who_wrote
from schools.workflow import locked, save_version

from .queries import going_on

ANSWERED = tells("target_outcome.answered", gettext_lazy("It was written down what became of a target."))
CARRIED = tells("plan_priority.carried", gettext_lazy("A priority was carried over from the plan of the year before."))
WORDS = ("text", "lang", "purpose", "lead", "success_criteria", "monitored_by", "monitored_how", "monitored_when")
OF_TARGETS = ("text", "lang", "baseline", "aim", "expected_outcome")
OF_ACTIONS = ("text", "lang", "lead", "starts_on", "ends_on", "cost")


@once_only
def answer(
    target: Target,
    *,
    result: str,
    why: str,
    lang: str,
    evidence: list[EvidenceItem],
    version: int,
    by: Person,
    once: UUID,
) -> Target:
    """Say whether a target was met, and if not wholly, why; the next plan shows it.

    `version` is of the answer that stands there; 0 where there was none.
    """
    school = target.school
    require(by, May.WRITE_PLAN, school)
    if result != OutcomeKind.MET and not why:
        raise Refused(_("Write why the target was not wholly met."), "why")
    if any(item.school_id != school.pk for item in evidence):
        raise Refused(_("Evidence of another school cannot be cited here."))
    raise_next(locked(target.document), by)
    locked(target)
    words: dict[str, Any] = {"result": result, "why": why, "lang": lang}
    standing = TargetOutcome.objects.visible_to(by).filter(target=target).first()
    if standing:
        save_version(standing, version, by=by, verb=None, texts=("why",), **words)
    else:
        standing = TargetOutcome.objects.create(target=target, **words)
        if why:
            revise(standing, "why", by=by, school=school)
    wanted = {item.pk for item in evidence}
    target.citations.exclude(evidence__in=wanted).delete()
    for key in wanted - set(target.citations.values_list("evidence", flat=True)):
        Citation.objects.create(evidence_id=key, target=target)
    record(ANSWERED, target, by=by, school=school, once=once)
    return target


@once_only
def carry(plan: Plan, *, priorities: list[PlanPriority], by: Person, once: UUID) -> Plan:
    """Let these priorities of the plan before go on in this one, a year earlier in it, with all that they come from.

    Their targets go with them, and those actions and milestones that are neither done nor stopped. A grant stays with
    the plan in which it stands; the plan before stays as it was.
    """
    require(by, May.WRITE_PLAN, plan.school)
    Plan.objects.visible_to(by).filter(pk=plan.pk).update(version=F("version") + 1)
    priorities = list(priorities)
    here = set(plan.priorities.values_list("text", flat=True))
    for old in priorities:
        if old.plan.school_id != plan.school_id or old.plan.first_year != plan.first_year - 1 or old.year < 2:
            raise Refused(_("Only priorities of the second and third year of the plan before can be carried over."))
        if old.text in here:
            raise Refused(_("One of these priorities is already in the plan. Open the page again."), "priorities")
    pairs = [pair for old in priorities for pair in _carried(plan, old)]
    keep_who_wrote(pairs, by)
    for number, (_old, new) in enumerate(each for each in pairs if isinstance(each[1], PlanPriority)):
        record(CARRIED, new, by=by, school=plan.school, once=None if number else once)
    return plan


def _carried(plan: Plan, old: PlanPriority) -> list[tuple[Any, Any]]:
    """Each thing that was carried beside what it has become, the priority first."""
    new = PlanPriority.objects.create(plan=plan, year=old.year - 1, **_words(old, WORDS))
    for link in old.priority_links.order_by("pk"):
        PriorityLink.objects.create(plan_priority=new, priority_id=link.priority_id)
    for answered in old.recommendation_links.order_by("pk"):
        RecommendationLink.objects.create(plan_priority=new, recommendation_id=answered.recommendation_id)
    pairs: list[tuple[Any, Any]] = [(old, new)]
    for target in old.targets.all():
        pairs.append((target, Target.objects.create(plan_priority=new, **_words(target, OF_TARGETS))))
    for action in going_on(old.actions.all()):
        pairs.append((action, Action.objects.create(plan_priority=new, **_words(action, OF_ACTIONS), **_state(action))))
    for milestone in going_on(old.milestones.all()):
        words = _words(milestone, ("text", "lang", "term")) | {"year": max(1, milestone.year - 1)}
        pairs.append((milestone, Milestone.objects.create(plan_priority=new, **words, **_state(milestone))))
    return pairs


def _words(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _state(row: Action | Milestone) -> dict[str, Any]:
    """What was begun goes on as begun."""
    return _words(row, ("status",))
