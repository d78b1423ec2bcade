"""How long it takes to import a register of all Wales' size, new and unchanged."""

import csv
import io
import time
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from schools.register.importing import import_table
from schools.register.reading import read
from schools.welsh_medium import load_welsh_medium

from .scratch import scratch_database

HEADINGS = ["LA code", "LA name", "School number", "School name", "Sector", "Governance", "Welsh-medium type", "Town"]


@dataclass(frozen=True)
class Row:
    """One line of the result."""

    step: str
    schools: int
    seconds: float


def register_of(schools: int) -> bytes:
    """A CSV file of made-up schools in 22 made-up councils."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number in range(schools):
        code = f"{660 + number % 22}"
        number_here = f"{code}{2000 + number // 22:04d}"
        name, town = f"Ysgol Ddychmygol {number}", "Tre'r Enfys"
        writer.writerow([code, f"Cyngor {code}", number_here, name, "primary", "community", "English-medium", town])
    return text.getvalue().encode()


def rows(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.as_system("the benchmark of the import")
    return found


def run(*, schools: int, years: int) -> list[Row]:
    content, found = register_of(schools), []
    with scratch_database():
        load_welsh_medium()
        for step in ("new", "unchanged"):
            begun = time.perf_counter()
            report = import_table(read(content), rows, by=None, may_add_councils=True)
            found.append(Row(step, schools, round(time.perf_counter() - begun, 2)))
            if report.has_errors:
                raise RuntimeError("The made-up register has rows in error.")
    return found
