"""What must be settled before Django starts: which database role a command has, and whether it may run at all."""

import os
import sys
from collections.abc import Sequence

# Commands that make, change or empty tables. Everything else runs as the serving role, which owns nothing.
OWNER_COMMANDS = frozenset(
    {
        "migrate",
        "createcachetable",
        "demo_data",
        "flush",
        "sqlflush",
        "makemigrations",
        "squashmigrations",
        "optimizemigration",
    }
)
ALWAYS_ALLOWED = frozenset({"help", "check", "version", "--help", "-h", "--version"})


def prepare(argv: Sequence[str]) -> None:
    """Choose the database role for this command; end here, in words, where production is not set up."""
    command = argv[1] if len(argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement_portal.settings")
    os.environ["PORTAL_DATABASE_ROLE"] = "owner" if command in OWNER_COMMANDS else "serving"
    if command == "runserver":  # a thread a request: a kept connection would never be used again
        os.environ.setdefault("CONN_MAX_AGE", "0")
    if command not in ALWAYS_ALLOWED:
        refuse_if_unconfigured()


def refuse_if_unconfigured() -> None:
    from django.conf import settings

    if settings.UNCONFIGURED:
        sys.exit(settings.UNCONFIGURED)
