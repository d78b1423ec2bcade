"""Where given names stand in a sentence, with what may be their surnames, and which stand together in a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schools.name_guard.reading import Sentence, Token
from schools.name_guard.words import MUTATED_NAMES, MUTATING, NAMES, PHASES, WORDS, YEAR, says

JOINS = frozenset({",", "and", "a", "ac", "&", "or", "neu"})
LONGEST_SURNAME = 2
MOST_INITIALS = 6  # three letters, each with its stop
CLASS = frozenset({"class", "dosbarth", "ddosbarth", "nosbarth"})
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}|(?<![\w.])[^\W\d_]\.\s?[^\W\d_]\.")
SMALL_WORDS = WORDS["names_also_small_words"] | WORDS["names_also_words"] | WORDS["names_also_places_or_times"]


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
        last, after = self.tokens[self.end - 1], self.tokens[self.end : self.end + 2]
        marked = bool(after) and after[0].raw in ("’", "'")
        is_of_initials = last.raw == "." and len(after) > 1 and after[1].low == "s"
        return last.tail == "s" or (marked and (last.low.endswith("s") or is_of_initials))


def lists_of(sentence: Sentence) -> Iterator[list[Name]]:
    """The names in the sentence; those that only commas or "and" stand between together."""
    if not names_in(sentence):
        return
    tokens, joined = sentence.tokens, list[Name]()
    at = 0
    while at < len(tokens):
        end = _end_of_initials(tokens, at) or (at + 1 if _is_given_name(tokens, at) else 0)
        if not end:
            at += 1
            continue
        name = Name(tokens, at, _end_of_name(tokens, at, end))
        if joined and not all(each.low in JOINS for each in tokens[joined[-1].end : at]):
            yield joined
            joined = []
        joined.append(name)
        at = name.end
    if joined:
        yield joined


def names_in(sentence: Sentence) -> int:
    """How many of its words may be names, whatever stands beside them."""
    return sum(_may_be_name(word) for word in WORD.findall(sentence.text))


def _may_be_name(word: str) -> bool:
    if word.islower():
        return word in NAMES or "." in word
    low = word.casefold()
    return low in NAMES or low in MUTATED_NAMES or "." in word


def _is_given_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.is_capital:
        return token.low in NAMES and not token.raw[0].isdecimal()
    if not token.raw[1:2].islower():
        return False
    if token.low in NAMES or token.low.partition("-")[0] in NAMES:  # "Mollie-Mae"
        return True
    return token.low in MUTATED_NAMES and at > 0 and tokens[at - 1].low in MUTATING


def _end_of_initials(tokens: Sequence[Token], at: int) -> int:
    """The place after "J.D." or "j. d."; 0 where there are none: one letter alone, or a shortened word like "e.g."."""
    end = at
    while (
        end - at <= MOST_INITIALS and end + 1 < len(tokens) and _is_letter(tokens, end) and tokens[end + 1].raw == "."
    ):
        end += 2
    if not 4 <= end - at <= MOST_INITIALS or (at and tokens[at - 1].raw == "." and _is_letter(tokens, at - 2)):
        return 0
    shortened = f"{tokens[at].low}.{tokens[at + 2].low}" in WORDS["shortened_marks"]
    return 0 if shortened else end


def _is_letter(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and len(tokens[at].raw) == 1 and tokens[at].raw.isalpha()


def _end_of_name(tokens: Sequence[Token], at: int, end: int) -> int:
    if not tokens[at].is_capital:
        is_surname = end < len(tokens) and not tokens[end - 1].tail and tokens[end].low in WORDS["surnames_small"]
        return end + 1 if is_surname else end
    begun = end - 1
    while (
        end < len(tokens)
        and end - begun <= LONGEST_SURNAME
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
