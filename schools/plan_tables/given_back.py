"""What somebody typed in rows that have been read anew: their numbers mean other rows now, so it is only shown."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from schools.money import grouped_pounds

from .queries import BOXES, DAYS, MODELS, Judged
from .things import Thing

CHOSEN = ("year", "term", "grant")
TYPED = {box: kind for kind, boxes in BOXES.items() for box in boxes if box not in CHOSEN}
NAME = re.compile(rf"({'|'.join(TYPED)})_([0-9]{{1,4}})(-day)?")


@dataclass(frozen=True)
class Typed:
    number: int  # of the row, as the page showed it
    label: str  # empty for the text of the row itself
    words: str
    lang: str


def shown_in(rows: Iterable[Judged]) -> str:
    """The same as long as these rows are read of the same words; corrections do not matter."""
    said = [[row.number, row.thing["key"], row.thing.get("read", {})] for row in rows]
    return sha256(dumps(said, sort_keys=True).encode()).hexdigest()


def typed_in(data: Mapping[str, Any], things: Iterable[Thing]) -> list[Typed]:
    """In the order of the rows; without what stands in some row as it is."""
    standing = {_as_typed(box, words) for thing in things for box, words in thing["words"].items() if words}
    found = []
    for name in data:
        if not (parts := NAME.fullmatch(name)) or (parts[1] in DAYS) != bool(parts[3]):
            continue
        box, number = parts[1], int(parts[2])
        words = _day_in(data, f"{box}_{number}") if box in DAYS else data[name].replace("\r\n", "\n").strip()
        if words and words not in standing:
            lang = data.get(f"lang_{number}", "")
            found.append(Typed(number + 1, _label(box), words, lang if lang in ("cy", "en") else ""))
    return sorted(found, key=lambda each: each.number)


def _label(box: str) -> str:
    return "" if box == "text" else str(MODELS[TYPED[box]]._meta.get_field(box).verbose_name)


def _day_in(data: Mapping[str, Any], name: str) -> str:
    return "/".join(part for part in (data.get(f"{name}-{each}", "") for each in ("day", "month", "year")) if part)


def _as_typed(box: str, words: Any) -> str:
    if box in DAYS:
        day = dt.date.fromisoformat(words)
        return f"{day.day}/{day.month}/{day.year}"
    return grouped_pounds(Decimal(words)) if box == "cost" else str(words)
