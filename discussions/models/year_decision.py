"""What was decided about a year's discussions, and why, in the words of those who plan them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Council, Person, School
from schools.models.base import LANGUAGE_CODES, EditableNoun, LanguageField, Noun
from schools.models.constraints import known, plausible_year
from schools.policy import May


class YearDecision(EditableNoun):
    """Read by those who plan and by the lead of the service. Of one school: not by whom an interest closes it to."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="year_decisions")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(_("day"), default=clock.today)
    what = models.CharField(_("What was decided"), max_length=500)
    why = models.TextField(_("Why"), max_length=2000)
    lang = LanguageField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["-decided_on", "-pk"]
        indexes = [models.Index(fields=["council", "school_year", "-decided_on"])]
        constraints = [
            plausible_year(),
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(condition=~Q(what="") & ~Q(why=""), name="year_decision_has_its_reason"),
            models.CheckConstraint(
                condition=Q(changed_by=None, changed_at=None) | Q(changed_by__isnull=False, changed_at__isnull=False),
                name="year_decision_changed_by_somebody",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        of_all = Q(school=None, council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
        return of_all | Q(school__isnull=False) & person.standing.reaches(May.SEE_PLANNING)


class EarlierDecision(Noun):
    """What a decision said before somebody changed it. Only ever added to."""

    decision = models.ForeignKey(YearDecision, models.PROTECT, related_name="earlier")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField()
    what = models.CharField(max_length=500)
    why = models.TextField(max_length=2000)
    lang = LanguageField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(editable=False)

    class Meta(Noun.Meta):
        ordering = ["-pk"]
        constraints = [known("lang", LANGUAGE_CODES)]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """As the decision itself, by the school that these words were about."""
        of_all = Q(school=None, decision__council_id__in=person.standing.councils_reached(May.SEE_PLANNING))
        return of_all | Q(school__isnull=False) & person.standing.reaches(May.SEE_PLANNING)
