"""What the council or the service asked about one area of a submitted self-evaluation, and what the school answered."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import COUNCIL_ROLES, STAFF, May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField
from .constraints import known
from .history import Version
from .people import Person
from .roles import ROLES
from .school import School
from .self_evaluation import SelfEvaluation


class Clarification(EditableNoun):
    """It stays with the version that was asked about, whatever the school submits later."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Not answered yet")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {Status.ASKED: {Status.ANSWERED, Status.WITHDRAWN}}

    frozen = models.ForeignKey(Version, models.PROTECT, related_name="clarifications")
    area = models.SlugField(max_length=60)  # its code in the frozen content
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    question = models.TextField(_("question"), max_length=2000)
    lang = LanguageField(default="en")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=24, choices=ROLES)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.TextField(_("answer"), blank=True, default="", max_length=4000)
    answer_lang = LanguageField(blank=True, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "answered", "withdrawn"]), name="clarification_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_as__in=sorted(role.value for role in STAFF)) & ~Q(question=""),
                name="clarification_is_asked_from_outside",
            ),
            models.CheckConstraint(
                condition=Q(status="answered", answered_by__isnull=False, answered_at__isnull=False)
                & Q(answer_lang__in=["cy", "en"])
                & ~Q(answer="")
                | ~Q(status="answered") & Q(answered_by=None, answered_at=None, answer="", answer_lang=""),
                name="clarification_is_answered_at_once",
            ),
            known("lang", LANGUAGE_CODES),
            known("answer_lang", LANGUAGE_CODES, blank=True),
        ]
        indexes = [models.Index(fields=["frozen", "area"])]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Those who ask and those who answer; the governors once there is an answer."""
        standing = person.standing
        answered = Q(status="answered") & standing.reaches(May.READ_SUBMITTED_SELF_EVALUATION, at="frozen__school")
        return standing.reaches(May.SEE_CLARIFICATIONS, at="frozen__school") | answered

    @property
    def school(self) -> School:
        school: Any = self.frozen.school
        return school

    @property
    def document(self) -> SelfEvaluation:
        """The self-evaluation in whose history it is told; only its public id is at hand."""
        return SelfEvaluation(public_id=self.frozen.thing_id)

    @property
    def is_from_council(self) -> bool:
        return self.asked_as in COUNCIL_ROLES
