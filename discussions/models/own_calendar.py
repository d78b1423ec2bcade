"""A calendar of somebody's own, kept elsewhere: only when it says that they are busy is known here."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person
from schools.models.base import EditableNoun, Noun
from schools.models.constraints import known


class OwnCalendar(EditableNoun):
    """One a person: read once from a file, or each day at a secret address. No title, place or file is kept."""

    class Comes(models.TextChoices):
        FILE = "file", _("From a file")
        ADDRESS = "address", _("From an address")

    class Fault(models.TextChoices):
        """Why it could not be read when it was last tried; what was read before still stands."""

        UNREACHABLE = "unreachable", _("Nothing could be read at the address.")
        NOT_FOUND = "not_found", _("The address gave no calendar.")
        NOT_A_CALENDAR = "not_a_calendar", _("What was read is no calendar.")
        TOO_LARGE = "too_large", _("The calendar is too large.")
        TOO_SLOW = "too_slow", _("It took too long to read the calendar.")

    person = models.OneToOneField(Person, models.CASCADE, related_name="own_calendar")
    comes = models.CharField(max_length=8, choices=Comes)
    address = models.CharField(max_length=2000, blank=True, default="", editable=False)  # whoever has it, reads it
    given_at = models.DateTimeField(default=clock.now, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    busy_until = models.DateField(null=True, editable=False)  # the last day for which it was read
    fault = models.CharField(max_length=16, choices=Fault, blank=True, default="", editable=False)

    class Meta(EditableNoun.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(comes="address") ^ Q(address=""), name="only_a_calendar_at_an_address_has_one"
            ),
            known("comes", ["file", "address"]),
            known("fault", ["unreachable", "not_found", "not_a_calendar", "too_large", "too_slow"], blank=True),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(person=person)

    @property
    def document(self) -> Person:
        return self.person

    @property
    def shortened(self) -> str:
        """The address without what makes it secret."""
        return f"https://{urlsplit(self.address).hostname}/…" if self.address else ""


class CalendarBusy(Noun):
    """A stretch for which somebody's own calendar says that they are busy; those that touch are one."""

    calendar = models.ForeignKey(OwnCalendar, models.CASCADE, related_name="busy")
    during = DateTimeRangeField(default_bounds="[)")

    class Meta(Noun.Meta):
        ordering = ["during"]
        indexes = [models.Index(fields=["calendar", "during"])]
        constraints = [
            models.CheckConstraint(condition=Q(during__startswith__lt=F("during__endswith")), name="busy_takes_time")
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(calendar__person=person)
