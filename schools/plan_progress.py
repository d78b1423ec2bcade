"""What has progress stays in the plan, and what of one plan is shown in the next: rules that several slices keep."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.history import record, tells
from schools.models import (
    Action,
    Milestone,
    Person,
    Plan,
    PlanPriority,
    PlanTerm,
    ProgressNote,
    Target,
    TargetOutcome,
    TermReview,
)
from schools.refusals import Refused

WHY = "what has progress stays in the plan"
LAST_YEAR = tells("last_year.changed", gettext_lazy("What the plan says of last year’s targets was changed."))


def term_of(day: dt.date) -> PlanTerm:
    """The term that this day falls in, or the one that follows the holidays it falls in; Easter is taken as April."""
    if day.month >= 9:
        return PlanTerm.AUTUMN
    return PlanTerm.SPRING if day.month <= 3 else PlanTerm.SUMMER


def why_kept(part: Any) -> str:
    """Why this part is not removed from the plan, as a sentence; empty where it can be."""
    if isinstance(part, Action | Milestone) and part.notes.exists():
        return _(
            "Progress has been noted here, so it is not removed from the plan. Stop it instead, with the reason: then "
            "its history is kept."
        )
    if isinstance(part, Target) and _outcomes(Q(target=part)).exists():
        return _("What became of this target has been written down, so it is not removed from the plan.")
    if isinstance(part, PlanPriority) and _has_progress(part):
        return _(
            "Progress has been noted under this priority, so it is not removed from the plan. Stop its actions and "
            "milestones instead, with the reason: then their history is kept."
        )
    return ""


def require_without_progress(part: Any) -> None:
    """Call it, with the part locked, before a part of the plan is removed."""
    if why := why_kept(part):
        raise Refused(why)


def raise_what_shows(part: Any, by: Person, **words: Any) -> None:
    """`part` of a plan is about to change to `words`: the next plan changes too where it shows an outcome of it.

    Both plans are locked in the order of their years, and before their parts.
    """
    if isinstance(part, Target):
        outcomes = Q(target=part)
    elif isinstance(part, PlanPriority) and words.get("year", part.year) != part.year:
        outcomes = Q(target__plan_priority=part)
    else:
        return
    if _outcomes(outcomes).exists():
        raise_next(part.document, by)


def raise_next(plan: Plan, by: Person) -> None:
    """What the plan of the year after says of this one’s targets changes, where there is such a plan."""
    rows = Plan.objects.visible_to(by).filter(school=plan.school, first_year=plan.first_year + 1)
    if rows.update(version=F("version") + 1):
        record(LAST_YEAR, rows.get(), by=by, school=plan.school)


def _outcomes(of: Q) -> Any:
    return TargetOutcome.objects.as_system(WHY).filter(of)


def _has_progress(priority: PlanPriority) -> bool:
    under = Q(action__plan_priority=priority) | Q(milestone__plan_priority=priority)
    return (
        ProgressNote.objects.as_system(WHY).filter(under).exists()
        or TermReview.objects.as_system(WHY).filter(plan_priority=priority).exists()
        or _outcomes(Q(target__plan_priority=priority)).exists()
    )


def may_go_on(plan: Plan, person: Person) -> QuerySet[PlanPriority]:
    """The priorities of the plan before that may go on in this one: of its years 2 and 3, and not yet in this one."""
    here = PlanPriority.objects.visible_to(person).filter(plan=plan)
    before = {"plan__school": plan.school, "plan__first_year": plan.first_year - 1, "year__gte": 2}
    return PlanPriority.objects.visible_to(person).filter(**before).exclude(text__in=here.values("text"))
