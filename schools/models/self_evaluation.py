"""A school's self-evaluation: the living copy. What was submitted stands in `Version`."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, EditableNoun, LanguageField
from .constraints import known, plausible_year
from .framework import Area, Framework
from .people import Person
from .school import School


class SelfEvaluation(EditableNoun):
    """One school, one school year. It stays editable after submission; only the school ever sees this copy."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")

    MOVES = {Status.DRAFT: {Status.SUBMITTED}, Status.SUBMITTED: {Status.SUBMITTED}}

    school = models.ForeignKey(School, models.PROTECT, related_name="self_evaluations")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    document_in_use: Any = None  # the own document that `self_evaluation_for` found with it, if there is one

    class Meta(EditableNoun.Meta):
        ordering = ["-school_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_from=None) | ~Q(carried_from=F("id")), name="self_evaluation_is_not_its_own_past"
            ),
            models.UniqueConstraint(fields=["school", "school_year"], name="one_self_evaluation_a_year"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted"]), name="self_evaluation_status_is_known"
            ),
            plausible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year_words}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION)

    @property
    def year_words(self) -> str:
        return school_year_words(self.school_year)


class Section(AskedNoun):
    """One area of a school's self-evaluation. In a federation its text may stand in several schools' documents."""

    class Circle(models.TextChoices):
        """Who may come to read this area, once the headteacher shares or submits it. Each contains the one before."""

        TEAM = "team", _("Our team")
        GOVERNORS = "governors", _("Our governors too")
        COUNCIL = "council", _("The council and the service too")

    self_evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="sections")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    circle = models.CharField(max_length=10, choices=Circle, default=Circle.TEAM)
    same_text_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="also_used_by")

    class Meta(AskedNoun.Meta):
        ordering = ["area__position"]
        constraints = [
            models.UniqueConstraint(fields=["self_evaluation", "area"], name="one_section_an_area"),
            models.CheckConstraint(
                condition=Q(same_text_as=None) | ~Q(same_text_as=F("id")),
                name="section_is_not_its_own_source",
            ),
            models.CheckConstraint(
                condition=Q(circle__in=["team", "governors", "council"]), name="section_circle_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.area)

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="self_evaluation__school")

    @property
    def school(self) -> School:
        return self.self_evaluation.school

    @property
    def document(self) -> SelfEvaluation:
        return self.self_evaluation

    @property
    def source(self) -> "Section":
        """The section whose words stand here: its own, or the one of a school while both are of one federation."""
        other = self.same_text_as
        federation = self.school.federation_id
        return other if other and federation and federation == other.school.federation_id else self


MOST_FINDINGS = 50  # strengths of one area, and as many priorities


class Finding(AskedNoun):
    """One strength or one priority within an area."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="%(class)ss")
    text = models.TextField(_("text"), max_length=2000)
    lang = LanguageField(default="en")
    carried = models.BooleanField(default=False)  # brought over from another year or document, not touched since

    class Meta(AskedNoun.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(class)s_says_something",
                violation_error_message=_("Write a sentence or two"),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="section__self_evaluation__school")

    @property
    def school(self) -> School:
        return self.section.school

    @property
    def document(self) -> SelfEvaluation:
        return self.section.self_evaluation


class Strength(Finding):
    could_share = models.BooleanField(_("We could share this with other schools"), default=False)

    class Meta(Finding.Meta):
        pass


class Priority(Finding):
    """A priority for improvement."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="priorities")
    needs_support = models.BooleanField(_("We need support with this"), default=False)

    class Meta(Finding.Meta):
        pass
