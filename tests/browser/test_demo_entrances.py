"""The demo's sign-in page, which lists one made-up person a role with one press to enter."""

import sys
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as now
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from playwright.sync_api import expect

from improvement_portal import urls
from schools.models import Council
from tests.browser.harness import Portal, examine

ENTRY = "improvement_portal.demo_entry"


@pytest.fixture
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal with the demo's entrance, whose modules are forgotten again afterwards."""
    settings.PORTAL_MODE = "demo"
    for name in [ENTRY, *(f"{ENTRY}.{part}" for part in ("context", "urls", "views"))]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    site_map = ModuleType("demo_site_map")
    site_map.urlpatterns = urls.urlpatterns + i18n_patterns(path("demo/", include(f"{ENTRY}.urls")))
    monkeypatch.setitem(sys.modules, site_map.__name__, site_map)
    (engine,) = now.TEMPLATES
    known = engine["OPTIONS"]["context_processors"]
    options = {**engine["OPTIONS"], "context_processors": [*known, f"{ENTRY}.context.demo"]}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]
    settings.ROOT_URLCONF = site_map.__name__
    yield
    for name in [each for each in sys.modules if each.startswith(ENTRY)]:
        del sys.modules[name]


def test_the_entrances_are_sound_and_one_press_enters(portal: Portal, demo: None, cast: Any) -> None:
    Council.all_rows.update(is_demo=True)  # the entrances are to people of the demo alone
    page = portal.visit()
    for language in ("cy", "en"):
        examine(page, f"/{language}/account/login/")
        assert page.locator("main ul form").count() >= 13
    page.get_by_role("button", name="Nia", exact=False).first.click()
    expect(page.locator(".portal-person")).to_contain_text("Nia")
