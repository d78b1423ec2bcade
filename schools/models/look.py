"""That somebody from the council or the service opened a frozen document of a school, and when. Only ever added."""

from typing import Any

from django.db import models
from django.db.models import Q

from schools import clock
from schools.policy import May, Role

from .base import Noun
from .constraints import known
from .history import Version
from .people import Person
from .roles import ROLES
from .school import School


class Look(Noun):
    """One reader's first opening of one version on one day: that the school was read, not a watch on a reader."""

    at = models.DateTimeField(default=clock.now, editable=False)
    on = models.DateField(default=clock.today, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acted_as = models.CharField(max_length=24, choices=ROLES)
    school = models.ForeignKey(School, models.PROTECT, related_name="looks")
    seen = models.ForeignKey(Version, models.PROTECT, related_name="looks")

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seen", "by", "acted_as", "on"], name="one_look_a_reader_version_and_day"),
            known("acted_as", Role),
        ]
        indexes = [models.Index(fields=["school", "-at"])]

    def __str__(self) -> str:
        return f"{self.acted_as} {self.on}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        """The school's own team; nobody else is told who reads what."""
        return person.standing.reaches(May.SEE_WHO_LOOKED)
