"""What the clerk has prepared for the meeting that is to approve a plan. It is no approval and changes nothing."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField
from .constraints import known
from .people import Person
from .plan import Plan
from .school import School


class PreparedApproval(EditableNoun):
    """One a plan at a time: used, and then removed, by the approval that is recorded after the meeting."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="prepared_approvals")
    meets_on = models.DateField(_("Date of the meeting"))
    meeting = models.CharField(_("Meeting"), max_length=200)
    comments = models.TextField(_("Comments so far"), blank=True, default="", max_length=4000)
    lang = LanguageField(default="en")
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            known("lang", LANGUAGE_CODES),
            models.UniqueConstraint(fields=["plan"], name="one_prepared_approval_a_plan"),
            models.CheckConstraint(condition=~Q(meeting=""), name="prepared_approval_names_its_meeting"),
        ]

    def __str__(self) -> str:
        return self.meeting

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.RECORD_APPROVAL, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan

    @property
    def is_after_the_meeting(self) -> bool:
        return self.meets_on <= clock.today()
