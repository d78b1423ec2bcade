"""Sorting names by the alphabet of each language, as keys that compare right byte by byte."""

import re
import unicodedata

WELSH = ["a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "k", "l", "ll", "m", "n", "o",
         "p", "ph", "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z"]  # fmt: skip
_KEY = {letter: chr(ord("A") + place) for place, letter in enumerate(WELSH)}
_LETTERS = re.compile("|".join(sorted(WELSH, key=len, reverse=True)) + "|[0-9]| ")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(" " if c in " -’'" else c for c in plain if not unicodedata.combining(c))


def sort_key(text: str, language: str) -> str:
    """A key for `text` in the Welsh ('cy') or English ('en') alphabet, to be compared under COLLATE "C"."""
    folded = " ".join(_folded(text).split())
    if language != "cy":
        return folded
    return "".join(_KEY.get(letter, letter) for letter in _LETTERS.findall(folded))
