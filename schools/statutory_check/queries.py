"""Where each row of the statutory check is written in the portal, for whoever may write there."""

from django.urls import reverse

from schools.access import May, may
from schools.models import Person, Plan

SECTIONS, THE_PLAN = "plan_texts:index", "plans:detail"
ROUTES = {
    "priorities_now": THE_PLAN,
    "priorities_later": THE_PLAN,
    "national_priorities": "national_priorities:index",
    "targets": THE_PLAN,
    "outcomes": THE_PLAN,
    "strategy": SECTIONS,
    "professional_development": SECTIONS,
    "families": SECTIONS,
    "community": SECTIONS,
    "resources": SECTIONS,
    "resources_later": SECTIONS,
    "performance": SECTIONS,
    "consultation": "consultations:index",
    "approval": "governing_body:approve",
    "revision": THE_PLAN,
    **dict.fromkeys(("summary_report", "summary_web"), "plan_summary:index"),
    "action_plan": "post_inspection:detail",
    "grants": "grants:index",
    "each_priority": THE_PLAN,
}
OF_THE_YEAR_BEFORE = {"last_targets": "year_end:index"}  # written in the plan that began then
PERMISSIONS = {"approval": May.RECORD_APPROVAL}  # all else is written by those who write the plan


def places_for(person: Person, plan: Plan, *, follows_another: bool) -> dict[str, str]:
    """By row: the address at which this person may write what it asks for; without those where they may not.

    `follows_another`: whether a plan that began the year before is in the portal.
    """
    granted = {each: may(person, each, plan.school) for each in (May.WRITE_PLAN, May.RECORD_APPROVAL)}
    years = [(ROUTES, plan.first_year), *([(OF_THE_YEAR_BEFORE, plan.first_year - 1)] if follows_another else [])]
    return {
        code: reverse(route, args=[plan.school.public_id, year])
        for routes, year in years
        for code, route in routes.items()
        if granted[PERMISSIONS.get(code, May.WRITE_PLAN)]
    }
