"""What is plainly said of a learner, with no age, class or mother beside the name: "Ella needs more help with phonics",
"Mae Nel yn darllen yn dda", "cymorth i Fali gyda rhifedd".

Whoever teaches is written of in the same words, so that a verb alone is seldom enough: what is learnt has to be named.
"""

from collections.abc import Sequence

from schools.name_guard.reading import Token
from schools.name_guard.words import ROLE_VERBS, ROLES, WORDS, in_all_forms, says, says_any

LEARNT = in_all_forms(WORDS["learnt"])
DOES_ALONE = WORDS["does_alone"]
DOES = WORDS["does"]
IS_DOING_ALONE = in_all_forms(WORDS["is_doing_alone"])
DID_ALONE = WORDS["did_alone_welsh"]
DID = WORDS["did_welsh"]
HELP = in_all_forms(WORDS["help"])
WHO_TEACHES = ROLES | in_all_forms(WORDS["of_those_who_teach"])
NEAR = 9  # words in which what is learnt is named


def is_plainly_said(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Of the names from `first` up to `end`, that only commas and "and" stand between; never of who has a role."""
    if says_any(tokens, first - 4, end + NEAR, WHO_TEACHES) or says_any(tokens, first - 8, end + 8, ROLE_VERBS):
        return False
    if end < len(tokens) and tokens[end].low in ("from", "of", "o"):  # "Sioned from the council"
        return False
    return (
        _does(tokens, end)
        or _is_doing(tokens, first, end)
        or _did(tokens, first, end)
        or _is_helped(tokens, first, end)
    )


def _does(tokens: Sequence[Token], end: int) -> bool:
    place = end
    while place < min(end + 4, len(tokens)) and tokens[place].low in WORDS["before_a_verb"]:
        place += 1
    if says(tokens, place, DOES_ALONE):
        return _is_of_oneself(tokens, place)
    return says(tokens, place, DOES) and _is_learnt(tokens, place)


def _is_doing(tokens: Sequence[Token], first: int, end: int) -> bool:
    """ "Mae Nel yn darllen", "Roedd Ela’n cael ffracsiynau’n anodd", "bod Guto wedi gwella"."""
    if not (first and tokens[first - 1].low in WORDS["stands_before_welsh"]):
        return False
    after = tokens[end].low if end < len(tokens) else ""
    if tokens[end - 1].tail != "n" and after not in ("yn", "wedi", "ddim"):
        return False
    for place in range(end, min(end + 4, len(tokens))):
        if says(tokens, place, IS_DOING_ALONE):
            return _is_of_oneself(tokens, place)
    return _is_learnt(tokens, end)


def _did(tokens: Sequence[Token], first: int, end: int) -> bool:
    if not first:
        return False
    before = tokens[first - 1].low
    return before in DID_ALONE or (before in DID and _is_learnt(tokens, end))


def _is_helped(tokens: Sequence[Token], first: int, end: int) -> bool:
    """ "Support for Callum in writing", "gave Maisie extra time with her spellings", "cymorth i Fali gyda rhifedd"."""
    if not first:
        return False
    before = tokens[first - 1].low
    is_help = before in ("for", "to", "i", "ar") and says_any(tokens, first - 7, first, HELP)
    is_given = before in WORDS["helps"] and not (end < len(tokens) and tokens[end].low == "the")
    if not is_help and not is_given:
        return False
    return _is_learnt(tokens, end) or _is_learnt(tokens, max(0, first - NEAR), first)


def _is_learnt(tokens: Sequence[Token], first: int, end: int = 0) -> bool:
    return says_any(tokens, first, end or first + NEAR, LEARNT)


def _is_of_oneself(tokens: Sequence[Token], place: int) -> bool:
    """Whether somebody improved or reads, not something: "improved the library", "gwella’r llyfrgell", "read it"."""
    after = tokens[place + 1].low if place + 1 < len(tokens) else ""
    return tokens[place].tail != "r" and after not in WORDS["what_is_improved"]
