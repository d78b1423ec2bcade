"""A word of a development plan is about to change: what every slice that writes a part of it does first."""

from django.db.models import F

from schools.access import May, require
from schools.models import Person, Plan


def change(plan: Plan, by: Person) -> None:
    """The plan's version is raised, so that an approval no longer holds, and one writer at a time is let in."""
    require(by, May.WRITE_PLAN, plan.school)
    Plan.objects.visible_to(by).filter(pk=plan.pk).update(version=F("version") + 1)
