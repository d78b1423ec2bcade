"""What a plan says beside its priorities: strategies, staff and resources, consultation, national priorities.

Also what the school answers to a row of the statutory check where the content is not written here.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, LanguageField, Noun, in_reader_language
from .constraints import known, plausible_year
from .plan import Plan
from .plan_priority import PlanPriority
from .school import School


class OfPlan(AskedNoun):
    """A part of the plan that stands under no priority."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss")
    lang = LanguageField(default="en")

    class Meta(AskedNoun.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [known("lang", LANGUAGE_CODES)]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan


class PlanSection(models.TextChoices):
    STRATEGY = "strategy", _("Strategy for reaching the targets")
    PROFESSIONAL_DEVELOPMENT = "professional_development", _("Professional development")
    FAMILIES = "families", _("Working with pupils and their families")
    COMMUNITY = "community", _("Working with people who live and work locally")
    RESOURCES = "resources", _("Staff and resources, including finance")
    RESOURCES_LATER = "resources_later", _("Staff and resources in the second and third year")
    PERFORMANCE = "performance", _("Performance information considered")


class PlanText(OfPlan):
    """One section of the plan (rows 7 to 10 and 12 of the statutory check); each plan begins with all, empty."""

    part = models.CharField(max_length=26, choices=PlanSection)
    text = models.TextField(_("text"), blank=True, default="", max_length=10000)

    class Meta(OfPlan.Meta):
        constraints = [
            *OfPlan.Meta.constraints,
            known("part", PlanSection),
            models.UniqueConstraint(fields=["plan", "part"], name="one_text_a_part_of_the_plan"),
        ]

    def __str__(self) -> str:
        return self.get_part_display()


class Consulted(models.TextChoices):
    HEADTEACHER = "headteacher", _("The headteacher")
    PUPILS = "pupils", _("Pupils")
    PARENTS = "parents", _("Parents and carers")
    STAFF = "staff", _("Staff")
    OTHERS = "others", _("Others")


class Consultation(OfPlan):
    """Who was consulted on the plan, when, and what came of it (row 13)."""

    consulted = models.CharField(_("Who was consulted"), max_length=12, choices=Consulted)
    held_on = models.DateField(_("Date"))
    note = models.TextField(_("What was asked, and what came of it"), max_length=4000)

    class Meta(OfPlan.Meta):
        ordering = ["held_on", "pk"]
        constraints = [*OfPlan.Meta.constraints, known("consulted", Consulted)]

    def __str__(self) -> str:
        return self.get_consulted_display()


class NationalPriority(Noun):
    """A priority of the Welsh Government that a plan takes into account, in the school years in which it holds."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    first_year = models.PositiveSmallIntegerField(_("first school year"))
    last_year = models.PositiveSmallIntegerField(_("last school year"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("national priority")
        verbose_name_plural = _("national priorities")
        ordering = ["position", "pk"]
        constraints = [plausible_year("first_year")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # national priorities are public

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class NationalPriorityAnswer(OfPlan):
    """How the plan takes a national priority into account: linked to its own priorities, or explained (row 4)."""

    national_priority = models.ForeignKey(NationalPriority, models.PROTECT, related_name="answers")
    explanation = models.TextField(_("Explanation"), blank=True, default="", max_length=2000)
    priorities = models.ManyToManyField(PlanPriority, through="NationalPriorityLink", related_name="national_answers")

    class Meta(OfPlan.Meta):
        constraints = [
            *OfPlan.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "national_priority"], name="one_answer_a_national_priority"),
        ]

    def __str__(self) -> str:
        return str(self.national_priority)


class NationalPriorityLink(Noun):
    answer = models.ForeignKey(NationalPriorityAnswer, models.CASCADE, related_name="links")
    plan_priority = models.ForeignKey(PlanPriority, models.CASCADE, related_name="national_links")

    class Meta(Noun.Meta):
        constraints = [
            models.UniqueConstraint(fields=["answer", "plan_priority"], name="national_priority_linked_once"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan_priority__plan__school")


class StatutoryAnswerKind(models.TextChoices):
    OWN_DOCUMENT = "own_document", _("It is in our own document")
    NOT_NEEDED = "not_needed", _("It is not needed")


class StatutoryAnswer(OfPlan):
    """The school's answer to one row of the statutory check that is not written in the portal."""

    row = models.CharField(max_length=24)
    answer = models.CharField(max_length=12, choices=StatutoryAnswerKind)
    words = models.CharField(_("Where, or why not"), max_length=1000)

    class Meta(OfPlan.Meta):
        constraints = [
            *OfPlan.Meta.constraints,
            known("answer", StatutoryAnswerKind),
            models.UniqueConstraint(fields=["plan", "row"], name="one_answer_a_statutory_row"),
            models.CheckConstraint(condition=~Q(words=""), name="statutory_answer_says_something"),
        ]
