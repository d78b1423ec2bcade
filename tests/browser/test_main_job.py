"""The main job, from a blank page to support agreed, by keyboard: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest

from discussions.models import Record
from tests.browser.harness import Portal
from tests.browser.keyboard import AtTheKeyboard
from tests.story import Story


class ByKeyboard(Story):
    portal: Portal
    scripts: bool

    def visitor(self, person: Any) -> AtTheKeyboard:
        tab = self.portal.sign_in(person, java_script_enabled=self.scripts)
        tab.set_viewport_size({"width": 1024, "height": 768})
        return AtTheKeyboard(tab, self.language)


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["Welsh", "English-no-scripts"])
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
