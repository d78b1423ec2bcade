"""How often the name guard is right: what docs/name-guard.md publishes is what is measured, and it is good enough."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from improvement_portal.demo.places import WORDS
from schools.name_guard import findings
from tests.name_guard_table import LANGUAGES, NONE, PAGE, SETS, TABLE, planted, rows, table


def test_the_published_figures_are_those_measured():
    published = TABLE.search(PAGE.read_text())
    assert published is not None and published.group() == table(), "run python -m tests.name_guard_table"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_enough_is_planted_in_each_language_and_half_of_it_is_harmless(lang: str) -> None:
    kinds = Counter(each.kind for which in SETS for each in planted(which, lang))
    assert kinds.total() >= 120
    assert 0.4 <= kinds[NONE] / kinds.total() <= 0.6
    texts = [each.text for which in SETS for each in planted(which, lang)]
    assert len(set(texts)) == len(texts), "no sentence stands in both sets"


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.which}-{row.lang}-{row.kind}")
def test_most_is_found_and_little_else(row):
    assert row.recall >= 0.75
    assert row.false / row.without <= 0.1


def texts_in(words: Any) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, dict | list):
        for each in words.values() if isinstance(words, dict) else words:
            yield from texts_in(each)


def test_nothing_that_the_demo_says_is_doubtful():
    assert [found for text in texts_in(WORDS) for found in findings(text)] == []
