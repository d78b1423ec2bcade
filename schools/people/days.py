"""The first and the last day of a role, an assignment, an interest: what they may be."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from schools import clock
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
