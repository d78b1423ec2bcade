"""Which pages were examined in this run; when all browser tests ran, no page of the site map may be missing.

Each worker tells at its end what it examined, and whoever leads the run compares.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

LANGUAGES = ("cy", "en")
SHOWN, FORM, REFUSED = "shown", "with a form", "refused"
# What a GET answers with something else than a page of its own.
NO_PAGES = {
    "favicon": "a picture",
    "health": "for machines",
    "home:start": "leads home, or to the sign-in",
    "register:csv": "a file",
    **dict.fromkeys(("professional_discussions:calendar", "calendar"), "a file"),
    "this_year:csv": "a file",
    **dict.fromkeys(("planning:progress", "planning_together:progress"), "a part of a page, examined there"),
    **{f"{each}:copy": "a file" for each in ("self_evaluations", "sharing", "plans", "governing_body", "records")},
    **{f"papers:{each}": "a file" for each in ("own", "submitted", "shared")},
    "records:paper": "a file",
    **{f"plan_papers:{each}": "a file" for each in ("living", "shared", "approved", "meeting")},
    **dict.fromkeys(("plan_summary:draft", "summaries:paper"), "a file"),
    **{f"plan_papers:{each}": "a file" for each in ("post_inspection", "post_inspection_shared")},
    **{f"own_document:{each}": "a file" for each in ("download", "submitted", "shared")},
    **{f"plan_document:{each}": "a file" for each in ("download", "shared", "approved")},
    "evidence:download": "a file",
    "translations:download": "a file",
    "account_set_password": "leads to the forgotten password",
    "admin:login": "leads to the portal's own sign-in",
    "admin:logout": "leads to signing out",
    "admin:password_change": "leads to the own password",
    "admin:password_change_done": "comes after a form that is not there",
    "admin:autocomplete": "for a script",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "no model has an address of its own",
    "admin:": "Django's old addresses and what is nowhere",
}
# A button that nothing can be wrong with; so are the administrator's lists, whose form are the choices above them.
NEVER_REFUSED = {"account_logout", "people:join", "planning:stop", "planning:set_aside", "planning_together:stop"}
BUTTONS = ("_changelist", "_delete")
ONE_LANGUAGE = {"welcome"}  # the first page speaks both at once

Seen = set[tuple[str, str, str]]  # route, language, what
SEEN: Seen = set()
LACKING = pytest.StashKey[list[str]]()


def note(url: str, html: str, status: int) -> None:
    """This page was examined and found without fault."""
    path = urlsplit(url).path
    language = path[1:3] if path[1:3] in LANGUAGES and path[3:4] == "/" else ""
    if status != 200:
        return
    with translation.override(language or "en"):
        try:
            route = resolve(path).view_name
        except Resolver404:
            return
    refused = 'class="govuk-error-summary"' in html or 'class="errornote"' in html
    SEEN.add((route, language, REFUSED if refused else SHOWN))
    if _has_a_form_of_its_own(html, path):
        SEEN.add((route, language, FORM))


def _has_a_form_of_its_own(html: str, path: str) -> bool:
    main = html.partition("<main")[2]
    forms = [tag for tag in re.findall("<form[^>]*>", main) if re.search('method="post"', tag, re.IGNORECASE)]
    goes_to = [re.search('action="([^"?]*)', tag) for tag in forms]
    return any(action is None or action[1] in ("", path) for action in goes_to)


def lacking(seen: Seen) -> list[str]:
    """What the site map has and nobody examined."""
    from schools.checks import routes

    reachable = {name for _path, name, _pattern in routes()} - set(NO_PAGES)
    found = []
    for route in sorted(reachable - closed_by_the_admin()):
        for language in ("",) if route in ONE_LANGUAGE else LANGUAGES:
            if (route, language, SHOWN) not in seen:
                found.append(f"{route} was not examined in {language or 'both languages'}")
        if _may_be_refused(route, seen) and not _was_refused(route, seen):
            found.append(f"{route} has a form and was not examined with what is wrong in it")
    return found


def _may_be_refused(route: str, seen: Seen) -> bool:
    button = route in NEVER_REFUSED or (route.startswith("admin:") and route.endswith(BUTTONS))
    return not button and any((route, language, FORM) in seen for language in LANGUAGES)


def _was_refused(route: str, seen: Seen) -> bool:
    """An administrator changes an entry with the form that adds one."""
    same = [route, route.removesuffix("_change") + "_add"] if route.startswith("admin:") else [route]
    return any((each, language, REFUSED) in seen for each in same for language in LANGUAGES)


def closed_by_the_admin() -> set[str]:
    """Where nothing may be added or removed, the administrator's page for it answers 403."""
    from schools.admin import Kept, site
    from schools.admin_words import SharedWords

    kept = [model._meta for model, its in site._registry.items() if isinstance(its, Kept)]
    closed = {f"admin:{each.app_label}_{each.model_name}_delete" for each in kept}
    shared = [model._meta for model, its in site._registry.items() if isinstance(its, SharedWords)]
    closed |= {f"admin:{each.app_label}_{each.model_name}_add" for each in shared}
    return closed | {"admin:schools_person_add", "admin:schools_council_add"}


def whole(config: pytest.Config) -> bool:
    """No test of the browser was left out by hand."""
    chosen = config.option.keyword or config.option.markexpr or config.getoption("lf", False) or config.option.maxfail
    asked = {str(argument).rstrip("/") for argument in config.args}
    return not chosen and bool(asked & {"tests", "tests/browser"})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    SEEN.update(tuple(each) for each in getattr(node, "workeroutput", {}).get("examined", []))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["examined"] = [list(each) for each in SEEN]
    elif exitstatus == pytest.ExitCode.OK and whole(config):
        config.stash[LACKING] = lacking(SEEN)
        if config.stash[LACKING]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for line in config.stash.get(LACKING, []):
        terminalreporter.write_line(f"NOT EXAMINED: {line}", red=True)
