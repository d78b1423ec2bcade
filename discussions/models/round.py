"""This year's discussions of one council: when they may take place, how long each lasts, where, and how far it is."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.models import Council
from schools.models.authority import day_of
from schools.models.base import EditableNoun
from schools.models.constraints import known, plausible_year
from schools.policy import May

SHORTEST, LONGEST = 30, 240  # minutes of a discussion
FARTHEST = 240  # minutes from one place to another
MORNINGS = dt.time(7), dt.time(11)  # in which a morning begins
AFTERNOONS = dt.time(12), dt.time(16)


class Setting(models.TextChoices):
    """Where the discussions of a year take place, unless something else is said of a school."""

    AT_SCHOOL = "at_school", _("At the school")
    ONLINE = "online", _("Online")
    ELSEWHERE = "elsewhere", _("At the council’s office")


def _mornings_end() -> ExpressionWrapper:
    one_minute = Value(dt.timedelta(minutes=1), models.DurationField())
    lasts = ExpressionWrapper(F("minutes") * one_minute, models.DurationField())
    return ExpressionWrapper(F("morning_from") + lasts, models.TimeField())


class Round(EditableNoun):
    council = models.ForeignKey(Council, models.PROTECT, related_name="rounds")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length of a discussion"), default=90)
    morning_from = models.TimeField(_("when a morning begins"), default=dt.time(9, 30))
    afternoon_from = models.TimeField(_("when an afternoon begins"), default=dt.time(13))
    setting = models.CharField(_("where"), max_length=12, choices=Setting, default=Setting.AT_SCHOOL)
    place = models.CharField(_("the council’s office"), max_length=200, blank=True, default="")
    town = models.CharField(_("town of the council’s office"), max_length=80, blank=True, default="")
    travel_minutes = models.PositiveSmallIntegerField(_("minutes between two towns"), default=30)
    local_minutes = models.PositiveSmallIntegerField(_("minutes within a town"), default=10)

    class Meta(EditableNoun.Meta):
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["council", "school_year"], name="one_round_a_year"),
            plausible_year(),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None)
                | Q(
                    first_day__gte=day_of(F("school_year"), 9, 1),
                    last_day__lte=day_of(F("school_year") + 1, 8, 31),
                    last_day__gte=F("first_day"),
                ),
                name="round_lies_in_its_school_year",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(SHORTEST, LONGEST)), name="round_minutes_are_possible"),
            models.CheckConstraint(
                condition=Q(morning_from__range=MORNINGS, afternoon_from__range=AFTERNOONS),
                name="round_half_days_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(afternoon_from__gte=_mornings_end()), name="a_morning_ends_before_the_afternoon"
            ),
            known("setting", Setting.values),
            models.CheckConstraint(
                condition=~Q(setting="elsewhere") | ~Q(place=""), name="an_office_where_all_meet_is_named"
            ),
            models.CheckConstraint(
                condition=Q(travel_minutes__lte=FARTHEST, local_minutes__lte=FARTHEST), name="round_is_within_reach"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {school_year_words(self.school_year)}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        """What is planned is for those who plan, and for the lead of the service that works for the council."""
        return Q(council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
