"""What the governing body has approved of a plan, when, and whether it is still what the plan says."""

import datetime as dt

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from schools import clock
from schools.models import Event, GoverningBodyApproval, Plan, PreparedApproval, Version
from schools.models.plan import CHANGES_A_PLAN, approved_anew


def last_approval_of(plan: Plan) -> GoverningBodyApproval | None:
    """The approval recorded last: a later one follows an earlier one, and may correct it."""
    rows = GoverningBodyApproval.objects.as_system("whoever reads a plan reads whether it is approved")
    return rows.filter(plan=plan).annotate(frozen_number=F("frozen__number")).order_by("-pk").first()


def follows(last: GoverningBodyApproval | None) -> str:
    """What a page carries of the approval after which the next one is recorded; never empty."""
    return str(last.public_id) if last else "none"


def prepared_for(plan: Plan) -> PreparedApproval | None:
    """What was prepared for the meeting that is to approve it, with who prepared it."""
    rows = PreparedApproval.objects.as_system("shown to those who record approvals; its day stands on the paper")
    found = rows.filter(plan=plan).select_related("prepared_by").first()
    if found is not None:
        found.plan = plan
    return found


def holds(approval: GoverningBodyApproval | None, plan: Plan) -> bool:
    """Whether the plan still says what the governing body approved."""
    return approval is not None and approval.plan_version == plan.version


def is_in(version: Version | None, approval: GoverningBodyApproval | None, plan: Plan) -> bool:
    """Whether the plan, as it stands and was approved, is what this version holds."""
    return bool(version and approval and holds(approval, plan) and approval.recorded_at <= version.at)


def earliest_approval(plan: Plan) -> dt.date:
    """Nobody approves a plan before the school year in which it was prepared.

    It may be long before it was begun in the portal: a school types up what it has had approved on paper.
    """
    return clock.school_year_bounds(plan.first_year - 1)[0]


def last_changed_on(plan: Plan) -> dt.date | None:
    """The day on which what the plan says was changed last, as far as the history knows."""
    acts = Event.objects.as_system("when the plan was changed").filter(CHANGES_A_PLAN)
    last = acts.filter(Q(target_id=plan.public_id) | Q(within_id=plan.public_id)).order_by("-pk").first()
    return last.at.astimezone(clock.LONDON).date() if last else None


def is_put_forward(plan: Plan) -> bool:
    """Whether the chair and the clerk have been told that the plan, as it stands, is ready."""
    acts = Event.objects.as_system("what the chair and the clerk were told").filter(
        target_id=plan.public_id, verb="plan.put_forward", facts__version=plan.version
    )
    return acts.exists()


def with_what_was_approved_anew(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """In the query that reads the plans: on which day a plan was approved that others read as it was before."""
    last = GoverningBodyApproval.objects.as_system("which approval waits to be shared").filter(plan=OuterRef("pk"))
    day = Subquery(last.order_by("-pk").values("approved_on")[:1])
    return plans.annotate(anew_on=Case(When(approved_anew(), then=day)))
