"""The words that the finders know, read once from schools/data; Welsh ones in all their mutations."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from schools.mutations import LETTERS, MUTATED
from schools.name_guard.reading import Token

DATA = Path(__file__).parent.parent / "data"


def mutated(word: str) -> set[str]:
    """The word itself and each form in which it may begin."""
    first = next((letter for letter in LETTERS if word.startswith(letter)), word[:1])
    return {word} | {form + word[len(first) :] for form in MUTATED.get(first, ())}


def _read() -> dict[str, frozenset[str]]:
    kept: dict[str, str] = json.loads((DATA / "guard_words.json").read_text())
    return {key: frozenset(words.casefold().split()) for key, words in kept.items() if key != "about"}


def in_all_forms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in mutated(word))


def given_names() -> frozenset[str]:
    lines = (DATA / "given_names.txt").read_text().splitlines()
    return frozenset(name.casefold() for line in lines if not line.startswith("#") for name in line.split())


def any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Any of the words as it stands or with a capital: tells fast whether a sentence is worth a closer look."""
    either = (f"[{word[0]}{word[0].upper()}]{re.escape(word[1:])}" for word in sorted(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)")


WORDS = _read()
NAMES = given_names()
MUTATING = WORDS["mutating"]  # without one of them before it, "Fali" is no form of Mali
MUTATED_NAMES = in_all_forms(NAMES) - NAMES - {""}
LEARNER_ONE = in_all_forms(WORDS["learner_one"])
LEARNER_MANY = in_all_forms(WORDS["learner_many"])
POSSESSED = in_all_forms(WORDS["possessed"])
PREDICATES = in_all_forms(WORDS["predicates"])
ROLES = in_all_forms(WORDS["roles"]) - {"da"}  # good, not a mutated TA
ROLE_VERBS = in_all_forms(WORDS["role_verbs"])
YEAR = in_all_forms(WORDS["year_words"])
PHASES = in_all_forms(WORDS["phases"])
LABELS = in_all_forms(WORDS["label_before"]) - {""}
SMALL = in_all_forms(WORDS["small_numbers"])
PEOPLE_WELSH = in_all_forms(WORDS["people_welsh"])
INSTITUTIONS_BEFORE = in_all_forms(WORDS["institutions_before"])
BORN = WORDS["birth_words"]


def says(tokens: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    """Whether the word there is one of these, or begins one of several words."""
    if not 0 <= at < len(tokens):
        return False
    low = tokens[at].low
    if low in words:
        return True
    for _more in range(2):
        at += 1
        if at >= len(tokens):
            return False
        low = f"{low}_{tokens[at].low}"
        if low in words:
            return True
    return False


def says_any(tokens: Sequence[Token], first: int, last: int, words: frozenset[str]) -> bool:
    return any(says(tokens, at, words) for at in range(max(0, first), min(last, len(tokens))))
