"""The year that goes well and the year in which everything is refused, in the pseudo-language: nothing stays bare.

The pages of the access table are read in tests/test_pages_are_translated.py, and the administrator's, which show what
is kept in both languages; here are the states of the former on the way, every refusal, and the mails that the path
brings about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail

from tests import story as written
from tests.posting import post_all
from tests.pseudo import pseudo_language, unwrapped_letters, unwrapped_letters_in_text
from tests.story import Story
from tests.test_pages_are_translated import texts_in_the_database
from tests.test_refusals import everything_refused

pytestmark = pytest.mark.django_db

TYPED = {words for words in vars(written).values() if isinstance(words, str)}


class Reader:
    """Keeps every page that is answered, and afterwards says what on them stood in no language."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}  # each once, and where it was

    def __call__(self, answer: Any) -> None:
        if "html" in answer.headers["Content-Type"]:
            self.pages.setdefault(answer.content.decode(), answer.request["PATH_INFO"])

    def left(self, language: str, everything_planted: bool) -> Iterator[str]:
        planted, names = texts_in_the_database(language)
        for html, path in self.pages.items():
            if everything_planted and "/admin/" in path:
                continue
            found = unwrapped_letters(html, planted | TYPED if everything_planted else None, names)
            yield from (f"{path}: {line}" for line in found)


@contextmanager
def read_in_pseudo(language: str, everything_planted: bool = True) -> Iterator[Reader]:
    """Where not everything is planted, whatever stands under its own `lang` counts as somebody's text."""
    reader = Reader()
    with pseudo_language():
        yield reader
    left = list(reader.left(language, everything_planted))
    assert not left, "\n".join(dict.fromkeys(left))


@pytest.mark.parametrize("language", ["cy", "en"])
def test_nothing_on_the_way_stays_untranslated(
    cast: Any, school: Any, hour: Any, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    with read_in_pseudo(language) as reader, django_capture_on_commit_callbacks(execute=True):
        Story(cast, school, language, hour, reader).whole()
        post_all()
    texts = [texts_in_the_database(each) for each in ("cy", "en")]
    planted, names = texts[0][0] | TYPED, texts[0][1] | texts[1][1]
    assert len(mail.outbox) > 10
    left = {
        line: letter.subject
        for letter in mail.outbox
        for words in (letter.subject, letter.body)
        for line in unwrapped_letters_in_text(words, planted, names)
    }
    assert left == {}


def test_no_refusal_stays_untranslated(cast: Any, school: Any, hour: Any) -> None:
    """In Welsh, where what was never translated stays as bare as in English."""
    with read_in_pseudo("cy", everything_planted=False) as reader:
        heard = everything_refused(cast, school, "cy", hour, reader).heard
    _planted, names = texts_in_the_database("cy")
    assert [line for words in heard for line in unwrapped_letters_in_text(words, names=names)] == []
