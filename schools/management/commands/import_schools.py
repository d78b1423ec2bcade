"""manage.py import_schools FILE [--council CODE] [--dry-run]: the register from a CSV, XLSX or ODS file."""

import subprocess  # runs our own migrate
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.models import QuerySet

from schools.management.commands.load_reference import load_all
from schools.models import Council
from schools.refusals import Refused
from schools.register.importing import import_table
from schools.register.reading import MOST_BYTES, Table, read
from schools.register.report import Report, Row, State


def rows(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.as_system("the register is imported from the command line")
    return found


class Command(BaseCommand):
    help = (
        "Import schools from a register file. Nothing is written if any row is in error. "
        "Not into a portal that holds the demo's content."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a CSV, XLSX or ODS file with a row of headings")
        parser.add_argument("--council", default="", metavar="CODE", help="import only this council's schools")
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        make_tables()
        with transaction.atomic():
            self.import_from(Path(options["file"]), only=options["council"], dry_run=options["dry_run"])

    def import_from(self, file: Path, *, only: str, dry_run: bool) -> None:
        if rows(Council).filter(is_demo=True).exists():
            raise CommandError("This database holds demonstration content. Import real schools into one of their own.")
        load_all()
        try:
            report = import_table(table_in(file), rows, by=None, only=only, may_add_councils=True)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.tell(report)
        if report.has_errors:
            raise CommandError("Nothing was written, because some rows are in error.")
        transaction.set_rollback(dry_run)
        self.stdout.write("Nothing was written: this was a dry run." if dry_run else "Imported.")

    def tell(self, report: Report) -> None:
        for code, (name_en, _name_cy) in report.new_councils.items():
            self.stdout.write(f"New council: {code} {name_en}")
        for row in report.rows:
            self.stdout.write(line_about(row))
        for heading in report.unused:
            self.stdout.write(f"Column not used: {heading}")
        self.stdout.write(", ".join(f"{number} {words.lower()}" for words, number in report.summary))


def make_tables() -> None:
    """On a fresh embedded database, migrate first: the tables belong to another role, so in a process of its own."""
    if Council._meta.db_table in connection.introspection.table_names():
        return
    if not settings.EMBEDDED_DATABASE:
        raise CommandError("The database has no tables yet. Run manage.py migrate first, then import again.")
    connection.close()
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], check=True)  # noqa: S603 (our own program)


def table_in(file: Path) -> Table:
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"The file {file} cannot be read: {error.strerror}.") from None
    return read(content)


def line_about(row: Row) -> str:
    where = f"Line {row.line}" if row.line else "No line"
    said = [f"{where}: {row.state.words.lower()}: {' '.join(filter(None, (row.number, row.name)))}"]
    if row.state is State.CHANGED:
        said += [f"{change.label}: {change.was or '(empty)'} -> {change.becomes}" for change in row.changes]
    return "; ".join([*said, *row.reasons, *row.notes])
