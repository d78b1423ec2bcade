"""An officer of the council who can take part in this year's discussions: in all of them, or at some schools only."""

from typing import Any

from django.db import models
from django.db.models import Q

from schools.models import Person, School
from schools.models.base import EditableNoun
from schools.policy import May

from .round import Round


class RoundOfficer(EditableNoun):
    round = models.ForeignKey(Round, models.CASCADE, related_name="officers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    only_some = models.BooleanField(default=False)  # whether `schools` are all those at which they take part
    schools = models.ManyToManyField(School, blank=True, related_name="+")

    class Meta(EditableNoun.Meta):
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="officer_once_a_round")]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(round__council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
