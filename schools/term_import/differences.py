"""Compares a file of term dates with the terms that a council has: what is new, changed, unchanged, missing or wrong.

Nothing here reads or writes the database. A row with a half-term in it means two stretches of school days.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from schools import clock
from schools.models import Term
from schools.school_days import DAY, years_kept

from .reading import Line, Table, date_of

COLUMNS = ("starts_on", "half_from", "half_to", "ends_on")


class State(StrEnum):
    ERROR = "error"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"
    MISSING = "missing"

    @property
    def words(self) -> str:
        return {
            State.ERROR: pgettext("row of a file of terms", "In error"),
            State.CHANGED: pgettext("row of a file of terms", "Changed"),
            State.NEW: pgettext("row of a file of terms", "New"),
            State.UNCHANGED: pgettext("row of a file of terms", "Unchanged"),
            State.MISSING: pgettext("row of a file of terms", "Missing from the file"),
        }[self]


@dataclass
class Row:
    """One stretch of school days of the file; or, where `line` is 0, a term that no row of the file names."""

    line: int
    first: dt.date | None = None
    last: dt.date | None = None
    state: State = State.NEW
    term: Term | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return self.state is State.CHANGED

    def shares_a_day(self, first: dt.date, last: dt.date) -> bool:
        return self.first is not None and self.last is not None and self.first <= last and first <= self.last

    def refuse(self, reason: str) -> None:
        self.state = State.ERROR
        self.reasons.append(reason)


@dataclass
class Report:
    rows: list[Row]
    unused: list[str]

    def of(self, *states: State) -> list[Row]:
        return [row for row in self.rows if row.state in states]

    @property
    def summary(self) -> list[tuple[str, int]]:
        return [(state.words, len(self.of(state))) for state in State]

    @property
    def has_errors(self) -> bool:
        return bool(self.of(State.ERROR))

    @property
    def to_do(self) -> int:
        """How many terms an import would enter or change."""
        return len(self.of(State.NEW, State.CHANGED))

    @property
    def in_order(self) -> list[Row]:
        """Errors and changes first, then as in the file."""
        order = list(State)
        return sorted(self.rows, key=lambda row: (order.index(row.state), row.line, row.first or dt.date.min))

    @property
    def years(self) -> list[int]:
        """The school years of its terms, the first one first."""
        return sorted({clock.school_year_of(row.first) for row in self.rows if row.first is not None})

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome: what somebody saw is what is imported."""
        outcome = [
            [row.line, row.state, str(row.first), str(row.last), str(row.term.seen) if row.term else ""]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(outcome).encode()).hexdigest()


def compare(table: Table, terms: Iterable[Term]) -> Report:
    """Every row of the file against the terms that the council has."""
    rows = [row for line in table.lines for row in _stretches(line)]
    sound = [row for row in rows if not row.reasons]
    _check_each_other(sound)
    terms = list(terms)
    named: dict[int, list[Row]] = {term.pk: [] for term in terms}
    for row in sound:
        _match(row, terms, named)
    for found in named.values():
        for row in found if len(found) > 1 else ():
            row.refuse(
                _("Several rows of the file have days of one term that is entered already. Correct that term first.")
            )
    years = {clock.school_year_of(row.first) for row in sound if row.first}
    missing = [
        Row(0, term.starts_on, term.ends_on, State.MISSING, term)
        for term in terms
        if not named[term.pk] and term.school_year in years
    ]
    return Report(rows + missing, table.unused)


def _stretches(line: Line) -> list[Row]:
    """The stretch of school days that a row means; two where a half-term lies within."""
    dates = {name: date_of(line.cells[name]) for name in COLUMNS if name in line.cells}
    unread = [line.cells[name] for name, date in dates.items() if date is None]
    row = Row(line.number, dates.get("starts_on"), dates.get("ends_on"))
    for text in unread:
        row.refuse(
            _("“%(text)s” is no date that can be read. Write it as 2026-09-01 or 1 September 2026.")
            % {"text": text[:60]}
        )
    if "starts_on" not in dates or "ends_on" not in dates:
        row.refuse(_("The first or the last day is missing."))
    half = dates.get("half_from"), dates.get("half_to")
    if len({"half_from", "half_to"} & set(dates)) == 1:
        row.refuse(_("Only one end of the half-term is given. Give both, or neither."))
    if row.reasons or row.first is None or row.last is None:
        return [row]
    if half[0] is None or half[1] is None:
        return [_checked(row)]
    if not row.first < half[0] <= half[1] < row.last:
        row.refuse(_("The half-term does not lie within the term."))
        return [row]
    return [
        _checked(Row(line.number, row.first, _weekday(half[0] - DAY, -DAY))),
        _checked(Row(line.number, _weekday(half[1] + DAY, DAY), row.last)),
    ]


def _weekday(day: dt.date, step: dt.timedelta) -> dt.date:
    while day.weekday() > 4:
        day += step
    return day


def _checked(row: Row) -> Row:
    first, last = row.first, row.last
    if first is None or last is None:
        return row
    year = clock.school_year_of(first)
    if last < first:
        row.refuse(_("The last day is before the first day."))
    elif year not in years_kept():
        row.refuse(_("No calendar is kept of this school year: it is too far away. Check the dates."))
    elif clock.school_year_of(last) != year:
        row.refuse(_("The first and the last day lie in different school years: one ends on 31 August."))
    return row


def _check_each_other(rows: list[Row]) -> None:
    for number, row in enumerate(rows):
        for other in rows[:number]:
            if row.first and row.last and other.shares_a_day(row.first, row.last):
                row.refuse(_("These days overlap those of line %(line)d.") % {"line": other.line})


def _match(row: Row, terms: list[Term], named: dict[int, list[Row]]) -> None:
    """Find the term of a row: the one that has some of its days already."""
    near = [term for term in terms if row.shares_a_day(term.starts_on, term.ends_on)]
    for term in near:
        named[term.pk].append(row)
    if row.reasons:
        return
    if len(near) > 1:
        row.refuse(
            _("These days overlap several terms that are entered already, from %(first)s on. Correct those first.")
            % {"first": date_format(near[0].starts_on)}
        )
    elif near:
        row.term = near[0]
        same = (row.first, row.last) == (near[0].starts_on, near[0].ends_on)
        row.state = State.UNCHANGED if same else State.CHANGED
