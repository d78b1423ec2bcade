"""What is kept of somebody's own calendar: when they are busy. What was read before stands until it is read again."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from discussions.models import CalendarBusy, OwnCalendar
from discussions.spans import Spans
from schools import clock
from schools.models import Appointment
from schools.policy import DIARY_OWNERS

from .faults import Unread
from .reading import days_asked, read

EVERY = dt.timedelta(hours=20)  # once a day, whenever in the day that is
WHY = "the portal reads the calendars that people gave it"


def keep(calendar: OwnCalendar, busy: Spans, until: dt.date) -> None:
    """Exactly this is known from now on. The caller holds the row, or has just made it."""
    rows = CalendarBusy.objects.as_system("what was read before is replaced")
    rows.filter(calendar=calendar).delete()
    rows.bulk_create(CalendarBusy(calendar=calendar, during=DateTimeTZRange(*span, "[)")) for span in busy)
    _calendar(calendar).update(tried_at=clock.now(), read_at=clock.now(), busy_until=until, fault="")


def keep_from_before(calendar: OwnCalendar, busy: Iterable[Any], before: OwnCalendar) -> None:
    """What was read of another calendar counts until this one is read. `busy`: its stretches as they were kept."""
    rows = CalendarBusy.objects.as_system("what was read before is not lost by giving another address")
    rows.bulk_create(CalendarBusy(calendar=calendar, during=during) for during in busy)
    _calendar(calendar).update(read_at=before.read_at, busy_until=before.busy_until)


def read_again(calendar: OwnCalendar) -> None:
    """Fetch it and keep what it says; where that fails, say so to its owner and leave what was known."""
    first, last = days_asked()
    try:
        busy = read(first, last, address=calendar.address)
    except Unread as unread:
        _calendar(calendar).update(tried_at=clock.now(), fault=unread.fault)
        return
    with transaction.atomic():
        if _calendar(calendar).select_for_update().exists():  # or it was taken away meanwhile
            keep(calendar, busy, last)


def due() -> Any:
    """Those at an address that were not tried for a day, of people who may take part in discussions today."""
    taking_part = Appointment.objects.as_system(WHY).filter(Appointment.current(), role__in=DIARY_OWNERS)
    rows = OwnCalendar.objects.as_system(WHY).filter(
        comes=OwnCalendar.Comes.ADDRESS, person__is_active=True, person__in=taking_part.values("person")
    )
    return rows.exclude(tried_at__gt=clock.now() - EVERY)


def _calendar(calendar: OwnCalendar) -> Any:
    return OwnCalendar.objects.as_system(WHY).filter(pk=calendar.pk)
