"""Dates, terms, years of a plan and sums of money as people write them in a table, in either language.

What is read is `exact` where nothing of the words is lost by it; else the words are shown with what was read of them.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from schools.alphabet import taken_apart
from schools.clock import school_year_bounds, school_year_of
from schools.models import PlanTerm
from schools.money import MoneyField
from schools.plan_progress import term_of

LONGEST = 60  # characters of a cell that may be a date or a sum
LONGEST_LOOKED_AT = 1000  # characters of a cell, with its spaces and signs that say nothing
MONTHS = [
    "january jan ionawr ion", "february feb chwefror chwef chw", "march mar mawrth maw fawrth", "april apr ebrill ebr",
    "may mai fai", "june jun mehefin meh fehefin", "july jul gorffennaf gorff gor orffennaf", "august aug awst",
    "september sep sept medi fedi", "october oct hydref hyd", "november nov tachwedd tach dachwedd",
    "december dec rhagfyr rhag ragfyr",
]  # fmt: skip
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
SEASON = {
    "autumn": PlanTerm.AUTUMN, "spring": PlanTerm.SPRING, "gwanwyn": PlanTerm.SPRING, "wanwyn": PlanTerm.SPRING,
    "summer": PlanTerm.SUMMER, "haf": PlanTerm.SUMMER,
}  # fmt: skip
OF_A_TERM = {"term", "tymor", "dymor", "the", "y", "yr", "of", "o"}
BEFORE = re.compile(r"^(?:by the|by|erbyn|from|until|to|the|o|i)\s+(?=\S)")
EDGES = re.compile(r"^(?:end of(?: the)?|diwedd|beginning of(?: the)?|start of(?: the)?|dechrau)\s+(?=\S)")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
FIGURES = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})", re.ASCII)
SCHOOL_YEAR = re.compile(r"(\d{4})\s*[/–-]\s*(\d{4}|\d{2})", re.ASCII)
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|ain|af|fed|eg|ed|il|ydd)?\s+(?:of\s+|o\s+)?([a-z]+)\.?(?:\s+(\d{4}|\d{2}))?",
    re.ASCII,
)
MONTH_YEAR = re.compile(r"([a-z]+)\.?(?:\s+(\d{4}|\d{2}))?", re.ASCII)
BETWEEN = re.compile(
    r"\s+(?:-|–|—|to|until|hyd at|hyd|i|→)\s+|(?<=[a-z])\s*[-–—]\s*(?=[a-z])|(?<=\d{4})\s*[–—]\s*(?=\d)",
    re.ASCII,
)
NEARLY = re.compile(
    r"^(?:tua|oddeutu|about|approximately|approx\.?|around|circa|c\.|ca\.|up to|hyd at|~|amcangyfrif|est\.?)\s*"
)
THOUSANDS = re.compile(r"£?\s*(\d{1,4}(?:\.\d{1,2})?)\s*k", re.ASCII)
NOTHING = {"nil", "none", "no cost", "dim", "dim cost", "free", "am ddim"}
DASHES = {"-", "–", "—", "n/a", "amh"}
FIRST, LAST = 1900, 2200


@dataclass(frozen=True)
class Read:
    value: Any
    exact: bool = True


UNKNOWN = Read(None, exact=False)


def folded(words: str) -> str:
    plain = taken_apart(unicodedata.normalize("NFKC", words).casefold().replace("’", "'"))
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).replace(",", " ").split())


def day_in(words: str, *, year: int, last: bool) -> Read:
    """A day; of a month, a term or a school year its first day, or its `last`.

    `year`: the school year it is most likely in, where the words do not say.
    """
    found = _span(words, year)
    return Read(found.value[1 if last else 0], found.exact) if found.value else UNKNOWN


def days_in(words: str, *, year: int) -> tuple[Read, Read]:
    """From when to when. A single day or span is the one until which something is done."""
    text = folded(words) if len(words) <= LONGEST_LOOKED_AT else words
    whole = _span(text, year)
    if whole.value or len(text) > LONGEST:
        first, last = whole.value or (None, None)
        return Read(first if first != last else None, whole.exact), Read(last, whole.exact)
    parts = BETWEEN.split(text)
    if len(parts) != 2:
        return UNKNOWN, UNKNOWN
    end = _span(parts[1], year)
    begin = _span(parts[0], school_year_of(end.value[1]) if end.value else year)
    if not begin.value or not end.value or begin.value[0] > end.value[1]:
        return UNKNOWN, UNKNOWN
    exact = begin.exact and end.exact
    return Read(begin.value[0], exact), Read(end.value[1], exact)


def _span(words: str, year: int) -> Read:
    """Two days, the first and the last of what is named."""
    text = folded(words) if len(words) <= LONGEST_LOOKED_AT else words
    if not text or len(text) > LONGEST:
        return UNKNOWN
    text = BEFORE.sub("", text)
    bare = EDGES.sub("", text)
    if found := _single_day(bare, year):
        return found
    span = _month(bare, year) or _term(bare, year) or _school_year(bare)
    return Read(span, exact=False) if span else UNKNOWN


def _single_day(text: str, year: int) -> Read | None:
    if found := ISO.fullmatch(text):
        return _one(int(found[1]), int(found[2]), int(found[3]))
    if found := FIGURES.fullmatch(text):
        return _one(_whole(found[3]), int(found[2]), int(found[1]))
    found = DAY_MONTH.fullmatch(text)
    if found and (month := MONTH.get(found[2])):
        if found[3]:
            return _one(_whole(found[3]), month, int(found[1]))
        return _one(_in_school_year(year, month), month, int(found[1]), exact=False)
    return None


def _one(year: int, month: int, day: int, *, exact: bool = True) -> Read | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Read((found, found), exact) if FIRST <= year <= LAST else None


def _whole(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _in_school_year(year: int, month: int) -> int:
    return year if month >= 9 else year + 1


def _month(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    found = MONTH_YEAR.fullmatch(text)
    month = MONTH.get(found[1]) if found else None
    if not found or not month:
        return None
    whole = _whole(found[2]) if found[2] else _in_school_year(year, month)
    if not year - 5 <= whole <= year + 10:  # “Dec 12” is a day without a year, or an old year: nobody can tell
        return None
    return dt.date(whole, month, 1), dt.date(whole, month, calendar.monthrange(whole, month)[1])


def _term(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    years = SCHOOL_YEAR.search(text)
    rest = SCHOOL_YEAR.sub(" ", text) if years else text
    season = in_season(rest)
    words = [word for word in rest.split() if word not in OF_A_TERM]
    said = [word for word in words if word.isascii() and word.isdigit()]
    if not season or len(words) - len(said) != 1 or len(said) > 1 or (years and said):
        return None
    if said and len(said[0]) not in (2, 4):
        return None
    if years:
        begins = int(years[1])
    elif said:
        begins = _whole(said[0]) - (0 if season == PlanTerm.AUTUMN else 1)
    else:
        begins = year
    return term_bounds(begins, season) if FIRST < begins < LAST else None


def in_season(text: str) -> PlanTerm | None:
    """Which term is named; in Welsh the autumn has the name of October, and is the term where that word stands."""
    words = folded(text[:LONGEST_LOOKED_AT]).split()
    if "hydref" in words and {"tymor", "dymor"} & set(words):
        return PlanTerm.AUTUMN
    return next((SEASON[word] for word in words if word in SEASON), None)


def term_bounds(year: int, term: PlanTerm) -> tuple[dt.date, dt.date]:
    """The first and the last day of the months of a term."""
    first, last = school_year_bounds(year)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    its = [day for day in days if term_of(day) == term]
    return its[0], its[-1]


def _school_year(text: str) -> tuple[dt.date, dt.date] | None:
    found = SCHOOL_YEAR.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]) % 100 or not FIRST < int(found[1]) < LAST:
        return None
    return school_year_bounds(int(found[1]))


def cost_in(words: str) -> Read:
    """Pounds, nothing or more; None and exact where the cell only says that there is none to tell."""
    text = folded(words.replace(",", "")) if len(words) <= LONGEST else ""
    if text in DASHES or text in NOTHING:
        return Read(Decimal("0.00") if text in NOTHING else None)
    if not text:
        return UNKNOWN
    if (amount := _pounds(words)) is not None:
        return Read(amount)
    nearly = NEARLY.sub("", text).removesuffix("approx").removesuffix("pounds").strip()
    if found := THOUSANDS.fullmatch(nearly):
        return Read((Decimal(found[1]) * 1000).quantize(Decimal("0.01")), exact=False)
    amount = _pounds(nearly)
    return UNKNOWN if amount is None else Read(amount, exact=False)


def _pounds(words: str) -> Decimal | None:
    try:
        return MoneyField(label="", required=False).to_python(words)
    except ValidationError:
        return None


def year_in(words: str, first_year: int) -> Read:
    """The year of the plan, 1, 2 or 3; its school year names it too."""
    text = folded(words) if len(words) <= LONGEST_LOOKED_AT else ""
    years = SCHOOL_YEAR.search(text)
    figures = re.findall(r"[0-9]+", text)
    if years and _school_year(years[0]):
        number = int(years[1]) - first_year + 1
    elif len(figures) == 1 and len(figures[0]) == 1:
        number = int(figures[0])
    else:
        return UNKNOWN
    return Read(number) if number in (1, 2, 3) else UNKNOWN
