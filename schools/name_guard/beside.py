"""What stands beside a name and tells that it is a learner’s: an age, a year group, a word for a learner, a mother."""

from collections.abc import Sequence

from schools.name_guard.names import CLASS, Name, is_year_group
from schools.name_guard.reading import Token
from schools.name_guard.words import LABELS, LEARNER_MANY, LEARNER_ONE, PHASES, POSSESSED, WORDS, YEAR, says, says_any

OPENING = frozenset(",(–—-:")
ARTICLES = frozenset({"a", "an", "the", "our", "y", "yr", "ein", "one", "un"})
MADE_BY = frozenset({"of", "by", "for", "made", "gan", "o"})
STANDS_BEFORE = frozenset({"mae", "roedd", "bu", "daeth", "has", "when", "and", "with", "gyda"})
AGES = WORDS["ages"]


def past_joining(name: Name) -> int:
    """The place after "Ffion, who is in" or "Ffion (": where an age, a year group or a word for a learner may stand."""
    tokens, place = name.tokens, name.end
    if place < len(tokens) and tokens[place].raw in OPENING:
        place += 1
    last = place + 4
    while place < min(last, len(tokens)) and tokens[place].low in WORDS["joining"]:
        place += 1
    return place


def age_after(name: Name) -> bool:
    tokens, place = name.tokens, past_joining(name)
    if place >= len(tokens):
        return False
    low = tokens[place].low
    if low in ("aged", "age", "oed") and place + 1 < len(tokens):
        return tokens[place + 1].low in AGES
    if low.endswith(("-year-old", "-mlwydd-oed")):
        return True
    if low not in AGES:
        return False
    after = tokens[place + 1].low if place + 1 < len(tokens) else "."
    enclosed = tokens[place - 1].raw in (",", "(") and after in (",", ")", ".")
    return enclosed or after in ("oed", "mlwydd", "blwydd", "years", "yrs")


def learner_after(name: Name) -> bool:
    """As in "Siwan, disgybl ym…", "Zainab, a learner new to English"."""
    tokens, place = name.tokens, past_joining(name)
    if place >= len(tokens) or (tokens[place - 1].raw not in OPENING and tokens[place - 1].low not in ARTICLES):
        return False
    last = place + 3
    while place < min(last, len(tokens)) and (tokens[place].low in ARTICLES | WORDS["modifiers"]):
        place += 1
    while place < len(tokens) and is_year_group(tokens, place):
        place += 1 if tokens[place].low not in YEAR else 2
    return place < len(tokens) and tokens[place].low in LEARNER_ONE


def learner_before(name: Name) -> bool:
    """As in "a Year 4 pupil, Tomos", "a boy called Harri", "pupils such as Megan", "the twins Cadi and Efan"."""
    tokens, place, apart = name.tokens, name.at - 1, False
    if place >= 0 and tokens[place].raw in OPENING:
        place, apart = place - 1, True
    if place >= 0 and (tokens[place].low.endswith("-year-old") or tokens[place].low == "oed"):
        return True
    introduced = False
    for start in (place - 2, place - 1, place):
        if start >= 0 and (says(tokens, start, WORDS["such_as"]) or says(tokens, start, WORDS["called"])):
            place, introduced = start - 1, True
            break
    last = place - 6
    while place > max(last, -1):
        low = tokens[place].low
        if low in LEARNER_ONE:
            return True
        if low in LEARNER_MANY:
            return introduced or place == name.at - 1
        group = low in YEAR | PHASES or tokens[place].raw.isdecimal() or (low[0] == "y" and low[1:].isdecimal())
        if not (group or low in WORDS["joining"] or low in WORDS["modifiers"] or low in LABELS or low in ("with", "â")):
            return False
        if not (apart or introduced):
            return False
        place -= 1
    return False


def is_called(name: Name) -> bool:
    """As in "a boy called will", "disgybl o’r enw seren"."""
    return any(says(name.tokens, name.at - back, WORDS["called"]) for back in (1, 2, 3) if name.at >= back)


def year_group_beside(name: Name) -> bool:
    """As in "Ffion in Y5", "Ffion (Year 6)"; "Year 4’s Tomos", "Ym Mlwyddyn 3 mae Elis"; not "in May, Year 6"."""
    tokens, place = name.tokens, past_joining(name)
    if place > name.end and place < len(tokens) and is_year_group(tokens, place):
        return True
    before = name.at - 1
    while before >= 0 and (tokens[before].raw == "," or tokens[before].low in STANDS_BEFORE):
        before -= 1
    if before < 0 or name.at - before > 3:
        return False
    return any(_ends_year_group(tokens, start, before) for start in range(max(0, before - 2), before + 1))


def _ends_year_group(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are just a year group: "Y4", "Year 4", "Bl. 4", "Reception"."""
    if not is_year_group(tokens, start):
        return False
    low = tokens[start].low
    alone = low in PHASES or low not in YEAR | CLASS
    return start == end if alone else tokens[end].raw[0].isdecimal() and start < end


def has_what_learners_have(name: Name) -> bool:
    """As in "Tomos’s attendance", "the parents of Theo Davies", "mam Iolo"."""
    tokens = name.tokens
    if name.is_possessive and says_any(tokens, name.end, name.end + 4, POSSESSED):
        return True
    before = name.at - 1
    while before >= 0 and name.at - before <= 3 and tokens[before].low in MADE_BY:
        before -= 1
    return says(tokens, before, POSSESSED) or _pair(tokens, before) in POSSESSED


def _pair(tokens: Sequence[Token], at: int) -> str:
    """The two words that end there, as one: "reading_age"."""
    return f"{tokens[at - 1].low}_{tokens[at].low}" if at > 0 else ""
