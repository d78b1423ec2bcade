"""What the styles and lists of a Word document mean for its paragraphs: a heading of which level, an item."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
CONTENTS = re.compile(r"^(toc \d|toc heading|table of figures)$", re.IGNORECASE)
BULLETS = "•–"  # of the outer list, and of those inside it
# What the portal itself wrote into a document that it gave out, and what stands there beside somebody’s text.
TOLD, NOTE, BESIDE = "Portal words", "Portal note", "Portal words in a list"
DEPTHS = frozenset("012345678")
FURTHEST = 20  # styles that rest on each other


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(parent: Any, *names: str) -> str:
    """The `val` of the element to which these names lead."""
    for name in names:
        parent = next((each for each in parent if _local(each) == name), None) if parent is not None else None
    if parent is None:
        return ""
    return next((value for key, value in parent.attrib.items() if key.rpartition("}")[2] == "val"), "")


@dataclass(frozen=True)
class Style:
    level: int = 0
    is_contents: bool = False
    number: str = ""  # of the list that the style is in
    depth: str = ""
    is_told: bool = False


PLAIN = Style()


class Styles:
    @property
    def are_ours(self) -> bool:
        """Whether the portal itself gave this document out."""
        return any(_value(each, "name") == TOLD for each in self.elements.values())

    def __init__(self, root: Any) -> None:
        self.elements = {self._id(each): each for each in root if _local(each) == "style"} if root is not None else {}
        self.known: dict[str, Style] = {}
        self.said: dict[str, tuple[str, ...]] = {}

    @staticmethod
    def _id(style: Any) -> str:
        return next((value for key, value in style.attrib.items() if key.rpartition("}")[2] == "styleId"), "")

    def of(self, properties: Any) -> Style:
        """The style of a paragraph; a level that the paragraph itself states counts for more."""
        if properties is None:
            return PLAIN
        name = _value(properties, "pStyle")
        style = self._style(name) if name else PLAIN
        own = _value(properties, "outlineLvl")
        return Style(int(own) + 1) if own.isdigit() and int(own) < 9 else style

    def _style(self, name: str) -> Style:
        if name not in self.known:
            self.known[name] = self._resolved(name)
        return self.known[name]

    def _words_of(self, name: str) -> tuple[str, ...]:
        """What a style says itself, read once: many may rest on it."""
        if name not in self.said:
            of = self.elements[name]
            where = (
                ("name",),
                ("pPr", "outlineLvl"),
                ("pPr", "numPr", "numId"),
                ("pPr", "numPr", "ilvl"),
                ("basedOn",),
            )
            self.said[name] = tuple(_value(of, *each) for each in where)
        return self.said[name]

    def _resolved(self, name: str) -> Style:
        level, number, depth, seen = 0, "", "", 0
        while name in self.elements and seen < FURTHEST:
            called, outline, its_number, its_depth, below = self._words_of(name)
            if CONTENTS.match(called):
                return Style(is_contents=True)
            if called in (TOLD, NOTE, BESIDE):
                return Style(is_told=True)
            heading = HEADING.match(called)
            if not level and (heading or (outline.isdigit() and int(outline) < 9)):
                level = int(heading[1]) if heading else int(outline) + 1
            number, depth = number or its_number, depth or its_depth
            name, seen = below, seen + 1
        return Style(level, False, number, depth)


class Numbers:
    """Counts the items of the lists, so that each says the number that Word shows, or a bullet."""

    def __init__(self, root: Any) -> None:
        self.counted: dict[tuple[str, int], int] = defaultdict(int)
        self.formats: dict[tuple[str, int], str] = {}
        lists: dict[str, dict[int, str]] = {}
        for each in root if root is not None else ():
            key = next((value for name, value in each.attrib.items() if name.endswith(("abstractNumId", "numId"))), "")
            if _local(each) == "abstractNum":
                lists[key] = dict(self._levels(each))
            elif _local(each) == "num":
                for depth, kind in lists.get(_value(each, "abstractNumId"), {}).items():
                    self.formats[key, depth] = kind

    @staticmethod
    def _levels(abstract: Any) -> Any:
        for each in abstract:
            if _local(each) == "lvl":
                depth = next((value for name, value in each.attrib.items() if name.endswith("ilvl")), "0")
                if depth in DEPTHS:
                    yield int(depth), _value(each, "numFmt")

    def of(self, properties: Any, style: Style) -> str:
        """What stands before the words of this paragraph; nothing where it is in no list."""
        own = _value(properties, "numPr", "numId") if properties is not None else ""
        number = own or style.number
        if not number or number == "0" or style.level:
            return ""
        asked = (_value(properties, "numPr", "ilvl") if properties is not None else "") or style.depth or "0"
        depth = int(asked) if asked.isdigit() else 0
        if self.formats.get((number, depth), "bullet") in ("bullet", "none", ""):
            return f"{BULLETS[depth % 2]} "
        self.counted[number, depth] += 1
        for deeper in range(depth + 1, 9):
            self.counted.pop((number, deeper), None)
        return f"{self.counted[number, depth]}. "
