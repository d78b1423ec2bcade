"""Which targets of a plan are looked back on at the end of a year, and what of a plan may go on in the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from schools import clock
from schools.models import Person, Plan, PlanPriority, Progress, Target
from schools.plan_progress import may_go_on

GOES_ON = [Progress.NOT_STARTED, Progress.IN_PROGRESS]


@dataclass
class YearOfTargets:
    """The targets of the priorities that began in one year of the plan."""

    number: int
    school_year: int
    targets: list[Target]


def years_of_targets(plan: Plan, person: Person) -> list[YearOfTargets]:
    """The plan's first year, and each later one that has ended; one query."""
    targets = targets_of(plan, person).filter(plan_priority__year__in=years_to_answer(plan))
    years = [YearOfTargets(number, plan.first_year + number - 1, []) for number in years_to_answer(plan)]
    for target in targets.order_by("plan_priority__year", "plan_priority", "pk"):
        years[target.plan_priority.year - 1].targets.append(target)
    return [year for year in years if year.targets or year.number == 1]


def years_to_answer(plan: Plan) -> list[int]:
    """Of a year that goes on it is written too: the next plan is drawn up before this year has ended."""
    now = clock.current_school_year()
    return [number for number in (1, 2, 3) if number == 1 or plan.first_year + number - 1 < now]


def targets_of(plan: Plan, person: Person) -> QuerySet[Target]:
    rows = Target.objects.visible_to(person).filter(plan_priority__plan=plan)
    return rows.select_related("plan_priority", "outcome")


def to_carry(plan: Plan, person: Person) -> QuerySet[PlanPriority]:
    """What of the plan before may go on in this one, and how much would come with each."""
    counts = {
        f"{kind}_going": Count(kind, filter=Q(**{f"{kind}__status__in": GOES_ON}), distinct=True)
        for kind in ("actions", "milestones")
    }
    rows = may_go_on(plan, person).select_related("plan")
    return rows.annotate(targets_going=Count("targets", distinct=True), **counts).order_by("year", "pk")


def going_on(rows: Iterable[Any]) -> list[Any]:
    """Of actions or milestones: those that are neither done nor stopped."""
    return [row for row in rows if row.status in GOES_ON]
