"""The portal's only clock. School years, days and times are those of Europe/London."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """The present moment, aware, in Europe/London."""
    return dt.datetime.now(LONDON)


def today() -> dt.date:
    """Today's date in Europe/London."""
    return now().date()


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day`."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LONDON)


def school_year_of(day: dt.date) -> int:
    """The school year that holds `day`, named by the integer of its first September (1 September to 31 August)."""
    return day.year if day.month >= 9 else day.year - 1


def current_school_year() -> int:
    return school_year_of(today())


def school_year_bounds(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a school year, both inclusive."""
    return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)


def midnight_before(year: int) -> dt.datetime:
    """The first moment of a school year."""
    return dt.datetime.combine(school_year_bounds(year)[0], dt.time(), LONDON)


def beginning_of(year: int) -> dt.datetime:
    """Nine o'clock on the first day of a school year: since when waits what no act has begun."""
    return dt.datetime.combine(school_year_bounds(year)[0], dt.time(9), LONDON)


def school_year_words(year: int) -> str:
    """2026 -> '2026/27'. The same in both languages."""
    return f"{year}/{(year + 1) % 100:02d}"


def three_school_years_words(first: int) -> str:
    """2026 -> '2026/27–2028/29': what a development plan covers."""
    return f"{school_year_words(first)}–{school_year_words(first + 2)}"
