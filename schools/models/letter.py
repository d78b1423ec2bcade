"""The queue of e-mail: one row a letter, with what became of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock

from .base import LANGUAGE_CODES, Noun
from .constraints import known
from .mail_classes import MailClass
from .people import Person

MOST_DOUBTS = 2  # hand-overs of one letter whose end nobody knows; after so many it is not sent again


class Trouble(models.TextChoices):
    """Why a letter was not taken: a code, never what a mail server wrote."""

    ADDRESS_REFUSED = "address_refused"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    SERVER_AWAY = "server_away"
    IN_DOUBT = "in_doubt"


class Stage(models.TextChoices):
    """Where a letter stands: read from its row, never kept."""

    TO_COME = "to_come", _("Will be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    DROPPED = "dropped", _("Not sent, because it was no longer needed")


class Posted(Noun):
    """What is handed to a mail server. `handed_at` is written before and `sent_at` after, each committed by itself.

    A row with `handed_at` alone, which no worker holds, was left by one that was killed: whether the mail server took
    it nobody knows (`doubts`).
    """

    created_at = models.DateTimeField(default=clock.now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    doubts = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=16, choices=Trouble, blank=True, default="", editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)  # for the first time
    handed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    PROMISES: ClassVar[list[models.BaseConstraint]] = [
        known("trouble", Trouble.values, blank=True),
        models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="%(class)s_sent_or_failed"),
    ]

    class Meta(Noun.Meta):
        abstract = True

    @property
    def perhaps_twice(self) -> bool:
        """It went out, and an earlier hand-over may have reached the reader too."""
        return self.sent_at is not None and self.doubts > 0


class Queued(Posted):
    """What goes when it is due, each row by itself; or is dropped, because by then there is nothing more to say."""

    due_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, editable=False)
    PROMISES: ClassVar[list[models.BaseConstraint]] = [
        *Posted.PROMISES,
        models.CheckConstraint(
            condition=Q(dropped_at=None) | Q(sent_at=None, failed_at=None), name="%(class)s_dropped_unsent"
        ),
    ]

    class Meta(Posted.Meta):
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, failed_at=None, dropped_at=None),
                name="%(class)s_to_come",
            )
        ]

    @classmethod
    def to_come(cls) -> Q:
        return Q(sent_at=None, failed_at=None, dropped_at=None)

    @property
    def stage(self) -> Stage:
        stages = [(self.sent_at, Stage.SENT), (self.failed_at, Stage.FAILED), (self.dropped_at, Stage.DROPPED)]
        return next((stage for when, stage in stages if when), Stage.TO_COME)


class Letter(Queued):
    """One e-mail to one person: about one notice, or a digest of several. A notice is in one letter at most."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters")
    mail_class = models.CharField(max_length=8, choices=MailClass)
    language = models.CharField(max_length=2, blank=True, default="", editable=False)  # in which it was handed over
    digest_on = models.DateField(null=True, editable=False)  # the day of a digest: one a day and person

    class Meta(Queued.Meta):
        constraints = [
            *Queued.PROMISES,
            known("mail_class", MailClass.values),
            known("language", LANGUAGE_CODES, blank=True),
            models.UniqueConstraint(fields=["person", "digest_on"], name="one_digest_a_day"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own. What of others' letters somebody may know is told message by message."""
        return Q(person=person)
