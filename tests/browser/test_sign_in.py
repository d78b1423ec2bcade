"""The way in: allauth's pages in the portal's look, sound in both languages."""

from typing import Any

import pytest

from tests.browser.harness import examine

PAGES = ["login/", "password/reset/", "password/reset/done/", "password/reset/key/x-y/", "password/reset/key/done/",
         "signup/", "inactive/"]  # fmt: skip
INSIDE = ["logout/", "password/change/"]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_before_signing_in_are_sound(portal: Any, language: str) -> None:
    page = portal.visit()
    for path in PAGES:
        examine(page, f"/{language}/account/{path}")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_about_ones_own_password_are_sound(portal: Any, nia: Any, language: str) -> None:
    page = portal.sign_in(nia)
    for path in INSIDE:
        examine(page, f"/{language}/account/{path}")
