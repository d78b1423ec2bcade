"""What came along from an older self-evaluation when this one was begun, and what stayed there."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import Noun
from .self_evaluation import Section, SelfEvaluation


class Stays(models.TextChoices):
    """Why something stayed in the older self-evaluation, where it can be read as before."""

    NOWHERE = "nowhere", _("No area of the new self-evaluation was chosen for it.")
    NOT_CHOSEN = "not_chosen", _("It was not chosen to come along.")
    OTHER_LANGUAGE = "other_language", _("Another text, in the other language, already went into this box.")
    TOO_LONG = "too_long", _("Together with another text it would have been too long for this box.")
    TOGETHER = "together", _("Its original now stands in one box together with another text.")
    LENT = "lent", _("It belongs to another school of the federation, which may lend it again.")


class CarriedArea(Noun):
    """One area of the older self-evaluation: the area to which its words went (none: nowhere), and what stayed.

    `held` says what stood in the older area: a box, "strengths" or "priorities", and how many. `stayed` holds pairs:
    what (of those, "other_language" or, of another school, "text") and why (`Stays`). The rest came along.
    """

    self_evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="carried_areas")
    old = models.ForeignKey(Section, models.PROTECT, related_name="+")
    new = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    held = models.JSONField(default=dict)
    stayed = models.JSONField(default=list)

    class Meta(Noun.Meta):
        ordering = ["old__area__position"]
        constraints = [
            models.UniqueConstraint(fields=["self_evaluation", "old"], name="an_area_is_carried_once"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="self_evaluation__school")
