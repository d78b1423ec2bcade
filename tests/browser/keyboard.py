"""Somebody who walks through the portal with nothing but a keyboard, in Chromium, and always sees where they are."""

from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.on_pages import Field, Form, Visitor

SENDS = 'main form[method="post"] :is(button[type=submit]:not([name]), [name="_save"])'  # _save: in the admin
FURTHEST = 300  # stops of the Tab key on one page
# A focus is seen where something looks otherwise than it did without: a button has its shadow at all times.
WHERE_I_AM = """wanted => {
    const look = each => {
        const boxed = each.matches(".govuk-radios__input, .govuk-checkboxes__input") && each.labels.length;
        const style = boxed ? getComputedStyle(each.labels[0], "::before") : getComputedStyle(each);
        const line = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "" : style.outline;
        return [line, style.boxShadow, style.backgroundColor].join(" | ");
    };
    const here = document.activeElement;
    const unfocused = window.unfocused ??= new WeakMap();
    for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]"))
        if (each !== here && !unfocused.has(each)) unfocused.set(each, look(each));
    if (!here || here === document.body) return {there: false, sound: true, what: "the page itself"};
    const lit = look(here) !== (unfocused.get(here) ?? " | none | " + getComputedStyle(here).backgroundColor);
    const box = here.getBoundingClientRect();
    const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {there: here.matches(wanted), sound: lit && inView, what: here.outerHTML.slice(0, 120)};
}"""


class AtTheKeyboard(Visitor):
    """The same walk as with the Django client, one key after another; every stop of the Tab key must be seen."""

    def __init__(self, tab: Page, language: str) -> None:
        super().__init__(None, language)
        self.tab, self.path = tab, ""

    def open(self, path: str, status: int = 200) -> Self:
        answer = self.tab.goto(self.at(path))
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"
        return self._shown()

    def follow(self, path: str) -> Self:
        found = self._link_to(path)
        assert found, f"{self.path} has no link to {path}"
        self._reach(f'a[href="{found}"]')
        return self._enter()

    def takes(self, path: str) -> Self:
        found = self._link_to(path)
        assert found, f"{self.path} has no link to {path}"
        self._reach(f'a[href="{found}"]')
        with self.tab.expect_download():
            self._act()
        return self

    def turns_to(self, language: str) -> Self:
        """Go on in the other language: by the link at the top, if a page is open."""
        self.language = language
        return self.follow(self.path) if self.path else self

    def signs_out(self) -> Self:
        self._reach("header form button")
        return self._enter()

    def press(self, form: Form | None = None, **typed: Any) -> Self:
        before, form = self.path, self.form
        named = {name if name in form.fields else name.replace("__", "-"): value for name, value in typed.items()}
        for name, field in form.fields.items():  # in the order of the page
            if name in named:
                self._answer(field, named[name])
        self._reach(SENDS)
        self._enter()
        self.led = self.path != before
        return self

    def go_on(self, press: str) -> Self:
        self._reach(f'button[name="press"][value="{press}"]')
        return self._enter()

    def _answer(self, field: Field, value: Any) -> None:
        if field.kind in ("checkbox", "radio"):
            wanted = value if isinstance(value, list) else [value]
            for choice in field.offers:
                if (choice in wanted) != (choice in field.holds) and (field.kind == "checkbox" or choice in wanted):
                    self._choose(field, choice)
        elif field.kind == "select":
            self._reach(f'[name="{field.name}"]')
            steps = field.offers.index(value) - field.offers.index(field.holds[0])
            for _step in range(abs(steps)):
                self.tab.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        elif field.kind == "file":
            self._reach(f'[name="{field.name}"]')
            file: Any = {"name": value.name, "mimeType": value.content_type, "buffer": value.read()}
            self.tab.locator(":focus").set_input_files([file])  # the dialog is the browser's own
        else:
            self._reach(f'[name="{field.name}"]')
            self.tab.keyboard.press("Control+A")
            self.tab.keyboard.press("Delete")
            self.tab.keyboard.type(str(value))

    def _choose(self, field: Field, choice: str) -> None:
        """A box is ticked with the space bar; among radios one walks with the arrows."""
        this = f'[name="{field.name}"][value="{choice}"]'
        self._reach(this if field.kind == "checkbox" else f'[name="{field.name}"]')
        if field.kind == "checkbox" or not field.holds:
            self.tab.keyboard.press("Space")
        for _step in field.offers if field.kind == "radio" else ():
            if self.tab.locator(this).is_checked():
                break
            self.tab.keyboard.press("ArrowDown")
        assert self.tab.locator(this).is_checked() == (choice not in field.holds), this

    def _reach(self, wanted: str) -> None:
        """Press Tab until the focus is there."""
        for _stop in range(FURTHEST):
            here = self.tab.evaluate(WHERE_I_AM, wanted)
            assert here["sound"], f"{self.path}: the focus is not seen on {here['what']}"
            if here["there"]:
                return
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"{self.path}: the Tab key never comes to {wanted}")

    def _enter(self) -> Self:
        with self.tab.expect_navigation():
            self._act()
        return self._shown()

    def _act(self) -> None:
        self.tab.keyboard.press("Enter")

    def _shown(self) -> Self:
        self.page, self.path = self.tab.content(), urlsplit(self.tab.url).path
        return self
