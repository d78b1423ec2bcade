"""What must be settled before Django starts: which database role a command has, and whether it may run at all."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

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


def readable(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A Content-Type with a parameter that is itself encoded, as no browser sends it, is let in as unreadable.

    Django reads the header before any of our code runs, and would end in an error; so it gets one that the portal
    answers with its page.
    """

    def door(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "*" in environ.get("CONTENT_TYPE", ""):
            environ["CONTENT_TYPE"] = "text/plain; charset=undefined"
        return application(environ, start_response)

    return door
