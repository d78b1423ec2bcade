"""What was done, what was said before, and what was frozen. Rows here are only ever added."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import DRAFT_TEXTS, OUTSIDE_VERBS, PLANNING_TEXTS, PREPARED_TEXTS, VERBS_OF, May, Role

from .authority import Council
from .base import LANGUAGE_CODES, LanguageField, Noun
from .constraints import known, plausible_year
from .people import Person
from .roles import ROLES
from .school import School


class Event(Noun):
    """One act: who, in which role, did what to what, when; small facts that are not text."""

    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acted_as = models.CharField(max_length=24, choices=ROLES, blank=True, default="")
    verb = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.UUIDField()
    within_id = models.UUIDField(null=True)  # the document the target is part of
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="events")
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="events")
    facts = models.JSONField(default=dict)
    once = models.UUIDField(_("one-time key"), null=True, unique=True)
    act = models.UUIDField(null=True, editable=False)  # shared by all events of one act

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["school", "-at"]),
            models.Index(fields=["target_id", "-at"]),
            models.Index(fields=["within_id", "-at"]),
        ]
        constraints = [known("acted_as", Role, blank=True)]

    def __str__(self) -> str:
        return self.verb

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Everything inside the school; outside only what the school did as a school."""
        standing = person.standing
        outside = standing.reaches(May.SEE_OUTSIDE_HISTORY) & Q(verb__in=sorted(OUTSIDE_VERBS))
        seen = standing.reaches(May.SEE_HISTORY) | outside
        for start in VERBS_OF:
            seen &= ~Q(verb__startswith=start)
        for start, permission in VERBS_OF.items():
            seen |= standing.reaches(permission) & Q(verb__startswith=start)
        return seen


class Revision(Noun):
    """A text as it was saved. Autosaves of one sitting are folded when shown, never overwritten."""

    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="revisions")
    target_kind = models.CharField(max_length=40)
    target_id = models.UUIDField()
    field = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    lang = LanguageField()

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_kind", "target_id", "-at"])]
        constraints = [known("lang", LANGUAGE_CODES)]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """A school's own texts by its history; the texts of a draft record by those who may read the draft.

        And what is prepared for a meeting of the governing body by those who may record what it approves; what is noted
        in planning the year's discussions by those who plan.
        """
        standing = person.standing
        of_others = {
            May.READ_DRAFT_RECORD: DRAFT_TEXTS,
            May.RECORD_APPROVAL: PREPARED_TEXTS,
            May.SEE_PLANNING: PLANNING_TEXTS,
        }
        seen = standing.reaches(May.SEE_HISTORY) & ~Q(target_kind__in=sorted(frozenset().union(*of_others.values())))
        for permission, kinds in of_others.items():
            seen |= standing.reaches(permission) & Q(target_kind__in=sorted(kinds))
        return seen


def canonical(content: dict[str, Any]) -> bytes:
    """One byte form of a content, so that equal contents have equal hashes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Version(Noun):
    """A thing as it was frozen: submitted, shared, agreed. Insert-only; every outside reader renders `content`."""

    class Kind(models.TextChoices):
        SELF_EVALUATION = "self_evaluation", _("Self-evaluation")
        SHARED_SELF_EVALUATION = "shared_self_evaluation", _("Self-evaluation shared with the governors")
        PLAN = "plan", _("School development plan")
        APPROVED_PLAN = "approved_plan", _("School development plan as the governing body approved it")
        PLAN_SUMMARY = "plan_summary", _("Summary of a school development plan")
        SUMMARY_FOR_TRANSLATION = "summary_for_translation", _("Lines of a summary for the translators")
        RECORD = "record", _("Record of a professional discussion")

    version_kind = models.CharField(max_length=24, choices=Kind)
    thing_id = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.GeneratedField(
        expression=Func(
            Func(F("content"), function="sha256", output_field=models.BinaryField()),
            Value("hex"),
            function="encode",
            output_field=models.CharField(max_length=64),
        ),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="versions")
    school_year = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["version_kind", "thing_id", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(version_kind="record") | Q(school__isnull=False),
                name="version_belongs_to_a_school",
            ),
            known(
                "version_kind",
                [
                    "self_evaluation",
                    "shared_self_evaluation",
                    "plan",
                    "approved_plan",
                    "plan_summary",
                    "summary_for_translation",
                    "record",
                ],
            ),
            plausible_year(),
        ]
        indexes = [models.Index(fields=["school", "version_kind", "school_year"])]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Self-evaluations and plans by school; records are reached through their discussion."""
        standing = person.standing
        opened_by = {
            cls.Kind.SELF_EVALUATION: May.READ_SUBMITTED_SELF_EVALUATION,
            cls.Kind.SHARED_SELF_EVALUATION: May.READ_SHARED_SELF_EVALUATION,
            cls.Kind.PLAN: May.READ_SHARED_PLAN,
            cls.Kind.APPROVED_PLAN: May.READ_LIVING_PLAN,
            cls.Kind.PLAN_SUMMARY: May.READ_SHARED_PLAN,
            cls.Kind.SUMMARY_FOR_TRANSLATION: May.WRITE_PLAN,  # the officers read it through the request
        }
        seen = Q(pk__in=[])
        for kind, permission in opened_by.items():
            seen |= Q(version_kind=kind) & standing.reaches(permission)
        return seen

    @property
    def words(self) -> dict[str, Any]:
        """The frozen content, read back."""
        return json.loads(bytes(self.content))

    def is_intact(self) -> bool:
        """Whether content and hash still belong together."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256
