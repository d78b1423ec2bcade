"""The secret address from which somebody's own calendar program reads when their discussions are."""

import base64
import hashlib
import secrets
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from schools import clock
from schools.models import Person
from schools.models.base import Noun


class CalendarFeed(Noun):
    """One address of one person. Of its secret only a hash is kept; one that has ended is never given out again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_live_feed_a_person"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="feed_ends_after_it_was_made"
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(person=person)

    @staticmethod
    def new_seed() -> str:
        """What a page carries from which the secret is made: two presses of its button make one secret."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def secret_of(person: Person, seed: str) -> str:
        """256 bits that follow from what the page carried and from the portal's own key, whatever was sent back."""
        said = f"{person.public_id} {seed}"
        digest = salted_hmac("discussions.CalendarFeed", said, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @staticmethod
    def hash_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
