"""How long it takes to make up schools with years of work behind them, up to as many as all Wales has."""

import time
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import override_settings

from improvement_portal.demo.build import load
from schools import clock

from .scratch import scratch_database


@dataclass(frozen=True)
class Row:
    """The one line of the result; `rows` are those of all tables."""

    schools: int
    years: int
    rows: int
    seconds: float
    rows_per_second: int


def run(*, schools: int, years: int) -> list[Row]:
    """The made-up files of evidence lie in a folder that goes when the database goes."""
    with TemporaryDirectory() as folder, scratch_database() as as_owner, override_settings(**_files_in(folder)):
        before, begun = as_owner(count), time.perf_counter()
        as_owner(lambda: load(schools=schools, years=years, seed=1, today=clock.today()))
        seconds = time.perf_counter() - begun
        rows = as_owner(count) - before
        return [Row(schools, years, rows, round(seconds, 1), round(rows / seconds))]


def count() -> int:
    """All rows of all tables."""
    names = [connection.ops.quote_name(name) for name in connection.introspection.table_names()]
    every = " UNION ALL ".join(f"SELECT count(*) AS rows FROM {name}" for name in names)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(rows) FROM ({every}) AS counted")  # noqa: S608 (our own tables)
        return int(cursor.fetchone()[0])


def _files_in(folder: str) -> dict[str, Any]:
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {"STORAGES": {**settings.STORAGES, "default": local}}
