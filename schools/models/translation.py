"""What a reader asks the council’s translators for, and what they bring back: never the school’s own words."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import CONTENT_READERS, May

from .base import LANGUAGE_CODES, LANGUAGES, EditableNoun, LanguageField, Noun
from .constraints import known
from .history import Version
from .people import Person
from .plan import Plan
from .roles import ROLES
from .school import School
from .self_evaluation import SelfEvaluation

OF_SUMMARY = Q(frozen__version_kind=Version.Kind.SUMMARY_FOR_TRANSLATION)


class TranslationRequest(EditableNoun):
    """One submitted version, or the lines that a summary lacks, in one language.

    Whoever else wants the same is added to those who asked.
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("To be sent to the translators")
        SENT = "sent", _("With the translators")
        DONE = "done", _("Done")
        IMPOSSIBLE = "impossible", _("Cannot be done")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (Status.ASKED, Status.SENT)
    MOVES = {
        Status.ASKED: {Status.SENT, Status.DONE, Status.IMPOSSIBLE, Status.WITHDRAWN},
        Status.SENT: {Status.DONE, Status.IMPOSSIBLE},
    }

    frozen = models.ForeignKey(Version, models.PROTECT, related_name="translation_requests")
    wanted = models.CharField(_("Wanted language"), max_length=2, choices=LANGUAGES)
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True, default="", max_length=1000)
    reason_lang = LanguageField(blank=True, default="")

    class Meta(EditableNoun.Meta):
        ordering = ["asked_at", "pk"]
        constraints = [
            known("status", ["asked", "sent", "done", "impossible", "withdrawn"]),
            known("wanted", LANGUAGE_CODES),
            known("reason_lang", LANGUAGE_CODES, blank=True),
            models.UniqueConstraint(
                fields=["frozen", "wanted"],
                condition=Q(status__in=["asked", "sent"]),
                name="one_translation_request_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None, sent_at=None) & ~Q(status="sent")
                | Q(sent_by__isnull=False, sent_at__isnull=False) & ~Q(status__in=["asked", "withdrawn"]),
                name="translation_request_is_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "sent"], closed_by=None, closed_at=None)
                | Q(status__in=["done", "impossible", "withdrawn"], closed_by__isnull=False, closed_at__isnull=False),
                name="translation_request_is_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status="impossible", reason_lang__in=LANGUAGE_CODES) & ~Q(reason="")
                | ~Q(status="impossible") & Q(reason="", reason_lang=""),
                name="translation_request_is_impossible_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frozen_id} {self.wanted}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Those who may ask, of what they read or write; the council whose translators are asked."""
        standing = person.standing
        asks = standing.reaches(May.ASK_FOR_TRANSLATION, at="frozen__school") & ~OF_SUMMARY
        asks |= standing.reaches(May.WRITE_PLAN, at="frozen__school") & OF_SUMMARY
        return asks | standing.reaches(May.HANDLE_TRANSLATIONS, at="frozen__school")

    @property
    def school(self) -> School:
        school: Any = self.frozen.school
        return school

    @property
    def document(self) -> SelfEvaluation | Plan:
        """The self-evaluation or plan in whose history it is told; only its public id is at hand."""
        of_summary = self.frozen.version_kind == Version.Kind.SUMMARY_FOR_TRANSLATION
        return (Plan if of_summary else SelfEvaluation)(public_id=self.frozen.thing_id)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class TranslationAsker(Noun):
    """Somebody who asked, and is told when it is there."""

    request = models.ForeignKey(TranslationRequest, models.CASCADE, related_name="askers")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=24, choices=ROLES)
    asked_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "asked_by"], name="one_asks_once_for_a_translation"),
            models.CheckConstraint(
                condition=Q(asked_as__in=sorted(role.value for role in CONTENT_READERS)),
                name="translation_is_asked_for_by_a_reader",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own asking; and the council, for it must know how many wait."""
        handles = person.standing.reaches(May.HANDLE_TRANSLATIONS, at="request__frozen__school")
        return Q(asked_by=person) & Q(request__in=TranslationRequest.objects.visible_to(person)) | handles


def digest_of(text: str, lang: str) -> str:
    """By which the same words are found again, in whichever version of the school they stand."""
    return hashlib.sha256(f"{lang}\n{text}".encode()).hexdigest()


class Translation(Noun):
    """One text of a frozen version in the other language. Rows are only added: the last one of a text holds.

    It stands beneath the same words in every version of the school: `original` is their digest. `frozen` and `place`
    say for which text it was brought in: area and box, or the public id of a strength, a priority or a summary's line.
    """

    frozen = models.ForeignKey(Version, models.PROTECT, related_name="translations")
    place = models.CharField(max_length=120)
    original = models.CharField(max_length=64)
    text = models.TextField()
    lang = LanguageField()
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            known("lang", LANGUAGE_CODES),
            models.CheckConstraint(condition=~Q(text="") & ~Q(place=""), name="translation_says_something"),
            models.CheckConstraint(condition=Q(original__regex="^[0-9a-f]{64}$"), name="translation_is_of_some_words"),
        ]
        indexes = [models.Index(fields=["frozen", "place"]), models.Index(fields=["original"])]

    def __str__(self) -> str:
        return self.place

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Whoever may read the version, or write the summary."""
        standing = person.standing
        of_a_version = standing.reaches(May.READ_SUBMITTED_SELF_EVALUATION, at="frozen__school") & ~OF_SUMMARY
        return of_a_version | standing.reaches(May.WRITE_PLAN, at="frozen__school") & OF_SUMMARY


class BroughtTranslation(Noun):
    """The rows of a document that came back, as they were read. The file is not kept; the next one takes its place.

    Each row: `code`, `original`, `text`. Once placed it stays, so that what found no place can still be read.
    """

    request = models.OneToOneField(TranslationRequest, models.CASCADE, related_name="brought")
    name = models.CharField(_("file name"), max_length=200)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    placed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(null=True)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(placed_by__isnull=True, placed_at__isnull=True)
                | Q(placed_by__isnull=False, placed_at__isnull=False),
                name="translations_are_placed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.HANDLE_TRANSLATIONS, at="request__frozen__school")

    @property
    def school(self) -> School:
        return self.request.school

    @property
    def document(self) -> SelfEvaluation | Plan:
        return self.request.document
