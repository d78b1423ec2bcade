"""A date beside a word for birth. A year alone is no date of birth, and a school is not born."""

import re
from collections.abc import Iterator

from schools.name_guard.reading import Sentence
from schools.name_guard.words import BORN, WORDS, any_of, in_all_forms, says_any

MONTH = "|".join(sorted(WORDS["months"] | in_all_forms(WORDS["months_welsh"])))
DATE = re.compile(
    r"\b(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?\s(?:of\s|o\s)?(?:{MONTH})\b(?:,?\s\d{{4}})?"
    rf"|(?:{MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?|(?:{MONTH})\s\d{{4}})(?!\w)",
    re.IGNORECASE,
)
SHORTENED = re.compile(r"\b[dD]\.?\s?[oO]\.?\s?[bB]\b")
A_WORD_OF_BIRTH = any_of(BORN)
NEAR = 60  # characters
BEFORE = 8  # words in which whatever was born is named


def births(sentence: Sentence) -> Iterator[tuple[int, int]]:
    words = list(_words_of_birth(sentence))
    for date in DATE.finditer(sentence.text) if words else ():
        if any(date.start() - NEAR <= end and start <= date.end() + NEAR for start, end in words):
            yield date.span()


def _words_of_birth(sentence: Sentence) -> Iterator[tuple[int, int]]:
    for found in SHORTENED.finditer(sentence.text):
        yield found.span()
    tokens = sentence.tokens if A_WORD_OF_BIRTH.search(sentence.text) else []
    for at, token in enumerate(tokens):
        if token.low in BORN and not says_any(tokens, at - BEFORE, at + 3, WORDS["not_born"]):
            yield token.start, token.end
