"""A document that a school has brought in: the texts that were read from it and do not stand anywhere yet."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import EditableNoun
from .people import Person
from .school import School
from .self_evaluation import SelfEvaluation


class BroughtDocument(EditableNoun):
    """The file itself is never kept. A block leaves `blocks` when its text has been put into the self-evaluation.

    Each block: `id`, `heading`, `text`, `lang` (`guessed`: its words do not tell it), `to` ("area/box", or empty where
    it is left out), `home` (the place from which the portal itself gave it out), `area`, `kind`; `heads`, the lines of
    the text that are headings, and `named`, the headings above it that only name its place.
    """

    self_evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="brought_documents")
    name = models.CharField(_("file name"), max_length=200)
    blocks = models.JSONField(default=list)
    pictures = models.PositiveIntegerField(default=0)  # what was not brought in, and is only told
    comments = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> models.Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="self_evaluation__school")

    @property
    def school(self) -> School:
        return self.self_evaluation.school

    @property
    def document(self) -> SelfEvaluation:
        return self.self_evaluation
