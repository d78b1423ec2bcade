"""Days of term on which a school cannot meet: INSET days of its council, and those it keeps free itself."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .authority import Council
from .base import EditableNoun
from .constraints import known
from .people import Person
from .school import School

# What else happens, in the same transaction, when days are kept free, and what is told of what stands on them: schools
# know nothing of discussions.
_following: list[Callable[..., None]] = []
_telling: list[Callable[..., SafeString]] = []


def follows_a_day_kept_free(act: Callable[..., None]) -> Callable[..., None]:
    """`act(school, days, by=person)` is done whenever a school has kept days free."""
    _following.append(act)
    return act


def tells_what_stands_on_a_day(words: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """`words(school, days, reader)` says what stands on days that a school keeps free; empty where nothing does."""
    _telling.append(words)
    return words


def days_kept_free(school: School, days: Collection[dt.date], *, by: Person) -> None:
    for act in _following:
        act(school, days, by=by)


def what_stands_on(school: School, days: Collection[dt.date], reader: Person) -> list[SafeString]:
    return [words for words in (tell(school, days, reader) for tell in _telling) if words]


class WhyClosed(models.TextChoices):
    INSET = "inset", _("INSET day")
    INSPECTION = "inspection", _("Kept free for an inspection")
    OTHER = "other", _("Another day on which the school cannot meet")


class InsetDay(EditableNoun):
    """A council's INSET day, with those of its schools that have it. As public as the dates of its terms."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="inset_days")
    day = models.DateField(_("Day"))
    schools = models.ManyToManyField(School, related_name="inset_days")

    class Meta(EditableNoun.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["council", "day"], name="one_inset_day_a_council_and_day")]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # INSET days of a council are public


class ClosedDay(EditableNoun):
    """A day that a school itself keeps free. Why, is for those who keep its diary: for others it is not available.

    So no row is ever shown to others by `visible_to`: they read the days alone, through `schools.school_days`.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="closed_days")
    day = models.DateField(_("Day"))
    reason = models.CharField(_("Reason"), max_length=12, choices=WhyClosed)

    class Meta(EditableNoun.Meta):
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["school", "day"], name="one_closed_day_a_school_and_day"),
            known("reason", WhyClosed),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.KEEP_SCHOOL_DAYS)
