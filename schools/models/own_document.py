"""The school's own document as its self-evaluation or its plan: a Word or PDF file, beside what is written here."""

from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField, Noun
from .constraints import known
from .evidence_file import FILE_FORMATS, FileKind
from .history import Version
from .people import Person
from .plan import Plan
from .school import School
from .self_evaluation import Section, SelfEvaluation


class OwnDocument(EditableNoun):
    """At most one is in use. One that stands in a version is kept for good, with its bytes, whatever is used later.

    Of a self-evaluation or of a plan. Whoever may read a plan may read its document; `circle` is the self-evaluation's.
    """

    KINDS = (FileKind.DOCX, FileKind.PDF)

    self_evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, null=True, related_name="own_documents")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, related_name="own_documents")
    in_use = models.BooleanField(default=True)
    circle = models.CharField(max_length=10, choices=Section.Circle, default=Section.Circle.TEAM)
    file_kind = models.CharField(max_length=4, choices=FileKind)
    name = models.CharField(_("file name"), max_length=200)
    lang = LanguageField(default="en")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_evaluation"], condition=Q(in_use=True), name="one_own_document_in_use"
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(in_use=True), name="one_plan_document_in_use"),
            models.CheckConstraint(
                condition=Q(self_evaluation=None) ^ Q(plan=None), name="own_document_is_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(circle__in=["team", "governors", "council"]), name="own_document_circle_is_known"
            ),
            models.CheckConstraint(condition=Q(file_kind__in=["docx", "pdf"]), name="own_document_is_word_or_pdf"),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        living = person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="self_evaluation__school")
        return living | person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.document.school

    @property
    def document(self) -> SelfEvaluation | Plan:
        return cast("SelfEvaluation | Plan", self.self_evaluation or self.plan)  # exactly one, by constraint

    @property
    def content_type(self) -> str:
        return FILE_FORMATS[self.file_kind].content_type


class FrozenDocument(Noun):
    """This document stands in this version. Only added: while the row is there, the database lets neither go."""

    seen_in = models.OneToOneField(Version, models.PROTECT, related_name="own_document")
    file = models.ForeignKey(OwnDocument, models.PROTECT, related_name="frozen_in")

    class Meta(Noun.Meta):
        pass

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Whoever may read the version may have its document."""
        return Q(seen_in__in=Version.objects.visible_to(person))
