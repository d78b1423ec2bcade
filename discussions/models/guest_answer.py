"""What the head of each school of a discussion said about a guest."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person, School
from schools.models.base import Noun
from schools.policy import May

from .discussion import Participant


class GuestAnswer(Noun):
    """One school's yes or no. `Participant.consent` sums them up: yes once all have said yes, no with the first no."""

    class Said(models.TextChoices):
        GIVEN = "given", _("The headteacher said yes")
        REFUSED = "refused", _("The headteacher said no")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Said)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # not known of the oldest answers
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "school"], name="one_answer_a_school_about_a_guest"),
            models.CheckConstraint(condition=Q(answer__in=["given", "refused"]), name="answer_about_a_guest_is_known"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_AGENDA)
