"""How far it is between two towns, where it is not as far as between any two."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Lower
from django.utils.translation import gettext_lazy as _

from schools.models.base import EditableNoun
from schools.policy import May

from .round import FARTHEST, Round


class TravelTime(EditableNoun):
    """The same in both directions."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="travel_times")
    first_town = models.CharField(_("town"), max_length=80)
    second_town = models.CharField(_("other town"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta(EditableNoun.Meta):
        ordering = ["first_town", "second_town", "pk"]
        constraints = [
            models.UniqueConstraint(
                "round",
                Least(Lower("first_town"), Lower("second_town")),
                Greatest(Lower("first_town"), Lower("second_town")),
                name="one_travel_time_between_two_towns",
            ),
            models.CheckConstraint(
                condition=~Q(first_town="") & ~Q(second_town="") & ~Q(first_town__iexact=F("second_town")),
                name="travel_is_between_two_towns",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=FARTHEST), name="travel_is_within_reach"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(round__council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
