"""Where the texts of a document could go: its headings are compared with the names of areas and boxes.

What they may be called besides stands in `data/headings.json`, in both languages. It is only a proposal: somebody looks
at each block and decides.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from schools.models import Area, Box
from schools.models.self_evaluation import Finding

from .reading import LONGEST_DOCUMENT, Piece, Read, TooLong

NEAR = 0.84  # how alike a heading and a name are, from 0 to 1
LONGEST_BLOCK = 15_000  # characters: a box holds 20,000
MOST_BLOCKS = 300
MOST_HEADINGS = 2000  # that are compared with the names
LONGEST_ABOVE = 120  # characters of a heading, where it stands over its texts
STRENGTHS, PRIORITIES = "strengths", "priorities"
PLAIN_BOX = {STRENGTHS: Box.GOING_WELL.value, PRIORITIES: Box.TO_IMPROVE.value}
LONGEST_FINDING = Finding._meta.get_field("text").max_length or 0
EDGES = "edges"
NUMBERED = re.compile(r"^\W*(?:\d+(?:[.)]\d*)*|[a-z][.)])\s+")
SMALL = {
    "cy": "yn yr y mae ac a’r i’r ein eu ei gan wedi bod ar am o’r hefyd sydd sy’n rydym nid dros gyda fel ond",
    "en": "the and of to in is are our we have has with for by that this from at as be their not but which",
}
JOINING = frozenset(["a", "ac", "and", "the", "y", "yr"])


@dataclass
class Block:
    """Some text under a heading, and the place proposed for it: "area/box", or empty where it would be left out."""

    heading: str = ""  # with those above it, as it is shown
    parts: list[Piece] = field(default_factory=list)
    area: str = ""
    box: str = ""
    kind: str = ""

    @property
    def text(self) -> str:
        """Paragraphs, an empty line between them; the items of a list follow each other line by line."""
        whole, before = "", None
        for part in self.parts:
            whole += "" if before is None else "\n" if before.is_item and part.is_item else "\n\n"
            whole, before = whole + part.text, part
        return whole

    @property
    def has_text(self) -> bool:
        return any(not part.level for part in self.parts)

    @property
    def place(self) -> str:
        if not self.area:
            return ""
        box = self.box or Box.SUMMARY.value
        if box in PLAIN_BOX and any(len(each) > LONGEST_FINDING for each in findings_in(self.text)):
            box = PLAIN_BOX[box]
        return f"{self.area}/{box}"

    def as_data(self, number: int, otherwise: str) -> dict[str, Any]:
        text = self.text
        lang = language_of(text, otherwise)
        return {"id": number, "heading": self.heading, "text": text, "lang": lang, "to": self.place, "kind": self.kind}


def blocks_of(found: Read, areas: Iterable[Area], otherwise: str) -> list[dict[str, Any]]:
    """The document in blocks, in its own order. Texts whose language cannot be told are taken to be in `otherwise`."""
    names = _Names(areas)
    sorter = _Sorter(names)
    for piece in found.pieces:
        sorter.take(piece)
    if found.edges:
        sorter.blocks.append(Block(parts=[Piece(line) for line in found.edges], kind=EDGES))
    blocks = [part for block in sorter.blocks if block.parts for part in _cut(block)]
    if len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > LONGEST_DOCUMENT:
        raise TooLong
    return [block.as_data(number, otherwise) for number, block in enumerate(blocks)]


class _Sorter:
    """Goes through the document once, and knows under which area and box it stands."""

    def __init__(self, names: "_Names") -> None:
        self.names, self.blocks = names, [Block()]
        self.area = self.box = ""
        self.area_level = self.box_level = 0
        self.above: list[tuple[int, str]] = []
        self.full = 0

    def take(self, piece: Piece) -> None:
        if piece.level or (piece.may_be_heading and self.names.knows(piece.text)):
            self._heading(piece, piece.level)
        else:
            self.blocks[-1].parts.append(piece)

    def _heading(self, piece: Piece, level: int) -> None:
        area, box = self.names.area(piece.text), self.names.box(piece.text)
        if not level:  # it only looks like one: as deep as what it names
            level = (self.area_level or 1) if area else self.area_level + 1
        self.above = [each for each in self.above if each[0] < level] + [(level, _shortened(piece.text))]
        if area:
            self.area, self.area_level, self.box = area, level, ""
        elif box and self.area and level > self.area_level:
            self.box, self.box_level = box, level
        else:
            self._leave(level)
        is_known = bool(area or (box and self.box == box))
        last = self.blocks[-1]
        if is_known or last.has_text or not last.parts or last.area != self.area or last.box != self.box:
            self.full += bool(last.parts)
            if self.full > MOST_BLOCKS:
                raise TooLong
            self.blocks.append(Block(" › ".join(words for _level, words in self.above), [], self.area, self.box))
        if not is_known:
            self.blocks[-1].parts.append(Piece(piece.text, level))

    def _leave(self, level: int) -> None:
        """A heading of its own: what stands under it belongs to the area above it only if it lies inside."""
        if level <= self.area_level:
            self.area = self.box = ""
        elif level <= self.box_level:
            self.box = ""


def _shortened(heading: str) -> str:
    return heading if len(heading) <= LONGEST_ABOVE else f"{heading[: LONGEST_ABOVE - 1]}…"


class _Names:
    """What the areas and the boxes may be called."""

    def __init__(self, areas: Iterable[Area]) -> None:
        known = _data()
        self.areas = {
            area.code: [_tidy(name) for name in (area.name_cy, area.name_en, *_all(known["areas"].get(area.code, {})))]
            for area in areas
        }
        self.boxes = {box: [_tidy(name) for name in _all(names)] for box, names in known["boxes"].items()}
        self.asked: dict[str, tuple[str, str]] = {}

    def area(self, heading: str) -> str:
        return self._asked(heading)[0]

    def box(self, heading: str) -> str:
        return self._asked(heading)[1]

    def _asked(self, heading: str) -> tuple[str, str]:
        """Each heading is compared once."""
        if heading not in self.asked:
            if len(self.asked) == MOST_HEADINGS:
                raise TooLong
            self.asked[heading] = _nearest(heading, self.areas), _nearest(heading, self.boxes)
        return self.asked[heading]

    def knows(self, heading: str) -> bool:
        return bool(self.area(heading) or self.box(heading))


def _nearest(heading: str, names: dict[str, list[str]]) -> str:
    """The key of the name that is most like this heading, if it is like enough."""
    said = _tidy(heading)
    if not said or len(said) > 120:
        return ""
    best, found = NEAR, ""
    for key, known in names.items():
        for name in known:
            alike = SequenceMatcher(None, said, name)
            if alike.real_quick_ratio() > best and alike.quick_ratio() > best and (ratio := alike.ratio()) > best:
                best, found = ratio, key
    return found


def _tidy(words: str) -> str:
    """Without numbers before it, accents, marks and case; joining words of either language count for nothing."""
    plain = unicodedata.normalize("NFKD", NUMBERED.sub("", words.strip().casefold()))
    letters = "".join(each for each in plain if each.isalnum() or each.isspace() or each in "-&").replace("-", " ")
    return " ".join(word for word in letters.replace("&", " ").split() if word not in JOINING)


def _all(names: dict[str, list[str]]) -> list[str]:
    return [name for words in names.values() for name in words]


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "headings.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known


def _cut(block: Block) -> list[Block]:
    """Blocks that a box can hold; a paragraph is cut only where it is longer than that itself."""
    found, size = [Block(block.heading, [], block.area, block.box, block.kind)], 0
    for part in block.parts:
        pieces = [part.text[at : at + LONGEST_BLOCK] for at in range(0, len(part.text), LONGEST_BLOCK)]
        for text in pieces:
            if size and size + len(text) + 2 > LONGEST_BLOCK:
                found.append(Block(block.heading, [], block.area, block.box, block.kind))
                size = 0
            found[-1].parts.append(Piece(text, part.level, part.is_item))
            size += len(text) + 2
    return found


def findings_in(text: str) -> list[str]:
    """A text as single strengths or priorities: each item of a list with what follows it, else each paragraph."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    items = [line for part in paragraphs for line in part.split("\n") if part.startswith(("• ", "1. "))]
    if not items:
        return [part.strip() for part in paragraphs]
    found: list[str] = []
    for part in paragraphs:
        for line in part.split("\n") if re.match(r"(•|\d+\.) ", part) else [part]:
            if match := re.match(r"(?:•|\d+\.) ", line):
                found.append(line[match.end() :].strip())
            elif found:
                found[-1] = f"{found[-1]}\n\n{line.strip()}" if line is part else f"{found[-1]}\n{line.strip()}"
            else:
                found.append(line.strip())
    return [text for each in found if (text := each.strip())]


def language_of(text: str, otherwise: str) -> str:
    """In which language a text is written, told by its small words."""
    words = re.findall(r"[\w’']+", text.casefold().replace("'", "’"))
    welsh, english = (sum(word in small for word in words) for small in (set(each.split()) for each in SMALL.values()))
    if max(welsh, english) < 2 or welsh == english:
        return otherwise
    return "cy" if welsh > english else "en"
