"""What somebody typed over what was read, and which of it a change of the columns would lose."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from schools.models import BroughtPlan, Person
from schools.sittings import keep_words

from .given_back import CHOSEN
from .queries import BOXES, Judged
from .things import Thing


def typed_over(thing: Thing) -> dict[str, str]:
    """By box. What is in the plan already is not lost with the row."""
    if thing.get("made") or not thing.get("asked"):
        return {}
    read = thing.get("read", {})
    said = {box: thing["words"].get(box) for box in BOXES[thing["kind"]] if box not in CHOSEN}
    return {box: str(words) for box, words in said.items() if words and words != read.get(box)}


def lost_among(before: Iterable[Thing], now: Iterable[Thing]) -> list[Judged]:
    """The corrected rows of before that are not among those of now, read of the same words; with their numbers."""
    there = {thing["key"]: thing["read"] for thing in now}
    return [
        Judged(thing, number)
        for number, thing in enumerate(before)
        if typed_over(thing) and there.get(thing["key"]) != thing["read"]
    ]


def keep_typed(rows: Iterable[Judged], brought: BroughtPlan, *, by: Person) -> None:
    """In the history of texts, under the names that their boxes had."""
    standing: list[tuple[Any, tuple[str, ...]]] = []
    for row in rows:
        words = {f"{box}_{row.number}": said for box, said in typed_over(row.thing).items()}
        box = SimpleNamespace(public_id=brought.public_id, _meta=brought._meta, lang=row.thing["lang"], **words)
        standing.append((box, tuple(words)))
    keep_words(standing, by=by, school=brought.school)
