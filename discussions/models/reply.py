"""What somebody who is invited to a discussion says: that they are coming, that they cannot, or when they could."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person
from schools.models.base import LANGUAGE_CODES, EditableNoun, LanguageField
from schools.models.constraints import known
from schools.policy import May

from .discussion import Discussion, DiscussionSchool, Participant

MOST_TIMES = 3


class Reply(EditableNoun):
    """One participant's answer to one time and place of the discussion: to what `sequence` says it was given.

    When the discussion moves, nobody has answered any more. The words and the times are for those who schedule.
    """

    class Answer(models.TextChoices):
        COMING = "coming", _("Coming")
        NOT_POSSIBLE = "not_possible", _("Cannot come")
        ANOTHER_TIME = "another_time", _("Would need another time")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="replies")
    sequence = models.PositiveIntegerField()
    answer = models.CharField(max_length=12, choices=Answer)
    text = models.TextField(blank=True, default="", max_length=1000)
    lang = LanguageField(blank=True, default="")
    times = ArrayField(models.DateTimeField(), size=MOST_TIMES, blank=True, default=list)  # when they could come
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")  # or a diary helper, for a headteacher
    given_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "sequence"], name="one_reply_to_a_time_and_place"),
            models.CheckConstraint(
                condition=~Q(answer="coming") | Q(text="", times=[]), name="who_comes_gives_no_reason"
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_possible") | ~Q(text="") & Q(times=[]), name="who_cannot_come_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(answer="another_time") | ~Q(text="") | Q(times__len__gte=1),
                name="who_needs_another_time_says_which",
            ),
            models.CheckConstraint(condition=Q(times__len__lte=MOST_TIMES), name="so_many_times_are_proposed"),
            models.CheckConstraint(
                condition=Q(text="", lang="") | ~Q(text="") & ~Q(lang=""), name="reply_has_its_lang"
            ),
            known("answer", ["coming", "not_possible", "another_time"]),
            known("lang", LANGUAGE_CODES, blank=True),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Its words: one's own, what one wrote for somebody, and what those who schedule are told.

        That somebody comes or not is told to whoever sees who takes part; no row is needed for that.
        """
        scheduled = DiscussionSchool.reached(person, May.SCHEDULE_DISCUSSION)
        closed = DiscussionSchool.all_rows.filter(school__in=person.standing.conflicts).values("discussion")
        told = Q(participant__discussion_id__in=scheduled) & ~Q(participant__discussion_id__in=closed)
        return Q(participant__person=person) | Q(given_by=person) | told

    @property
    def document(self) -> Discussion:
        return self.participant.discussion

    @classmethod
    def standing(cls, participant: str = "pk", sequence: str = "discussion__sequence") -> models.QuerySet[Any]:
        """Of the participant of the outer query: the answer to the time and place as they are now."""
        rows: models.QuerySet[Any] = cls.all_rows.filter(participant=OuterRef(participant), sequence=OuterRef(sequence))
        return rows


INVITED = Q(consent__in=[Participant.Consent.NOT_NEEDED, Participant.Consent.GIVEN])  # of participants
