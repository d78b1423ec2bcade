"""What an officer writes into the calendar of the council: its terms, and INSET days for its schools."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.history import once_only, record, record_all, tells
from schools.models import Council, InsetDay, Person, School, Term
from schools.notice_kinds import INSET_DAY_ENTERED, INSET_DAY_TAKEN_BACK, NoticeKind
from schools.notices import people_at_each, tell_at_each
from schools.policy import DAY_KEEPERS
from schools.refusals import Refused
from schools.school_days import no_school_meets
from schools.workflow import kept_by, locked, require_seen, save_version

from .queries import schools_kept_by

TERM_ADDED = tells("term.added", gettext_lazy("A term was entered."))
TERM_EDITED = tells("term.edited", gettext_lazy("The days of a term were changed."))
TERM_REMOVED = tells("term.removed", gettext_lazy("A term was removed."))
ENTERED = tells("inset_day.entered", gettext_lazy("The council entered an INSET day for the school: %(day)s."))
TAKEN_BACK = tells("inset_day.taken_back", gettext_lazy("The council removed an INSET day of the school: %(day)s."))


@once_only
def add_term(council: Council, *, year: int, starts_on: dt.date, ends_on: dt.date, by: Person, once: UUID) -> Term:
    """One unbroken stretch of school days: half a term, where there are half-term holidays."""
    require(by, May.KEEP_CALENDAR, council)
    _check_days(year, starts_on, ends_on)
    with kept_by("terms_do_not_overlap", _overlaps(), "starts_on"):
        term = Term.objects.create(council=council, school_year=year, starts_on=starts_on, ends_on=ends_on)
    record(TERM_ADDED, term, by=by, council=council, once=once)
    return term


@once_only
def edit_term(term: Term, *, starts_on: dt.date, ends_on: dt.date, version: int, by: Person, once: UUID) -> Any:
    """Correct the days of a term."""
    require(by, May.KEEP_CALENDAR, term.council)
    _check_days(term.school_year, starts_on, ends_on)
    with kept_by("terms_do_not_overlap", _overlaps(), "starts_on"):
        saved = save_version(term, version, by=by, verb=None, starts_on=starts_on, ends_on=ends_on)
    record(TERM_EDITED, saved, by=by, council=term.council, once=once)
    return saved


@once_only
def remove_term(term: Term, *, seen: str = "", by: Person, once: UUID) -> Council:
    council = term.council
    require(by, May.KEEP_CALENDAR, council)
    going = locked(term)
    require_seen(seen, [going])
    record(TERM_REMOVED, going, by=by, council=council, once=once)
    going.delete()
    return council


@once_only
def enter_inset(
    council: Council, *, year: int, day: dt.date, which: str, schools: Collection[UUID], by: Person, once: UUID
) -> InsetDay:
    """An INSET day for all schools of the council, or for some; where the day is entered already, for these too."""
    require(by, May.KEEP_CALENDAR, council)
    _check_inset(year, day)
    rows = schools_kept_by(by, council)
    chosen = list(rows if which == "all" else rows.filter(public_id__in=schools))
    if not chosen:
        raise Refused(_("Choose the schools that have this INSET day."), "schools")
    locked(council)
    inset = InsetDay.objects.visible_to(by).filter(council=council, day=day).first()
    if inset is None:
        inset = InsetDay.objects.create(council=council, day=day)
    else:
        have_it = set(inset.schools.values_list("pk", flat=True))
        chosen = [school for school in chosen if school.pk not in have_it]
        if not chosen:
            raise Refused(_("These schools have this INSET day already. Choose another day, or other schools."), "day")
        save_version(inset, inset.version, by=by, verb=None)
    inset.schools.add(*chosen)
    record(ENTERED, inset, by=by, council=council, once=once, day=day.isoformat())
    record_all(ENTERED, chosen, by=by, about=inset, day=day.isoformat())
    _tell(INSET_DAY_ENTERED, inset, chosen)
    return inset


@once_only
def remove_inset(inset: InsetDay, *, seen: str = "", by: Person, once: UUID) -> Council:
    """Take an INSET day back from all its schools that this person looks after."""
    council = inset.council
    require(by, May.KEEP_CALENDAR, council)
    going = locked(inset)
    require_seen(seen, [going])
    theirs = schools_of(going, by=by)
    record(TAKEN_BACK, going, by=by, council=council, once=once, day=going.day.isoformat())
    record_all(TAKEN_BACK, theirs, by=by, about=going, day=going.day.isoformat())
    _tell(INSET_DAY_TAKEN_BACK, going, theirs)
    going.schools.remove(*theirs)
    if going.schools.exists():
        save_version(going, going.version, by=by, verb=None)
    else:
        going.delete()
    return council


def _tell(kind: NoticeKind, inset: InsetDay, schools: Collection[School]) -> None:
    """Whoever keeps the days of these schools."""
    tell_at_each(people_at_each(schools, *DAY_KEEPERS), kind, inset, page="closures:index", day=inset.day.isoformat())


def schools_of(inset: InsetDay, *, by: Person) -> list[School]:
    """Those from which this person may take it back."""
    return list(schools_kept_by(by, inset.council).filter(inset_days=inset))


def _check_days(year: int, starts_on: dt.date, ends_on: dt.date) -> None:
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
        _check_year(year, day, field)
    if ends_on < starts_on:
        raise Refused(_("The last day cannot be before the first day."), "ends_on")


def _check_year(year: int, day: dt.date, field: str) -> None:
    begins, ends = clock.school_year_bounds(year)
    if not begins <= day <= ends:
        raise Refused(
            _("This day is not in the school year %(year)s. Enter a day from %(begins)s to %(ends)s.")
            % {"year": clock.school_year_words(year), "begins": date_format(begins), "ends": date_format(ends)},
            field,
        )


def _check_inset(year: int, day: dt.date) -> None:
    _check_year(year, day, "day")
    if no_school_meets(day):
        raise Refused(_("No school meets at a weekend or on a bank holiday. Enter another day."), "day")


def _overlaps() -> str:
    return _("Another term of the council has some of these days already. Change that one first.")
