"""Writes a register file's report into the register: everything or nothing."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.history import record_all, tells
from schools.models import Cluster, Council, Federation, Person, School, WelshMediumCategory
from schools.models.authority import current
from schools.refusals import Refused
from schools.shared_texts import end_shared_texts

from .facts import Category
from .headings import fold
from .queries import Rows
from .report import Report, Row, State

ADDED = tells("school.added", gettext_lazy("The school was added to the register."))
CHANGED = tells("school.changed", gettext_lazy("The school’s register facts were changed."))
GROUPS: dict[str, Any] = {"federation": Federation, "cluster": Cluster}
WRITTEN = ["number", "name_cy", "name_en", "sort_cy", "sort_en", "sector", "governance", "town", "sort_town_cy",
           "sort_town_en", "postcode", "federation", "cluster", "version"]  # fmt: skip


def write(report: Report, rows: Rows, *, by: Person | None) -> None:
    """Carry out a report without errors. The caller has locked what the report was made from."""
    if report.has_errors:
        raise Refused(_("The file has rows in error, so nothing has been imported."))
    try:
        with transaction.atomic():
            _write(report, rows, by)
    except IntegrityError as error:
        if "school_number_once" in str(error):
            raise Refused(
                _("A school number in the file already belongs to another school, so nothing has been imported.")
            ) from None
        raise Refused(_("The register changed at the same moment, so nothing has been imported. Try again.")) from None


def _write(report: Report, rows: Rows, by: Person | None) -> None:
    rows(Council).bulk_create(
        Council(code=code, name_en=en, name_cy=cy) for code, (en, cy) in report.new_councils.items()
    )
    touched = report.of(State.NEW) + report.of(State.CHANGED)
    codes = {row.facts.council_code for row in touched}
    councils = {council.code: council for council in rows(Council).filter(code__in=codes)}
    groups = {kind: _groups(kind, touched, councils, rows) for kind in GROUPS}
    schools = {row.line: _school(row, councils, groups) for row in touched}
    new = [schools[row.line] for row in report.of(State.NEW)]
    changed = [schools[row.line] for row in report.of(State.CHANGED)]
    rows(School).bulk_create(new, batch_size=500)
    rows(School).bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )
    _write_categories({schools[row.line].pk: row.facts.category for row in touched if _has_category(row)}, rows)
    record_all(ADDED, new, by=by)
    record_all(CHANGED, changed, by=by)
    end_shared_texts(by=by)


def _groups(kind: str, touched: list[Row], councils: dict[str, Council], rows: Rows) -> dict[tuple[str, str], Any]:
    """The federations or clusters that these rows name, by council and name; unknown ones are added."""
    model = GROUPS[kind]
    found = {
        (group.council.code, fold(name)): group
        for group in rows(model).filter(council__in=councils.values()).select_related("council")
        for name in (group.name_en, group.name_cy)
    }
    added = {}
    for row in touched:
        name, code = getattr(row.facts, kind), row.facts.council_code
        if name and (code, fold(name)) not in found:
            added[code, fold(name)] = model(council=councils[code], name_en=name, name_cy=name)
    rows(model).bulk_create(added.values())
    return found | added


def _school(row: Row, councils: dict[str, Council], groups: dict[str, dict[tuple[str, str], Any]]) -> School:
    """The row's school with the changes in it, not yet saved."""
    code = row.facts.council_code
    school = row.known.school if row.known else School(council=councils[code])
    school.version += 1 if row.known else 0
    for change in row.changes:
        if change.field in GROUPS:
            setattr(school, change.field, groups[change.field][code, fold(change.after)])
        elif change.field != "category":
            setattr(school, change.field, change.after)
    return school


def _has_category(row: Row) -> bool:
    return any(change.field == "category" for change in row.changes)


def _write_categories(wanted: dict[int, Category | None], rows: Rows) -> None:
    """From today each school has its category; what it had in the same scheme until now ended yesterday."""
    today = clock.today()
    former = [
        row
        for row in rows(WelshMediumCategory).filter(current(today), school__in=wanted)
        if (category := wanted[row.school_id]) and category[0] == row.scheme
    ]
    from_today = [row.pk for row in former if row.starts_on == today]
    rows(WelshMediumCategory).filter(pk__in=from_today).delete()
    rows(WelshMediumCategory).filter(pk__in=[row.pk for row in former]).update(ends_on=today - timedelta(days=1))
    rows(WelshMediumCategory).bulk_create(
        [
            WelshMediumCategory(school_id=school, scheme=category[0], code=category[1], starts_on=today)
            for school, category in wanted.items()
            if category
        ],
        batch_size=500,
    )
