"""Where given names stand in a sentence, with what may be their surnames, and which stand together in a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schools.name_guard.reading import Sentence, Token
from schools.name_guard.words import MUTATED_NAMES, MUTATING, NAMES, PHASES, WORDS, YEAR, says

JOINS = frozenset({",", "and", "a", "ac", "&", "or", "neu"})
LONGEST_SURNAME = 2
CLASS = frozenset({"class", "dosbarth", "ddosbarth", "nosbarth"})
CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]+")


@dataclass(frozen=True)
class Name:
    """A given name with what may be its surname: the words from `at` up to `end`."""

    tokens: Sequence[Token]
    at: int
    end: int

    @property
    def first(self) -> Token:
        return self.tokens[self.at]

    @property
    def span(self) -> tuple[int, int]:
        return self.first.start, self.tokens[self.end - 1].end - self._tail

    @property
    def _tail(self) -> int:
        last = self.tokens[self.end - 1]
        return len(last.tail) + 1 if last.tail else 0

    @property
    def is_possessive(self) -> bool:
        marked = self.end < len(self.tokens) and self.tokens[self.end].raw in ("’", "'")
        return self.tokens[self.end - 1].tail == "s" or (marked and self.tokens[self.end - 1].low.endswith("s"))


def lists_of(sentence: Sentence) -> Iterator[list[Name]]:
    """The names in the sentence; those that only commas or "and" stand between together."""
    if not names_in(sentence):
        return
    tokens, joined = sentence.tokens, list[Name]()
    at = 0
    while at < len(tokens):
        if not _is_given_name(tokens, at):
            at += 1
            continue
        name = Name(tokens, at, _end_of_name(tokens, at))
        if joined and not all(each.low in JOINS for each in tokens[joined[-1].end : at]):
            yield joined
            joined = []
        joined.append(name)
        at = name.end
    if joined:
        yield joined


def names_in(sentence: Sentence) -> int:
    """How many of its words may be names, whatever stands beside them."""
    return sum(_may_be_name(word.casefold()) for word in CAPITAL.findall(sentence.text))


def _may_be_name(low: str) -> bool:
    return low in NAMES or low in MUTATED_NAMES


def _is_given_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.is_capital or not token.raw[1:2].islower():
        return False
    if token.low in NAMES or token.low.partition("-")[0] in NAMES:  # "Mollie-Mae"
        return True
    return token.low in MUTATED_NAMES and at > 0 and tokens[at - 1].low in MUTATING


def _end_of_name(tokens: Sequence[Token], at: int) -> int:
    end = at + 1
    while (
        end < len(tokens)
        and end - at <= LONGEST_SURNAME
        and not tokens[end - 1].tail
        and tokens[end].is_capital
        and tokens[end].raw[0].isalpha()
        and not is_year_group(tokens, end)
        and not says(tokens, end, WORDS["institutions_after"])
    ):
        end += 1
    return end


def is_year_group(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    if low[0] == "y" and low.lstrip("yr").isdecimal():
        return True
    after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].raw == "." else at + 1
    if low in YEAR:
        return after < len(tokens) and tokens[after].raw[0].isdecimal()
    if low in PHASES:
        return tokens[at].is_capital
    return low in CLASS and after < len(tokens) and (tokens[after].is_capital or tokens[after].raw.isdecimal())
