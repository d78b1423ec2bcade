"""The first and the last day of a role, an assignment, an interest: what they may be, and what they end."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools import clock
from schools.models import AdviserAssignment, Appointment
from schools.models.titles import role_words
from schools.refusals import Refused
from schools.workflow import kept_by

from .queries import ONE_DAY


def in_order(starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day cannot be before the first day."), "ends_on")


def taken_back(row: Any, day: dt.date | None) -> bool:
    """It began today and is to end at once. No day is left on which it held; the history keeps that it was."""
    return day is not None and row.starts_on == clock.today() and day == row.starts_on - ONE_DAY


def set_last_day(row: Any, day: dt.date, field: str = "ends_on") -> None:
    """What has ended stays ended: a role goes on only by an invitation, an interest by being declared again."""
    if row.ends_on is not None and row.ends_on < clock.today():
        raise Refused(_("This has already ended, so its last day can no longer be changed."), field)
    if day < row.starts_on:
        raise Refused(_("The last day cannot be before the first day."), field)
    overlaps = _("The same is already set down for later days. Choose an earlier last day.")
    with kept_by("once_at_a_time", overlaps, field):
        row.ends_on = day
        row.save(update_fields=["ends_on"])


def role_ended(held: Appointment, last: dt.date | None, kept: bool) -> str:
    """Whose role has which last day now, or will never be held."""
    words: dict[str, Any] = {"name": held.person.name, "role": role_words(held), "place": held.place.name}
    if not kept or last is None:
        return _("The role of %(name)s has been cancelled: %(role)s, %(place)s.") % words
    words["day"] = date_format(last)
    if last < clock.today():
        return _("The role of %(name)s has ended: %(role)s, %(place)s. Its last day was %(day)s.") % words
    return _("%(name)s holds this role up to and including %(day)s: %(role)s, %(place)s.") % words


def assignment_ended(held: AdviserAssignment, last: dt.date, kept: bool) -> str:
    words = {"name": held.adviser.name, "school": held.school.name, "day": date_format(last)}
    if not kept:
        return _("The assignment of %(name)s to %(school)s has been taken back.") % words
    if last < clock.today():
        return _("%(name)s no longer sees what %(school)s has shared. The last day was %(day)s.") % words
    return _("%(name)s sees what %(school)s has shared up to and including %(day)s.") % words
