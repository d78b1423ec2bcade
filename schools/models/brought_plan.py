"""A school's own table of a plan that somebody has sent in: what was read of it and is not in the plan yet."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import EditableNoun
from .people import Person
from .plan import Plan
from .school import School


class BroughtPlan(EditableNoun):
    """The file itself is never kept.

    `tables`: what was read, with what each column holds (`schools.plan_tables.mapping`). `things`: what would be made
    of it (`schools.plan_tables.things`), as somebody has corrected it; empty until the columns have been looked over.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="brought_plans")
    name = models.CharField(_("file name"), max_length=200)
    tables = models.JSONField(default=list)
    things = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> models.Q:
        return person.standing.reaches(May.WRITE_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan
