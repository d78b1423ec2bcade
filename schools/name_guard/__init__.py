"""Does a text seem to name a learner, or to give a UPN, a date of birth or a count of fewer than five people?

`findings` tells, in Welsh and English alike, whichever the text says it is written in. It only reads: nothing is kept,
logged or remembered. It guesses; docs/name-guard.md says how often it is right, and what it cannot find.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from schools.name_guard.births import births
from schools.name_guard.counts import counts
from schools.name_guard.learners import learners
from schools.name_guard.names import names_in
from schools.name_guard.reading import Sentence, sentences
from schools.name_guard.upns import upns

MOST = 100  # more than these need not be told at once
MOST_NAMES = 400  # of one text whose neighbours are looked at: one word in eight of the longest box


class Kind(StrEnum):
    UPN = "upn"
    BIRTH = "birth"
    COUNT = "count"
    LEARNER = "learner"


FINDERS = {Kind.UPN: upns, Kind.BIRTH: births, Kind.COUNT: counts, Kind.LEARNER: learners}
WITHOUT_NAMES = [kind for kind in FINDERS if kind != Kind.LEARNER]


@dataclass(frozen=True)
class Finding:
    """A passage, and the sentence in which it stands: what it means depends on no more than that."""

    kind: Kind
    passage: str
    sentence: str


def findings(text: str) -> list[Finding]:
    """In the order of the text, of each sentence the surest kind first; the same words of one sentence once."""
    found: dict[Finding, None] = {}
    names = 0
    for sentence in sentences(text):
        for finding in _in_sentence(sentence, FINDERS if names < MOST_NAMES else WITHOUT_NAMES):
            found[finding] = None
        if len(found) >= MOST:
            break
        names += names_in(sentence)
    return list(found)[:MOST]


def _in_sentence(sentence: Sentence, kinds: Collection[Kind]) -> Iterator[Finding]:
    for kind in kinds:
        for start, end in FINDERS[kind](sentence):
            yield Finding(kind, sentence.text[start:end], sentence.text.strip())
