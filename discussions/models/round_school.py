"""A school in this year's planning. It is the council's and the service's: the school itself sees nothing of it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models import Person, School
from schools.models.base import LANGUAGE_CODES, EditableNoun, LanguageField
from schools.models.constraints import known
from schools.policy import May

from .round import Round, Setting


class RoundSchool(EditableNoun):
    round = models.ForeignKey(Round, models.CASCADE, related_name="round_schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="round_schools")
    takes_part = models.BooleanField(_("takes part"), default=True)
    not_because = models.CharField(_("Why it does not take part"), max_length=300, blank=True, default="")
    lang = LanguageField(blank=True, default="")
    is_first = models.BooleanField(_("placed before the others"), default=False)
    setting = models.CharField(_("where"), max_length=12, choices=Setting, blank=True, default="")  # else the round's
    together_at = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    guests = models.ManyToManyField(Person, blank=True, related_name="+")  # whom to ask; asked when it is scheduled

    class Meta(EditableNoun.Meta):
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="school_once_a_round"),
            models.CheckConstraint(
                condition=Q(takes_part=True) | ~Q(not_because=""), name="who_takes_no_part_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(takes_part=True) | Q(together_at=None), name="who_meets_together_takes_part"
            ),
            known("setting", Setting.values, blank=True),
            known("lang", LANGUAGE_CODES, blank=True),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_PLANNING)
