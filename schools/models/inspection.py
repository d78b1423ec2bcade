"""An inspection of a school by Estyn: the date of its report, its follow-up and its recommendations.

These are public facts. A statutory category asks for a post-inspection action plan, and a report for a revision of the
development plan (SI 2014/2677).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField
from .constraints import known
from .school import School


class FollowUp(models.TextChoices):
    NONE = "none", _("No follow-up")
    ESTYN_REVIEW = "estyn_review", _("Estyn review")
    SIGNIFICANT_IMPROVEMENT = "significant_improvement", _("In need of significant improvement")
    SPECIAL_MEASURES = "special_measures", _("In need of special measures")


STATUTORY_CATEGORIES = (FollowUp.SIGNIFICANT_IMPROVEMENT, FollowUp.SPECIAL_MEASURES)


class Inspection(EditableNoun):
    school = models.ForeignKey(School, models.PROTECT, related_name="inspections")
    report_on = models.DateField(_("Date of the report"))
    follow_up = models.CharField(_("Follow-up"), max_length=24, choices=FollowUp, default=FollowUp.NONE)
    follow_up_ended_on = models.DateField(_("Last day of the follow-up"), null=True, blank=True)

    class Meta(EditableNoun.Meta):
        ordering = ["-report_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "report_on"], name="one_inspection_a_school_and_report"),
            known("follow_up", FollowUp),
            models.CheckConstraint(
                condition=Q(follow_up_ended_on=None)
                | ~Q(follow_up=FollowUp.NONE) & Q(follow_up_ended_on__gte=F("report_on")),
                name="a_follow_up_ends_after_its_report",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL)

    @property
    def document(self) -> School:
        return self.school


class Recommendation(EditableNoun):
    """One recommendation of the report, with the number that it has there."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("Number"))
    text = models.TextField(_("Recommendation"), max_length=2000)
    lang = LanguageField(default="en")

    class Meta(EditableNoun.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_recommendation_a_number"),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL, at="inspection__school")

    @property
    def school(self) -> School:
        return self.inspection.school

    @property
    def document(self) -> School:
        return self.inspection.school
