"""A file of term dates that an officer has sent in, kept between its preview and its confirmation."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .authority import Council
from .base import Noun
from .people import Person


class TermUpload(Noun):
    """The rows that were read, never the file itself. They are emptied once the terms are imported."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="term_uploads")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    table = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def scope(cls, person: Any) -> models.Q:
        """Only by whoever sent it, and only while they keep that council's calendar."""
        councils = person.standing.councils_where(May.KEEP_CALENDAR)
        return models.Q(by=person, council_id__in=councils)
