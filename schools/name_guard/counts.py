"""A count of one to four learners, children or families, in figures or words of either language."""

from collections.abc import Iterator, Sequence

from schools.name_guard.reading import Sentence, Token
from schools.name_guard.words import LABELS, LEARNER_MANY, PEOPLE_WELSH, SMALL, WORDS, YEAR, any_of, says

ONE = frozenset({"1", "one", "un"})
BETWEEN_NUMBERS = frozenset({"and", "or", "to", "a", "ac", "neu", "i", "–", "-", ",", "&"})
A_SMALL_NUMBER = any_of(SMALL)
LONGEST_ROW = 12  # numbers that "Years" may stand before, as of "Years 3, 4, 5 and 6"
MOST_BETWEEN = 6  # words between the number and whom it counts


def counts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    tokens = sentence.tokens if A_SMALL_NUMBER.search(sentence.text) else []
    for at, token in enumerate(tokens):
        if token.low in SMALL and not token.tail.startswith("s") and not _is_no_count(tokens, at):
            end = _whom(tokens, at)
            if end:
                yield token.start, tokens[end - 1].end


def _is_no_count(tokens: Sequence[Token], at: int) -> bool:
    """Year 3, Years 3 and 4, phase 2; every four, one in four, groups of three; the same one (yr un), not one."""
    if any(tokens[place].low in WORDS["tens"] for place in _just_before(tokens, at)):
        return True
    before = _before_its_numbers(tokens, at)
    if before < 0:
        return False
    low = tokens[before].low
    if low in LABELS and not (low == "year" and before and tokens[before - 1].low in ("the", "this")):
        return True
    if low in WORDS["ratio_before"] or (low in ("of", "o") and _limits(tokens, before - 1)):
        return True
    if low in ("to", "at") and before and tokens[before - 1].low in ("up", "hyd"):
        return True
    return tokens[at].low == "un" and (low in ("yr", "dim") or tokens[before].tail == "r")


def _just_before(tokens: Sequence[Token], at: int) -> list[int]:
    """Where "hundred" stands in "two hundred and four" and "twenty" in "twenty four"."""
    joined = at > 1 and tokens[at - 1].low in ("and", "a")
    return [at - 2] if joined else [at - 1] if at else []


def _before_its_numbers(tokens: Sequence[Token], at: int) -> int:
    """The place before a row of numbers: of "and 4" in "Years 3 and 4", that of "Years"."""
    before = at - 1
    first = max(0, before - 2 * LONGEST_ROW)
    while before > first and tokens[before].low in BETWEEN_NUMBERS and _is_number(tokens[before - 1]):
        before -= 2
    return before


def _limits(tokens: Sequence[Token], at: int) -> bool:
    return at >= 0 and (tokens[at].low in WORDS["groups_before"] or tokens[at].low in ("maximum", "uchafswm"))


def _is_number(token: Token) -> bool:
    return token.low in SMALL or token.raw[0].isdigit()


def _whom(tokens: Sequence[Token], at: int) -> int:
    """The place after the people counted, or 0 where it counts something else."""
    place, of = _past_of(tokens, at)
    last = min(place + MOST_BETWEEN, len(tokens))
    while place < last:
        if _are_people(tokens, at, place, of):
            return 0 if _is_part_of_a_name(tokens, at, place) else place + 1
        step = _modifies(tokens, place)
        if not step:
            return 0
        place += step
    return 0


def _past_of(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """The place after "2 of our", "3 o’r 28", "2 (of the 31)" or "2 out of 24", and whether it says so.

    "Three out of four" is a share, and so is "nine out of ten": only of more than that it is a count.
    """
    place = at + 1
    out = place < len(tokens) and tokens[place].low == "out"
    place += out or (place < len(tokens) and tokens[place].raw == "(")
    if not (place < len(tokens) and tokens[place].low in ("of", "o", "allan")):
        return at + 1, False
    place += 2 if tokens[place].low == "allan" else 1
    while place < len(tokens) and tokens[place].low in WORDS["of_whom"]:
        place += 1
    if place < len(tokens) and tokens[place].raw.isdecimal() and (not out or _is_more_than_ten(tokens[place])):
        place += 1
        place += place < len(tokens) and tokens[place].raw == ")"
    return place, True


def _is_more_than_ten(token: Token) -> bool:
    return len(token.raw) > 1 and token.raw != "10"


def _are_people(tokens: Sequence[Token], at: int, place: int, of: bool) -> bool:
    low, number = tokens[place].low, tokens[at].low
    if tokens[place].tail == "s" and not of:  # "two children’s books"
        return False
    if low in PEOPLE_WELSH or low in WORDS["people_many"]:
        return not (low in WORDS["people_many"] and number in ONE and not of)
    return low in WORDS["people_one"] and number in ONE


def _modifies(tokens: Sequence[Token], place: int) -> int:
    """How many words there say which people: "Year 6", "looked-after", "eFSM"; 0 where they say something else."""
    low = tokens[place].low
    if low in YEAR and place + 1 < len(tokens) and tokens[place + 1].raw.isdecimal():
        return 2
    if low in WORDS["modifiers"] or (low[0] == "y" and low[1:].isdecimal()):
        return 1
    parts = low.split("-")
    if len(parts) > 1 and not parts[-1].isdigit():
        return 1
    return 1 if len(low) > 4 and low.endswith("ed") and low not in WORDS["tens"] else 0


def _is_part_of_a_name(tokens: Sequence[Token], at: int, place: int) -> bool:
    """Parents’ evenings, a pupil voice survey, two pupils from each class; "3 Pupils…" heads a list."""
    after = place + 1
    marked = after < len(tokens) and tokens[after].raw in ("’", "'")
    if says(tokens, after + 1 if marked else after, WORDS["compound_after"]):
        return True
    if at == 0 and tokens[at].raw.isdigit() and place == 1 and tokens[place].is_capital:
        return tokens[place].low in LEARNER_MANY
    return any(says(tokens, each, WORDS["each_after"]) for each in (after, after + 1))
