"""What somebody has looked over after a year's discussions were begun: a tick stays, with who made it and when."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person
from schools.models.base import Noun
from schools.models.constraints import known
from schools.policy import May

from .round import Round


class RoundCheck(Noun):
    class Item(models.TextChoices):
        DAYS = "days", _("First and last day")
        WHERE = "where", _("Length, times and place")
        TRAVEL = "travel", _("Times between two towns")
        OFFICERS = "officers", _("Officers who can take part")
        SCHOOLS = "schools", _("Which schools take part")
        BESIDES = "besides", _("Places of single schools, federations that meet together, guests to ask")
        ADVISERS = "advisers", _("Who advises which school")
        CALENDAR = "calendar", _("Terms and INSET days of the year")
        WISHES = "wishes", _("Wishes of the schools about the language")

    round = models.ForeignKey(Round, models.CASCADE, related_name="checks")
    item = models.CharField(max_length=12, choices=Item)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="looked_over_once"),
            known(
                "item",
                ["days", "where", "travel", "officers", "schools", "besides", "advisers", "calendar", "wishes"],
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(round__council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
