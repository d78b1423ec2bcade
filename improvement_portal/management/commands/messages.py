import argparse
from typing import Any

from django.core.management.base import BaseCommand

from improvement_portal import catalogue


class Command(BaseCommand):
    help = "Bring the Welsh catalogue up to date with the source, and compile it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *, compile: bool, **_: Any) -> None:
        if not compile:
            self._bring_up_to_date()
        catalogue.compile_catalogue()

    def _bring_up_to_date(self) -> None:
        words = catalogue.load()
        new, lost = catalogue.merge(catalogue.read_source(), words)
        catalogue.save(words)
        for message in lost:
            self.stdout.write(f"No longer in the source: {message.words}")
        missing = catalogue.untranslated(words)
        for entry in missing:
            self.stdout.write(f"Not yet in Welsh: {entry.msgid}")
        self.stdout.write(f"{len(words)} messages, {len(new)} new, {len(lost)} gone, {len(missing)} not yet in Welsh.")
