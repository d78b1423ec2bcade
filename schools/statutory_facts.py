"""What the statutory check looks at beside a plan’s own content, read in four queries."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q

from schools import clock
from schools.models import GoverningBodyApproval, Inspection, NationalPriority, Plan, Recommendation, Target
from schools.models.inspection import STATUTORY_CATEGORIES
from schools.plan_revisions import revision_due
from schools.statutory_rules import Facts
from schools.summary_contents import how_far

WHY = "whoever reads a plan reads what the law asks of it"


def facts_of(plan: Plan, approval: GoverningBodyApproval | None) -> Facts:
    """`approval` is the one recorded last."""
    today, inspections = clock.today(), _inspections(plan)
    revised_on = approval.approved_on if approval else None
    first_day = clock.school_year_bounds(plan.first_year)[0]
    return Facts(
        today=today,
        national_priorities=_national_priorities(plan.first_year),
        last_targets=_last_targets(plan),
        is_approved_before=approval is not None,
        revision_due_on=revision_due(revised_on, [each["report_on"] for each in inspections], first_day=first_day),
        summary=how_far(plan),
        recommendations=_to_be_followed_up(inspections, today),
    )


def _national_priorities(year: int) -> frozenset[str]:
    rows = NationalPriority.objects.as_system(WHY).filter(
        Q(last_year=None) | Q(last_year__gte=year), first_year__lte=year
    )
    return frozenset(str(each) for each in rows.values_list("public_id", flat=True))


def _last_targets(plan: Plan) -> tuple[bool, ...] | None:
    is_answered = ExpressionWrapper(Q(outcome__isnull=False), output_field=BooleanField())
    targets = Target.objects.as_system(WHY).filter(plan_priority__plan=OuterRef("pk"), plan_priority__year=1)
    answered = ArraySubquery(targets.order_by("pk").annotate(is_answered=is_answered).values("is_answered"))
    last = Plan.objects.as_system(WHY).filter(school=plan.school_id, first_year=plan.first_year - 1)
    found = last.values_list(answered, flat=True).first()
    return None if found is None else tuple(found)


def _inspections(plan: Plan) -> list[dict[str, Any]]:
    its = Recommendation.objects.as_system(WHY).filter(inspection=OuterRef("pk"))
    rows = Inspection.objects.as_system(WHY).filter(school=plan.school_id)
    names = "report_on", "follow_up", "follow_up_ended_on"
    return list(rows.values(*names, numbered=ArraySubquery(its.order_by("number").values("public_id"))))


def _to_be_followed_up(inspections: list[dict[str, Any]], today: Any) -> frozenset[str] | None:
    """The recommendations of the reports by which the school is in a statutory category today."""
    open_ones = [
        each
        for each in inspections
        if each["follow_up"] in STATUTORY_CATEGORIES
        and (each["follow_up_ended_on"] is None or each["follow_up_ended_on"] >= today)
    ]
    if not open_ones:
        return None
    return frozenset(str(id_) for each in open_ones for id_ in each["numbered"])
