"""A register file that an officer has sent in, kept between its preview and its confirmation."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .authority import Council
from .base import Noun
from .people import Person


class RegisterUpload(Noun):
    """The rows that were read, never the file itself. They are emptied once the import is done."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="register_uploads")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    table = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, editable=False)
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(Noun.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(imported_at=None, imported_by=None)
                | models.Q(imported_at__isnull=False, imported_by__isnull=False),
                name="an_imported_upload_names_who_imported_it",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def scope(cls, person: Any) -> models.Q:
        """Only by whoever sent it, and only while they may import for that council."""
        councils = person.standing.councils_where(May.IMPORT_REGISTER)
        return models.Q(by=person, council_id__in=councils)
