"""A language in which every translated message stands between ⟦ and ⟧, so that what was never translated shows.

`with pseudo_language():` wraps what gettext and its kin answer, in both languages, if our catalogue or Django's Welsh
knows the message. `unwrapped_letters(html)` and `unwrapped_letters_in_text(text)` then name what is left over:
- text people wrote may stand only in an element with its own `lang`, and must be among `planted` where that is given;
- `names` (of people, schools, places, files) belong to no language and may stand anywhere.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
LANGUAGES = ("cy", "en")
NAMES_OF_LANGUAGES = ("Cymraeg", "English")
SILENT = ("script", "style", "meta", "link", "template", "svg")
SPOKEN_ATTRIBUTES = ("aria-label", "aria-description", "aria-roledescription", "alt", "title", "placeholder", "label",
                     "data-label", "summary")  # fmt: skip
_NO_LANGUAGE = re.compile(
    r"https?://[^\s⟦⟧]*|[\w.+-]+@[\w.-]+|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b", re.I
)
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[’' -](?=[^\W\d_]))*")


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Wrap every message that has Welsh; a message without Welsh stays bare, and is found."""
    said = trans_real.translation("cy")._catalog.items()
    known = {key[0] if isinstance(key, tuple) else key for key, _words in said}
    changed = [trans_real.translation(code) for code in LANGUAGES]
    if trans_real._default is not None and trans_real._default not in changed:
        changed.append(trans_real._default)
    before = [(catalogue, catalogue.gettext, catalogue.ngettext) for catalogue in changed]
    for catalogue, gettext, ngettext in before:
        catalogue.gettext = partial(_gettext, gettext, known)
        catalogue.ngettext = partial(_ngettext, ngettext, known)
    try:
        yield
    finally:
        for catalogue, gettext, ngettext in before:
            catalogue.gettext, catalogue.ngettext = gettext, ngettext


def wrapped(words: str) -> str:
    if words == "" or not _LETTERS.search(words.replace("%s", "").replace("%d", "")):
        return words
    if words.count(",") == 2 and " " not in words:  # "yes,no,maybe", which a filter takes apart
        return ",".join(f"{OPEN}{part}{CLOSE}" for part in words.split(","))
    return f"{OPEN}{words}{CLOSE}"


def _gettext(real: Any, known: set[str], message: str) -> str:
    return _marked(real(message)) if message in known else real(message)


def _ngettext(real: Any, known: set[str], one: str, many: str, number: int) -> str:
    return _marked(real(one, many, number)) if one in known else real(one, many, number)


def _marked(said: str) -> str:
    """English comes back with the context it was asked in, which would pass for a message not found."""
    return wrapped(said.rpartition(trans_real.CONTEXT_SEPARATOR)[2])


def unwrapped_letters(html: str, planted: Iterable[str] | None = None, names: Iterable[str] = ()) -> list[str]:
    """What a page says outside ⟦ ⟧. Without `planted`, anything under an element's own `lang` counts as record text."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    return list(_Reader(planted, names).read(page))


def unwrapped_letters_in_text(text: str, planted: Iterable[str] = (), names: Iterable[str] = ()) -> list[str]:
    """The same for a plain mail, a subject, a calendar entry: text people wrote cannot carry a `lang` there."""
    reader = _Reader((), [*names, *planted])
    return [*reader.left_over(text, own_lang=False), *reader.unbalanced("the text")]


class _Reader:
    def __init__(self, planted: Iterable[str] | None, names: Iterable[str]) -> None:
        self.planted = None if planted is None else _any_of([*planted, *names, *NAMES_OF_LANGUAGES])
        self.names = _any_of(names)
        self.depth = 0

    def read(self, page: Element) -> Iterator[str]:
        yield from self._read(page, own_lang=False)
        yield from self.unbalanced("the page")

    def _read(self, element: Element, own_lang: bool) -> Iterator[str]:
        tag = element.tag if isinstance(element.tag, str) else "script"  # a comment says nothing either
        if tag not in SILENT and element.get("lang") != "zxx":  # zxx: no language at all, the name of a cookie
            own_lang = own_lang or (tag != "html" and "lang" in element.attrib)
            yield from self._attributes(element, tag, own_lang)
            # what is typed into a field is somebody's text, and the field's language is the one chosen beside it
            yield from self.left_over(element.text, own_lang or tag == "textarea")
            for child in element:
                yield from self._read(child, own_lang)
                yield from self.left_over(child.tail, own_lang)

    def _attributes(self, element: Element, tag: str, own_lang: bool) -> Iterator[str]:
        spoken = [value for name, value in element.attrib.items() if name in SPOKEN_ATTRIBUTES or "i18n" in name]
        if tag == "input" and element.get("type") in ("submit", "button", "reset"):
            spoken.append(element.get("value", ""))
        outside, self.depth = self.depth, 0
        for words in spoken:
            yield from self.left_over(words, own_lang)
            yield from self.unbalanced(f"an attribute of <{tag}>")
        self.depth = outside

    def left_over(self, words: str | None, own_lang: bool) -> Iterator[str]:
        text = " ".join(_NO_LANGUAGE.sub(" ", words or "").split())
        outside = "".join(self._outside(text))
        if own_lang and self.planted is None:
            return
        outside = (self.planted if own_lang and self.planted else self.names).sub(" ", outside)
        yield from (f"{left[0]!r} in {text[:120]!r}" for left in _LETTERS.finditer(outside))

    def _outside(self, text: str) -> Iterator[str]:
        for letter in text:
            self.depth += (letter == OPEN) - (letter == CLOSE)
            yield letter if self.depth == 0 and letter not in OPEN + CLOSE else "\n"

    def unbalanced(self, what: str) -> Iterator[str]:
        if self.depth:
            yield f"{OPEN} and {CLOSE} do not match in {what}: a message was cut"
        self.depth = 0


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    kept = sorted({line for text in texts for part in str(text).splitlines() if (line := " ".join(part.split()))},
                  key=len, reverse=True)  # fmt: skip
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in kept) or r"(?!)")
