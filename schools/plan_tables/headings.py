"""Which part of a plan a column of a school's own table holds, by its heading; a guess, which somebody looks over.

The words, in both languages, are data: `data/plan_headings.json`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from schools.documents.labels import all_of, tidy

FILE = Path(__file__).parents[1] / "data" / "plan_headings.json"
LEFT_OUT, BESIDE = "", "beside"  # a column that is left out; one whose words are added to a text
MILESTONES = ("milestone", "milestone_autumn", "milestone_spring", "milestone_summer")
# What a table must have a column of, or it is no table of a plan.
SAYS_A_PLAN = ("priority", "target", "action", *MILESTONES)
LONGEST_HEADING = 200  # characters
MOST_WORDS = 8
SIGNS = re.compile(r"[/(){}\[\]:;,.?*+–—|\n\t\u2028]|(?<!\w)-|-(?!\w)")
NUMBER = r"(?:\s*(?:no\.?|rhif)?\s*\d{1,2})?\s*"


@cache
def _known() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return words


@cache
def _names() -> dict[str, str]:
    """What each name means; a name of two meanings has the first."""
    found: dict[str, str] = {}
    for field, words in _known()["headings"].items():
        for name in all_of(words):
            found.setdefault(_plain(name), field)
    return found


def _plain(text: str) -> str:
    return tidy(SIGNS.sub(" ", text))


def field_of(heading: str) -> str:
    """Empty where the heading is none that is known. The longest name that stands in it counts."""
    words = _plain(heading[: LONGEST_HEADING + 1]).split()
    if not words or len(heading) > LONGEST_HEADING:
        return ""
    names = _names()
    if found := names.get(" ".join(words)):
        return found
    if len(words) > MOST_WORDS:
        return ""
    parts = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    known = [part for part in parts if part in names and len(part) > 2]
    return names[max(known, key=len)] if known else ""


def fields_of(headings: list[str]) -> list[str]:
    """By column; what is not known goes beside, and so does a second column of what one row has one of."""
    found: list[str] = []
    for heading in headings:
        field = field_of(heading) or (BESIDE if heading.strip() else LEFT_OUT)
        found.append(BESIDE if field in found and field in ONCE else field)
    return found


ONCE = ("priority", "year", "starts_on", "ends_on", "dates", "cost", "grant")


@cache
def _priority_line() -> re.Pattern[str]:
    names = sorted(all_of(_known()["priority_lines"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))}){NUMBER}(?P<sign>[:.)\-–—]*)\s*", re.IGNORECASE)


def priority_in(line: str) -> str:
    """The words of a line that says of itself that it is a priority (“Blaenoriaeth 1: …”); else nothing."""
    found = _priority_line().match(line.strip())
    if not found or not (found["sign"] or re.search(r"\d\s*$", found[0])):
        return ""
    return line.strip()[found.end() :].strip()


def is_welsh(headings: list[str]) -> bool | None:
    """Whether the headings are those of a Welsh table; None where they do not tell."""
    plain = {_plain(heading) for heading in headings if heading}
    counts = {
        lang: sum(_plain(name) in plain for words in _known()["headings"].values() for name in words[lang])
        for lang in ("cy", "en")
    }
    return None if counts["cy"] == counts["en"] else counts["cy"] > counts["en"]
