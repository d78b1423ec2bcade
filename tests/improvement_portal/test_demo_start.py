"""`make demo` is two processes: one that makes everything and one that serves. Each start of Django takes seconds."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from tests.database import CLONE, address, administration, as_demo, as_owner, execute


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of the demo's processes on a database without one table."""
    name = f"{CLONE}empty_{os.getpid()}"  # should this run be killed, the next one sweeps it away
    with django_db_blocker.unblock(), administration() as connection:
        execute(connection, f'CREATE DATABASE "{name}"')
        served = connections["default"].copy()
        served.settings_dict["NAME"] = name
        owned = as_owner(name)
        try:
            yield as_demo() | {"DATABASE_URL": address(served), "DATABASE_OWNER_URL": address(owned)}
        finally:
            served.close()
            owned.close()
            execute(connection, f'DROP DATABASE "{name}" WITH (FORCE)')


def make_demo(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "demo_data", "--schools=2", "--years=1", *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)


def test_one_process_makes_the_tables_the_reference_data_and_the_demo_and_a_second_keeps_them(empty):
    first, second = make_demo(empty, "--migrate"), make_demo(empty, "--migrate")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Made 2 schools and 1 school year." in first.stdout
    assert "Made" not in second.stdout and "@enfys.example" in second.stdout


def test_without_being_asked_it_makes_no_tables(empty):
    done = make_demo(empty)
    assert done.returncode == 1
    assert "Run manage.py migrate, then this again." in done.stderr
