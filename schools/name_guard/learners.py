"""A given name that seems to be a learner’s, by the words around it.

A first name alone says nothing: staff, saints, streets and poets have them too. It is told when the sentence gives it
an age, a year group or a word for a learner beside it, when something that learners have is called theirs ("Tomos’s
attendance", "mam Tomos"), or when something is said of it that is said of learners ("has an IDP", "reads well").
"""

from collections.abc import Iterator, Sequence

from schools.name_guard.beside import (
    ARTICLES,
    MADE_BY,
    OPENING,
    STANDS_BEFORE,
    age_after,
    has_what_learners_have,
    is_called,
    learner_after,
    learner_before,
    year_group_beside,
)
from schools.name_guard.names import SMALL_WORDS, Name, is_year_group, lists_of
from schools.name_guard.plain import is_plainly_said
from schools.name_guard.reading import Sentence, Token
from schools.name_guard.words import (
    INSTITUTIONS_BEFORE,
    LEARNER_MANY,
    LEARNER_ONE,
    PHASES,
    POSSESSED,
    PREDICATES,
    ROLE_VERBS,
    ROLES,
    WORDS,
    says,
    says_any,
)

CLOSING = frozenset(",)–—-.;:")
MAY_STAND_BEFORE = LEARNER_ONE | LEARNER_MANY | POSSESSED | ROLES | PHASES | MADE_BY | STANDS_BEFORE | ARTICLES


def learners(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What is said of one name of a list ("Guto, Nel and Efa in Year 6") is said of all."""
    for joined in lists_of(sentence):
        persons = [name for name in joined if not _is_of_something_else(name)]
        if any(_is_of_a_learner(name) for name in persons) or _is_plain(persons):
            yield from (name.span for name in persons)


def _is_plain(persons: Sequence[Name]) -> bool:
    if not persons or any(_is_of_staff(name) for name in persons):
        return False
    return is_plainly_said(persons[0].tokens, persons[0].at, persons[-1].end)


def _is_of_a_learner(name: Name) -> bool:
    if age_after(name):
        return True
    if _is_of_staff(name):
        return False
    beside = learner_after(name) or learner_before(name)
    if beside or has_what_learners_have(name) or year_group_beside(name):
        return True
    return _is_said_of_a_learner(name)


def _is_said_of_a_learner(name: Name) -> bool:
    """As in "Freya was absent", "gave Domos a quiet space, as his IDP says"; not of whoever teaches or checks it."""
    tokens = name.tokens
    if says_any(tokens, name.at - 4, name.at, ROLES) or says_any(tokens, name.at - 8, name.end + 8, ROLE_VERBS):
        return False
    is_by = name.at > 0 and tokens[name.at - 1].low == "by"
    before = not is_by and says_any(tokens, name.at - 8, name.at, PREDICATES)
    return before or says_any(tokens, name.end, name.end + 14, PREDICATES)


def _is_of_staff(name: Name) -> bool:
    """A word for a role right before it, or right after: "the deputy head, Ffion", "Ffion, our ALNCo"."""
    tokens, before, after = name.tokens, name.at - 1, name.end
    if before >= 0 and tokens[before].raw in OPENING:
        before -= 1
    if says(tokens, before, ROLES):
        return True
    if not (after < len(tokens) and tokens[after].raw in OPENING):
        return says(tokens, after, ROLE_VERBS) or says(tokens, after + 1, ROLE_VERBS)
    for place in range(after + 1, min(after + 5, len(tokens))):
        if tokens[place].raw in CLOSING:
            break
        if says(tokens, place, ROLES) or says(tokens, place, ROLE_VERBS):
            return True
        if tokens[place].low in LEARNER_ONE:
            return False
    return False


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
        return not age_after(name)
    return _is_another_word(name)


def _may_stand_before(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].low in MAY_STAND_BEFORE or is_year_group(tokens, at - 1)


def _is_another_word(name: Name) -> bool:
    """Where a sentence begins, "Will" or "Seren" may be a word like others; "May" and "Jordan" may be elsewhere too."""
    low, after = name.first.low, name.end
    if not name.first.is_capital and low in SMALL_WORDS:
        return not (age_after(name) or is_called(name))
    certain = name.is_possessive or age_after(name) or learner_after(name) or learner_before(name)
    if low in WORDS["names_also_places_or_times"]:
        return not certain
    if low in WORDS["names_also_words"] and _begins(name):
        return not (certain or name.end - name.at > 1 or says(name.tokens, after, WORDS["finite"]))
    return False


def _begins(name: Name) -> bool:
    return name.at == 0 or name.tokens[name.at - 1].raw in (":", "•", "-", "–", "“", "‘", '"', "*", "?")
