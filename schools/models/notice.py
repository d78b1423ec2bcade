"""A message to one person: on the site and by e-mail, in their language."""

from typing import Any

from django.db import models
from django.db.models import Q

from schools import clock
from schools.policy import May

from .base import Noun
from .people import Person
from .school import School


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
    emailed_also_to = models.EmailField(blank=True, default="")  # an address that was the person's until now

    class Meta(Noun.Meta):
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own; about a school only while it is open to them, so that no notice leads to a closed page.

        A guest reaches no school, only discussions; what they were told about these stays theirs.
        """
        standing = person.standing
        open_to_them = Q() if standing.at_guest_organisations else standing.reaches(May.SEE_SCHOOL)
        return Q(person=person) & (Q(school=None) | open_to_them & ~Q(school_id__in=sorted(standing.conflicts)))
