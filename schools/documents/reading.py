"""A Word document that somebody sends in, as the texts that stand in it: headings, paragraphs, lists, tables, notes.

Its XML is read as it is, by the local names of its elements (the strict form of the format has other namespaces), and
nothing in it is followed or resolved. What it repeats is left out: the table of contents, text taken out under change
tracking. What is no text is counted, so that somebody can be told of it.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from .outline import plain
from .word_styles import Numbers, Styles

MOST_OF_A_PART = 20 * 1024 * 1024  # bytes of XML
SKIPPED = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "sectPr", "tblPr", "trPr", "tcPr"}
SHORT = 120  # characters: a paragraph that may be a heading
LONG_CELL = 200  # characters: a table with more in a cell is a layout, and is read cell by cell


class TooLong(ValueError):
    """More text than is brought in at once."""


@dataclass(frozen=True)
class Piece:
    """One paragraph, item of a list, or table. `level` is that of a heading; 0 for text."""

    text: str
    level: int = 0
    is_item: bool = False
    may_be_heading: bool = False  # it looks like one, but only looks
    is_told: bool = False  # by the portal itself, in a document that it gave out


@dataclass
class Read:
    pieces: list[Piece] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)  # what stands at the head and the foot of the pages
    pictures: int = 0
    comments: int = 0
    is_ours: bool = False  # the portal itself gave it out


def read(content: IO[bytes]) -> Read:
    """Raises TooLong, or ValueError where it is no Word document after all."""
    content.seek(0)
    with zipfile.ZipFile(content) as packed:
        return _Reader(packed).whole()


Rows = list[list[str]]


def rows_of(packed: zipfile.ZipFile) -> Rows:
    """The rows of every table, the cells each as one text; what is merged is one cell."""
    reader = _Reader(packed)
    return [
        [reader.text_in(cell) for cell in _children(row, "tc")]
        for table in _walk(reader.body(), but="tbl")
        if local(table) == "tbl"
        for row in _children(table, "tr")
    ]


class _Reader:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed, self.names, self.read = packed, set(packed.namelist()), Read()
        self.main = next((name for name in self._mains() if name in self.names), "word/document.xml")
        self.folder = self.main.rpartition("/")[0]
        self.styles = Styles(self._part("styles.xml"))
        self.numbers = Numbers(self._part("numbering.xml"))
        self.notes = {**self._notes("footnotes.xml", "footnote"), **self._notes("endnotes.xml", "endnote")}
        self.asked: list[tuple[int, str]] = []

    def _mains(self) -> Iterator[str]:
        relations = self._xml("_rels/.rels")
        for each in relations.iter() if relations is not None else ():
            if isinstance(each.tag, str) and each.get("Type", "").endswith("/officeDocument"):
                yield each.get("Target", "").lstrip("/")

    def _xml(self, name: str) -> Any:
        if name not in self.names:
            return None
        if self.packed.getinfo(name).file_size > MOST_OF_A_PART:
            raise TooLong
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.packed.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise ValueError(name) from error
        if root.getroottree().docinfo.doctype:
            raise ValueError(name)
        return root

    def _part(self, name: str) -> Any:
        return self._xml(f"{self.folder}/{name}")

    def _notes(self, part: str, kind: str) -> dict[tuple[str, str], Any]:
        root = self._part(part)
        if root is None:
            return {}
        return {(kind, attribute(each, "id")): each for each in root if local(each) == kind}

    def body(self) -> Any:
        root = self._xml(self.main)
        body = next((each for each in root if local(each) == "body"), None) if root is not None else None
        if body is None:
            raise ValueError(self.main)
        return body

    def text_in(self, cell: Any) -> str:
        """The paragraphs of a cell, with an empty line between them, and the notes to which they refer below."""
        before = len(self.asked)
        lines = [self.text_of(each) for each in _walk(cell, but="txbxContent") if local(each) == "p"]
        lines += [f"[{number}] {text}" for number, text in self.asked[before:]]
        return "\n\n".join(line for line in lines if line)

    def whole(self) -> Read:
        self.read.is_ours = self.styles.are_ours
        self.blocks(self.body())
        self._edges()
        comments = self._part("comments.xml")
        self.read.comments = 0 if comments is None else sum(local(each) == "comment" for each in comments)
        return self.read

    def _edges(self) -> None:
        begin = (f"{self.folder}/header", f"{self.folder}/footer")
        parts = sorted(name for name in self.names if name.startswith(begin))
        for name in parts:
            root = self._xml(name) if name.endswith(".xml") else None
            lines = [self.text_of(each) for each in root.iter() if local(each) == "p"] if root is not None else []
            self.read.edges += [line for line in lines if line.strip() and line not in self.read.edges]

    def blocks(self, parent: Any) -> None:
        for each in parent:
            match local(each):
                case "p":
                    self.paragraph(each)
                case "tbl":
                    self.table(each)
                case "sdt" if _is_contents(each):
                    continue
                case name if name and name not in SKIPPED:  # what only wraps blocks: content controls, tracked changes
                    self.blocks(each)

    def paragraph(self, element: Any) -> None:
        properties = next((each for each in element if local(each) == "pPr"), None)
        style = self.styles.of(properties)
        if style.is_contents:
            return
        text, boxes = (
            self.text_of(element),
            [each for each in _walk(element, but="txbxContent") if local(each) == "txbxContent"],
        )
        number = self.numbers.of(properties, style)
        if text.strip():
            looks = len(text) <= SHORT and "\n" not in text and _stands_out(element)
            self.read.pieces.append(Piece(f"{number}{text}", style.level, bool(number), looks, style.is_told))
        for each in boxes:
            self.blocks(each)
        self._told_below()

    def _told_below(self) -> None:
        """The notes to which the paragraph referred."""
        asked, self.asked = self.asked, []
        for number, text in asked:
            self.read.pieces.append(Piece(f"[{number}] {text}"))

    def text_of(self, element: Any) -> str:
        """The words of one paragraph, with its line breaks; notes leave their number, pictures are counted."""
        found: list[str] = []
        for each in _walk(element, but="txbxContent"):
            match local(each):
                case "t":
                    found.append(each.text or "")
                case "tab":
                    found.append("\t")
                case "br" | "cr":
                    found.append("\n")
                case "noBreakHyphen":
                    found.append("\u2011")
                case "blip" | "imagedata":
                    self.read.pictures += 1
                case "footnoteReference" | "endnoteReference" as kind:
                    found.append(self._note(kind.removesuffix("Reference"), attribute(each, "id")))
        return plain("".join(found)).strip()

    def _note(self, kind: str, number: str) -> str:
        note = self.notes.pop((kind, number), None)
        if note is None:
            return ""
        told = len([piece for piece in self.read.pieces if piece.text.startswith("[")]) + len(self.asked) + 1
        text = "\n".join(line for each in note.iter() if local(each) == "p" and (line := self.text_of(each)))
        self.asked.append((told, text))
        return f"[{told}]"

    def table(self, element: Any) -> None:
        """A table of figures is one text, a line a row; a table that only lays out the page is read cell by cell."""
        rows = [[cell for cell in _children(row, "tc")] for row in _children(element, "tr")]
        texts = [[self._cell(cell) for cell in row] for row in rows]
        if any(len(cell) > 1 or sum(map(len, cell)) > LONG_CELL for row in texts for cell in row):
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        lines = [" | ".join(cell[0].replace("\n", " ") if cell else "" for cell in row) for row in texts]
        if text := "\n".join(line for line in lines if line.strip(" |")):
            self.read.pieces.append(Piece(text))

    def _cell(self, cell: Any) -> list[str]:
        kept = self.read.pictures, dict(self.notes), list(self.asked)
        texts = [text for each in cell.iter() if local(each) == "p" and (text := self.text_of(each))]
        nested = any(local(each) in ("tbl", "txbxContent", "footnoteReference") for each in cell.iter())
        self.read.pictures, self.notes, self.asked = kept
        return [*texts, ""] if nested and texts else texts


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for remarks and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _walk(element: Any, but: str = "") -> Iterator[Any]:
    """Everything inside, in reading order, without what is skipped; `but` is given and not gone into."""
    waiting = [iter(element)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif (name := local(each)) and name not in SKIPPED:
            yield each
            if name != but:
                waiting.append(iter(each))


def _children(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, whatever wraps them."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _children(each, name)


def _is_contents(element: Any) -> bool:
    galleries = (attribute(each, "val") for each in element.iter() if local(each) == "docPartGallery")
    return "Table of Contents" in galleries


def _stands_out(paragraph: Any) -> bool:
    """All of it is bold, underlined or in capitals, as people write headings who use no styles."""
    runs = [each for each in _walk(paragraph) if local(each) == "r" and any(local(t) == "t" and t.text for t in each)]
    return bool(runs) and all(_is_marked(run) for run in runs)


def _is_marked(run: Any) -> bool:
    properties = next((each for each in run if local(each) == "rPr"), ())
    marks = [each for each in properties if local(each) in ("b", "u", "caps", "smallCaps")]
    words = "".join(each.text or "" for each in run if local(each) == "t")
    return words.isupper() or any(attribute(each, "val") not in ("0", "false", "off", "none") for each in marks)
