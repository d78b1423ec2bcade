"""`manage.py check --database default`: does the database hold the second line?"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.utils import CursorWrapper

from improvement_portal.database.grants import INSERT_ONLY

OWNED = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname = 'public'
      AND pg_has_role(%s, c.relowner, 'MEMBER') ORDER BY 1
"""
CHANGEABLE = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relname = ANY(%s)
      AND (has_table_privilege(%s, c.oid, 'DELETE, TRUNCATE, TRIGGER')
           OR has_any_column_privilege(%s, c.oid, 'UPDATE')) ORDER BY 1
"""
UNGUARDED = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relname = ANY(%s) AND NOT EXISTS (
        SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'guard' AND t.tgenabled = 'O'
    ) ORDER BY 1
"""


def register() -> None:
    checks.register(serving_role_is_held_back, checks.Tags.database)


def serving_role_is_held_back(*, databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if settings.DATABASE_ROLE == "owner":  # migrate checks before it sets right what this would find
        return found
    for alias in databases or []:
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                found += _faults(cursor, settings.SERVING_ROLE)
    return found


def _faults(cursor: CursorWrapper, role: str) -> Iterator[checks.CheckMessage]:
    cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
    row = cursor.fetchone()
    if row is None:
        yield checks.Error(f"The serving role {role!r} does not exist.", id="database.E001")
        return
    if row[0]:
        yield checks.Error(
            f"The serving role {role!r} is a superuser or may make roles: it would pass every guard.",
            hint="Serve as a role without such rights, and keep DATABASE_OWNER_URL for migrations.",
            id="database.E002",
        )
        return
    cursor.execute(OWNED, [role])
    if owned := [name for (name,) in cursor.fetchall()]:
        yield checks.Error(
            f"The serving role {role!r} owns {', '.join(owned)}.",
            hint="Migrate as the role of DATABASE_OWNER_URL; hand the tables over with REASSIGN OWNED.",
            id="database.E003",
        )
    cursor.execute(CHANGEABLE, [list(INSERT_ONLY), role, role])
    if changeable := [name for (name,) in cursor.fetchall()]:
        yield checks.Error(
            f"The serving role {role!r} may change or remove rows of {', '.join(changeable)}.",
            hint="Run migrate: it sets the grants again.",
            id="database.E004",
        )
    cursor.execute(UNGUARDED, [list(INSERT_ONLY)])
    if unguarded := [name for (name,) in cursor.fetchall()]:
        yield checks.Error(
            f"No guard stands on {', '.join(unguarded)}, or it was switched off.",
            hint="ALTER TABLE … ENABLE TRIGGER guard; and find out who switched it off.",
            id="database.E005",
        )
