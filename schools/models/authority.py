"""Councils, improvement services and the organisations that guests come from."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from schools.policy import May, Role

from .base import EditableNoun, Noun, in_reader_language
from .constraints import known, once_a_council
from .roles import ROLES

BEFORE_START = _("The last day cannot be before the first day.")


def date_range(starts: str = "starts_on", ends: str = "ends_on") -> Func:
    """The days from `starts` to `ends`, both inclusive; an empty end is open."""
    return Func(F(starts), F(ends), Value("[]"), function="daterange", output_field=models.Field())


def day_of(year: Any, month: int, day: int) -> Func:
    return Func(year, Value(month), Value(day), function="make_date", output_field=models.DateField())


def current(day: Any, at: str = "") -> Q:
    """Rows whose days include `day`."""
    begun = Q(**{f"{at}starts_on__lte": day})
    return begun & (Q(**{f"{at}ends_on": None}) | Q(**{f"{at}ends_on__gte": day}))


def overlapping(first: Any, last: Any) -> Q:
    """Rows that share a day with the days from `first` to `last`; no last day is for ever."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=first)
    return not_over if last is None else not_over & Q(starts_on__lte=last)


def not_before_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name, violation_error_message=BEFORE_START
    )


class Organisation(Noun):
    """A public body whose name and screen titles are data."""

    name_cy = models.CharField(_("name in Welsh"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta(Noun.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class Council(Organisation):
    code = models.CharField(_("council code"), max_length=3, unique=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta(Organisation.Meta):
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(pk__in=person.standing.council_ids)


class Service(Organisation):
    """An improvement service. Which councils it works for is dated."""

    class Meta(Organisation.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(pk__in=person.standing.service_ids)


class GuestOrganisation(Organisation):
    """Where a guest comes from: a diocesan authority, Estyn, Welsh Government, another school.

    Each council keeps its own list, and manages the guests on it.
    """

    council = models.ForeignKey(Council, models.PROTECT, verbose_name=_("council"), related_name="guest_organisations")

    class Meta(Organisation.Meta):
        verbose_name = _("guest organisation")
        verbose_name_plural = _("guest organisations")
        constraints = once_a_council(
            "guest_organisation", _("The council already has a guest organisation of this name.")
        )

    @classmethod
    def scope(cls, person: Any) -> Q:
        standing = person.standing
        managed = Q(council_id__in=standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
        return Q(pk__in=standing.guest_organisation_ids) | managed


class ServiceCouncil(Noun):
    """The service works for the council, from one day to another."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"), related_name="councils")
    council = models.ForeignKey(Council, models.PROTECT, verbose_name=_("council"), related_name="services")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("service’s council")
        verbose_name_plural = _("services’ councils")
        constraints = [
            not_before_start("service_council_ends_after_start"),
            ExclusionConstraint(
                name="service_council_once_at_a_time",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("council", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This service already works for this council on some of these days."),
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(council_id__in=person.standing.council_ids) | Q(service_id__in=person.standing.service_ids)


class Title(Noun):
    """What an organisation calls a role on screen: an adviser of the EAS is a School Improvement Partner."""

    council = models.ForeignKey(
        Council, models.CASCADE, verbose_name=_("council"), null=True, blank=True, related_name="titles"
    )
    service = models.ForeignKey(
        Service, models.CASCADE, verbose_name=_("service"), null=True, blank=True, related_name="titles"
    )
    role = models.CharField(_("role"), max_length=24, choices=ROLES)
    title_cy = models.CharField(_("title in Welsh"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)

    class Meta(Noun.Meta):
        verbose_name = _("title of a role")
        verbose_name_plural = _("titles of roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(council=None, service__isnull=False) | Q(council__isnull=False, service=None),
                name="title_belongs_to_one_organisation",
                violation_error_message=_("A title is used by a council or by a service: choose one of the two."),
            ),
            known("role", Role),
            models.UniqueConstraint(
                Coalesce("council", 0),
                Coalesce("service", 0),
                "role",
                name="one_title_a_role",
                violation_error_message=_("There is already a title for this role. Change that one instead."),
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # titles are public words

    @property
    def title(self) -> str:
        return in_reader_language(self, "title")


class Term(EditableNoun):
    """One unbroken stretch of school days of a council (six half-terms make a year)."""

    council = models.ForeignKey(Council, models.CASCADE, verbose_name=_("council"), related_name="terms")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta(EditableNoun.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["council", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_start",
                violation_error_message=BEFORE_START,
            ),
            models.CheckConstraint(
                condition=Q(school_year__range=(2000, 2100))
                & Q(starts_on__gte=day_of(F("school_year"), 9, 1), ends_on__lte=day_of(F("school_year") + 1, 8, 31)),
                name="term_lies_in_its_school_year",
                violation_error_message=_(
                    "A term lies within its school year, from 1 September to 31 August. "
                    "Correct its days, or the school year: 2026 is the one that begins in September 2026."
                ),
            ),
            ExclusionConstraint(
                name="terms_do_not_overlap",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another term of the council has some of these days already."),
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # term dates are public
