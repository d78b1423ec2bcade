"""What goes into somebody's own calendar: an ordered outbox, so that a cancellation never overtakes its invitation."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from schools.models import Person, Posted, School
from schools.models.constraints import known
from schools.policy import May

from .discussion import Discussion, DiscussionSchool


class CalendarMessage(Posted):
    """One message to one person about one discussion, with time and place as they were when it was written."""

    class Occasion(models.TextChoices):
        """Why it is sent: an invitation, a change of it, its end."""

        INVITED = "invited"
        CHANGED = "changed"
        CANCELLED = "cancelled"
        TAKEN_OFF = "taken_off"

    REQUEST, CANCEL = "REQUEST", "CANCEL"

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="calendar_messages")
    person = models.ForeignKey(Person, models.PROTECT, related_name="calendar_messages")
    occasion = models.CharField(max_length=12, choices=Occasion)
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    setting = models.CharField(max_length=12, choices=Discussion.Setting)
    host = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    online_link = models.URLField(blank=True, default="")
    language = models.CharField(max_length=4, choices=Discussion.Language)

    class Meta(Posted.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["discussion", "person"], condition=Q(sent_at=None), name="calendar_not_sent")]
        constraints = [
            *Posted.PROMISES,
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="calendar_ends_after_start"),
            known("occasion", ["invited", "changed", "cancelled", "taken_off"]),
            known("setting", Discussion.Setting.values),
            known("language", Discussion.Language.values),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """One's own, and those of the discussions one schedules."""
        return Q(person=person) | Q(discussion_id__in=DiscussionSchool.reached(person, May.SCHEDULE_DISCUSSION))

    @property
    def method(self) -> str:
        """What the calendar is asked to do (RFC 5546)."""
        ends = (self.Occasion.CANCELLED, self.Occasion.TAKEN_OFF)
        return self.CANCEL if self.occasion in ends else self.REQUEST
