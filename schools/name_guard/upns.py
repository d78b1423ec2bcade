"""Unique pupil numbers: a check letter, 11 figures, and a figure or (of a temporary one) a letter.

The check letter, after the Department for Education’s guide to UPNs, whose scheme Wales shares: each of the other
characters times its place (2 to 13), a letter counting as its place in LETTERS from 0; the sum modulo 23 is the place
of the check letter.
"""

import re
from collections.abc import Iterator

from schools.name_guard.reading import Sentence

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # without I, O and S
NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])((?:[ -]?\d){11})[ -]?([A-Za-z0-9])(?![A-Za-z0-9])")
CALLED_SO = re.compile(r"\b(?:UPN|RhUD)\b|pupil number|rhif unigryw", re.IGNORECASE)


def check_letter(rest: str) -> str:
    """Of the 12 characters that follow it."""
    values = (int(each) if each.isdigit() else LETTERS.index(each) for each in rest)
    return LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % len(LETTERS)]


def is_upn(number: str) -> bool:
    last = number[-1]
    return (last.isdigit() or last in LETTERS) and check_letter(number[1:]) == number[0]


def upns(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where its check letter is right, or where the text calls it so: a slip of the hand still tells who it is."""
    for found in NUMBER.finditer(sentence.text):
        number = re.sub(r"[ -]", "", found.group()).upper()
        if is_upn(number) or CALLED_SO.search(sentence.text):
            yield found.span()
