"""What counts as a button that somebody pressed."""

from typing import Any

from django.urls import reverse

from tests.browser import pressed
from tests.browser.harness import Portal
from tests.browser.mouse import by_mouse


def test_a_press_counts_where_a_link_led_to_the_button_and_the_portal_led_on(
    portal: Portal, nia: Any, monkeypatch: Any
) -> None:
    found: set[str] = set()
    monkeypatch.setattr(pressed, "PRESSED", found)
    settings, change = reverse("people:language"), reverse("account_change_password")
    nias = by_mouse(portal, nia, "cy").open(settings)
    nias.press(language="cy")
    assert found == set(), "it was opened by its address alone"
    nias.open(reverse("home:index")).follow(settings).follow(change).press()
    assert found == set(), "nothing was typed, so nothing was done"
    nias.follow(settings).press(language="cy")
    assert found == {"people:language"}


def test_a_button_that_nobody_pressed_is_named() -> None:
    never = pressed.never_pressed({"agenda:add"})
    assert {"agenda:edit", "people:hat", "account_login"} <= set(never)
    assert not {"agenda:add", "agenda:detail", "account_inactive"} & set(never)
