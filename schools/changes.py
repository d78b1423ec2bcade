"""What changed between two texts, word by word, so that a reader need not compare them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum, auto
from itertools import accumulate, groupby
from typing import Any

SENTENCES = re.compile(r"[^.!?\n]+[.!?]*\s*|[.!?]+\s*|\n\s*")
WORDS = re.compile(r"\s+|[\w'’-]+|[^\w\s]")
WITH_ITS_SPACE = re.compile(r"(?:\A\s++)?\S+\s*")  # a word with the space after it, the first with that before it too
MOST = 250_000  # words of the one text times words of the other that are compared word by word
ALIKE = 0.4  # from which likeness on single words are marked, and not the whole sentence
ON_A_PAGE = 3_000_000  # comparisons of one sentence or word with another: well under a second of work
SHOWN = 12  # words of an unchanged stretch that are shown beside a change


class Kind(StrEnum):
    SAME = auto()
    ADDED = auto()
    REMOVED = auto()
    LEFT_OUT = auto()  # words that are the same, and too many to be shown


@dataclass(frozen=True)
class Piece:
    kind: Kind
    words: str


class UsedUp(Exception):
    """The texts differ in so many places that to mark them all would take longer than a reader waits."""


@dataclass
class Budget:
    """How many comparisons may still be made for all texts of one page together, however they are written."""

    left: int = ON_A_PAGE

    def spend(self, comparisons: int) -> None:
        if comparisons > self.left:
            raise UsedUp
        self.left -= comparisons


class _Counted(SequenceMatcher[str]):
    """Difflib’s search for the longest match, which pays for each round before it begins it.

    A round meets each place of the one text with all places of the other where the same stands.
    """

    b2j: dict[str, list[int]]  # by what stands in the second text, its places

    def __init__(self, old: list[str], new: list[str], budget: Budget, **how: Any) -> None:
        super().__init__(a=old, b=new, **how)
        self.budget, places = budget, self.b2j
        self.up_to = list(accumulate((1 + len(places.get(each, ())) for each in old), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.budget.spend(self.up_to[-1 if ahi is None else ahi] - self.up_to[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def changes(before: str, after: str, budget: Budget) -> list[Piece] | None:
    """The text after, with what was removed where it stood; unchanged stretches are cut to the words around changes.

    None where the budget is used up: then both texts are to be read in full.
    """
    if before == after:
        return [Piece(Kind.SAME, after)] if after else []
    try:
        return list(_cut(_joined(_by_sentences(before, after, budget))))
    except UsedUp:
        return None


def _by_sentences(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    """First whole sentences, which keeps the comparison short, then the words of those that were changed."""
    old, new = SENTENCES.findall(before), SENTENCES.findall(after)
    for what, a, b, c, d in _Counted(old, new, budget).get_opcodes():
        if what == "equal":
            yield Piece(Kind.SAME, "".join(new[c:d]))
        else:
            yield from _by_words("".join(old[a:b]), "".join(new[c:d]), budget)


def _by_words(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    is_short = len(old) * len(new) <= MOST
    compared = _Counted(old, new, budget, isjunk=str.isspace, autojunk=False) if is_short else None
    if compared is None or compared.ratio() < ALIKE:
        yield from (Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after))
        return
    for what, a, b, c, d in compared.get_opcodes():
        if what == "equal":
            yield Piece(Kind.SAME, "".join(new[c:d]))
        else:
            yield from (Piece(Kind.REMOVED, "".join(old[a:b])), Piece(Kind.ADDED, "".join(new[c:d])))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Changes that only a space parts are one: first all that was removed, then all that was added."""
    found = [piece for piece in pieces if piece.words]
    same = [piece.kind is Kind.SAME for piece in found]
    for here in range(1, len(found) - 1):
        if same[here] and not found[here].words.strip() and not same[here - 1] and not same[here + 1]:
            same[here] = False
    for is_same, group in groupby(zip(same, found, strict=True), key=lambda each: each[0]):
        together = [piece for _same, piece in group]
        if is_same:
            yield Piece(Kind.SAME, "".join(piece.words for piece in together))
            continue
        for kind, other in ((Kind.REMOVED, Kind.ADDED), (Kind.ADDED, Kind.REMOVED)):
            words = "".join(piece.words for piece in together if piece.kind is not other)
            if any(piece.kind is kind for piece in together):
                yield Piece(kind, words)


def _cut(pieces: Iterable[Piece]) -> Iterator[Piece]:
    found = list(pieces)
    for here, piece in enumerate(found):
        words = WITH_ITS_SPACE.findall(piece.words)
        head, tail = SHOWN if here else 0, SHOWN if here < len(found) - 1 else 0
        if piece.kind is not Kind.SAME or len(found) == 1 or len(words) <= head + tail + SHOWN:
            yield piece
            continue
        kept = [Piece(Kind.SAME, "".join(words[:head])), Piece(Kind.LEFT_OUT, "")]
        kept.append(Piece(Kind.SAME, "".join(words[len(words) - tail :])))
        yield from (each for each in kept if each.words or each.kind is Kind.LEFT_OUT)
