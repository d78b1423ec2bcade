"""The main job, from a blank page to support agreed, by keyboard, with JavaScript and without, in both languages.

Two walks are enough for that: from one stage to the next everybody goes on in the other language, by the link at the
top of the page that they have open, and the walk without JavaScript begins in the other language.
"""

from typing import Any

import pytest

from discussions.models import Record
from tests.browser.harness import Portal
from tests.browser.keyboard import AtTheKeyboard
from tests.story import STEPS, Story

STAGE = 2  # steps in one language
OTHER = {"cy": "en", "en": "cy"}


class ByKeyboard(Story):
    portal: Portal
    scripts: bool

    def __getattr__(self, name: str) -> AtTheKeyboard:
        somebody = super().__getattr__(name)
        return somebody if somebody.language == self.language else somebody.turns_to(self.language)

    def whole(self) -> None:
        for number, step in enumerate(STEPS):
            if number and number % STAGE == 0:
                self.language = OTHER[self.language]
            getattr(self, step)()

    def visitor(self, person: Any) -> AtTheKeyboard:
        tab = self.portal.sign_in(person, java_script_enabled=self.scripts)
        tab.set_viewport_size({"width": 1024, "height": 768})
        return AtTheKeyboard(tab, self.language)


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["scripts", "no-scripts"])
def test_the_main_job_is_done_by_keyboard(
    portal: Portal, cast: Any, school: Any, hour: Any, language: str, scripts: bool
) -> None:
    story = ByKeyboard(cast, school, language, hour)
    story.portal, story.scripts = portal, scripts
    story.whole()
    assert Record.all_rows.get().status == Record.Status.AGREED


@pytest.mark.parametrize("always", ["none", "0 2px 0 black"], ids=["plain", "with-a-shadow-at-all-times"])
def test_a_focus_that_cannot_be_seen_is_found(portal: Portal, always: str) -> None:
    page = portal.visit()
    page.set_content("<p>x</p><button id=x>x</button>")
    page.add_style_tag(content=f"button, button:focus {{ outline: none; box-shadow: {always} }}")
    with pytest.raises(AssertionError, match="the focus is not seen on <button"):
        AtTheKeyboard(page, "en")._reach("#x")
