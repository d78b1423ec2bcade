"""manage.py load_reference: brings reference data up to date. Run after every migrate; a second run changes nothing."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from schools.frameworks import load_area_mappings, load_frameworks


def load_all() -> dict[str, int]:
    """Run what each app names in `reference_data` of its AppConfig; how many rows each added."""
    return {
        loader: import_string(loader)()
        for config in reversed(list(apps.get_app_configs()))
        for loader in getattr(config, "reference_data", ())
    }


class Command(BaseCommand):
    help = "Load the reference data that comes with the portal: frameworks, Welsh-medium schemes, kinds of support."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--frameworks", type=Path, metavar="FILE", help="also load the frameworks of this file (for its form see "
            "schools/data/frameworks.json); editions that are there already stay as they are"
        )  # fmt: skip
        parser.add_argument(
            "--mappings", type=Path, metavar="FILE", help="also load proposals for a change of framework: to which "
            "area the text of each goes (for its form see schools/data/area_mappings.json)"
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        for loader, new in load_all().items():
            if options["verbosity"]:
                self.stdout.write(f"{loader.rsplit('.', 1)[1].replace('_', ' ')}: {new} new")
        for name, load in (("frameworks", load_frameworks), ("mappings", load_area_mappings)):
            if file := options[name]:
                self.stdout.write(f"{file}: {load(file)} new")
