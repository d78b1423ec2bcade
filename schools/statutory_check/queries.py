"""Where each row of the statutory check is written in the portal, for whoever may write there."""

from django.urls import NoReverseMatch, reverse

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
    "last_targets": "progress:outcomes",
    "performance": SECTIONS,
    "consultation": "consultations:index",
    "approval": "plans:approve",
    "revision": THE_PLAN,
    "action_plan": "inspections:index",
    "grants": "grants:index",
    "each_priority": THE_PLAN,
}
PERMISSIONS = {"approval": May.RECORD_APPROVAL}  # all else is written by those who write the plan


def places_for(person: Person, plan: Plan) -> dict[str, str]:
    """By row: the address at which this person may write what it asks for; without those where they may not."""
    own = [plan.school.public_id, plan.first_year]
    granted = {each: may(person, each, plan.school) for each in (May.WRITE_PLAN, May.RECORD_APPROVAL)}
    return {
        code: address_of(route, own) for code, route in ROUTES.items() if granted[PERMISSIONS.get(code, May.WRITE_PLAN)]
    }


def address_of(route: str, own: list[object]) -> str:
    """Of the plan, of its school, or else the plan's page."""
    for place in (own, own[:1]):
        try:
            return reverse(route, args=place)
        except NoReverseMatch:
            continue
    return reverse(THE_PLAN, args=own)
