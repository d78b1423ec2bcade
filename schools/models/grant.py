"""Grants that pay for a plan: what was awarded for a school year, and the lines on which it is spent."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, LanguageField, Noun, in_reader_language
from .constraints import known, plausible_year
from .plan import Plan
from .school import School


class GrantKind(Noun):
    """A grant that schools receive, for example the Pupil Development Grant. `is_other`: the school names it itself."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    is_other = models.BooleanField(_("the school names it itself"), default=False)

    class Meta(Noun.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # which grants there are is public

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class Grant(AskedNoun):
    """One grant of one school year. What is planned from it: its lines, and the actions that it pays for."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="grants")
    grant_kind = models.ForeignKey(GrantKind, models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the grant"), max_length=160, blank=True, default="")
    lang = LanguageField(default="en")
    school_year = models.PositiveSmallIntegerField(_("School year"))
    amount = models.DecimalField(_("Amount awarded, in pounds"), max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta(AskedNoun.Meta):
        ordering = ["school_year", "pk"]
        constraints = [
            known("lang", LANGUAGE_CODES),
            plausible_year(),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="a_grant_is_nothing_or_more"),
            models.UniqueConstraint(
                fields=["plan", "grant_kind", "name", "school_year"], name="one_grant_a_plan_and_school_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.grant_kind)

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan


class GrantLine(AskedNoun):
    """What is paid from the grant beside the actions that name it. Nothing in it may point to one learner."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="lines")
    text = models.CharField(_("What it pays for"), max_length=400)
    lang = LanguageField(default="en")
    amount = models.DecimalField(_("Amount in pounds"), max_digits=9, decimal_places=2)

    class Meta(AskedNoun.Meta):
        ordering = ["pk"]
        constraints = [
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="a_line_costs_nothing_or_more"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="grant__plan__school")

    @property
    def school(self) -> School:
        return self.grant.school

    @property
    def document(self) -> Plan:
        return self.grant.plan
