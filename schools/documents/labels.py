"""The names that areas and boxes go by, as a heading says them, and what the portal itself writes into documents.

What they may be called besides stands in `data/headings.json`, in both languages.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, override

from schools.alphabet import taken_apart
from schools.models.base import LANGUAGE_CODES

NUMBERED = re.compile(r"^\W*(?:\d+(?:[.)]\d*)*|[a-z][.)])\s+")
JOINING = frozenset(["a", "ac", "and", "the", "y", "yr"])
SAID = [
    gettext_lazy("Nothing has been written here yet."),
    gettext_lazy("This text was written once for the schools of the federation."),
    gettext_lazy("Evidence:"),
    gettext_lazy("No strengths are listed here."),
    gettext_lazy("No priorities are listed here."),
    gettext_lazy("How broad the evidence is"),
    gettext_lazy("We could share this"),
    gettext_lazy("We need support with this"),
    gettext_lazy("The self-evaluation is the school’s own document"),
    gettext_lazy("The strengths and the priorities for improvement that go with it are below."),
    gettext_lazy("Questions and answers"),
    gettext_lazy("Contents"),
]


def is_said_by_the_portal(text: str) -> bool:
    """Whether it is a sentence or a heading that the portal writes into documents, in either language."""
    for language in LANGUAGE_CODES:
        with override(language):
            if text.strip() in {str(words) for words in SAID}:
                return True
    return False


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
