"""Forms as they stand on a page: read from its HTML alone, filled in as a person would, and sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

CHOICES = ("radio", "checkbox", "select")
NO_FIELDS = ("submit", "button", "reset", "image")


@dataclass
class Field:
    """All controls of one name: what it offers, and what stands in it."""

    name: str
    kind: str
    offers: list[str] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)  # for choices: the label of each


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words

    @property
    def visible(self) -> list[Field]:
        return [each for each in self.fields.values() if each.kind != "hidden"]

    def filled(self, **typed: Any) -> dict[str, Any]:
        """What a browser would send: everything as it stands, with what was typed over it (- for _ in names)."""
        sent: dict[str, Any] = {name: list(each.holds) for name, each in self.fields.items() if each.kind != "file"}
        names = {*self.fields, *(name for name, _value, _words in self.buttons)}
        for name, value in typed.items():
            known = name if name in names else name.replace("__", "-")
            assert known in names, f"{known} is not on the page: {sorted(names)}"
            sent[known] = value
        return {name: value for name, value in sent.items() if value != []}

    def choice(self, name: str, words: str) -> str:
        """The value behind the choice that says `words`."""
        found = [value for value, label in self.fields[name].words.items() if words in label]
        assert found, f"{name} offers no {words!r}: {self.fields[name].words}"
        return found[0]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def text_of_page(answer: Any) -> str:
    """Everything that can be read on it, and what stands in its boxes."""
    page = parsed(answer.content.decode())
    return "\n".join([*page.itertext(), *(box.get("value", "") for box in page.iter("input"))])


def in_language(language: str, path: str) -> str:
    return re.sub(r"^/(cy|en)(?=/)", f"/{language}", path)


@lru_cache(maxsize=4)
def parsed(html: str) -> Element:
    """To be read, not changed: whoever walks asks the same page several things."""
    return html5lib.parse(html, namespaceHTMLElements=False)


def forms_in(html: str, method: str = "post") -> list[Form]:
    """The forms of the page's own content; the frame's (sign out) are left out."""
    main = parsed(html).find(".//main")
    if main is None:
        return []
    forms = [_read(element) for element in main.iter("form")]
    return [form for form in forms if form.method == method]


def _read(element: Element) -> Form:
    form = Form(element.get("action", ""), element.get("method", "get").lower())
    labels = {label.get("for"): text_of(label) for label in element.iter("label")}
    for control in element.iter():
        name, kind = control.get("name", ""), control.get("type", "text")
        if control.tag == "button" or (control.tag == "input" and kind in NO_FIELDS):
            form.buttons.append((name, control.get("value", ""), text_of(control)))
        elif control.tag in ("input", "select", "textarea") and name:
            kind = kind if control.tag == "input" else control.tag
            is_money = control.get("inputmode") == "decimal" and control.get("spellcheck") == "false"
            kind = "amount" if is_money else kind
            _put(form.fields.setdefault(name, Field(name, kind)), control, labels)
    return form


def _put(into: Field, control: Element, labels: dict[str | None, str]) -> None:
    if into.kind == "select":
        for option in control.iter("option"):
            value = option.get("value", text_of(option))
            into.offers.append(value)
            into.words[value] = text_of(option)
        chosen = [option.get("value", "") for option in control.iter("option") if "selected" in option.attrib]
        into.holds += chosen or into.offers[:1]
    elif into.kind in ("radio", "checkbox"):
        value = control.get("value", "on")
        into.offers.append(value)
        into.words[value] = labels.get(control.get("id"), "")
        into.holds += [value] if "checked" in control.attrib else []
    else:
        into.holds.append(text_of_area(control) if into.kind == "textarea" else control.get("value", ""))


def text_of_area(area: Element) -> str:
    return re.sub(r"^\n", "", area.text or "")


def errors_on(html: str) -> list[str]:
    """The sentences of the error summary."""
    summaries = [e for e in parsed(html).iter("div") if e.get("class") == "govuk-error-summary"]
    return [text_of(line) for summary in summaries for line in summary.iter("li")]


def cautions_on(html: str) -> list[str]:
    """What the page asks about before it saves, and why, and what the button says that saves all the same."""
    (place,) = [e for e in parsed(html).iter("section") if "portal-doubtful" in e.get("class", "")]
    reasons = [line for line in place.iter("p") if "portal-doubtful-why" in line.get("class", "")]
    return [text_of(line) for line in (*place.iter("li"), *reasons, *place.iter("button"))]


def title_of(html: str) -> str:
    return text_of(next(parsed(html).iter("title")))


def links_in(html: str) -> set[str]:
    """Every address that the page offers, the frame's too."""
    return {link.get("href", "") for link in parsed(html).iter("a")}


