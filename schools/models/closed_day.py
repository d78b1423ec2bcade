"""Days of term on which a school cannot meet: INSET days of its council, and those it keeps free itself."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .authority import Council
from .base import EditableNoun
from .constraints import known
from .school import School


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
