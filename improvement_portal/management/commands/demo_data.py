from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement_portal.demo.build import NotOurs, is_ours, load
from improvement_portal.demo.entrances import entrances
from schools import clock


class Command(BaseCommand):
    help = "Fill an empty database with a made-up council, its schools and their years of work (demo mode only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--schools", type=int, default=26, help="how many schools (26)")
        parser.add_argument("--years", type=int, default=2, help="how many school years, the last one the current (2)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same content (1)")
        parser.add_argument("--keep", action="store_true", help="do nothing if demo content is already there")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PORTAL_MODE == "production":
            raise CommandError("Demo content is for demo mode. Set PORTAL_MODE=demo to try the portal.")
        if options["schools"] < 1 or options["years"] < 1:
            raise CommandError("Give at least one school and one year.")
        if not (options["keep"] and is_ours()):
            try:
                made = load(
                    schools=options["schools"], years=options["years"], seed=options["seed"], today=clock.today()
                )
            except NotOurs:
                raise CommandError(
                    "This database already holds councils, so demo content is not added to it. "
                    "Start afresh with `make demo-reset`, or name an empty database."
                ) from None
            self.stdout.write(f"Made {made.schools} schools and {len(made.years)} school years.")
        for line in entrances():
            self.stdout.write(f"  {line.role:<24} {line.email}")
