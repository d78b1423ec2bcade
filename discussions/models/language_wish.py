"""In which language a school wishes to hold this year's discussion: its own words to the council, open to both."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person, School
from schools.models.base import EditableNoun
from schools.models.constraints import known, plausible_year
from schools.policy import May

from .discussion import Discussion, Party

SAY = (Party.SCHOOL, Party.COUNCIL)  # the school itself, or the council for it


class LanguageWish(EditableNoun):
    school = models.ForeignKey(School, models.PROTECT, related_name="language_wishes")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    language = models.CharField(_("language"), max_length=4, choices=Discussion.Language)
    interpreter = models.BooleanField(_("an interpreter is needed"), default=False)
    party = models.CharField(max_length=12, choices=[(party.value, party.label) for party in SAY])
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="one_language_wish_a_year"),
            plausible_year(),
            known("language", Discussion.Language.values),
            known("party", [party.value for party in SAY]),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Whoever sees the school's discussions knows in which language it wishes to hold them."""
        return person.standing.reaches(May.SEE_DISCUSSION)
