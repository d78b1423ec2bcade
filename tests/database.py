"""The test database: a clone of a template that is migrated once per change of the migrations, not once per run.

Tests run as the serving role. Transactional and browser tests get a new clone instead of a flush, which only the
owner may do. `owner_connection` is for the few tests that need the owner.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from improvement_portal.database import grants

TEMPLATE, CLONE, DRAFT = "portal_template_", "portal_test_", "portal_draft_"


@cache
def template_key() -> str:
    """Changes with every migration file, ours or a library's, and with the grants."""
    digest = hashlib.sha256(django.__version__.encode())
    files = [file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")]
    for file in [*sorted(files), Path(grants.__file__)]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def as_owner(name: str) -> BaseDatabaseWrapper:
    """A connection of its own to that database, as the role that owns the tables."""
    connection = connections["default"].copy()
    connection.settings_dict.update(settings.OWNER_DATABASE, NAME=name)
    return connection


def address(connection: BaseDatabaseWrapper | None = None) -> str:
    """The present test database, or that of a connection, as a DATABASE_URL for processes of their own."""
    connection = connection or connections["default"]
    connection.ensure_connection()
    known = connection.settings_dict
    place = f"/{known['HOST']}" if known["HOST"].startswith("/") else f"{known['HOST']}:{known['PORT']}"
    return f"postgres://{known['USER']}:{quote(known['PASSWORD'], safe='')}@{place}/{known['NAME']}"


def as_demo() -> dict[str, str]:
    """The environment of such a process: the demonstration's settings on the present test database."""
    own = {"DATABASE_URL": address(), "DATABASE_OWNER_URL": address(), "PORTAL_IGNORE_DOTENV": "1"}
    mode = {"PORTAL_MODE": "demo", "DJANGO_SETTINGS_MODULE": "improvement_portal.settings"}
    return os.environ | own | mode


@contextmanager
def administration(lock_kind: int = fcntl.LOCK_EX) -> Iterator[BaseDatabaseWrapper]:
    """The owner, where databases are made and dropped: alone, or (LOCK_SH) beside others that only clone."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with open(settings.VAR / "test-databases.lock", "w") as lock:
        fcntl.flock(lock, lock_kind)
        connection = as_owner("postgres")
        try:
            yield connection
        finally:
            connection.close()


def execute(connection: BaseDatabaseWrapper, statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def databases(connection: BaseDatabaseWrapper, prefix: str) -> list[str]:
    return [
        name
        for (name,) in execute(connection, "SELECT datname FROM pg_database ORDER BY oid")
        if name.startswith(prefix)
    ]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def sweep(connection: BaseDatabaseWrapper) -> None:
    """Drop what killed runs left behind, and what a killed migration left half made."""
    for name in [*databases(connection, CLONE), *databases(connection, DRAFT)]:
        if not alive(int(name.rsplit("_", 1)[1])):
            execute(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_template(connection: BaseDatabaseWrapper, name: str) -> None:
    draft = f"{DRAFT}{os.getpid()}"
    execute(connection, f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    execute(connection, f'CREATE DATABASE "{draft}"')
    served = connections["default"]
    connections["default"] = as_owner(draft)
    try:
        call_command("migrate", verbosity=0)
    finally:
        connections["default"].close()
        connections["default"] = served
    for old in databases(connection, TEMPLATE)[:-2]:  # the younger may serve a run that began before a change
        execute(connection, f'DROP DATABASE IF EXISTS "{old}"')
    execute(connection, f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def clone() -> None:
    """Give this process an untouched database; the one it had is dropped."""
    template, name = f"{TEMPLATE}{template_key()}", f"{CLONE}{os.getpid()}"
    connections.close_all()
    while True:
        with administration(fcntl.LOCK_SH) as connection:
            execute(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            if template in databases(connection, TEMPLATE):
                execute(connection, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
                break
        with administration() as connection:
            if template not in databases(connection, TEMPLATE):
                make_template(connection, template)
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():
        with administration() as connection:
            sweep(connection)
        clone()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: clone())
        yield
    with django_db_blocker.unblock():
        connections.close_all()
        with administration() as connection:
            execute(connection, f'DROP DATABASE IF EXISTS "{CLONE}{os.getpid()}" WITH (FORCE)')


@pytest.fixture
def owner_connection(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """The role that owns the tables, on this test's database; the test sees only what is committed."""
    connection = as_owner(connections["default"].settings_dict["NAME"])
    yield connection
    connection.close()
