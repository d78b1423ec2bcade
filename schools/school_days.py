"""The school-day clock: the days inside a council's terms that are neither a weekend nor a bank holiday of Wales.

For a school, its INSET days and the days that it keeps free itself are none either; why it keeps them free is never
read here.

Outside the terms that a council has entered nothing is known of a day, except that no school meets at a weekend or on
a bank holiday. A school year whose terms begin in September and end in June or later is known from end to end, its
holidays too; of any other year only what lies between its first and its last day of term. Bank holidays are known as
far as they are packaged, about two years ahead.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from django.db.models import F, Value
from govuk_bank_holidays.bank_holidays import BankHolidays

from schools import clock
from schools.models import ClosedDay, InsetDay, School, Term

Stretch = tuple[dt.date, dt.date]  # from its first to its last day, both inclusive
DAY = dt.timedelta(days=1)
YEARS_BACK, YEARS_ON = 10, 2
# The package misnames them in Welsh, or by several names: by their English titles, as a reader knows them.
WELSH_NAMES = {
    "New Year’s Day": "Dydd Calan",
    "Good Friday": "Dydd Gwener y Groglith",
    "Easter Monday": "Dydd Llun y Pasg",
    "Early May bank holiday": "Gŵyl Banc Dechrau Mai",
    "Early May bank holiday (VE day)": "Gŵyl Banc Dechrau Mai (Diwrnod VE)",
    "Spring bank holiday": "Gŵyl Banc y Gwanwyn",
    "Summer bank holiday": "Gŵyl Banc yr Haf",
    "Christmas Day": "Dydd Nadolig",
    "Boxing Day": "Gŵyl San Steffan",
}
WELSH_NOTES = {"Substitute day": "diwrnod yn lle’r ŵyl"}


def years_kept() -> range:
    """The school years of which a calendar is kept, this one among them."""
    this = clock.current_school_year()
    return range(this - YEARS_BACK, this + YEARS_ON + 1)


@cache
def bank_holiday_names(language: str = "en") -> dict[dt.date, str]:
    """Bank holidays of England and Wales by their names in a language; their days as packaged (no network).

    One whose English title is not among the known ones has the Welsh name that the package gives it.
    """
    names = _packaged("en")
    if language == "cy":
        names |= {day: _in_welsh(names.get(day, ("", "")), words) for day, words in _packaged("cy").items()}
    return {day: f"{title} ({note.lower()})" if note else title for day, (title, note) in names.items()}


def _packaged(language: str) -> dict[dt.date, tuple[str, str]]:
    """The title of each day, and the note on it."""
    known = BankHolidays(locale=language, use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
    return {each["date"]: (each["title"].replace("'", "’"), each["notes"].replace("'", "’")) for each in known}


def _in_welsh(english: tuple[str, str], packaged: tuple[str, str]) -> tuple[str, str]:
    return WELSH_NAMES.get(english[0], packaged[0]), WELSH_NOTES.get(english[1], packaged[1])


@cache
def bank_holidays() -> frozenset[dt.date]:
    return frozenset(bank_holiday_names())


def no_school_meets(day: dt.date) -> bool:
    """At a weekend and on a bank holiday, whatever the terms are."""
    return day.weekday() > 4 or day in bank_holidays()


def days_from(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + number * DAY for number in range((last - first).days + 1))


class SchoolDays:
    """The school days of one council from its terms; and, without the days in `closed`, of one of its schools."""

    def __init__(self, terms: Iterable[Stretch], closed: Collection[dt.date] = ()) -> None:
        terms = list(terms)
        self.known = _known(terms)
        self.closed = frozenset(closed)
        days = {day for first, last in terms for day in days_from(first, last)} - self.closed
        self.days = sorted(day for day in days if not no_school_meets(day))

    def without(self, closed: Collection[dt.date]) -> "SchoolDays":
        """The same terms, with days on which one school is closed."""
        if not closed:
            return self
        found = SchoolDays(())
        found.known, found.closed = self.known, self.closed | frozenset(closed)
        found.days = [day for day in self.days if day not in found.closed]
        return found

    @property
    def are_known(self) -> bool:
        """Whether any term was entered; where none was, nothing is counted."""
        return bool(self.known)

    def count(self, a: dt.date, b: dt.date) -> int:
        """How many school days lie after `a`, up to and including `b`; 0 when `b` is not after `a`.

        Days outside the known terms count as none.
        """
        return max(0, bisect_right(self.days, b) - bisect_right(self.days, a))

    def is_school_day(self, day: dt.date) -> bool:
        """Whether `day` is known to be a school day; outside the known terms it is not."""
        at = bisect_left(self.days, day)
        return at < len(self.days) and self.days[at] == day

    def is_closed(self, day: dt.date) -> bool:
        """Whether `day` is known to be no school day; outside the known terms only a weekend, a bank holiday or a day
        that the school keeps free is.
        """
        if no_school_meets(day) or day in self.closed:
            return True
        return self._knows_all(day, day) and not self.is_school_day(day)

    def closed_between(self, first: dt.date, last: dt.date) -> set[dt.date]:
        """All the days from `first` to `last` that are known to be no school days."""
        return {day for day in days_from(first, last) if self.is_closed(day)}

    def after(self, day: dt.date, number: int = 1) -> dt.date | None:
        """The `number`-th school day after `day` (the next one, the tenth …).

        None where it lies beyond the known terms, or where days between that are not known could be school days.
        """
        at = bisect_right(self.days, day) + _counting(number) - 1
        if at >= len(self.days):
            return None
        found, first = self.days[at], day + DAY
        while first < found and no_school_meets(first):
            first += DAY
        return found if self._knows_all(first, found) else None

    def before(self, day: dt.date, number: int = 1) -> dt.date | None:
        """The `number`-th school day before `day`; None as for `after`."""
        at = bisect_left(self.days, day) - _counting(number)
        if at < 0:
            return None
        found, last = self.days[at], day - DAY
        while last > found and no_school_meets(last):
            last -= DAY
        return found if self._knows_all(found, last) else None

    def _knows_all(self, first: dt.date, last: dt.date) -> bool:
        return any(begins <= first and last <= ends for begins, ends in self.known)


def _counting(number: int) -> int:
    if number < 1:
        raise ValueError(f"Count school days from 1, not {number}")
    return number


def _known(terms: Iterable[Stretch]) -> list[Stretch]:
    """The days of which it is known whether there is school, in order; neighbouring years are one stretch."""
    years: dict[int, list[Stretch]] = defaultdict(list)
    for term in terms:
        years[clock.school_year_of(term[0])].append(term)
    found: list[Stretch] = []
    for year, of_year in sorted(years.items()):
        (begins, ends), (first, last) = clock.school_year_bounds(year), (min(of_year)[0], max(t[1] for t in of_year))
        first = begins if first.month == begins.month else first
        last = ends if last >= dt.date(ends.year, 6, 1) else last
        if found and found[-1][1] + DAY == first:
            first = found.pop()[0]
        found.append((first, last))
    return found


def school_days_for(schools: Iterable[School]) -> dict[int, SchoolDays]:
    """The school days of each of these schools (by key), however many: in one query."""
    schools = list(schools)
    councils, closed = _days_of(schools)
    return {school.pk: councils[school.council_id].without(closed[school.pk]) for school in schools}


def closed_days(schools: Iterable[School], first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
    """All the days from `first` to `last` on which each of these schools (by key) cannot meet, in one query.

    Weekends, bank holidays, INSET days, days that the school keeps free, and where the terms are known what lies
    outside them. Of days of which nothing is known it is not said that nobody can meet.
    """
    schools = list(schools)
    councils, closed = _days_of(schools)
    shared = {council: days.closed_between(first, last) for council, days in councils.items()}
    return {
        school.pk: shared[school.council_id] | {day for day in closed[school.pk] if first <= day <= last}
        for school in schools
    }


def closed_on(schools: Iterable[School], day: dt.date) -> list[School]:
    """Those of the schools that are known not to meet on `day`: why, is not told."""
    schools = list(schools)
    closed = closed_days(schools, day, day)
    return [school for school in schools if closed[school.pk]]


def school_days_between(
    school: School, a: dt.date, b: dt.date, known: Mapping[int, SchoolDays] | None = None
) -> int | None:
    """How many school days of `school` lie after `a`, up to and including `b`; 0 when `b` is not after `a`.

    None where no term of its council is known. A page about many schools reads the days of all of them at once and
    hands them in as `known`.
    """
    days = (known or school_days_for([school]))[school.pk]
    return days.count(a, b) if days.are_known else None


def _days_of(schools: Collection[School]) -> tuple[dict[int, SchoolDays], dict[int, set[dt.date]]]:
    """The school days of their councils, and the days on which each school is closed besides."""
    keys, councils = {school.pk for school in schools}, {school.council_id for school in schools}
    kept = ClosedDay.objects.as_system("on which day a school cannot meet is told, and never why").order_by()
    terms_of = Term.objects.as_system("term dates are public").order_by()
    inset = InsetDay.schools.through.objects.order_by()
    asked = [
        terms_of.filter(council__in=councils).values_list(Value(True), "council", "starts_on", "ends_on"),
        kept.filter(school__in=keys).values_list(Value(False), "school", "day", F("day")),
        inset.filter(school__in=keys).values_list(Value(False), "school", "insetday__day", F("insetday__day")),
    ]
    terms: dict[int, list[Stretch]] = defaultdict(list)
    closed: dict[int, set[dt.date]] = defaultdict(set)
    for is_term, of, first, last in asked[0].union(*asked[1:], all=True):
        if is_term:
            terms[of].append((first, last))
        else:
            closed[of].add(first)
    return {council: SchoolDays(terms[council]) for council in councils}, closed
