from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from improvement_portal.demo.build import empty, load
from improvement_portal.demo.entrances import entrances
from improvement_portal.demo.ownership import is_ours
from improvement_portal.demo.people import PASSWORD
from schools import clock
from schools.management.commands.load_reference import load_all


class Command(BaseCommand):
    help = "Fill an empty database with a made-up council, its schools and their years of work (demo mode only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--schools", type=int, default=26, help="how many schools (26)")
        parser.add_argument("--years", type=int, default=2, help="how many school years, the last one the current (2)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same content (1)")
        parser.add_argument("--reset", action="store_true", help="remove the demo content that is there first")
        parser.add_argument(
            "--migrate", action="store_true", help="bring the tables and the reference data up to date first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PORTAL_MODE == "production":
            raise CommandError("Demo content is for demo mode. Set PORTAL_MODE=demo to try the portal.")
        if options["schools"] < 1 or options["years"] < 1:
            raise CommandError("Give at least one school and one year.")
        if options["migrate"]:
            call_command("migrate", verbosity=0)
            load_all()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date yet. Run manage.py migrate, then this again.")
        ours = is_ours()
        if ours is False:
            raise CommandError(
                "This database already holds councils or people that the demo did not make, so it is left as it is. "
                "Name an empty database in DATABASE_URL and DATABASE_OWNER_URL."
            )
        if ours and options["reset"]:
            empty()
        if not ours or options["reset"]:
            asked = {name: options[name] for name in ("schools", "years", "seed")}
            made = load(**asked, today=clock.today())
            schools, years = _counted(made.schools, "school"), _counted(len(made.years), "school year")
            self.stdout.write(f"Made {schools} and {years}.")
        self.stdout.write(f"Sign in as (the password of all is {PASSWORD}):")
        for line in entrances():
            self.stdout.write(f"  {line.role:<24} {line.email}")


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
