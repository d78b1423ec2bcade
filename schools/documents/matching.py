"""Where the texts of a document could go: its headings are compared with the names of areas and boxes.

It is only a proposal: somebody looks at each block and decides. No word gets lost: a heading that only names a place is
kept as its name (`named`), and one that says more, with nothing beneath it, is a text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from schools.models import Area, Box
from schools.models.self_evaluation import Finding

from .findings import findings_in
from .labels import all_of, is_said_by_the_portal, known_names, tidy
from .languages import language_of
from .reading import LONGEST_DOCUMENT, Piece, Read, TooLong

NEAR = 0.84  # how alike a heading and a name are, from 0 to 1
LONGEST_BLOCK = 15_000  # characters: a box holds 20,000
MOST_BLOCKS = 300
MOST_HEADINGS = 2000  # that are compared with the names
LONGEST_ABOVE = 120  # characters of a heading, where it stands over its texts
STRENGTHS, PRIORITIES = "strengths", "priorities"
PLAIN_BOX = {STRENGTHS: Box.GOING_WELL.value, PRIORITIES: Box.TO_IMPROVE.value}
LONGEST_FINDING = Finding._meta.get_field("text").max_length or 0
EDGES, TOLD = "edges", "told"  # the head and foot of the pages; what the portal itself wrote
SHORTEST_OF_AN_AREA, SHORTEST_OF_A_BOX = 4, 5  # letters of the longest word that a heading shares with a name
LONGEST_HEADING = 7  # words that say something
COMMON_WORDS = (
    "our we what do is are for of in to how next year school this that with on at an it ein ni rydym rydyn ydym beth "
    "yn ar am i o sydd syn mae yw ei eu gan ysgol eleni flwyddyn"
)
COMMON = frozenset(COMMON_WORDS.split())
VAGUE = frozenset(["learning", "dysgu", "areas", "meysydd", "steps", "camau", "overall", "key", "main", "prif"])


@dataclass
class Block:
    """Some text under a heading, and the place proposed for it: "area/box", or empty where it would be left out."""

    heading: str = ""  # with those above it, as it is shown
    parts: list[Piece] = field(default_factory=list)
    area: str = ""
    box: str = ""
    kind: str = ""
    named: list[Piece] = field(default_factory=list)  # headings that led here, and are no text

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
        if box in PLAIN_BOX and any(len(each) > LONGEST_FINDING for each in findings_in(self.text, self.heads)):
            box = PLAIN_BOX[box]
        return f"{self.area}/{box}"

    def as_data(self, number: int, otherwise: str) -> dict[str, Any]:
        text = self.text
        lang = language_of(text, otherwise)
        kept = {"id": number, "heading": self.heading, "text": text, "lang": lang, "to": self.place, "kind": self.kind}
        return {**kept, "heads": self.heads, "named": [piece.text for piece in self.named]}

    @property
    def heads(self) -> list[str]:
        """The lines in it that are headings, and so never a strength or a priority."""
        return [part.text for part in self.parts if part.level or (part.may_be_heading and _is_no_sentence(part.text))]


def blocks_of(found: Read, areas: Iterable[Area], otherwise: str) -> list[dict[str, Any]]:
    """The document in blocks, in its own order. Texts whose language cannot be told are taken to be in `otherwise`."""
    sorter = _Sorter(_Names(areas), found.is_ours)
    for piece in found.pieces:
        sorter.take(piece)
    sorter.end()
    whole = sorter.blocks if any(block.heading for block in sorter.blocks) else _by_paragraphs(sorter.blocks)
    if sorter.told:
        whole.append(Block(parts=sorter.told, kind=TOLD))
    if found.edges:
        whole.append(Block(parts=[Piece(line) for line in found.edges], kind=EDGES))
    blocks = [part for block in whole if block.parts for part in _cut(block)]
    if len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > LONGEST_DOCUMENT:
        raise TooLong
    return [block.as_data(number, otherwise) for number, block in enumerate(blocks)]


def _is_no_sentence(text: str) -> bool:
    return text.rstrip()[-1:] not in (".", "!", "?")


def _by_paragraphs(blocks: list[Block]) -> list[Block]:
    """A document without any heading: each paragraph with the list that follows it, as far as they can be looked at."""
    found: list[Block] = []
    for part in (part for block in blocks for part in block.parts):
        if part.is_item and found:
            found[-1].parts.append(part)
        else:
            found.append(Block(parts=[part]))
    return found if len(found) <= MOST_BLOCKS // 3 else blocks


class _Sorter:
    """Goes through the document once, and knows under which area and box it stands.

    What the portal itself wrote into a document that it gave out (`ours`) is put aside: it is nobody's text.
    """

    def __init__(self, names: "_Names", ours: bool = False) -> None:
        self.names, self.blocks = names, [Block()]
        self.area = self.box = ""
        self.area_level = self.box_level = 0
        self.above: list[tuple[int, str]] = []
        self.ours, self.puts_aside, self.evidence_follows = ours, ours, False
        self.told: list[Piece] = []
        self.full = 0

    def take(self, piece: Piece) -> None:
        if self.ours and self._is_told(piece):
            if piece.level or not is_said_by_the_portal(piece.text) or piece.text not in (t.text for t in self.told):
                self.told.append(Piece(piece.text))
        elif piece.level or (piece.may_be_heading and self.names.knows(piece.text)):
            self._heading(piece, piece.level)
        else:
            self.blocks[-1].parts.append(piece)

    def _is_told(self, piece: Piece) -> bool:
        """Before the first area, under a heading of the portal's own, in its style, or the evidence that it lists."""
        if piece.level:
            is_area = bool(self.names.area(piece.text))
            self.puts_aside = is_said_by_the_portal(piece.text) or (self.puts_aside and not is_area and not self.area)
        if piece.is_told or not piece.is_item:
            self.evidence_follows = piece.is_told and piece.text.rstrip().endswith(":")
        return self.puts_aside or piece.is_told or self.evidence_follows

    def _heading(self, piece: Piece, level: int) -> None:
        area, box = self.names.both(piece.text)
        if not level:  # it only looks like one: as deep as what it names
            level = (self.area_level or 1) if area else self.area_level + 1
        self.above = [each for each in self.above if each[0] < level] + [(level, _shortened(piece.text))]
        if area:
            self.area, self.area_level, self.box, self.box_level = area, level, box, level
        elif box and self.area and level > self.area_level:
            self.box, self.box_level = box, level
        else:
            self._leave(level)
        is_known = bool(area or (box and self.box == box))
        self._end_heading(level)
        last = self.blocks[-1]
        if is_known or last.has_text or not last.parts or last.area != self.area or last.box != self.box:
            self.full += bool(last.parts)
            if self.full > MOST_BLOCKS:
                raise TooLong
            led = [] if last.parts else last.named
            above = " › ".join(words for _level, words in self.above)
            self.blocks.append(Block(above, [], self.area, self.box, named=[*led]))
        is_name = is_known and len(piece.text) <= LONGEST_ABOVE
        (self.blocks[-1].named if is_name else self.blocks[-1].parts).append(Piece(piece.text, level))

    def _end_heading(self, level: int) -> None:
        """Nothing stood beneath a heading before the next of its `level`: unless it is a bare name, it is a text."""
        last = self.blocks[-1]
        if not last.parts:
            last.parts = [each for each in last.named if each.level >= level and not self.names.are_said_by(each.text)]
            last.named = [each for each in last.named if each not in last.parts]

    def end(self) -> None:
        """What the last headings said, beneath which nothing stood."""
        self._end_heading(0)
        last = self.blocks[-1]
        if not last.parts and (before := next((each for each in reversed(self.blocks) if each.parts), None)):
            before.named += last.named

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
        self.areas = {
            area.code: [
                tidy(name) for name in (area.name_cy, area.name_en, *all_of(known_names()["areas"].get(area.code, {})))
            ]
            for area in areas
        }
        self.boxes = {box: [tidy(name) for name in all_of(names)] for box, names in known_names()["boxes"].items()}
        self.asked: dict[str, tuple[str, str]] = {}

    def area(self, heading: str) -> str:
        return self.both(heading)[0]

    def both(self, heading: str) -> tuple[str, str]:
        """The area and the box that a heading names. One that is like a name counts for more than shared words."""
        area, box = self._near(heading)
        if area or box:
            return area, "" if area else box
        return _sharing(heading, self.areas, SHORTEST_OF_AN_AREA), _sharing(heading, self.boxes, SHORTEST_OF_A_BOX)

    def _near(self, heading: str) -> tuple[str, str]:
        """Each heading is compared once."""
        if heading not in self.asked:
            if len(self.asked) == MOST_HEADINGS:
                raise TooLong
            self.asked[heading] = _nearest(heading, self.areas), _nearest(heading, self.boxes)
        return self.asked[heading]

    def are_said_by(self, heading: str) -> bool:
        """It is one of them, and says nothing else."""
        return any(tidy(heading) in names for known in (self.areas, self.boxes) for names in known.values())

    def knows(self, heading: str) -> bool:
        return any(self._near(heading))


