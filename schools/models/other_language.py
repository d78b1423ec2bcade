"""A text of a self-evaluation in the other language, written by the school itself where it wants to have both."""

from hashlib import md5
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField
from .constraints import known
from .passage import Passage
from .school import School
from .self_evaluation import Priority, SelfEvaluation, Strength

ORIGINALS: tuple[type[Any], ...] = (Passage, Strength, Priority)


class BesideOriginal(models.TextChoices):
    """Where it stands beside its original: worked out whenever it is asked, never kept."""

    DRAFT = "draft", _("Draft: only your team sees it")
    UP_TO_DATE = "up_to_date", _("Up to date")
    OUT_OF_DATE = "out_of_date", _("Out of date: the original has changed since")
    SAME_LANGUAGE = "same_language", _("To be put right: the original is in this language too")
    NO_ORIGINAL = "no_original", _("Kept, but shown to nobody else: the original has been emptied")


class OtherLanguage(EditableNoun):
    """It belongs to one box, strength or priority. Whoever finishes it says: this is what the original says now.

    The digest of that original is kept, so that a change of the original can be seen, and that it was changed back.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINISHED = "finished", _("Finished")

    MOVES = {Status.DRAFT: {Status.FINISHED}, Status.FINISHED: {Status.DRAFT, Status.FINISHED}}

    passage = models.OneToOneField(Passage, models.CASCADE, null=True, related_name="other_language")
    strength = models.OneToOneField(Strength, models.CASCADE, null=True, related_name="other_language")
    priority = models.OneToOneField(Priority, models.CASCADE, null=True, related_name="other_language")
    text = models.TextField(_("text"), max_length=25000)
    lang = LanguageField()
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    original_digest = models.CharField(max_length=32)

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passage__isnull=False, strength=None, priority=None)
                | Q(passage=None, strength__isnull=False, priority=None)
                | Q(passage=None, strength=None, priority__isnull=False),
                name="other_language_is_of_one_text",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="other_language_says_something"),
            known("lang", LANGUAGE_CODES),
            known("status", ["draft", "finished"]),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        seen = Q(pk__in=[])
        for model in ORIGINALS:
            place = f"{model.kind()}__section__self_evaluation__school"
            seen |= person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at=place)
        return seen

    @property
    def original(self) -> Any:
        return self.passage or self.strength or self.priority

    @property
    def school(self) -> School:
        school: School = self.original.school
        return school

    @property
    def document(self) -> SelfEvaluation:
        document: SelfEvaluation = self.original.document
        return document

    @property
    def standing(self) -> BesideOriginal:
        original = self.original
        if not original.text.strip():
            return BesideOriginal.NO_ORIGINAL
        if original.lang == self.lang:
            return BesideOriginal.SAME_LANGUAGE
        if self.status == self.Status.DRAFT:
            return BesideOriginal.DRAFT
        return (
            BesideOriginal.UP_TO_DATE
            if digest_of(original.text) == self.original_digest
            else BesideOriginal.OUT_OF_DATE
        )

    @property
    def goes_along(self) -> bool:
        """Whether it is shown and frozen beside its original."""
        return self.standing in (BesideOriginal.UP_TO_DATE, BesideOriginal.OUT_OF_DATE)


def digest_of(text: str) -> str:
    """As the database reckons it too, to find a text again in the history of texts."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def other_than(lang: str) -> str:
    return "en" if lang == "cy" else "cy"
