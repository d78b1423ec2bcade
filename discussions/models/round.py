"""This year's discussions of one council."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.models import Council, School
from schools.models.base import Noun
from schools.models.constraints import plausible_year
from schools.policy import May


class Round(Noun):
    council = models.ForeignKey(Council, models.PROTECT, related_name="rounds")
    school_year = models.PositiveSmallIntegerField(_("school year"))

    class Meta(Noun.Meta):
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["council", "school_year"], name="one_round_a_year"),
            plausible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.council} {school_year_words(self.school_year)}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        reached = School.all_rows.filter(person.standing.reaches(May.SEE_DISCUSSION, at=""))
        return Q(council_id__in=reached.values("council_id"))
