"""Compares a register file with the register: what is new, changed, unchanged, missing, or in error and why.

Nothing here reads or writes the database: `compare` takes the rows and the register and returns the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from schools.models import School

from .facts import Category, Facts, facts_of, reason_against_number
from .headings import fold
from .reading import Table
from .report import Change, Known, Register, Report, Row, State

LINES_NAMED = 20


def compare(table: Table, register: Register) -> Report:
    """Every row of `table` against `register`."""
    rows = []
    for line in table.lines:
        facts, reasons = facts_of(line, register.category_words)
        row = Row(line.number, State.UNCHANGED, facts.called, facts.number, facts, reasons=reasons)
        row.facts = _in_council(row, register)
        rows.append(row)
    ours = [row for row in rows if row.state is not State.ELSEWHERE]
    new_councils = _new_councils(ours, register)
    _check_numbers(ours)
    _check_names(ours)
    _match(ours, register.schools)
    for row in ours:
        _judge(row, register)
    return Report(rows + _missing(ours, register), new_councils, table.unused)


def _in_council(row: Row, register: Register) -> Facts:
    """The facts with the council's code settled; a row of another council than the one importing is left out."""
    code = _council_code(row.facts, register)
    if register.only and code != register.only:
        row.state, row.reasons = State.ELSEWHERE, []
        row.notes = [_("This row belongs to another council and is left out.")]
    elif not (len(code) == 3 and code.isascii() and code.isdecimal()):
        row.reasons.append(
            _("The row does not say which council the school belongs to. Give its code of three digits.")
        )
    return replace(row.facts, council_code=code)


def _council_code(facts: Facts, register: Register) -> str:
    """As the file gives it; else by the school number, the council's name, or the one council importing."""
    if facts.council_code or len(facts.number) == 7:
        return facts.council_code or facts.number[:3]
    said = set(fold(facts.council_name_en or facts.council_name_cy).split())
    if not said:
        return register.only
    named = (
        code for code, names in register.councils.items() if any(said <= set(fold(name).split()) for name in names)
    )
    return next(named, "")


def _new_councils(rows: list[Row], register: Register) -> dict[str, tuple[str, str]]:
    """Councils unknown here, by code; two names for one code are an error naming both lines."""
    found: dict[str, tuple[str, str]] = {}
    first: dict[str, int] = {}
    for row in rows:
        code, en, cy = row.facts.council_code, row.facts.council_name_en, row.facts.council_name_cy
        if code in register.councils or row.reasons:
            continue
        if not register.may_add_councils or not (en or cy):
            row.reasons.append(_("Council %(code)s is not known here and the row does not name it.") % {"code": code})
        elif found.setdefault(code, (en or cy, cy or en)) != (en or cy, cy or en):
            row.reasons.append(
                _("Council %(code)s has another name in line %(line)s.") % {"code": code, "line": first[code]}
            )
        else:
            first.setdefault(code, row.line)
    return found


def _check_numbers(rows: list[Row]) -> None:
    for row in rows:
        if reason := reason_against_number(row.facts.number, row.facts.council_code):
            row.reasons.append(reason)
    for number, twins in _grouped((row.facts.number, row) for row in rows if row.facts.number):
        for row in twins:
            row.reasons.append(
                _(
                    "The school number %(number)s stands in several rows (lines %(lines)s). Keep one row of each "
                    "school, and correct the number in the others."
                )
                % {"number": number[:20], "lines": _lines(twins)}
            )


def _check_names(rows: list[Row]) -> None:
    """The same name twice in one council is an error, unless each has a number of its own."""
    named = (((row.facts.council_code, name), row) for row in rows for name in row.facts.names)
    for _key, twins in _grouped(named):
        if all(row.facts.number for row in twins):
            continue
        for row in twins:
            row.reasons.append(
                _(
                    "“%(name)s” stands in several rows (lines %(lines)s). If it is one school, keep one row. If they "
                    "are several, give each its school number."
                )
                % {"name": row.name[:60], "lines": _lines(twins)}
            )


