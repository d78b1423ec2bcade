"""What must be settled before Django starts: which database role a command has, and whether it may run at all."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def why_not_start(known: Mapping[str, Any]) -> str:
    """Why the portal may not start with these settings, as a sentence that says what to do; empty when it may."""
    mode = known["PORTAL_MODE"]
    if mode not in ("production", "demo", "test"):
        return f"PORTAL_MODE is {mode!r}; set it to production, demo or test."
    if mode != "production":
        return ""
    wanted = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATABASE_OWNER_URL")
    if missing := [name for name in wanted if not known[name]]:
        return (
            f"The portal is in production mode and {', '.join(missing)} must be set first: write them into the "
            "environment or into .env (see .env.example), or set PORTAL_MODE=demo to try the portal with made-up "
            "content."
        )
    former = [("SECRET_KEY_FALLBACKS", key) for key in known["SECRET_KEY_FALLBACKS"]]
    weak = [name for name, key in [("SECRET_KEY", known["SECRET_KEY"]), *former] if is_weak(key)]
    return (
        f"{weak[0]} is too short or not a secret: whoever knows it can sign in as anybody. Set it to a long random "
        'text: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        if weak
        else ""
    )


def is_weak(key: str) -> bool:
    """Short, to be read in the source, or of letters that hardly differ: a stranger knows it."""
    return len(key) < 40 or len(set(key)) < 12 or "not a secret" in key or key.startswith("django-insecure-")


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
