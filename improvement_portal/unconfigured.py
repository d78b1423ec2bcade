"""Why the portal may not start with what it was told: a sentence that says what to do; empty when it may."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.I)


def why_unconfigured(known: Mapping[str, Any], databases: Iterable[Mapping[str, Any]]) -> str:
    """Of all settings, and of the databases as the serving role and the owner reach them."""
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
    keys = [known["SECRET_KEY"], *known["SECRET_KEY_FALLBACKS"]]
    return (
        _weak_key(keys)
        or _any_host(known["ALLOWED_HOSTS"])
        or _no_address(known["PORTAL_ADDRESS"])
        or _one_role(databases)
    )


def _weak_key(keys: list[str]) -> str:
    """A key that is short, that can be read in the source, or whose letters hardly differ, is known to a stranger."""
    for number, key in enumerate(keys):
        if len(key) < 40 or len(set(key)) < 12 or "not a secret" in key or key.startswith("django-insecure-"):
            return (
                f"{'SECRET_KEY_FALLBACKS' if number else 'SECRET_KEY'} is too short or not a secret: whoever knows it "
                "can sign in as anybody. Set it to a long random text: "
                'python -c "import secrets; print(secrets.token_urlsafe(50))"'
            )
    return ""


def _any_host(hosts: list[str]) -> str:
    """Where any name is let in, a stranger's name reaches pages and links. A dot at the beginning stands for all names
    of one's own domain.
    """
    wrong = [host for host in hosts if not HOST.fullmatch(host.removeprefix("."))]
    if not wrong:
        return ""
    return (
        f"ALLOWED_HOSTS holds {wrong[0]!r}, which is no name of a server. Set it to the names by which people reach "
        "the portal, with commas between them and nothing before or after: ALLOWED_HOSTS=portal.example.org"
    )


def _no_address(address: str) -> str:
    """It is the first of ALLOWED_HOSTS where it is not set itself."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme in ("http", "https") and HOST.fullmatch(f"[{host}]" if ":" in host else host):
        return ""
    return (
        f"PORTAL_ADDRESS is {address!r}, and every link in a mail begins with it. Set it to the address at which "
        "people open the portal: PORTAL_ADDRESS=https://portal.example.org"
    )


def _one_role(databases: Iterable[Mapping[str, Any]]) -> str:
    """Two addresses that lead to one role: it would own what it must only serve."""
    users = [each.get("USER") or each.get("OPTIONS", {}).get("user", "") for each in databases]
    if len(set(users)) == len(users):
        return ""
    return (
        "DATABASE_URL and DATABASE_OWNER_URL name the same user. What was frozen and recorded is safe only while the "
        "portal serves as a role that owns nothing: make a second role (docs/operating.md, “Run it for real”), and "
        "name it in DATABASE_URL."
    )
