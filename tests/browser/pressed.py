"""Which buttons were pressed in this run by somebody who had come to them by links; none of the portal may be missing.

A press counts where the portal did what it was asked and led on, and where the page of the form was reached by a link
(of a page, or of a letter that the portal sent) or after another press, not by its address alone. A script that saves
while somebody types presses nothing. Each worker tells at its end what was pressed in it, and whoever leads the run
compares.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page, Request, Response

from tests.browser.examined import whole

PRESSED: set[str] = set()
NEVER = pytest.StashKey[list[str]]()


def watch(page: Page) -> None:
    """Note what is pressed on this tab from now on."""
    came = {"by a link": False}

    def leaves(request: Request) -> None:
        if request.method == "GET" and request.is_navigation_request():
            led = came["by a link"] and request.redirected_from is not None
            came["by a link"] = led or "referer" in request.headers or stands_in_a_letter(request.url)

    def arrives(response: Response) -> None:
        asked = response.request
        if asked.method == "POST" and asked.is_navigation_request() and came["by a link"] and response.status == 302:
            note(asked.url)

    page.on("request", leaves)
    page.on("response", arrives)


def stands_in_a_letter(url: str) -> bool:
    return any(urlsplit(url).path in letter.body for letter in getattr(mail, "outbox", []))


def note(url: str) -> None:
    path = urlsplit(url).path
    with translation.override("cy" if path.startswith("/cy/") else "en"):
        try:
            PRESSED.add(resolve(path).view_name)
        except Resolver404:
            return


NO_WAY_TO = {
    "account_reauthenticate": "allauth asks for it before what the portal does not offer yet",
    "account_set_password": "leads to the forgotten password",
}


def buttons() -> set[str]:
    """Every route that takes a POST: ours as the access table has them, and allauth's by the class that answers."""
    from schools.checks import routes
    from tests.access_table import route_of, rows

    ours = {route_of(page) for method, page, _cells in rows() if method == "POST"}
    borrowed = {(name, getattr(pattern.callback, "view_class", None)) for _path, name, pattern in routes()}
    return ours | {name for name, view in borrowed if name.startswith("account_") and hasattr(view, "post")}


def never_pressed(pressed: set[str]) -> list[str]:
    return sorted(buttons() - set(NO_WAY_TO) - pressed)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    PRESSED.update(getattr(node, "workeroutput", {}).get("pressed", []))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["pressed"] = sorted(PRESSED)
    elif exitstatus == pytest.ExitCode.OK and whole(config):
        config.stash[NEVER] = never_pressed(PRESSED)
        if config.stash[NEVER]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for route in config.stash.get(NEVER, []):
        terminalreporter.write_line(f"NEVER PRESSED: {route}, by somebody who came to it by links", red=True)
