"""The names that areas and boxes go by, as a heading says them.

What they may be called besides stands in `data/headings.json`, in both languages.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from schools.alphabet import taken_apart

NUMBERED = re.compile(r"^\W*(?:\d+(?:[.)]\d*)*|[a-z][.)])\s+")
JOINING = frozenset(["a", "ac", "and", "the", "y", "yr"])


def is_label(text: str) -> bool:
    """Whether it says nothing but the name of a box or of an area, as “Strengths:” does."""
    return tidy(text) in _every_name()


def tidy(words: str) -> str:
    """Without numbers before it, accents, marks and case; joining words of either language count for nothing."""
    plain = taken_apart(NUMBERED.sub("", words.strip().casefold()))
    letters = "".join(each for each in plain if each.isalnum() or each.isspace() or each in "-&").replace("-", " ")
    return " ".join(word for word in letters.replace("&", " ").split() if word not in JOINING)


def all_of(names: dict[str, list[str]]) -> list[str]:
    return [name for words in names.values() for name in words]


@cache
def known_names() -> dict[str, Any]:
    """By "areas" and "boxes", then by code and by language."""
    path = Path(__file__).parents[1] / "data" / "headings.json"
    names: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return names


@cache
def _every_name() -> frozenset[str]:
    return frozenset(tidy(name) for names in known_names().values() for each in names.values() for name in all_of(each))
