"""The school development plan: one plan over three school years, drawn from the self-evaluation."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.clock import three_school_years_words
from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, EditableNoun, LanguageField, Noun
from .constraints import known, plausible_year
from .history import Version
from .people import Person
from .school import School
from .self_evaluation import Priority

# The acts by which what a plan says is changed, by their verbs in the history.
CHANGES_A_PLAN = Q(verb="plan.drawn") | Q(verb__regex=r"^(plan_priority|target|action)\.")


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


class PlanPriority(AskedNoun):
    """A priority of the plan. Its words were copied from the self-evaluation and may since differ."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="priorities")
    text = models.TextField(_("Priority"), max_length=2000)
    lang = LanguageField(default="en")
    year = models.PositiveSmallIntegerField(
        _("Year of the plan"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    links = models.ManyToManyField(Priority, through="PriorityLink", related_name="plan_priorities")

    class Meta(AskedNoun.Meta):
        ordering = ["year", "pk"]
        verbose_name_plural = _("plan priorities")
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1, year__lte=3), name="plan_year_is_one_to_three"),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan


class PriorityLink(Noun):
    """This plan priority comes from that self-evaluation priority."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="priority_links")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="plan_links")

    class Meta(Noun.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan_priority", "priority"], name="priority_linked_once"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")


class Target(AskedNoun):
    """What will be reached, and the benefit to learners."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="targets")
    text = models.TextField(_("Target"), max_length=2000)
    expected_outcome = models.TextField(_("Expected outcome for learners"), max_length=2000)
    lang = LanguageField(default="en")

    class Meta(AskedNoun.Meta):
        ordering = ["pk"]
        constraints = [known("lang", LANGUAGE_CODES)]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")

    @property
    def school(self) -> School:
        return self.plan_priority.school

    @property
    def document(self) -> Plan:
        return self.plan_priority.plan


class Action(AskedNoun):
    """Who does what, from when to when."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="actions")
    text = models.TextField(_("Action"), max_length=2000)
    lang = LanguageField(default="en")
    lead = models.CharField(_("Lead"), max_length=120, help_text=_("A post, for example “deputy headteacher”."))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"))

    class Meta(AskedNoun.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="action_ends_after_start"),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")

    @property
    def school(self) -> School:
        return self.plan_priority.school

    @property
    def document(self) -> Plan:
        return self.plan_priority.plan


class GoverningBodyApproval(Noun):
    """The governing body approved the plan as it then stood (SI 2014/2677): never changed, only followed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="approvals")
    approved_on = models.DateField(_("Date of the meeting"))
    meeting = models.CharField(_("Meeting"), max_length=200)
    lang = LanguageField(default="en")
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
