"""A given name that seems to be a learner’s, by the words around it.

A first name alone says nothing: staff, saints, streets and poets have them too. It is told when the sentence gives it
an age, a year group or a word for a learner beside it, when something that learners have is called theirs ("Tomos’s
attendance", "mam Tomos"), or when something is said of it that is said of learners ("has an IDP").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schools.name_guard.reading import Sentence, Token
from schools.name_guard.words import (
    INSTITUTIONS_BEFORE,
    LABELS,
    LEARNER_MANY,
    LEARNER_ONE,
    MUTATED_NAMES,
    MUTATING,
    NAMES,
    PHASES,
    POSSESSED,
    PREDICATES,
    ROLES,
    WORDS,
    YEAR,
    says,
    says_any,
)

OPENING, CLOSING = frozenset(",(–—-:"), frozenset(",)–—-.;:")
ARTICLES = frozenset({"a", "an", "the", "our", "y", "yr", "ein", "one", "un"})
MADE_BY = frozenset({"of", "by", "for", "made", "gan", "o"})
STANDS_BEFORE = frozenset({"mae", "roedd", "bu", "daeth", "has", "when", "and", "with", "gyda"})
JOINS = frozenset({",", "and", "a", "ac", "&", "or", "neu"})
AGES = frozenset(str(age) for age in range(3, 19)) | frozenset(
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "tair tri pedair pedwar pum pump chwe chwech saith wyth naw deg deng".split()
)
LONGEST_SURNAME = 2
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


def learners(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What is said of one name of a list ("Guto, Nel and Efa in Year 6") is said of all."""
    if not any(_may_be_name(word.casefold()) for word in CAPITAL.findall(sentence.text)):
        return
    for joined in _lists_of(sentence.tokens):
        persons = [name for name in joined if not _is_of_something_else(name)]
        if any(_is_of_a_learner(name) for name in persons):
            yield from (name.span for name in persons)


def _lists_of(tokens: Sequence[Token]) -> Iterator[list[Name]]:
    """The names in the sentence; those that only commas or "and" stand between together."""
    joined: list[Name] = []
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
        and not _is_year_group(tokens, end)
        and not says(tokens, end, WORDS["institutions_after"])
    ):
        end += 1
    return end


def _is_of_something_else(name: Name) -> bool:
    """Of a person with a title, a school, a street, a saint, a poet’s work; or it is another word, or a month."""
    tokens, at = name.tokens, name.at
    before = at - 1
    while before >= 0 and tokens[before].raw == ".":  # "Ms. Carter"
        before -= 1
    if says(tokens, before, WORDS["titles"]) or says(tokens, before, INSTITUTIONS_BEFORE):
        return True
    if says(tokens, name.end, WORDS["institutions_after"]) and not name.is_possessive:
        return True
    if at > 1 and tokens[at - 1].is_capital and tokens[at - 1].raw[0].isalpha() and not _may_stand_before(tokens, at):
        return True  # the later part of another name
    if says_any(tokens, at - 3, at, WORDS["culture"]) or (
        name.is_possessive and says_any(tokens, name.end, name.end + 2, WORDS["culture"])
    ):
        return not _age_after(name)
    return _is_another_word(name)


def _may_stand_before(tokens: Sequence[Token], at: int) -> bool:
    previous = tokens[at - 1].low
    known = LEARNER_ONE | LEARNER_MANY | PHASES | MADE_BY | STANDS_BEFORE | ARTICLES
    return previous in known or says(tokens, at - 1, POSSESSED) or previous in ROLES


def _is_another_word(name: Name) -> bool:
    """Where a sentence begins, "Will" or "Seren" may be a word like others; "May" and "Jordan" may be elsewhere too."""
    low, after = name.first.low, name.end
    certain = name.is_possessive or _age_after(name) or _learner_after(name) or _learner_before(name)
    if low in WORDS["names_also_places_or_times"]:
        return not certain
    if low in WORDS["names_also_words"] and _begins(name):
        return not (certain or name.end - name.at > 1 or says(name.tokens, after, WORDS["finite"]))
    return False


def _begins(name: Name) -> bool:
    return name.at == 0 or name.tokens[name.at - 1].raw in (":", "•", "-", "–", "“", "‘", '"', "*", "?")


def _is_of_a_learner(name: Name) -> bool:
    if _age_after(name):
        return True
    if _is_of_staff(name):
        return False
    beside = _learner_after(name) or _learner_before(name)
    if beside or _has_what_learners_have(name) or _year_group_beside(name):
        return True
    tokens = name.tokens
    if says_any(tokens, name.at - 4, name.at, ROLES) or says_any(tokens, name.end, name.end + 4, WORDS["role_verbs"]):
        return False
    return says_any(tokens, name.end, name.end + 14, PREDICATES) or says_any(tokens, name.at - 8, name.at, PREDICATES)


