"""Letters about accounts: invitations, links to a new password, and word that a password was set or changed."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import Q

from .base import LANGUAGE_CODES, LANGUAGES
from .constraints import known
from .letter import Queued
from .people import Invitation, Person


class AccountMail(models.TextChoices):
    """What the letter says; all but the first as django-allauth calls them."""

    INVITATION = "invitation"
    LINK = "password_reset_key"
    CHANGED = "password_changed"
    SET = "password_set"
    RESET = "password_reset"


class AccountLetter(Queued):
    """One letter about an account, in the same kind of row as every other. No secret stands in it: links are made when
    it is handed over.

    A row of somebody who asked for a new password at an address that nobody has is there too, without a person, and
    is dropped: so asking leaves the same behind, and takes as long, whether or not there is an account.
    """

    letter_kind = models.CharField(max_length=20, choices=AccountMail, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, editable=False, related_name="account_letters")
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, editable=False, related_name="letter")
    language = models.CharField(max_length=2, choices=LANGUAGES, editable=False)  # of the page where it was asked for
    asked_of = models.CharField(max_length=64, default="", blank=True, editable=False)  # `state_of` the account then

    class Meta(Queued.Meta):
        constraints = [
            *Queued.PROMISES,
            known("letter_kind", AccountMail.values),
            known("language", LANGUAGE_CODES),
            models.CheckConstraint(
                condition=Q(letter_kind="invitation", invitation__isnull=False, person=None)
                | Q(letter_kind="password_reset_key", invitation=None)
                | ~Q(letter_kind__in=["invitation", "password_reset_key"]) & Q(invitation=None, person__isnull=False),
                name="account_letter_says_to_whom",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own, and those of the invitations one sees. What others are sent about passwords is nobody's to see."""
        return Q(person=person) | Q(invitation__in=Invitation.objects.visible_to(person))

    @staticmethod
    def state_of(person: Person) -> str:
        """Another as soon as the password or the address is. It says neither."""
        return hashlib.sha256(f"{person.password} {person.email}".encode()).hexdigest()