def _grouped(pairs: Iterable[tuple[Any, Row]]) -> Iterator[tuple[Any, list[Row]]]:
    """Keys that several rows share, with the rows."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return ((key, rows) for key, rows in groups.items() if len(rows) > 1)


def _lines(rows: list[Row]) -> str:
    """The first of them: each of the rows says it, and all may have the same fault."""
    named = [str(row.line) for row in rows[:LINES_NAMED]]
    return ", ".join([*named, "…"] if len(rows) > LINES_NAMED else named)


def _match(rows: list[Row], schools: list[Known]) -> None:
    """Find each row's school: by number; else by council and name, where that leaves no doubt."""
    by_number = {known.school.number: known for known in schools if known.school.number}
    by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for known in schools:
        for name in known.names:
            by_name[known.council_code, name].append(known)
    for row in rows:
        row.known = by_number.get(row.facts.number) or _match_by_name(row, by_name)
    for _key, twins in _grouped((row.known.school.pk, row) for row in rows if row.known and not row.reasons):
        for row in twins:
            row.reasons.append(
                _("Lines %(lines)s all mean the same school of the register.") % {"lines": _lines(twins)}
            )


def _match_by_name(row: Row, by_name: dict[tuple[str, str], list[Known]]) -> Known | None:
    found = {
        known.school.pk: known for name in row.facts.names for known in by_name.get((row.facts.council_code, name), [])
    }
    if row.facts.number and not row.reasons:
        blank = [known for known in found.values() if not known.school.number]
        if found and not blank:
            row.notes.append(_("A school of this name is already here, with another number. Check that they are two."))
        found = {known.school.pk: known for known in blank}
    if len(found) > 1:
        row.reasons.append(_("Several schools here have this name. Give the school number."))
        return None
    return next(iter(found.values()), None)


def _judge(row: Row, register: Register) -> None:
    """Settle the state of a row whose council and school are known."""
    if row.known is None and not row.facts.sector and not row.reasons:
        row.reasons.append(_("A new school needs a sector."))
    if row.known and row.known.council_code != row.facts.council_code:
        row.reasons.append(_("The school with this number belongs to another council here."))
    if row.known and row.known.school.closed_on:
        row.notes.append(_("This school is closed in the register."))
    row.changes = list(_changes(row.facts, row.known, register.category_names))
    if row.reasons:
        row.state = State.ERROR
    elif row.known is None:
        row.state = State.NEW
    elif row.changes:
        row.state = State.CHANGED


def _changes(facts: Facts, known: Known | None, names: dict[Category, str]) -> Iterator[Change]:
    """What the row would change; an empty cell leaves what is here as it is."""
    if known is None:
        known = Known(School(), facts.council_code, {})
    after = _names_after(facts, known.school)
    for name in ("number", "sector", "governance", "town", "postcode"):
        after[name] = getattr(facts, name)
    for name, value in after.items():
        before = getattr(known.school, name)
        if value and value != before:
            yield Change(name, before, value)
    for name, group in (("federation", known.federation), ("cluster", known.cluster)):
        value = getattr(facts, name)
        if value and fold(value) not in {fold(other) for other in group}:
            yield Change(name, group[0] if group else "", value)
    if facts.category and known.categories.get(facts.category[0]) != facts.category[1]:
        scheme, code = facts.category
        yield Change("category", (scheme, known.categories.get(scheme, "")), (scheme, code), names)


def _names_after(facts: Facts, school: School) -> dict[str, str]:
    """With one name in the row, both languages get it, unless the school has a name of its own in the other."""
    if facts.name_en and facts.name_cy:
        return {"name_en": facts.name_en, "name_cy": facts.name_cy}
    one = facts.called
    if one in (school.name_en, school.name_cy):
        return {}
    if school.name_en == school.name_cy:
        return {"name_en": one, "name_cy": one}
    return {"name_en": facts.name_en, "name_cy": facts.name_cy}


def _missing(rows: list[Row], register: Register) -> list[Row]:
    """Open schools of the councils in the file that no row names. They are reported, never removed."""
    councils = {row.facts.council_code for row in rows} | {register.only}
    named = {row.known.school.pk for row in rows if row.known}
    return [
        Row(0, State.MISSING, known.school.name_en, known.school.number, known=known)
        for known in register.schools
        if known.council_code in councils and not known.school.closed_on and known.school.pk not in named
    ]
