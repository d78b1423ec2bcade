from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import factories as make
from tests.access_world import World
from tests.browser import harness
from tests.database import clone
from tests.one_world import built

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = harness.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def portal(chromium: Browser, live_server: object) -> Iterator[harness.Portal]:
    """The portal, running on a database of this test's own, and a browser to visit it with."""
    running = harness.Portal(str(live_server), chromium)
    yield running
    running.close()


@pytest.fixture(scope="module")
def live_world(
    chromium: Browser, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[harness.Portal, World]]:
    """The portal, running on the world of the walks for a whole module: for tests that only look."""
    with django_db_blocker.unblock():
        world, server = built(), LiveServer("localhost")
        server._live_server_modified_settings.enable()
        running = harness.Portal(server.url, chromium)
        yield running, world
        running.close()
        server._live_server_modified_settings.disable()
        server.stop()
        clone()


@pytest.fixture
def section(school: Any) -> Any:
    return make.make_self_evaluation(school).sections.first()


@pytest.fixture
def path(school: Any, section: Any) -> str:
    year = section.self_evaluation.school_year
    return reverse("self_evaluations:write", args=[school.public_id, year, section.area.code])
