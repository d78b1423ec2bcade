"""A priority of the plan, what it comes from, and what is planned under it: targets, actions, milestones."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, LanguageField, Noun
from .constraints import known
from .grant import Grant
from .inspection import Recommendation
from .plan import Plan
from .school import School
from .self_evaluation import Priority

MOST_POUNDS = Decimal("9999999.99")


class PlanTerm(models.TextChoices):
    """A term of the school year, as a milestone or a review names it."""

    AUTUMN = "autumn", _("Autumn term")
    SPRING = "spring", _("Spring term")
    SUMMER = "summer", _("Summer term")


class PlanPriority(AskedNoun):
    """A priority of the plan. Its words were copied from the self-evaluation and may since differ.

    Beyond its text everything is asked for only when somebody wants to write it (row 19 of the statutory check).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="priorities")
    text = models.TextField(_("Priority"), max_length=2000)
    lang = LanguageField(default="en")
    year = models.PositiveSmallIntegerField(
        _("Year of the plan"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    purpose = models.TextField(_("Purpose"), blank=True, default="", max_length=2000)
    lead = models.CharField(_("Lead"), blank=True, default="", max_length=120)
    success_criteria = models.TextField(_("Success criteria"), blank=True, default="", max_length=4000)
    monitored_by = models.CharField(_("Who checks"), blank=True, default="", max_length=120)
    monitored_how = models.TextField(_("How it is checked"), blank=True, default="", max_length=2000)
    monitored_when = models.CharField(_("When it is checked"), blank=True, default="", max_length=200)
    links = models.ManyToManyField(Priority, through="PriorityLink", related_name="plan_priorities")
    recommendations = models.ManyToManyField(
        Recommendation, through="RecommendationLink", related_name="plan_priorities"
    )

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


class RecommendationLink(Noun):
    """This plan priority answers that recommendation of an inspection report."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="recommendation_links")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="plan_links")

    class Meta(Noun.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan_priority", "recommendation"], name="recommendation_linked_once"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")


class PriorityPart(AskedNoun):
    """What stands under one priority of the plan."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="%(class)ss")
    text = models.TextField(_("text"), max_length=2000)
    lang = LanguageField(default="en")

    class Meta(AskedNoun.Meta):
        abstract = True
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


class Target(PriorityPart):
    """What will be reached, from where, and the benefit to learners."""

    text = models.TextField(_("Target"), max_length=2000)
    baseline = models.TextField(_("Where we are now"), blank=True, default="", max_length=1000)
    aim = models.TextField(_("Where we want to be"), blank=True, default="", max_length=1000)
    expected_outcome = models.TextField(_("Expected outcome for learners"), max_length=2000)

    class Meta(PriorityPart.Meta):
        pass


class Progress(models.TextChoices):
    """How far an action or a milestone is, in the school's own word."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


# What was done or stopped may be taken up again: the note beside each step says why.
PROGRESS_MOVES = {state: set(Progress) - {state} for state in Progress}


class Followed(PriorityPart):
    """What the team says progress of; each step is a `ProgressNote`. Progress changes no word of the plan."""

    status = models.CharField(max_length=12, choices=Progress, default=Progress.NOT_STARTED)

    Status = Progress
    MOVES = PROGRESS_MOVES

    class Meta(PriorityPart.Meta):
        abstract = True
        constraints = [*PriorityPart.Meta.constraints, known("status", Progress)]


class Action(Followed):
    """Who does what, from when to when, at what cost and from which grant."""

    text = models.TextField(_("Action"), max_length=2000)
    lead = models.CharField(_("Lead"), max_length=120, help_text=_("A post, for example “deputy headteacher”."))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"))
    cost = models.DecimalField(_("Cost in pounds"), max_digits=9, decimal_places=2, null=True, blank=True)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="actions")

    class Meta(Followed.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            *Followed.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="action_ends_after_start"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="action_costs_nothing_or_more"),
            models.CheckConstraint(condition=Q(grant=None) | Q(cost__isnull=False), name="a_grant_pays_a_cost"),
        ]


class Milestone(Followed):
    """What will be seen by the end of one term of the plan."""

    text = models.TextField(_("Milestone"), max_length=2000)
    year = models.PositiveSmallIntegerField(
        _("Year of the plan"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    term = models.CharField(_("Term"), max_length=6, choices=PlanTerm)

    class Meta(Followed.Meta):
        ordering = ["year", "term", "pk"]  # the terms follow each other by their letters too
        constraints = [
            *Followed.Meta.constraints,
            models.CheckConstraint(condition=Q(year__gte=1, year__lte=3), name="milestone_year_is_one_to_three"),
            known("term", PlanTerm),
        ]