def _is_of_staff(name: Name) -> bool:
    """A word for a role right before it, or right after: "the deputy head, Ffion", "Ffion, our ALNCo"."""
    tokens, before, after = name.tokens, name.at - 1, name.end
    if before >= 0 and tokens[before].raw in OPENING:
        before -= 1
    if says(tokens, before, ROLES):
        return True
    if not (after < len(tokens) and tokens[after].raw in OPENING):
        return says(tokens, after, WORDS["role_verbs"]) or says(tokens, after + 1, WORDS["role_verbs"])
    for place in range(after + 1, min(after + 5, len(tokens))):
        if tokens[place].raw in CLOSING:
            break
        if says(tokens, place, ROLES) or says(tokens, place, WORDS["role_verbs"]):
            return True
        if tokens[place].low in LEARNER_ONE:
            return False
    return False


def _past_joining(name: Name) -> int:
    """The place after "Ffion, who is in" or "Ffion (": where an age, a year group or a word for a learner may stand."""
    tokens, place = name.tokens, name.end
    if place < len(tokens) and tokens[place].raw in OPENING:
        place += 1
    last = place + 4
    while place < min(last, len(tokens)) and tokens[place].low in WORDS["joining"]:
        place += 1
    return place


def _age_after(name: Name) -> bool:
    tokens, place = name.tokens, _past_joining(name)
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


def _is_year_group(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    if low[0] == "y" and low.lstrip("yr").isdecimal():
        return True
    after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].raw == "." else at + 1
    if low in YEAR:
        return after < len(tokens) and tokens[after].raw[0].isdecimal()
    if low in PHASES:
        return tokens[at].is_capital
    return (
        low in ("class", "dosbarth", "ddosbarth", "nosbarth")
        and after < len(tokens)
        and (tokens[after].is_capital or tokens[after].raw.isdecimal())
    )


def _year_group_beside(name: Name) -> bool:
    """ "Ffion in Y5", "Ffion (Year 6)"; "Year 4’s Tomos", "Ym Mlwyddyn 3 mae Elis"; not "in May, Year 6"."""
    tokens, place = name.tokens, _past_joining(name)
    if place > name.end and place < len(tokens) and _is_year_group(tokens, place):
        return True
    before = name.at - 1
    while before >= 0 and (tokens[before].raw == "," or tokens[before].low in STANDS_BEFORE):
        before -= 1
    if before < 0 or name.at - before > 3:
        return False
    return any(_ends_year_group(tokens, start, before) for start in range(max(0, before - 2), before + 1))


def _ends_year_group(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are just a year group: "Y4", "Year 4", "Bl. 4", "Reception"."""
    if not _is_year_group(tokens, start):
        return False
    low = tokens[start].low
    alone = low in PHASES or low not in YEAR | {"class", "dosbarth", "ddosbarth", "nosbarth"}
    return start == end if alone else tokens[end].raw[0].isdecimal() and start < end


def _learner_after(name: Name) -> bool:
    """ "Siwan, disgybl ym…", "Zainab, a learner new to English"."""
    tokens, place = name.tokens, _past_joining(name)
    if place >= len(tokens) or tokens[place - 1].raw not in OPENING and tokens[place - 1].low not in ARTICLES:
        return False
    last = place + 3
    while place < min(last, len(tokens)) and (tokens[place].low in ARTICLES | WORDS["modifiers"]):
        place += 1
    while place < len(tokens) and _is_year_group(tokens, place):
        place += 1 if tokens[place].low not in YEAR else 2
    return place < len(tokens) and tokens[place].low in LEARNER_ONE


def _learner_before(name: Name) -> bool:
    """ "A Year 4 pupil, Tomos", "a boy in Reception called Harri", "pupils such as Megan", "the twins Cadi and Efan"."""
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


def _has_what_learners_have(name: Name) -> bool:
    """ "Tomos’s attendance", "the parents of Theo Davies", "mam Iolo"."""
    tokens = name.tokens
    if name.is_possessive and says_any(tokens, name.end, name.end + 4, POSSESSED):
        return True
    before = name.at - 1
    while before >= 0 and name.at - before <= 3 and tokens[before].low in MADE_BY:
        before -= 1
    return says(tokens, before, POSSESSED) or says(tokens, before - 1, POSSESSED) and "_" in _pair(tokens, before)


def _pair(tokens: Sequence[Token], at: int) -> str:
    """The two words that end there, if together they are something that learners have."""
    pair = f"{tokens[at - 1].low}_{tokens[at].low}" if at > 0 else ""
    return pair if pair in POSSESSED else ""
