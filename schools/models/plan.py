"""The school development plan: one plan over three school years, drawn from the self-evaluation."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.clock import three_school_years_words
from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField, Noun
from .constraints import known, plausible_year
from .history import Version
from .people import Person
from .school import School

# The acts by which what a plan says is changed, by their verbs in the history.
CHANGES_A_PLAN = Q(verb__in=["plan.drawn", "plan.brought_in"]) | Q(
    verb__regex=r"^(plan_priority|target|action|milestone|plan_text|consultation|national_priority|grant|grant_line|"
    r"statutory_answer|last_year)\."
)


class Plan(EditableNoun):
    """The living plan. What was shared stands in `Version`, kind 'plan'."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SHARED = "shared", _("Shared")

    MOVES = {Status.DRAFT: {Status.SHARED}, Status.SHARED: {Status.SHARED}}

    school = models.ForeignKey(School, models.PROTECT, related_name="plans")
    first_year = models.PositiveSmallIntegerField(_("first school year"))
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)

    class Meta(EditableNoun.Meta):
        ordering = ["-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "first_year"], name="one_plan_a_first_year"),
            models.CheckConstraint(condition=Q(status__in=["draft", "shared"]), name="plan_status_is_known"),
            plausible_year("first_year"),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.period}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN)

    @property
    def period(self) -> str:
        """'2026/27–2028/29': three consecutive school years (SI 2014/2677)."""
        return three_school_years_words(self.first_year)


class GoverningBodyApproval(Noun):
    """The governing body approved the plan as it then stood (SI 2014/2677): never changed, only followed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="approvals")
    approved_on = models.DateField(_("Date of the meeting"))
    meeting = models.CharField(_("Meeting"), max_length=200)
    comments = models.TextField(_("Comments of the governing body"), blank=True, default="", max_length=4000)
    lang = LanguageField(default="en")
    frozen = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")  # what was approved, word for word
    plan_version = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["-approved_on", "-pk"]
        constraints = [known("lang", LANGUAGE_CODES)]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")


def approved_anew() -> Q:
    """Of plans: shared once, changed, and approved as they stand now; what others read is older than that.

    An approval that only corrects the date of another one of the same words makes nothing newer.
    """
    of_these_words = GoverningBodyApproval.objects.as_system("whether the plan is approved as it stands").filter(
        plan=OuterRef("pk"), plan_version=OuterRef("version")
    )
    since = Version.objects.as_system("whether it was shared since").filter(
        thing_id=OuterRef("plan__public_id"), version_kind=Version.Kind.PLAN, at__gte=OuterRef("recorded_at")
    )
    return Q(status=Plan.Status.SHARED) & Q(Exists(of_these_words)) & ~Q(Exists(of_these_words.filter(Exists(since))))