def _nearest(heading: str, names: dict[str, list[str]]) -> str:
    """The key of the name that is most like this heading, if it is like enough."""
    said = tidy(heading)
    if not said or len(said) > 120:
        return ""
    best, found = NEAR, ""
    for key, known in names.items():
        for name in known:
            alike = SequenceMatcher(None, said, name)
            if alike.real_quick_ratio() > best and alike.quick_ratio() > best and (ratio := alike.ratio()) > best:
                best, found = ratio, key
    return found


def _sharing(heading: str, names: dict[str, list[str]], shortest: int) -> str:
    """The key of the name whose words all stand in this heading, or in which all of its words stand.

    Empty where two of them do so equally well.
    """
    said = set(tidy(heading).split()) - COMMON
    if not said or len(said) > LONGEST_HEADING:
        return ""
    scores: dict[str, float] = {}
    for key, known in names.items():
        for words in (set(name.split()) - COMMON for name in known):
            shared = said & words
            whole = words and (words <= said or said <= words) and not (words <= VAGUE or said <= VAGUE)
            if whole and max(map(len, shared)) >= shortest:
                scores[key] = max(scores.get(key, 0), len(shared) / len(said | words))
    best = sorted(scores.values(), reverse=True)[:2]
    if not best or (len(best) > 1 and best[0] == best[1]):
        return ""
    return max(scores, key=lambda key: scores[key])


def _cut(block: Block) -> list[Block]:
    """Blocks that a box can hold; a paragraph is cut only where it is longer than that itself."""
    found, size = [Block(block.heading, [], block.area, block.box, block.kind, block.named)], 0
    for part in block.parts:
        pieces = [part.text[at : at + LONGEST_BLOCK] for at in range(0, len(part.text), LONGEST_BLOCK)]
        for text in pieces:
            if size and size + len(text) + 2 > LONGEST_BLOCK:
                found.append(Block(block.heading, [], block.area, block.box, block.kind))
                size = 0
            found[-1].parts.append(Piece(text, part.level, part.is_item, part.may_be_heading))
            size += len(text) + 2
    return found
