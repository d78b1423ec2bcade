"""The right of one governor to record the governing body's approvals, beside the chair and the clerk."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from schools import clock
from schools.policy import May

from .base import Noun
from .people import Appointment, Person


class ApprovalRight(Noun):
    """Given for the time of a role, and until it is taken back. `Standing` reads it with the role."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="approval_rights")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_on = models.DateField(default=clock.today, editable=False)
    taken_back_on = models.DateField(null=True, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(taken_back_on=None), name="one_approval_right_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on=None) | Q(taken_back_on__gte=F("given_on")),
                name="approval_right_is_taken_back_after_it_was_given",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="appointment__school")
