"""Dates and school years as they stand on a page."""

import datetime as dt

from django import template
from django.utils import formats
from django.utils.dates import MONTHS

from schools import ages
from schools.clock import school_year_words, three_school_years_words

register = template.Library()


@register.filter
def school_year(year: int) -> str:
    """2026 -> 2026/27."""
    return school_year_words(year)


@register.filter
def plan_period(first_year: int) -> str:
    """2026 -> 2026/27–2028/29."""
    return three_school_years_words(first_year)


@register.filter
def gathered(day: dt.date | str) -> str:
    """How long ago evidence was gathered, in words; of a date, or of one kept as text in a frozen version."""
    return ages.gathered(day if isinstance(day, dt.date) else dt.date.fromisoformat(day))


@register.filter
def day(iso: str) -> str:
    """A date kept as text in a frozen version ('2026-10-01'), in the page's language."""
    return formats.date_format(dt.date.fromisoformat(iso))


@register.simple_tag
def months() -> str:
    """The names of the months in the language of the page, for a script: not every browser knows them in Welsh."""
    return ",".join(str(MONTHS[number]) for number in range(1, 13))
