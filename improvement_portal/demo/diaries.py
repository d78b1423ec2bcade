"""When people of the demo are not available: heads who teach, advisers with fixed duties, officers who are away."""

import datetime as dt
from collections.abc import Iterable

from discussions.models import CalendarBusy, FixedDuty, OwnCalendar, OwnLimits, TeachingWeek, TimeAway, UsualWeek
from discussions.spans import on, whole_days
from schools import clock
from schools.models import Person, Term

from .meetings import school_days_from
from .places import at
from .years import Year, YearMaker

TEACHING_HEADS = 3  # one in so many
TAUGHT = (["0am", "2am"], ["1am", "1pm", "3am"], ["4am"])


def add_diaries(maker: YearMaker, made: list[Year]) -> None:
    """Of everybody who takes part in this year's discussions; each diary once, though a head may lead two schools."""
    this_year = clock.school_year_of(maker.today)
    years = [year for year in made if year.year == this_year]
    heads = {year.head.pk: year for year in years}
    for number, year in enumerate(heads.values()):
        _diary_of_a_head(maker, year, number)
    for number, officer in enumerate(_once(maker.cast.officers[year.place.number] for year in years)):
        _diary_of_an_officer(maker, officer, number)
    for number, adviser in enumerate(_once(maker.cast.advisers[year.school.public_id] for year in years)):
        _diary_of_an_adviser(maker, adviser, number)


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def _diary_of_a_head(maker: YearMaker, year: Year, number: int) -> None:
    rows, head = maker.rows, year.head
    if number % TEACHING_HEADS == 0:
        taught = TAUGHT[number // TEACHING_HEADS % len(TAUGHT)]
        for term in Term.all_rows.filter(council=year.place.council, ends_on__gte=maker.today)[:2]:
            rows.add(TeachingWeek, person=head, term=term, teaches=taught, with_cover=taught[:1])
    if number % 2:
        rows.add(UsualWeek, person=head, not_free=[], prefers=["1pm", "3pm"])
    if number % 4 == 1:
        _away(maker, head, 15 + number, days=2)


def _diary_of_an_officer(maker: YearMaker, officer: Person, number: int) -> None:
    maker.rows.add(UsualWeek, person=officer, not_free=["4pm"], prefers=[])
    maker.rows.add(OwnLimits, person=officer, daily_limit=2, weekly_limit=6)
    _away(maker, officer, 20 + number, days=5)
    calendar = maker.rows.add(OwnCalendar, person=officer, comes="file", given_at=at(maker.today, 9))
    calendar.read_at = calendar.tried_at = calendar.given_at
    calendar.busy_until = clock.school_year_bounds(clock.school_year_of(maker.today) + 1)[1]
    for steps in range(3, 40, 6):
        day = school_days_from(maker.today, steps)
        maker.rows.add(CalendarBusy, calendar=calendar, during=on(day, dt.time(9), dt.time(10, 30)))


def _diary_of_an_adviser(maker: YearMaker, adviser: Person, number: int) -> None:
    begins = clock.school_year_bounds(clock.school_year_of(maker.today))[0]
    duty = {"weekday": number % 5, "starts": dt.time(9), "ends": dt.time(12)}
    maker.rows.add(FixedDuty, person=adviser, starts_on=begins, **duty)
    language = "both" if number % 2 else ""
    maker.rows.add(OwnLimits, person=adviser, daily_limit=2, weekly_limit=5, working_language=language)


def _away(maker: YearMaker, person: Person, steps: int, *, days: int) -> None:
    first = school_days_from(maker.today, steps)
    starts, ends = whole_days(first, first + dt.timedelta(days=days - 1))
    maker.rows.add(TimeAway, person=person, starts_at=starts, ends_at=ends)
