"""Somebody who walks through the portal with a mouse, in Chromium: what is not seen or is covered cannot be pressed."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.harness import Portal
from tests.browser.keyboard import AtTheKeyboard
from tests.on_pages import Field

DESK = {"width": 1024, "height": 768}


class WithAMouse(AtTheKeyboard):
    """The same walk; a link or a button is clicked, and a box is filled in, wherever it stands on the page."""

    def _reach(self, wanted: str) -> None:
        self.pointed_at = self.tab.locator(f"{wanted} >> visible=true").first

    def _act(self) -> None:
        self.pointed_at.click()

    def _answer(self, field: Field, value: Any) -> None:
        box = self.tab.locator(f'main form[method="post"] [name="{field.name}"]')
        if field.kind in ("checkbox", "radio"):
            wanted = value if isinstance(value, list) else [value]
            for choice in field.offers:
                this = self.tab.locator(f'[name="{field.name}"][value="{choice}"]')
                if field.kind == "checkbox" or choice in wanted:
                    this.set_checked(choice in wanted)
        elif field.kind == "select":
            box.select_option(value)
        elif field.kind == "file":
            box.set_input_files([{"name": value.name, "mimeType": value.content_type, "buffer": value.read()}])
        else:
            box.fill(str(value))


def at_a_desk(portal: Portal, person: Any, **options: Any) -> Page:
    """A tab of theirs, or of nobody's, on a screen that shows the menu."""
    tab = portal.sign_in(person, **options) if person else portal.visit(**options)
    tab.set_viewport_size(DESK)
    return tab


def by_mouse(portal: Portal, person: Any, language: str, **options: Any) -> WithAMouse:
    return WithAMouse(at_a_desk(portal, person, **options), language)


def by_keyboard(portal: Portal, person: Any, language: str, **options: Any) -> AtTheKeyboard:
    return AtTheKeyboard(at_a_desk(portal, person, **options), language)
