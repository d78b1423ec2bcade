"""A school year in which everything goes wrong that can: each refusal with its sentence, and nothing written by it."""

import ast
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from schools import clock
from tests.kept import everything_kept
from tests.on_pages import Form, Visitor, cautions_on, errors_on, title_of
from tests.story import Story

TODAY = clock.today()
DAY = dt.timedelta(days=1)


class Refusing(Story):
    """A story that notes down every refusal it hears. Sentences are given in English, as they stand in the source."""

    heard: list[str]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.heard = []

    def tab(self, who: str, path: str) -> Visitor:
        """The same person in a second tab, with that page left open."""
        return Visitor(getattr(self.cast, who), self.language, self.look).open(path)

    def no(self, visitor: Visitor, *sentences: str, form: Form | None = None, **typed: Any) -> None:
        """The form that is open is refused, with these sentences at least, and not a row has changed."""
        kept = everything_kept()
        visitor.press(form, **typed)
        said = errors_on(visitor.page)
        assert said and not visitor.led, f"{visitor.path} was not refused: {sentences}"
        assert title_of(visitor.page).startswith(translated(self.language, "Error:")), visitor.path
        assert everything_kept() == kept, f"{visitor.path} was refused, and yet something was written: {said}"
        self.compare(sentences, said, visitor.path)
        self.heard += said

    def asked(self, visitor: Visitor, *sentences: str, **typed: Any) -> None:
        """The form that is open asks about doubtful words first; not a row has changed, and nothing is refused."""
        kept = everything_kept()
        visitor.press(**typed)
        said = cautions_on(visitor.page)
        assert not visitor.led and not errors_on(visitor.page) and everything_kept() == kept
        self.compare(sentences, said, visitor.path)

    def compare(self, sentences: Sequence[str], said: list[str], where: str) -> None:
        """In English these sentences are said; in Welsh as many others. (⟦ ⟧ are those of the pseudo-language.)"""
        plain = [re.sub("[⟦⟧]", "", line) for line in said]
        found = [words for words in sentences if any(words.removesuffix(".") in line for line in plain)]
        assert len(plain) >= len(set(sentences)), f"{where}: {said}"
        assert found == (list(sentences) if self.language == "en" else []), f"{where}: {sentences}, but was told {said}"

    def forbidden(self, visitor: Visitor, path: str) -> None:
        """The page is not for this person, and says so."""
        kept = everything_kept()
        visitor.open(path, status=403)
        assert everything_kept() == kept


def translated(language: str, words: str) -> str:
    with translation.override(language):
        return gettext(words)


REFUSING = ("Refused", "Stale", "Busy", "ValidationError", "add_error")
IN_A_FORM_OR_A_RULE = ("error_messages", "violation_error_message")
TRANSLATED = ("_", "_now", "gettext", "gettext_lazy")


def sentences_in_source() -> Iterator[str]:
    """What the portal refuses with: what a refusal, a form's field or the database's rule says.

    In actions and gates, every sentence that they translate while they run (by `_`; what history tells is lazy).
    """
    for app in ("schools", "discussions"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            tree = ast.parse(file.read_text())
            constants = {
                target.id: node.value
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            whole = file.name in ("actions.py", "bookings.py", "objections.py", "workflow.py")
            if whole:
                yield from _translated_in(tree, {}, ("_",))
            for place in _places_of_refusal(tree):
                yield from _translated_in(place, constants)


def _places_of_refusal(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            yield from node.args if name in REFUSING else ()
            yield from (each.value for each in node.keywords if each.arg in IN_A_FORM_OR_A_RULE)


def _translated_in(place: ast.AST, constants: dict[str, ast.expr], by: Sequence[str] = TRANSLATED) -> Iterator[str]:
    for node in ast.walk(place):
        if isinstance(node, ast.Name) and node.id in constants:
            yield from _translated_in(constants[node.id], {})
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in by:
            yield from (str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant))


def unheard(heard: Iterable[str]) -> set[str]:
    """The sentences of the source that nobody was refused with. A form says some of them first, without a stop."""

    def pattern(words: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"%\\\(\w+\\\)[sd]", ".*", re.escape(words.removesuffix("."))))

    return {words for words in sentences_in_source() if not any(pattern(words).search(line) for line in heard)}
