"""A text taken apart into sentences, and each into its words, numbers and marks, in time that grows with its length."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

END = re.compile(r"\n+|[.!?…][”’\")]?\s++(?![a-zà-ÿŵŷ])")
SHORTENED = re.compile(
    r"(?:^|[^\w.])(?:mrs?|ms|mx|dr|st|rev|revd|parch|cllr|cyng|yrs?|bl|ml|fl|no|e\.g|i\.e|d\.o\.b|[a-z]|[a-z]\.\s?[a-z])$"
)
LONGEST_SHORTENED = 8
LONGEST = 1000  # characters; what runs on for longer is read in pieces
MARK = r"[’']"
TOKEN = re.compile(rf"[£$€]?\d+(?:[.,:/–-]\d+)+%?|[£$€]\d+|\d+%|[^\W_]+(?:(?:{MARK}|-)[^\W_]+)*|[^\w\s]")
CLITIC = re.compile(rf"{MARK}(?:s|r|n|i|w|u|m|th|ch|ll|d|re|ve)$")


class Token(NamedTuple):
    """A word, a number or a mark. `low` is the bare word in small letters: "plant" of "Plant’r"; `tail` the rest."""

    raw: str
    low: str
    tail: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.raw[0].isupper()


@dataclass(frozen=True)
class Sentence:
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return [_token(found) for found in TOKEN.finditer(self.text)]


def _token(found: re.Match[str]) -> Token:
    raw = found.group()
    tail = CLITIC.search(raw) if len(raw) > 2 else None
    bare = raw[: tail.start()] if tail else raw
    return Token(raw, bare.casefold(), tail.group()[1:] if tail else "", found.start(), found.end())


def sentences(text: str) -> Iterator[Sentence]:
    """Cut at line ends and after stops, but not after a shortened word: "Ms. Carter" is one."""
    begun = 0
    for end in END.finditer(text):
        stop = end.start()
        if text[stop] == "." and SHORTENED.search(text[max(begun, stop - LONGEST_SHORTENED) : stop].lower()):
            continue
        yield from _pieces(text[begun : end.end()])
        begun = end.end()
    yield from _pieces(text[begun:])


def _pieces(text: str) -> Iterator[Sentence]:
    while len(text) > LONGEST:
        cut = text.rfind(" ", 0, LONGEST) + 1 or LONGEST
        yield Sentence(text[:cut])
        text = text[cut:]
    if text.strip():
        yield Sentence(text)