class Visitor:
    """Somebody who walks through the portal in one language by its links and forms; `look` sees every answer."""

    def __init__(self, person: Any, language: str, look: Callable[[Any], None] = lambda answer: None) -> None:
        self.client, self.language, self.look, self.page = Client(), language, look, ""
        if person is not None:
            self.client.force_login(person)

    def at(self, path: str) -> str:
        return in_language(self.language, path)

    def open(self, path: str, status: int = 200) -> Self:
        """Go there by its address."""
        return self._arrived(self.client.get(self.at(path), follow=True), path, status)

    def follow(self, path: str) -> Self:
        """Go there by a link of the page that is open, with whatever the link adds after a question mark."""
        found = self._link_to(path)
        assert found, f"{self.path} has no link to {path}: {sorted(links_in(self.page))}"
        return self.open(found)

    def takes(self, path: str) -> Self:
        """Follow a link to a file, which is saved and not shown."""
        self.follow(path)
        assert self.answer["Content-Disposition"].startswith("attachment"), path
        return self

    def offers(self, path: str) -> bool:
        return bool(self._link_to(path))

    def _link_to(self, path: str) -> str:
        there = self.at(path)
        return next((link for link in sorted(links_in(self.page)) if there in (link, link.split("?")[0])), "")

    @property
    def form(self) -> Form:
        """The one form of the page; above one that was refilled stands a button to discard the text."""
        forms = forms_in(self.page)
        (form,) = [form for form in forms if form.visible] if len(forms) > 1 else forms
        return form

    def press(self, form: Form | None = None, **typed: Any) -> Self:
        """Fill in the form of the page that is open, or one opened earlier, and press its button."""
        pressed = form or self.form
        sent, path = pressed.filled(**typed), pressed.action or self.path
        return self._arrived(self.client.post(path, sent, follow=True), path, 200)

    def go_on(self, press: str) -> Self:
        """Press this button of the form that asks by its address, with all as it stands; it may stand elsewhere."""
        (form,) = forms_in(self.page, "get")
        assert f'name="press" value="{press}"' in self.page, f"{self.path} has no button {press}"
        return self.open(f"{self.path.split('?')[0]}?{urlencode(form.filled() | {'press': press}, doseq=True)}")

    def fill(self, **typed: Any) -> Self:
        """The same, and it is done: the answer is another page."""
        before = self.path
        self.press(**typed)
        assert self.led, f"{before}: {errors_on(self.page)}"
        return self

    def refused(self, form: Form | None = None, **typed: Any) -> list[str]:
        """The same, and it is not done: the sentences of the refusal. The page stays open."""
        self.press(form, **typed)
        sentences = errors_on(self.page)
        assert sentences and not self.led, f"{self.path} was not refused"
        return sentences

    def says(self, *words: str) -> Self:
        page = text_of(parsed(self.page))
        for each in words:
            assert each in page, f"{self.path} does not say {each!r}: {page}"
        return self

    def says_nothing_of(self, *words: str) -> Self:
        assert [each for each in words if each in self.page] == [], self.path
        return self

    def _arrived(self, answer: Any, path: str, status: int) -> Self:
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        self.answer, self.led = answer, bool(answer.redirect_chain)
        self.path = answer.redirect_chain[-1][0] if self.led else self.at(path)
        self.page = "" if answer.streaming else answer.content.decode()
        self.look(answer)
        return self
