"""What the serving role may do, table by table: the second line behind the policy. Applied after every migration."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"

# Whatever is not named below.
USUAL = (READ, ADD, CHANGE, REMOVE)
# What was frozen, done, written, approved or answered stays so; only the disposal command, as the owner, may end it.
INSERT_ONLY = (
    "schools_version",
    "schools_event",
    "schools_revision",
    "schools_look",
    "schools_governingbodyapproval",
    "schools_frozendocument",
    "schools_progressnote",
    "schools_translation",
    "discussions_answer",
    "discussions_difference",
    "discussions_earlierdecision",
)
# Kept by migrations.
READ_ONLY = ("django_migrations", "django_content_type", "auth_permission")

# What is answered or withdrawn, and never removed.
LASTING = ("schools_clarification",)

GRANTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(INSERT_ONLY, (READ, ADD)),
    **dict.fromkeys(LASTING, (READ, ADD, CHANGE)),
    **dict.fromkeys(READ_ONLY, (READ,)),
}


def connect() -> None:
    """All tables stand before the first `post_migrate` is sent (to apps with models only), so once is enough."""
    first = next(config for config in apps.get_app_configs() if config.models_module)
    post_migrate.connect(_after_migrate, sender=first)


def _after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)
    apply(using)


def apply(using: str) -> None:
    connection = connections[using]
    quote = connection.ops.quote_name
    with transaction.atomic(using=using), connection.cursor() as cursor:
        serving = quote(_serving_role(cursor))
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {serving}")
        for kind, words in (("TABLES", ", ".join(USUAL)), ("SEQUENCES", f"USAGE, {READ}")):
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {words} ON {kind} TO {serving}")
            cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {serving}")
            cursor.execute(f"GRANT {words} ON ALL {kind} IN SCHEMA public TO {serving}")
        standing = set(connection.introspection.table_names(cursor))
        for table, rights in GRANTS.items():
            if table in standing:
                cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {serving}")
                cursor.execute(f"GRANT {', '.join(rights)} ON {quote(table)} TO {serving}")


def _serving_role(cursor: CursorWrapper) -> str:
    role: str = settings.SERVING_ROLE
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        raise ImproperlyConfigured(
            f"The serving role {role!r} of DATABASE_URL does not exist on the server. Create it, as a superuser: "
            f"CREATE ROLE {role} LOGIN PASSWORD '…'; then run migrate again."
        )
    return role
