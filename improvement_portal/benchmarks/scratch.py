"""A database of its own for a benchmark: made, migrated, filled, measured as the serving role, and dropped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections


@contextmanager
def scratch_database() -> Iterator[Any]:
    """Yields a function that runs a piece of work as the owner; everything else runs as the serving role."""
    name = f"portal_benchmark_{os.getpid()}"
    serving = connections["default"]
    kept = dict(serving.settings_dict)
    connections["default"].close()
    _run_as_owner("postgres", f'CREATE DATABASE "{name}"')
    try:
        with _owner(name):
            call_command("migrate", verbosity=0)
        connections["default"].settings_dict["NAME"] = name
        yield lambda work: _as_owner(name, work)
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(kept)
        _run_as_owner("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _as_owner(name: str, work: Any) -> Any:
    with _owner(name):
        return work()


@contextmanager
def _owner(name: str) -> Iterator[None]:
    served = connections["default"]
    owner = served.copy()
    owner.settings_dict.update(settings.OWNER_DATABASE, NAME=name)
    connections["default"] = owner
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = served


def _run_as_owner(name: str, statement: str) -> None:
    with _owner(name), connections["default"].cursor() as cursor:
        cursor.execute(statement)
