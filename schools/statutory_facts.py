"""What the statutory check looks at beside a plan’s own content, read in one query."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import JSONObject

from schools import clock
from schools.models import GoverningBodyApproval, Inspection, NationalPriority, Plan, Recommendation, Target
from schools.models.inspection import STATUTORY_CATEGORIES
from schools.plan_revisions import revision_due
from schools.statutory_rules import Facts
from schools.summary_contents import how_far, said_in_summary

WHY = "whoever reads a plan reads what the law asks of it"


def facts_of(plan: Plan, approval: GoverningBodyApproval | None) -> Facts:
    """`approval` is the one recorded last."""
    today, found = clock.today(), _read(plan)
    revised_on = approval.approved_on if approval else None
    reports = [dt.date.fromisoformat(each["report_on"]) for each in found["inspections"]]
    first_day = clock.school_year_bounds(plan.first_year)[0]
    return Facts(
        today=today,
        national_priorities=frozenset(str(each) for each in found["national"]),
        last_targets=tuple(found["last_targets"]) if found["follows"] else None,
        is_approved_before=approval is not None,
        revision_due_on=revision_due(revised_on, reports, first_day=first_day),
        summary=how_far(found["in_summary"]),
        recommendations=_to_be_followed_up(found["inspections"], today),
    )


def _read(plan: Plan) -> dict[str, Any]:
    """Of the plan: the national priorities in force, last year’s targets, the school’s inspections, its summary."""
    year, last = plan.first_year, {"school": plan.school_id, "first_year": plan.first_year - 1}
    national = NationalPriority.objects.as_system(WHY).filter(
        Q(last_year=None) | Q(last_year__gte=year), first_year__lte=year
    )
    is_answered = ExpressionWrapper(Q(outcome__isnull=False), output_field=BooleanField())
    targets = Target.objects.as_system(WHY).filter(
        plan_priority__year=1, **{f"plan_priority__plan__{name}": value for name, value in last.items()}
    )
    targets = targets.order_by("pk").annotate(is_answered=is_answered)
    found: dict[str, Any] = (
        Plan.objects.as_system(WHY)
        .filter(pk=plan.pk)
        .values(
            national=ArraySubquery(national.values("public_id")),
            follows=Exists(Plan.objects.as_system(WHY).filter(**last)),
            last_targets=ArraySubquery(targets.values("is_answered")),
            inspections=ArraySubquery(_inspections(plan)),
            in_summary=said_in_summary(),
        )
        .get()
    )
    return found


def _inspections(plan: Plan) -> Any:
    its = Recommendation.objects.as_system(WHY).filter(inspection=OuterRef("pk")).order_by("number")
    rows = Inspection.objects.as_system(WHY).filter(school=plan.school_id)
    names = {name: name for name in ("report_on", "follow_up", "follow_up_ended_on")}
    return rows.values_list(JSONObject(**names, numbered=ArraySubquery(its.values("public_id"))), flat=True)


def _to_be_followed_up(inspections: list[dict[str, Any]], today: dt.date) -> frozenset[str] | None:
    """The recommendations of the reports by which the school is in a statutory category today."""
    open_ones = [
        each
        for each in inspections
        if each["follow_up"] in STATUTORY_CATEGORIES
        and (each["follow_up_ended_on"] is None or each["follow_up_ended_on"] >= today.isoformat())
    ]
    if not open_ones:
        return None
    return frozenset(str(id_) for each in open_ones for id_ in each["numbered"])
