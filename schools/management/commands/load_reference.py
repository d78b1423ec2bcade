"""manage.py load_reference: brings reference data up to date. Run after every migrate; a second run changes nothing."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


def load_all() -> dict[str, int]:
    """Run what each app names in `reference_data` of its AppConfig; how many rows each added."""
    return {
        loader: import_string(loader)()
        for config in reversed(list(apps.get_app_configs()))
        for loader in getattr(config, "reference_data", ())
    }


class Command(BaseCommand):
    help = "Load the reference data that comes with the portal: frameworks, Welsh-medium schemes, kinds of support."

    def handle(self, *args: Any, **options: Any) -> None:
        for loader, new in load_all().items():
            if options["verbosity"]:
                self.stdout.write(f"{loader.rsplit('.', 1)[1].replace('_', ' ')}: {new} new")
