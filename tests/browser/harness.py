"""What a browser test needs: Chromium, a person signed in, and `examine`, which finds what is wrong with a page.

There is no list of exceptions: a page passes whole or the test names every fault at once.
"""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import html5lib
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Route

from tests.browser import examined, pressed

CALM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
OWN_COPY = re.compile(r"/self-evaluations/\d+/(#|$)")  # the address of a school's own copy, at an area or at its top
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # read by a rule that axe calls an experiment, and by one about sounds and films
}
FINDINGS = """async rules => {
    const width = document.documentElement.scrollWidth;
    return {width, violations: (await axe.run(rules)).violations};
}"""
AWAITED = "document.body.classList.contains('js-enabled') && !!document.querySelector('script[type=module]')"
CONTROLS = ("input", "select", "textarea")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-details", "for")


def chromium() -> str:
    """Debian's Chromium, best without its windows, or the browser that CHROMIUM names."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)
    assert found, "No Chromium was found: install it (apt-get install chromium) or name it with CHROMIUM=/path."
    return found


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=CALM)


@dataclass
class Portal:
    """The running portal, seen by somebody in a browser."""

    url: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, **options: Any) -> Page:
        """A page of somebody who is not signed in. `options` go to the browser (java_script_enabled=False …)."""
        context = self.browser.new_context(base_url=self.url, viewport=NARROW, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        pressed.watch(page)
        return page

    def sign_in(self, person: Any, **options: Any) -> Page:
        """A page of `person`, by the session's cookie."""
        client = Client()
        client.force_login(person)
        page = self.visit(**options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def examine(page: Page, url: str, status: int = 200) -> None:
    """Load `url` once and fail with every fault of it: at 320 pixels, at 1280, in its HTML and on the console."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        own_status = status >= 400 and f"status of {status}" in message.text
        if message.type in ("error", "warning") and not own_status:
            said.append(f"console {message.type}: {message.text}")

    def thrown(error: Any) -> None:
        said.append(f"script error: {error}")

    page.on("console", listen)
    page.on("pageerror", thrown)
    page.set_viewport_size(NARROW)
    response = page.goto(url)
    assert response is not None
    faults = [] if response.status == status else [f"answered {response.status}, not {status}"]
    html = response.text()
    faults += faults_in_html(html)
    if page.evaluate(AWAITED):
        page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate(AXE_SCRIPT)
    faults += faults_at(page, NARROW["width"])
    page.set_viewport_size(WIDE)
    faults += faults_at(page, WIDE["width"])
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", thrown)
    faults += said
    assert not faults, f"{page.url}\n" + "\n".join(f"  - {fault}" for fault in faults)
    examined.note(page.url, html, status)


@contextmanager
def answered_with(page: Page, url: str, answer: Any) -> Iterator[None]:
    """Within, the browser gets this answer, with its own headers, whenever it asks for that address."""
    where = re.compile(re.escape(url) + "$")
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}

    def fulfil(route: Route) -> None:
        route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    page.route(where, fulfil)
    yield
    page.unroute(where)


def faults_at(page: Page, width: int) -> list[str]:
    """One call for both questions, and back come the violations alone: what passed is half a megabyte a page."""
    found = page.evaluate(FINDINGS, RULES)
    scroll = found["width"]
    faults = [f"at {width}: content is {scroll} wide: {_widest(page, width)}"] if scroll > width else []
    for violation in found["violations"]:
        for node in violation["nodes"]:
            faults.append(f"at {width}: {violation['id']}: {violation['help']}: {node['html'][:200]}")
    return faults


def _widest(page: Page, width: int) -> str:
    script = """width => [...document.querySelectorAll("body *")]
        .filter(e => e.getBoundingClientRect().right > width + 1).slice(-1)
        .map(e => e.outerHTML.slice(0, 160)).join("")"""
    return str(page.evaluate(script, width))


def faults_in_html(text: str) -> list[str]:
    """What a strict parser and a careful reader of ids and labels find in the HTML as it was sent."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(text)
    faults = [f"HTML, line {line}: {code} {data}" for (line, _column), code, data in parser.errors]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    faults += [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    faults += _dangling(elements, set(ids))
    faults += _unlabelled(elements)
    faults += [f"<{e.tag}>: let axe preload, to hear it" for e in elements if e.tag in ("audio", "video")]
    for table in elements:
        if table.tag == "table" and "portal-table--stacked" in (table.get("class") or ""):
            cells = [
                cell for cell in table.iter("td") if cell.get("data-label") is None and cell.get("colspan") is None
            ]
            faults += [
                f"a cell of a stacked table has no data-label: {''.join(cell.itertext())[:40]!r}" for cell in cells
            ]
    faults += [
        f"inline {name} on <{e.tag}>" for e in elements for name in e.attrib if name == "style" or name[:2] == "on"
    ]
    return faults


def _dangling(elements: Iterable[Any], ids: set[str | None]) -> list[str]:
    faults = []
    for element in elements:
        for name in REFERENCES:
            for target in (element.get(name) or "").split():
                if target not in ids:
                    faults.append(f"{name}={target!r} on <{element.tag}> leads nowhere")
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href[1:] not in ids:
            faults.append(f"a link to {href!r} leads nowhere")
    return faults


def _unlabelled(elements: list[Any]) -> list[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label"}
    named = ("aria-label", "aria-labelledby")
    return [
        f"<{element.tag} name={element.get('name')!r}> has no label"
        for element in elements
        if element.tag in CONTROLS
        and element.get("type") not in ("hidden", "submit", "button")
        and element.get("id") not in labelled
        and not any(element.get(name) for name in named)
    ]
