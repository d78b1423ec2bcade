"""One register file into the register: read, compare, write. The command and the page do the same."""

from django.db import transaction
from django.utils.translation import gettext as _

from schools.models import Council, Person, School
from schools.refusals import Refused

from .differences import compare
from .queries import Rows, register_for
from .reading import Table
from .report import Report, State
from .writing import write


def report_on(table: Table, rows: Rows, *, only: str = "", may_add_councils: bool = False) -> Report:
    """What importing this table would do."""
    report = compare(table, register_for(table, rows, only=only, may_add_councils=may_add_councils))
    if only and not any(row.line and row.state is not State.ELSEWHERE for row in report.rows):
        raise Refused(_("No row of this file belongs to council %(code)s.") % {"code": only})
    return report


@transaction.atomic
def import_table(
    table: Table, rows: Rows, *, by: Person | None, only: str = "", may_add_councils: bool = False, seen: str = ""
) -> Report:
    """Import the table unless it has rows in error; `seen` is the fingerprint of the report somebody agreed to.

    Nobody else can import or edit the same councils' schools meanwhile.
    """
    lock(rows, only)
    report = report_on(table, rows, only=only, may_add_councils=may_add_councils)
    if seen and report.fingerprint != seen:
        raise Refused(_("The register has changed since you looked at this preview. Look again, then import."))
    if not report.has_errors:
        write(report, rows, by=by)
    return report


def lock(rows: Rows, only: str) -> None:
    councils = rows(Council).filter(code=only) if only else rows(Council)
    list(councils.order_by("pk").select_for_update().values_list("pk"))
    schools = rows(School).filter(council__in=councils)
    list(schools.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
