"""One person's walk over the access table: which cells do not hold, and which canaries were seen."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.core.handlers import exception as refusals
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.access_table import COLUMNS, rows

Row = tuple[str, str, list[str]]
VISITOR = "visitor"
# What could leak and is no text that somebody wrote: the portal's own words for it.
IN_WORDS = {b"Kept free for an inspection": "day-kept-for-an-inspection"}


@dataclass
class Found:
    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def client_of(world: Any, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != VISITOR:
        client.force_login(getattr(world.cast, who))
    return client


@contextmanager
def on_foot() -> Iterator[None]:
    """What costs a third of the time and decides nothing: the session in the database, and the page of a refusal.

    Each kind of refusal is shown in full once, and after that only says why; what it says is still looked through.
    """
    shown: set[int] = set()
    in_full = refusals.get_exception_response

    def answer(request: Any, resolver: Any, status: int, why: Exception) -> Any:
        if status not in shown:
            shown.add(status)
            return in_full(request, resolver, status, why)
        return HttpResponse(str(why), status=status)

    engine = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    with engine, patch.object(refusals, "get_exception_response", answer):
        yield


@on_foot()
def walk(world: Any, who: str, pages: Iterable[Row] | None = None) -> Found:
    """Over all pages, or over some."""
    found, client = Found(), client_of(world, who)
    for method, page, cells in rows() if pages is None else pages:
        expected = cells[COLUMNS.index(who)]
        got, response = answer_of(client, method, world.url(page))
        found.cells += 1
        if got != expected:
            found.wrong.append(f"{who}: {method} {page} should be {expected}, is {got}")
        if not response.streaming and b"CANARY" in response.content:
            found.seen |= set(re.findall(r"CANARY-([a-z-]+)", response.content.decode()))
        found.seen |= {name for words, name in IN_WORDS.items() if not response.streaming and words in response.content}
    return found


def answer_of(client: Client, method: str, url: str) -> tuple[str, Any]:
    response = client.get(url) if method == "GET" else client.post(url, {})
    if response.status_code in (301, 302) and "/account/login/" in response["Location"]:
        return "in", response
    if response.status_code == 200 and any(
        template.name == "account/login.html" for template in response.templates if template.name
    ):
        return "in", response
    known = {200: "ok", 302: "ok", 403: "no", 404: "."}
    return known.get(response.status_code, str(response.status_code)), response
