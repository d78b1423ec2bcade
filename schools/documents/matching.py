"""Where the texts of a document could go: its headings are compared with the names of areas and boxes.

It is only a proposal: somebody looks at each block and decides. No word gets lost: a heading that only names a place is
kept as its name (`named`), and one that says more, with nothing beneath it, is a text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schools.models import Area, Box
from schools.models.self_evaluation import Finding

from .findings import findings_in
from .languages import told_language_of
from .naming import Names
from .ours import EVIDENCE, TRANSLATION, Sayings
from .reading import LONGEST_DOCUMENT, Piece, Read, TooLong

LONGEST_BLOCK = 15_000  # characters: a box holds 20,000
MOST_BLOCKS = 300
MOST_OTHERS = 1000  # texts in the other language: more than a self-evaluation can have
LONGEST_ABOVE = 120  # characters of a heading, where it stands over its texts
STRENGTHS, PRIORITIES = "strengths", "priorities"
PLAIN_BOX = {STRENGTHS: Box.GOING_WELL.value, PRIORITIES: Box.TO_IMPROVE.value}
LONGEST_FINDING = Finding._meta.get_field("text").max_length or 0
# The head and foot of the pages; what the portal itself wrote; what stands there in the other language besides.
EDGES, TOLD, OTHER = "edges", "told", "other"


@dataclass
class Block:
    """Some text under a heading, and the place proposed for it: "area/box", or empty where it would be left out."""

    heading: str = ""  # with those above it, as it is shown
    parts: list[Piece] = field(default_factory=list)
    area: str = ""
    box: str = ""
    kind: str = ""
    lang: str = ""  # where it is said in the document
    others: list["Block"] = field(default_factory=list)  # the same texts in the other language
    named: list[Piece] = field(default_factory=list)  # headings that led here, and are no text

    @property
    def text(self) -> str:
        """Paragraphs, an empty line between them; the items of a list follow each other line by line."""
        whole, before = "", None
        for part in self.parts:
            whole += "" if before is None else "\n" if before.is_item and part.is_item else "\n\n"
            whole, before = whole + part.text, part
        return whole

    def like(self, named: Iterable[Piece] = ()) -> "Block":
        """An empty one for the same place; the first of several keeps the headings that led there."""
        return Block(self.heading, [], self.area, self.box, self.kind, self.lang, named=[*named])

    @property
    def has_text(self) -> bool:
        return any(not part.level for part in self.parts)

    @property
    def place(self) -> str:
        if not self.area or self.kind:
            return ""
        box = self.box or Box.SUMMARY.value
        if box in PLAIN_BOX and any(len(each) > LONGEST_FINDING for each in findings_in(self.text, self.heads)):
            box = PLAIN_BOX[box]
        return f"{self.area}/{box}"

    def as_data(self, number: int, otherwise: str, ours: bool) -> dict[str, Any]:
        lang = self.lang or told_language_of(self.text)
        kept = {"id": number, "heading": self.heading, "text": self.text, "to": self.place, "kind": self.kind}
        more = {"lang": lang or otherwise, "guessed": not lang, "area": self.area, "home": self.place if ours else ""}
        return {**kept, **more, "heads": self.heads, "named": [piece.text for piece in self.named]}

    def begin_other(self, lang: str) -> None:
        """What follows says the same in this language: what stands in the box, or the last item of the list."""
        self.others.append(Block(self.heading, [], self.area, self.box, OTHER, lang))

    @property
    def heads(self) -> list[str]:
        """The lines in it that are headings, and so never a strength or a priority."""
        return [part.text for part in self.parts if part.level or (part.may_be_heading and _is_no_sentence(part.text))]


def blocks_of(found: Read, areas: Iterable[Area], otherwise: str) -> list[dict[str, Any]]:
    """The document in blocks, in its own order. Texts whose language cannot be told are taken to be in `otherwise`."""
    sorter = _Sorter(Names(areas), found.is_ours)
    for piece in found.pieces:
        sorter.take(piece)
    sorter.end()
    whole = sorter.blocks if any(block.heading for block in sorter.blocks) else _by_paragraphs(sorter.blocks)
    edges = [Piece(line) for line in found.edges]
    if told := sorter.told + (edges if found.is_ours else []):
        whole.append(Block(parts=told, kind=TOLD))
    if edges and not found.is_ours:
        whole.append(Block(parts=edges, kind=EDGES))
    blocks = [part for block in whole for each in (block, *block.others) if each.parts for part in _cut(each)]
    number = sum(block.kind != OTHER for block in blocks)
    if number > MOST_BLOCKS or sum(len(block.text) for block in blocks) > LONGEST_DOCUMENT:
        raise TooLong
    return _by_neighbours([block.as_data(number, otherwise, found.is_ours) for number, block in enumerate(blocks)])


def _by_neighbours(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A text too short to tell its language is in that of most of the texts of its area, if that can be told."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for block in blocks:
        if block["to"] and not block["guessed"]:
            told[block["to"].partition("/")[0]][block["lang"]] += 1
    for block in blocks:
        around = told[block["to"].partition("/")[0]].most_common(2)
        if block["guessed"] and around and (len(around) == 1 or around[0][1] > around[1][1]):
            block["lang"] = around[0][0]
    return blocks


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

    def __init__(self, names: Names, ours: bool = False) -> None:
        self.names, self.blocks = names, [Block()]
        self.area = self.box = ""
        self.area_level = self.box_level = 0
        self.above: list[tuple[int, str]] = []
        self.ours, self.puts_aside, self.follows, self.labels = ours, ours, "", 0
        self.beside: bool | None = None  # whether the label of the other language was in the portal's style
        self.sayings = Sayings()
        self.told: list[Piece] = []
        self.said: set[str] = set()  # its sentences are told once each
        self.full = 0

    def take(self, piece: Piece) -> None:
        if self.ours and self._is_beside(piece):
            return
        if self.ours and self._is_told(piece):
            if piece.level or not self.sayings.has(piece.text) or piece.text not in self.said:
                self.said.add(piece.text)
                self.told.append(Piece(piece.text))
        elif piece.level or (piece.may_be_heading and self.names.knows(piece.text)):
            self._heading(piece, piece.level)
        else:
            self.blocks[-1].parts.append(piece)

    def _is_beside(self, piece: Piece) -> bool:
        """The label of the other language, or what stands under that in the same style."""
        lang = "" if self.puts_aside else self.sayings.other_language_said_by(piece.text)
        if lang and not piece.level and not piece.is_item:
            self.beside = piece.is_told
            self.blocks[-1].begin_other(lang)
            self.labels += 1
            if self.labels > MOST_OTHERS:
                raise TooLong
        elif piece.level or piece.is_item or piece.is_told is not self.beside or self.sayings.has(piece.text):
            self.beside = None
        else:
            self.blocks[-1].others[-1].parts.append(Piece(piece.text))
        return self.beside is not None

    def _is_told(self, piece: Piece) -> bool:
        """Before the first area, under a heading of the portal's own, in its style, or the evidence that it lists."""
        if piece.level:
            is_area = bool(self.names.area(piece.text))
            self.puts_aside = self.sayings.has(piece.text) or (self.puts_aside and not is_area and not self.area)
        self.follows = self._follows(piece)
        is_told = piece.is_told and not self._was_written_over(piece)
        return self.puts_aside or is_told or self.follows == EVIDENCE

    def _follows(self, piece: Piece) -> str:
        """What this piece begins or goes on with: a list of evidence, or words of the council's translators."""
        begun = self.sayings.begun_by(piece.text) if piece.is_told else ""
        goes_on = {EVIDENCE: piece.is_item, TRANSLATION: piece.is_told}.get(self.follows, False)
        return begun or (self.follows if goes_on and not piece.level else "")

    def _was_written_over(self, piece: Piece) -> bool:
        """Somebody wrote where the portal had said that nothing stands there, and so in its style."""
        is_empty = not self.blocks[-1].parts and not self.blocks[-1].others
        return bool(self.box) and is_empty and not self.follows and not self.sayings.has(piece.text)

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


def _cut(block: Block) -> list[Block]:
    """Blocks that a box can hold; a paragraph is cut only where it is longer than that itself."""
    found, size = [block.like(block.named)], 0
    for part in block.parts:
        pieces = [part.text[at : at + LONGEST_BLOCK] for at in range(0, len(part.text), LONGEST_BLOCK)]
        for text in pieces:
            if size and size + len(text) + 2 > LONGEST_BLOCK:
                found.append(block.like())
                size = 0
            found[-1].parts.append(Piece(text, part.level, part.is_item, part.may_be_heading))
            size += len(text) + 2
    return found
