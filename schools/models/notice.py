"""A message to one person: on the site and by e-mail, in their language."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

from schools import clock
from schools.notice_rights import NOTICES
from schools.policy import May

from .base import Noun
from .constraints import known
from .letter import Letter
from .mail_classes import MailClass
from .people import Person
from .school import School

_open_to_guests: list[Callable[[Any], Q]] = []


def open_to_guests(invited: Callable[[Any], Q]) -> Callable[[Any], Q]:
    """Declare which notices are about what a guest is invited to today: a guest reaches no school."""
    _open_to_guests.append(invited)
    return invited


_about_councils: list[Callable[[Any], Q]] = []


def about_councils(told: Callable[[Any], Q]) -> Callable[[Any], Q]:
    """Declare which notices are about a council rather than a school, and so read by whoever works there today."""
    _about_councils.append(told)
    return told


class Notice(Noun):
    """Which sentence it is (`notice_kind`) and the small facts in it; the words are made when it is read."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    notice_kind = models.CharField(max_length=60)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    target_kind = models.CharField(max_length=40)
    target_id = models.UUIDField()
    path = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    is_settled = False  # whether what it asked for has been done; set where notices are listed
    is_overtaken = False  # whether its reader has been told otherwise since; set likewise
    emailed_also_to = models.EmailField(blank=True, default="")  # an address that was the person's until now
    mail_class = models.CharField(max_length=8, choices=MailClass, blank=True, default="")  # empty: not mailed
    mail_due_at = models.DateTimeField(null=True)  # when its letter or digest was to go, as known when it was told
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notices")
    once_key = models.CharField(max_length=200, blank=True, default="")  # of what is told once, such as a reminder

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["mail_due_at", "person"], condition=Q(letter=None), name="notice_in_no_letter_yet"),
        ]
        constraints = [
            known("mail_class", MailClass.values, blank=True),
            models.UniqueConstraint(fields=["person", "once_key"], condition=~Q(once_key=""), name="told_once"),
            models.CheckConstraint(condition=~Q(mail_class="") | Q(mail_due_at=None), name="notice_mail_due"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own, while their reader may read what they lead to: by the kind, and by what closes the school."""
        standing = person.standing
        kinds: dict[May | None, list[str]] = defaultdict(list)
        for name, permission in NOTICES.items():
            kinds[permission].append(name)
        seen = Q(school=None, notice_kind__in=kinds.pop(None))
        for needed, names in kinds.items():
            if needed:
                seen |= Q(notice_kind__in=names) & standing.reaches(needed)
        if standing.at_councils:
            for told in _about_councils:
                seen |= told(person)
        if standing.at_guest_organisations:
            for invited in _open_to_guests:
                seen |= invited(person)
        return Q(person=person) & seen & ~Q(school_id__in=sorted(standing.conflicts))
