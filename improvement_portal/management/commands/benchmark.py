import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from improvement_portal.benchmarks import demo, documents, imports, pages, planner

BENCHMARKS: dict[str, Callable[..., list[Any]]] = {
    "pages": pages.run,
    "import": imports.run,
    "documents": documents.run,
    "demo": demo.run,
    "planner": planner.run,
}
SCHOOLS = {"pages": 26, "import": 1460, "documents": 1, "demo": 1460, "planner": 0}


class Command(BaseCommand):
    help = "Measure the portal on made-up data (in a database of its own, dropped afterwards, where it needs one)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHMARKS))
        sizes = "size of the data set (pages 26, import and demo 1460, planner 26, 250 and 1460 one after the other)"
        parser.add_argument("--schools", type=int, help=sizes)
        parser.add_argument("--years", type=int, default=2, help="school years of the data set (2)")
        parser.add_argument("--json", metavar="FILE", help="write the rows here as JSON too")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        schools = options["schools"] or SCHOOLS[name]
        found = BENCHMARKS[name](schools=schools, years=options["years"])
        rows = [asdict(row) for row in found if not isinstance(row, pages.NotMeasured)]
        widths = {key: max(len(key), *(len(str(row[key])) for row in rows)) for key in rows[0]}
        for row in [dict(zip(widths, widths, strict=True)), *rows]:
            self.stdout.write("  ".join(str(row[key]).ljust(width) for key, width in widths.items()))
        for row in found:
            if isinstance(row, pages.NotMeasured):
                self.stdout.write(f"Not measured: {row.page} for {row.role}: {row.reason}.")
        if options["json"]:
            Path(options["json"]).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
