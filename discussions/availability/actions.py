"""What people say about when they are not available. Times only: no reason is asked for, and none is kept."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access import owns_diary, require_diary
from discussions.models import FixedDuty, HalfDay, OwnCalendar, OwnLimits, TeachingWeek, TimeAway, UsualWeek
from discussions.no_longer_free import of_person, tell_of_person
from discussions.own_calendars import keeping
from discussions.spans import on, whole_days
from discussions.tasks import read_own_calendar
from schools import clock
from schools.history import once_only, record, tells
from schools.models import Person, Term
from schools.refusals import Refused
from schools.workflow import locked, require_seen, save_version

from .queries import fixed_duties, terms_of, times_away

MOST_AWAY, MOST_DUTIES = 200, 30

ADDED: dict[Any, str] = {
    TimeAway: tells("diary.away_added", gettext_lazy("Time away was added.")),
    FixedDuty: tells("diary.duty_added", gettext_lazy("A fixed duty was added.")),
}
EDITED: dict[Any, str] = {
    TimeAway: tells("diary.away_edited", gettext_lazy("Time away was changed.")),
    FixedDuty: tells("diary.duty_edited", gettext_lazy("A fixed duty was changed.")),
}
REMOVED: dict[Any, str] = {
    TimeAway: tells("diary.away_removed", gettext_lazy("Time away was removed.")),
    FixedDuty: tells("diary.duty_removed", gettext_lazy("A fixed duty was removed.")),
}
WEEK_SAID = tells("diary.week_saved", gettext_lazy("The usual week was saved."))
TEACHING_SAID = tells("diary.teaching_saved", gettext_lazy("The half-days taught in a term were saved."))
LIMITS_SAID = tells("own_diary.limits_saved", gettext_lazy("The limits and the language of work were saved."))
CALENDAR_GIVEN = tells("own_diary.calendar_given", gettext_lazy("A calendar of your own was given to the portal."))
CALENDAR_FORGOTTEN = tells(
    "own_diary.calendar_forgotten", gettext_lazy("The portal forgot a calendar of your own, and what it said.")
)


@once_only
def add(owner: Person, *, kind: Any, by: Person, once: UUID, **words: Any) -> Any:
    """Time away, or a fixed duty each week."""
    require_diary(by, owner)
    Person.objects.select_for_update().get(pk=owner.pk)  # so that two who add at once count the same rows
    rows, most = (times_away, MOST_AWAY) if kind is TimeAway else (fixed_duties, MOST_DUTIES)
    if rows(by, owner).count() >= most:
        raise Refused(_("There are %(most)s of these already. Remove one first.") % {"most": most})
    kept = _as_kept(kind, words)
    if kind is FixedDuty and rows(by, owner).filter(**kept).exists():
        raise Refused(_("This fixed duty has been entered already."), "weekday")
    row = kind.objects.create(person=owner, **kept)
    record(ADDED[kind], row, by=by, once=once)
    if kind is TimeAway:
        tell_of_person(of_person(owner, (row.starts_at, row.ends_at)), by=by)
    return row


@once_only
def edit(row: Any, *, version: int, by: Person, once: UUID, **words: Any) -> Any:
    owner = row.person
    require_diary(by, owner)
    before = (row.starts_at, row.ends_at) if isinstance(row, TimeAway) else None
    saved: Any = save_version(row, version, by=by, verb=EDITED[type(row)], once=once, **_as_kept(type(row), words))
    if before:
        tell_of_person(of_person(owner, (saved.starts_at, saved.ends_at), besides=before), by=by)
    return saved


@once_only
def remove(row: Any, *, seen: str = "", by: Person, once: UUID) -> Person:
    current = locked(row, "person")
    require_diary(by, current.person)
    require_seen(seen, [current])
    record(REMOVED[type(row)], current, by=by, once=once)
    current.delete()
    owner: Person = current.person
    return owner


@once_only
def save_week(owner: Person, *, not_free: list[str], prefers: list[str], version: int, by: Person, once: UUID) -> Any:
    require_diary(by, owner)
    if both := sorted(set(not_free) & set(prefers)):
        words = {"half_days": in_words(both)}
        raise Refused(
            _("A half-day cannot be preferred and never available at once: %(half_days)s.") % words, "prefers"
        )
    week, _new = UsualWeek.objects.as_system("one row a person").get_or_create(person=owner)
    said: dict[str, Any] = {"not_free": sorted(not_free), "prefers": sorted(prefers)}
    return save_version(week, version, by=by, verb=WEEK_SAID, once=once, **said)


@once_only
def save_teaching(
    owner: Person, *, term: Term, teaches: list[str], with_cover: list[str], version: int, by: Person, once: UUID
) -> Any:
    """The half-days that a head teaches in one term, and those of them that they offer if somebody covers."""
    require_diary(by, owner)
    if not terms_of(owner).filter(pk=term.pk).exists():
        raise PermissionDenied
    if free := sorted(set(with_cover) - set(teaches)):
        words = {"half_days": in_words(free)}
        raise Refused(
            _("Only a half-day that is taught needs cover, so tick it above as well, or not here: %(half_days)s.")
            % words,
            "with_cover",
        )
    week, _new = TeachingWeek.objects.as_system("one row a term").get_or_create(person=owner, term=term)
    said: dict[str, Any] = {"teaches": sorted(teaches), "with_cover": sorted(with_cover)}
    return save_version(week, version, by=by, verb=TEACHING_SAID, once=once, **said)


@once_only
def save_limits(*, version: int, by: Person, once: UUID, **words: Any) -> Any:
    """`words`: daily_limit and weekly_limit, of those who have them, and working_language."""
    _require_own(by)
    daily, weekly = words.get("daily_limit"), words.get("weekly_limit")
    if daily and weekly and weekly < daily:
        raise Refused(_("Enter as many for a week as for a day, or more."), "weekly_limit")
    limits, _new = OwnLimits.objects.as_system("one row a person").get_or_create(person=by)
    return save_version(limits, version, by=by, verb=LIMITS_SAID, once=once, **words)


@once_only
def give_file(*, file: Any, by: Person, once: UUID) -> OwnCalendar:
    """Keep when a calendar, read from a file, says busy. It takes the place of what was given before."""
    calendar = _put(by, comes=OwnCalendar.Comes.FILE)
    keeping.keep(calendar, file.busy, file.until)
    record(CALENDAR_GIVEN, calendar, by=by, once=once)
    return calendar


@once_only
def give_address(*, address: str, by: Person, once: UUID) -> OwnCalendar:
    """Read the calendar at this address soon, and once a day from then on. Until that has been done what was read of
    the one before counts.
    """
    before = OwnCalendar.objects.visible_to(by).filter(person=by).first()
    busy = list(before.busy.values_list("during", flat=True)) if before else []
    calendar = _put(by, comes=OwnCalendar.Comes.ADDRESS, address=address)
    if before and before.read_at:
        keeping.keep_from_before(calendar, busy, before)
    record(CALENDAR_GIVEN, calendar, by=by, once=once)
    read_own_calendar.enqueue(str(calendar.public_id))
    return calendar


@once_only
def forget(calendar: OwnCalendar, *, seen: str = "", by: Person, once: UUID) -> Person:
    _require_own(by)
    current: OwnCalendar = locked(calendar, "person")
    if current.person_id != by.pk:
        raise PermissionDenied
    require_seen(seen, [current])
    record(CALENDAR_FORGOTTEN, current, by=by, once=once)
    current.delete()
    return by


def _put(by: Person, **words: Any) -> OwnCalendar:
    """A new row each time: what was begun for the one before finds nothing any more."""
    _require_own(by)
    Person.objects.select_for_update().get(pk=by.pk)
    OwnCalendar.objects.visible_to(by).delete()
    return OwnCalendar.objects.create(person=by, **words)


def _require_own(by: Person) -> None:
    if not owns_diary(by):
        raise PermissionDenied


def _as_kept(kind: Any, words: dict[str, Any]) -> dict[str, Any]:
    return _away(**words) if kind is TimeAway else _duty(**words)


def _away(first: dt.date, last: dt.date | None, starts: dt.time | None, ends: dt.time | None) -> dict[str, Any]:
    """Whole days, or from a time on the first day to a time on the last."""
    name, until = ("last", last) if last else ("first", first)
    if until < first:
        raise Refused(_("Enter a last day that is not before the first."), "last")
    if until < clock.today():
        raise Refused(_("Enter days that are not over yet."), name)
    if until > clock.school_year_bounds(clock.current_school_year() + 1)[1]:
        raise Refused(_("Enter a date in this school year or the next."), name)
    if (starts is None) != (ends is None):
        raise Refused(_("Enter both times, or none of them for whole days."), "ends" if starts else "starts")
    if starts is None or ends is None:
        edges = whole_days(first, until)
    else:
        edges = on(first, starts, starts)[0], on(until, ends, ends)[1]
        if edges[0] >= edges[1]:
            raise Refused(_("Enter an end time that is later than the start time."), "ends")
    return {"starts_at": edges[0], "ends_at": edges[1], "whole_days": starts is None}


def _duty(weekday: int, starts: dt.time, ends: dt.time, starts_on: dt.date, ends_on: dt.date | None) -> dict[str, Any]:
    if ends <= starts:
        raise Refused(_("Enter an end time that is later than the start time."), "ends")
    if ends_on and ends_on < starts_on:
        raise Refused(_("Enter a last day that is not before the first."), "ends_on")
    if ends_on and ends_on < clock.today():
        raise Refused(_("Enter days that are not over yet."), "ends_on")
    return {"weekday": weekday, "starts": starts, "ends": ends, "starts_on": starts_on, "ends_on": ends_on}


def in_words(half_days: list[str]) -> str:
    return ", ".join(str(HalfDay(each).label) for each in half_days)
