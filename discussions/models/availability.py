"""When somebody is not available: everybody is, in working hours, unless they say otherwise. Why is never kept."""

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools.clock import LONDON
from schools.models import Appointment, Person, Term
from schools.models.base import EditableNoun
from schools.models.constraints import known
from schools.policy import May, Role


class HalfDay(models.TextChoices):
    """The ten half-days of a working week: the day by its number from Monday, then morning or afternoon."""

    MONDAY_MORNING = "0am", _("Monday morning")
    MONDAY_AFTERNOON = "0pm", _("Monday afternoon")
    TUESDAY_MORNING = "1am", _("Tuesday morning")
    TUESDAY_AFTERNOON = "1pm", _("Tuesday afternoon")
    WEDNESDAY_MORNING = "2am", _("Wednesday morning")
    WEDNESDAY_AFTERNOON = "2pm", _("Wednesday afternoon")
    THURSDAY_MORNING = "3am", _("Thursday morning")
    THURSDAY_AFTERNOON = "3pm", _("Thursday afternoon")
    FRIDAY_MORNING = "4am", _("Friday morning")
    FRIDAY_AFTERNOON = "4pm", _("Friday afternoon")

    @classmethod
    def at(cls, weekday: int, afternoon: bool) -> "HalfDay":
        return cls(f"{weekday}{'pm' if afternoon else 'am'}")

    @property
    def weekday(self) -> int:
        return int(self.value[0])

    @property
    def is_afternoon(self) -> bool:
        return self.value[1:] == "pm"


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


def half_days(label: Any) -> Any:
    return ArrayField(models.CharField(max_length=3, choices=HalfDay), verbose_name=label, default=list, blank=True)


def known_half_days(field: str) -> models.CheckConstraint:
    values = [each.value for each in HalfDay]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__contained_by": values}), name=f"%(class)s_{field}_are_half_days"
    )


class OfADiary(EditableNoun):
    """Something of somebody's diary. It is theirs alone; a school's diary helper may enter it for the head there."""

    person: Any

    class Meta(EditableNoun.Meta):
        abstract = True

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(person=person) | Q(person__in=heads_helped_by(person))

    @property
    def document(self) -> Person:
        """What stands in a diary is told in the history of its owner's diary."""
        return self.person


def heads_helped_by(person: Any) -> models.QuerySet[Any]:
    """Keys of the headteachers whose diary this person helps with today."""
    schools = person.standing.schools_where(May.KEEP_DIARY_OF_HEAD)
    rows = Appointment.all_rows.filter(Appointment.current(), role=Role.HEADTEACHER, school__in=schools)
    return rows.values("person")


class TimeAway(OfADiary):
    """From one moment to another; whole days from midnight to midnight."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="times_away")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    whole_days = models.BooleanField(default=True)

    class Meta(OfADiary.Meta):
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["person", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="time_away_ends_after_start")
        ]

    @property
    def first_and_last(self) -> tuple[dt.datetime, dt.datetime]:
        """When it begins and ends, on a clock in Wales; of whole days, a moment of the last one."""
        starts, ends = self.starts_at.astimezone(LONDON), self.ends_at.astimezone(LONDON)
        return starts, ends - dt.timedelta(seconds=1) if self.whole_days else ends


class FixedDuty(OfADiary):
    """Each week at the same time, from a first day on, perhaps to a last one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="fixed_duties")
    weekday = models.PositiveSmallIntegerField(_("Day of the week"), choices=Weekday)
    starts = models.TimeField(_("From"))
    ends = models.TimeField(_("Until"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(OfADiary.Meta):
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="duty_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="duty_has_a_last_day_after_its_first"
            ),
            known("weekday", [str(number) for number in range(5)]),
        ]


class UsualWeek(OfADiary):
    """The half-days on which somebody is never free, and those that they prefer, week after week."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="usual_week")
    not_free = half_days(_("Not available"))
    prefers = half_days(_("Preferred"))

    class Meta(OfADiary.Meta):
        constraints = [
            known_half_days("not_free"),
            known_half_days("prefers"),
            models.CheckConstraint(condition=~Q(not_free__overlap=F("prefers")), name="nobody_prefers_when_not_free"),
        ]


class TeachingWeek(OfADiary):
    """The half-days that a headteacher teaches in one term; of these, the ones they offer if somebody covers them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="teaching_weeks")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    teaches = half_days(_("Teaches"))
    with_cover = half_days(_("Offered with cover"))

    class Meta(OfADiary.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "term"], name="one_teaching_week_a_term"),
            known_half_days("teaches"),
            models.CheckConstraint(
                condition=Q(with_cover__contained_by=F("teaches")), name="only_what_is_taught_is_covered"
            ),
        ]


class OwnLimits(EditableNoun):
    """What only the person themself reads: how many discussions they can take, and the languages they work in."""

    class Language(models.TextChoices):
        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Welsh and English")

    person = models.OneToOneField(Person, models.CASCADE, related_name="own_limits")
    daily_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    weekly_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    working_language = models.CharField(max_length=4, choices=Language, blank=True, default="")

    class Meta(EditableNoun.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(daily_limit__range=(1, 8)), name="daily_limit_is_plausible"),
            models.CheckConstraint(condition=Q(weekly_limit__range=(1, 40)), name="weekly_limit_is_plausible"),
            models.CheckConstraint(condition=Q(weekly_limit__gte=F("daily_limit")), name="weekly_limit_holds_a_day"),
            known("working_language", ["cy", "en", "both"], blank=True),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(person=person)

    @property
    def document(self) -> Person:
        return self.person
