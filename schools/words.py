"""Names joined in running text, by the rules of each language."""

import unicodedata
from collections.abc import Callable, Sequence

VOWELS = "aeiouwy"


def names_together(names: Sequence[str], language: str) -> str:
    """'A, B and C'; in Welsh 'A, B a C', and 'ac' before a vowel ('Llan Un ac Ysgol Dau'). Names are not mutated."""
    *others, last = names or [""]
    if not others:
        return last
    return f"{', '.join(others)} {_AND[language](last)} {last}"


def _welsh_and(following: str) -> str:
    first = unicodedata.normalize("NFKD", following[:1])[:1].casefold()
    return "ac" if first and first in VOWELS else "a"


_AND: dict[str, Callable[[str], str]] = {"cy": _welsh_and, "en": lambda _following: "and"}
