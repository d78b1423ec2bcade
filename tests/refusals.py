"""A school year in which everything goes wrong that can: each refusal with its sentence, and nothing written by it."""

import ast
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from schools import clock
from tests.kept import everything_kept
from tests.on_pages import Form, Visitor, cautions_on, errors_on
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


def sentences_in_source() -> Iterator[str]:
    """What actions and gates refuse with: every sentence that they translate while they run.

    What an importer says about a file is tried with the files (tests/schools/test_import…).
    """
    for app in ("schools", "discussions"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            if file.name in ("actions.py", "bookings.py", "workflow.py"):
                for node in ast.walk(ast.parse(file.read_text())):
                    yield from _translated(node)


def _translated(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


def unheard(heard: Iterable[str]) -> set[str]:
    """The sentences of the source that nobody was refused with. A form says some of them first, without a stop."""

    def pattern(words: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"%\\\(\w+\\\)s", ".*", re.escape(words.removesuffix("."))))

    return {words for words in sentences_in_source() if not any(pattern(words).search(line) for line in heard)}
