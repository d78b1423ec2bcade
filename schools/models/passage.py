"""What a school writes in its self-evaluation: the boxes of an area, and the short entries of its team."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, AskedNoun, EditableNoun, LanguageField
from .constraints import known
from .people import Person
from .school import School
from .self_evaluation import Section, SelfEvaluation


class Box(models.TextChoices):
    """The boxes of an area. The first three make a complete self-evaluation; the summary is for who wants one."""

    GOING_WELL = "going_well", _("What is going well")
    TO_IMPROVE = "to_improve", _("What we want to improve")
    HOW_WE_KNOW = "how_we_know", _("How we know")
    SUMMARY = "summary", _("Summary")


SMALLEST = (Box.GOING_WELL, Box.TO_IMPROVE, Box.HOW_WE_KNOW)


class Passage(EditableNoun):
    """The text of one box. It keeps who wrote it last and when; what stood here before is in `Revision`."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="passages")
    box = models.CharField(max_length=12, choices=Box)
    text = models.TextField(_("text"), blank=True, default="", max_length=20000)
    lang = LanguageField(default="en")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    carried = models.BooleanField(default=False)  # brought over from another year or document, and not touched since

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "box"], name="one_passage_a_box"),
            models.CheckConstraint(condition=Q(box__in=Box.values), name="passage_box_is_known"),
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(
                condition=Q(written_by=None, written_at=None) | Q(written_by__isnull=False, written_at__isnull=False),
                name="passage_is_written_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_box_display()}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="section__self_evaluation__school")

    @property
    def school(self) -> School:
        return self.section.school

    @property
    def document(self) -> SelfEvaluation:
        return self.section.self_evaluation


class Entry(AskedNoun):
    """A short dated note of one member of the team: little and often, by many hands. It never leaves the school."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="entries")
    on = models.DateField(_("Date"))
    looked_at = models.TextField(_("What we looked at"), max_length=2000)
    found = models.TextField(_("What we found"), max_length=2000)
    so_what = models.TextField(_("So what?"), blank=True, default="", max_length=2000)
    lang = LanguageField(default="en")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    carried = models.BooleanField(default=False)

    class Meta(AskedNoun.Meta):
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["section", "-on"])]
        constraints = [known("lang", LANGUAGE_CODES)]

    def __str__(self) -> str:
        return self.found

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="section__self_evaluation__school")

    @property
    def school(self) -> School:
        return self.section.school

    @property
    def document(self) -> SelfEvaluation:
        return self.section.self_evaluation
