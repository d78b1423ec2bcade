"""Progress with a plan: notes on actions and milestones, termly reviews, and what became of the targets."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, LanguageField, Noun
from .constraints import known, plausible_year
from .people import Person
from .plan import Plan
from .plan_priority import Action, Milestone, PlanPriority, PlanTerm, Progress, Target
from .school import School


class ProgressNote(Noun):
    """One step of an action or a milestone: how far it is, in a sentence. Only added, and
    what has one is stopped, not removed: so the history is kept.
    """

    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="notes")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="notes")
    status = models.CharField(max_length=12, choices=Progress)
    text = models.TextField(_("In a sentence"), max_length=1000)
    lang = LanguageField(default="en")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, milestone=None) | Q(action=None, milestone__isnull=False),
                name="progress_is_of_an_action_or_a_milestone",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="progress_note_says_something"),
            known("status", Progress),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def about(self) -> Any:
        """The action or the milestone."""
        return self.action or self.milestone

    @classmethod
    def scope(cls, person: Any) -> Q:
        reaches = person.standing.reaches
        of_actions = reaches(May.READ_LIVING_PLAN, at="action__plan_priority__plan__school")
        return of_actions | reaches(May.READ_LIVING_PLAN, at="milestone__plan_priority__plan__school")


class TermReview(AskedNoun):
    """What one term brought for one priority."""

    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="reviews")
    school_year = models.PositiveSmallIntegerField(_("School year"))
    term = models.CharField(_("Term"), max_length=6, choices=PlanTerm)
    progress = models.TextField(_("Progress"), max_length=4000)
    impact = models.TextField(_("Impact for learners"), blank=True, default="", max_length=4000)
    next_step = models.TextField(_("Next step"), blank=True, default="", max_length=2000)
    lang = LanguageField(default="en")

    class Meta(AskedNoun.Meta):
        ordering = ["-school_year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan_priority", "school_year", "term"], name="one_review_a_term"),
            known("term", PlanTerm),
            known("lang", LANGUAGE_CODES),
            plausible_year(),
        ]

    def __str__(self) -> str:
        return self.progress

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")

    @property
    def school(self) -> School:
        return self.plan_priority.school

    @property
    def document(self) -> Plan:
        return self.plan_priority.plan


class OutcomeKind(models.TextChoices):
    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")


class TargetOutcome(AskedNoun):
    """At the end of the year: whether a target was met, and if not wholly, why (row 11 of the next plan's check)."""

    target = models.OneToOneField(Target, models.CASCADE, related_name="outcome")
    result = models.CharField(_("Was the target met?"), max_length=8, choices=OutcomeKind)
    why = models.TextField(_("Why?"), blank=True, default="", max_length=2000)
    lang = LanguageField(default="en")

    class Meta(AskedNoun.Meta):
        ordering = ["pk"]
        constraints = [
            known("result", OutcomeKind),
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(condition=Q(result="met") | ~Q(why=""), name="an_unmet_target_says_why"),
        ]

    def __str__(self) -> str:
        return self.get_result_display()

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="target__plan_priority__plan__school")

    @property
    def school(self) -> School:
        return self.target.school

    @property
    def document(self) -> Plan:
        return self.target.document
