"""The words that register files use: headings and values, in Welsh and in English. They are data in schools/data."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from schools.alphabet import taken_apart

FILE = Path(__file__).parent.parent / "data" / "register_words.json"
LONGEST_HEADING = 200  # characters
NAMES = ("name_en", "name_cy")
_ASIDE = re.compile(r"\b(see notes?|gweler y nodiadau|gweler nodiadau)\b")


def fold(text: str) -> str:
    """For comparing: no case, no accents, no signs; stops vanish ("R.C." is "RC"), other signs part words."""
    plain = taken_apart(text.casefold().replace("’", "'"))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


@cache
def _folded(kind: str) -> dict[str, str]:
    meanings: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))[kind]
    return {fold(word): meaning for meaning, words in meanings.items() for word in words}


def field_of(heading: str) -> str | None:
    """Which fact a column holds, by its heading; None for a column we have no use for."""
    if len(heading) > LONGEST_HEADING:
        return None
    folded = " ".join(_ASIDE.sub(" ", fold(heading)).split())
    return _folded("headings").get(folded)


def fields_of(headings: list[str]) -> dict[int, str]:
    """Column number -> fact. Of two columns for one fact the first counts."""
    found: dict[int, str] = {}
    for column, heading in enumerate(headings):
        field = field_of(heading)
        if field and field not in found.values():
            found[column] = field
    return found


def is_heading_row(row: list[str]) -> bool:
    """A row of headings names the school's name and at least one other fact."""
    found = set(fields_of(row).values())
    return len(found) > 1 and any(name in found for name in NAMES)


def sector_of(text: str) -> str | None:
    return _folded("sector").get(fold(text))


def governance_of(text: str) -> str | None:
    return _folded("governance").get(fold(text))
