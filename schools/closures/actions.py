"""The days on which a school cannot meet, as those write them down who keep its diary.

The history says that a day was kept free, and never why: the reason stands on the row alone.
"""

import datetime as dt
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.history import once_only, record, tells
from schools.models import ClosedDay, Person, School
from schools.models.closed_day import days_kept_free
from schools.refusals import Refused
from schools.school_days import days_from, no_school_meets
from schools.workflow import locked

ADDED = tells("closed_day.added", gettext_lazy("A day was kept free: the school is not available on %(day)s."))
REMOVED = tells("closed_day.removed", gettext_lazy("%(day)s is no longer kept free."))

MOST_DAYS = 10  # in one go


@once_only
def add(school: School, *, first: dt.date, last: dt.date | None, reason: str, by: Person, once: UUID) -> ClosedDay:
    """Keep a day free, or all days from the first to the last on which there would be school."""
    require(by, May.KEEP_SCHOOL_DAYS, school)
    days = days_to_keep_free(first, last)
    locked(school)
    taken = ClosedDay.objects.visible_to(by).filter(school=school, day__in=days).order_by("day").first()
    if taken is not None:
        raise Refused(
            _("%(day)s is entered already. Choose other days, or remove that day first.")
            % {"day": date_format(taken.day)},
            "first",
        )
    kept = [ClosedDay.objects.create(school=school, day=day, reason=reason) for day in days]
    for row in kept:
        record(ADDED, row, by=by, school=school, once=once if row is kept[0] else None, day=row.day.isoformat())
    days_kept_free(school, days, by=by)
    return kept[0]


@once_only
def remove(closed: ClosedDay, *, by: Person, once: UUID) -> School:
    """The school is available on that day after all."""
    school = closed.school
    require(by, May.KEEP_SCHOOL_DAYS, school)
    going = locked(closed)
    record(REMOVED, going, by=by, school=school, once=once, day=going.day.isoformat())
    going.delete()
    return school


def days_to_keep_free(first: dt.date, last: dt.date | None) -> list[dt.date]:
    """The days meant, without weekends and bank holidays; or a refusal."""
    last = last or first
    if last < first:
        raise Refused(_("The last day cannot be before the first day."), "last")
    this = clock.current_school_year()
    begins, ends = clock.school_year_bounds(this)[0], clock.school_year_bounds(this + 1)[1]
    for day, field in ((first, "first"), (last, "last")):
        if not begins <= day <= ends:
            raise Refused(
                _("Enter a day of this school year or the next: from %(begins)s to %(ends)s.")
                % {"begins": date_format(begins), "ends": date_format(ends)},
                field,
            )
    days = [day for day in days_from(first, last) if not no_school_meets(day)]
    if not days:
        raise Refused(_("No school meets at a weekend or on a bank holiday. Enter another day."), "first")
    if len(days) > MOST_DAYS:
        raise Refused(_("Enter at most ten days at a time, without weekends and bank holidays."), "last")
    return days
