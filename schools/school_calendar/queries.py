"""A council's school year as a reader sees it: terms, holidays, bank holidays, and the days without school."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from schools import clock
from schools.access import May, councils_around
from schools.models import ClosedDay, Council, InsetDay, Person, School, Term
from schools.models.base import reader_language
from schools.school_days import DAY, SchoolDays, bank_holiday_names


@dataclass(frozen=True)
class Half:
    """One stretch of school, with the number of its school days."""

    term: Term
    days: int


@dataclass(frozen=True)
class Day:
    """A day without school at some schools that the reader sees; at all of them `schools` is empty."""

    day: dt.date
    schools: list[str]
    inset: Any = None  # the council's INSET day; else the schools keep the day free themselves


def councils_seen_by(person: Person) -> QuerySet[Council]:
    """In the alphabet of the page's language."""
    return councils_around(person).order_by(f"name_{reader_language()}")


def schools_kept_by(person: Person, council: Council) -> QuerySet[School]:
    """The schools of the council for which this person may enter INSET days."""
    kept = person.standing.reaches(May.KEEP_CALENDAR, at="")
    rows = School.objects.visible_to(person).filter(kept, council=council, closed_on=None)
    return rows.order_by(f"sort_{reader_language()}", "pk")


def terms_of(person: Person, council: Council, year: int) -> QuerySet[Term]:
    return Term.objects.visible_to(person).filter(council=council, school_year=year).order_by("starts_on")


def halves_of(terms: Iterable[Term], days: Iterable[Day]) -> list[Half]:
    """INSET days that all the schools share are no school days."""
    shared = [each.day for each in days if each.inset and not each.schools]
    found = SchoolDays([(term.starts_on, term.ends_on) for term in terms], shared)
    return [Half(term, found.count(term.starts_on - DAY, term.ends_on)) for term in terms]


def holidays_between(terms: list[Term]) -> list[tuple[dt.date, dt.date]]:
    """From the day after one stretch to the day before the next, where school days would lie between."""
    gaps = [(one.ends_on + DAY, other.starts_on - DAY) for one, other in pairwise(terms)]
    return [(first, last) for first, last in gaps if (last - first).days > 1]


def bank_holidays_of(year: int) -> list[tuple[dt.date, str]]:
    first, last = clock.school_year_bounds(year)
    return [(day, words) for day, words in bank_holiday_names(reader_language()).items() if first <= day <= last]


def days_without_school(person: Person, council: Council, year: int) -> list[Day]:
    """INSET days of the council, and the days that schools keep free, by date; why they do is not read here."""
    order = f"sort_{reader_language()}"
    rows = School.objects.visible_to(person).filter(council=council, closed_on=None).order_by(order, "pk")
    names = {school.pk: school.name for school in rows}
    within = clock.school_year_bounds(year)
    inset: dict[dt.date, set[int]] = defaultdict(set)
    councils: dict[dt.date, InsetDay] = {}
    of_council = InsetDay.objects.visible_to(person).filter(council=council, day__range=within)
    for each in of_council.prefetch_related("schools"):
        councils[each.day] = each
        inset[each.day] = {school.pk for school in each.schools.all()} & set(names)
    own: dict[dt.date, set[int]] = defaultdict(set)
    kept: Any = ClosedDay.objects.as_system("on which day a school cannot meet is told, and never why")
    for day, school in kept.filter(school__in=names, day__range=within).values_list("day", "school"):
        if school not in inset[day]:
            own[day].add(school)
    found = [Day(day, _called(names, schools), councils[day]) for day, schools in inset.items() if schools]
    found += [Day(day, _called(names, schools)) for day, schools in own.items()]
    return sorted(found, key=lambda each: (each.day, each.inset is None))


def _called(names: dict[int, str], schools: set[int]) -> list[str]:
    """Those of the schools, in the order of the alphabet; nothing where it is all of several."""
    return [] if len(schools) == len(names) > 1 else [name for key, name in names.items() if key in schools]
