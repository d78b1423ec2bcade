"""What a register file would do to the register: one report for the page, the command and the import itself."""

import dataclasses
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from schools.alphabet import sort_key
from schools.models import School
from schools.models.base import reader_language

from .facts import Category, Facts
from .headings import fold

LABELS = {
    "number": _("School number"),
    "name_cy": _("Name in Welsh"),
    "name_en": _("Name in English"),
    "sector": _("Sector"),
    "governance": _("Governance"),
    "town": _("Town"),
    "postcode": _("Postcode"),
    "federation": _("Federation"),
    "cluster": _("Cluster"),
    "category": _("Welsh-medium category"),
}


class State(StrEnum):
    ERROR = "error"
    CHANGED = "changed"
    NEW = "new"
    ELSEWHERE = "elsewhere"
    UNCHANGED = "unchanged"
    MISSING = "missing"

    @property
    def words(self) -> str:
        return {
            State.ERROR: pgettext("row of a register file", "In error"),
            State.CHANGED: pgettext("row of a register file", "Changed"),
            State.NEW: pgettext("row of a register file", "New"),
            State.ELSEWHERE: pgettext("row of a register file", "Another council’s"),
            State.UNCHANGED: pgettext("row of a register file", "Unchanged"),
            State.MISSING: pgettext("row of a register file", "Missing from the file"),
        }[self]


@dataclass
class Known:
    """A school as the register has it now."""

    school: School
    council_code: str
    categories: dict[str, str]  # scheme -> code, those current
    federation: tuple[str, ...] = ()  # its names
    cluster: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset((fold(self.school.name_en), fold(self.school.name_cy)))


@dataclass
class Register:
    """What is known before the import. `only`: the one council to import; `may_add_councils`: from the command."""

    councils: dict[str, tuple[str, str]]  # code -> names (en, cy)
    schools: list[Known]
    category_words: dict[str, Category]  # folded words -> scheme and code
    category_names: dict[Category, str]  # as the reader calls them
    only: str = ""
    may_add_councils: bool = False


@dataclass(frozen=True)
class Change:
    field: str
    before: Any
    after: Any
    names: dict[Category, str] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        return str(LABELS[self.field])

    @property
    def was(self) -> str:
        return self.shown(self.before)

    @property
    def becomes(self) -> str:
        return self.shown(self.after)

    def shown(self, value: Any) -> str:
        if self.field == "category":
            return self.names.get(value, value[1])
        choices = dict(School._meta.get_field(self.field).choices or ())  # type: ignore[union-attr] # a plain field
        return str(choices.get(value, value))


@dataclass
class Row:
    """One row of the file (or, where `line` is 0, a school that no row names)."""

    line: int
    state: State
    name: str
    number: str = ""
    facts: Facts = field(default_factory=Facts)
    known: Known | None = None
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """The language of the name that is shown: the reader's, where the school has a name in it."""
        mine = reader_language()
        if self._name_in(mine):
            return mine
        return "en" if self.facts.name_en else "cy"

    @property
    def shown_name(self) -> str:
        return self._name_in(self.lang) or self.name

    def _name_in(self, language: str) -> str:
        here = getattr(self.known.school, f"name_{language}") if self.known else ""
        return getattr(self.facts, f"name_{language}") or here

    @property
    def is_changed(self) -> bool:
        return self.state is State.CHANGED


@dataclass
class Report:
    rows: list[Row]
    new_councils: dict[str, tuple[str, str]]
    unused: list[str]

    @property
    def summary(self) -> list[tuple[str, int]]:
        """How many rows of each kind; rows of other councils only where there are some."""
        return [
            (State(state).words, number) for state, number in self.counts.items() if number or state != State.ELSEWHERE
        ]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state.value: found[state] for state in State}

    @property
    def to_do(self) -> int:
        """How many schools an import would add or change."""
        return sum(row.state in (State.NEW, State.CHANGED) for row in self.rows)

    @property
    def in_order(self) -> list[Row]:
        """What needs a person's eye first: errors, changes, new and missing schools; then the rest."""
        order = [State.ERROR, State.CHANGED, State.NEW, State.MISSING, State.ELSEWHERE, State.UNCHANGED]
        language = reader_language()
        return sorted(self.rows, key=lambda row: (order.index(row.state), row.line, sort_key(row.shown_name, language)))

    @property
    def has_errors(self) -> bool:
        return any(row.state is State.ERROR for row in self.rows)

    def of(self, state: State) -> list[Row]:
        return [row for row in self.rows if row.state is state]

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome, in either language: what somebody saw is what is imported."""
        outcome = [
            [
                row.line,
                row.state,
                row.known.school.pk if row.known else 0,
                row.name,
                [[c.field, c.before, c.after] for c in row.changes],
            ]
            for row in self.rows
        ]
        words = json.dumps([outcome, self.new_councils], sort_keys=True, default=str)
        return hashlib.sha256(words.encode()).hexdigest()
