import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement_portal.demo.ownership import why_not_served
from improvement_portal.worker import work


class Command(BaseCommand):
    help = "Do the work in the background: send notices, and take over what a lost worker left."
    requires_system_checks: list[str] = []  # they look at pages, of which a worker serves none

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks into an empty queue")
        parser.add_argument("--watch-every", type=float, default=5, help="seconds between looks for lost workers")
        parser.add_argument("--batch", action="store_true", help="end when the queue is empty")

    def handle(self, *, interval: float, watch_every: float, batch: bool, **_: Any) -> None:
        if refusal := why_not_served():
            raise CommandError(refusal)
        work(interval=interval, watch_every=watch_every, batch=batch)
