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

from schools.uploads import sentences
from schools.uploads.turns import Turns

from .outline import plain
from .walking import SKIPPED, Steps, TooLong, attribute, local
from .word_styles import Numbers, Styles

__all__ = ["LONGEST_DOCUMENT", "TURNS", "Piece", "Read", "TooLong", "read"]

MOST_BYTES = 20 * 1024 * 1024  # of XML, in all parts that are read
MOST_MARKS = 1_500_000  # signs with which a tag or the value of an attribute begins, in all of them
MOST_PIECES = 20_000
LONGEST_DOCUMENT = 600_000  # characters
LONGEST_SHEET = 2 * LONGEST_DOCUMENT  # for the translators: originals and translations side by side
TURNS = Turns(sentences.other_documents_first)  # a long document takes some hundred megabytes while it is read
SHORT = 120  # characters: a paragraph that may be a heading
LONG_CELL = 200  # characters: a table with more in a cell is a layout, and is read cell by cell


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
    return _Reader(packed, LONGEST_SHEET).rows()


class _Reader:
    def __init__(self, packed: zipfile.ZipFile, longest: int | None = None) -> None:
        self.packed, self.names, self.read = packed, set(packed.namelist()), Read()
        self.steps, self.told = Steps(), 0
        self.bytes, self.marks, self.pieces, self.characters = (
            MOST_BYTES,
            MOST_MARKS,
            MOST_PIECES,
            longest or LONGEST_DOCUMENT,
        )
        self.main = next((name for name in self._mains() if name in self.names), "word/document.xml")
        self.folder = self.main.rpartition("/")[0]
        self.styles = Styles(self._part("styles.xml"))
        self.numbers = Numbers(self._part("numbering.xml"))
        self.notes = {**self._notes("footnotes.xml", "footnote"), **self._notes("endnotes.xml", "endnote")}
        self.asked: list[tuple[int, str]] = []

    def _mains(self) -> Iterator[str]:
        relations = self._xml("_rels/.rels")
        for each in self.steps.through(relations.iter()) if relations is not None else ():
            if isinstance(each.tag, str) and each.get("Type", "").endswith("/officeDocument"):
                yield each.get("Target", "").lstrip("/")

    def _xml(self, name: str) -> Any:
        if name not in self.names:
            return None
        self.bytes -= self.packed.getinfo(name).file_size
        if self.bytes < 0:
            raise TooLong
        content = self.packed.read(name)
        self.marks -= content.count(b"<") + content.count(b"=")
        if self.marks < 0:
            raise TooLong
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )  # in other letters its marks would not have been counted; Word writes no others
        try:
            root = etree.fromstring(content, parser)
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
        return {(kind, attribute(each, "id")): each for each in self.steps.through(root) if local(each) == kind}

    def body(self) -> Any:
        root = self._xml(self.main)
        body = next((each for each in root if local(each) == "body"), None) if root is not None else None
        if body is None:
            raise ValueError(self.main)
        return body

    def rows(self) -> Rows:
        return [
            [self.text_in(cell) for cell in self.steps.children(row, "tc")]
            for table in self.steps.inside(self.body(), but="tbl")
            if local(table) == "tbl"
            for row in self.steps.children(table, "tr")
        ]

    def text_in(self, cell: Any) -> str:
        """The paragraphs of a cell, with an empty line between them, and the notes to which they refer below."""
        before = len(self.asked)
        lines = []
        for each in self.steps.inside(cell, but="txbxContent"):
            if local(each) == "p":
                lines.append(self.text_of(each))
                self._spend(lines[-1])
        for number, text in self.asked[before:]:
            lines.append(f"[{number}] {text}")
            self._spend(lines[-1])
        return "\n\n".join(line for line in lines if line)

    def whole(self) -> Read:
        self.read.is_ours = self.styles.are_ours
        self.blocks(self.body())
        self._edges()
        comments = self._part("comments.xml")
        self.read.comments = (
            0 if comments is None else sum(local(each) == "comment" for each in self.steps.through(comments))
        )
        return self.read

    def _edges(self) -> None:
        begin = (f"{self.folder}/header", f"{self.folder}/footer")
        parts = sorted(name for name in self.names if name.startswith(begin))
        lines: dict[str, None] = {}
        for name in parts:
            root = self._xml(name) if name.endswith(".xml") else None
            for each in self.steps.through(root.iter()) if root is not None else ():
                if local(each) == "p" and (line := self.text_of(each)):
                    self._spend(line)
                    lines.setdefault(line)
        self.read.edges = list(lines)

    def _spend(self, text: str) -> None:
        self.pieces -= 1
        self.characters -= len(text)
        if self.pieces < 0 or self.characters < 0:
            raise TooLong

    def _keep(self, piece: Piece) -> None:
        self._spend(piece.text)
        self.read.pieces.append(piece)

    def blocks(self, parent: Any) -> None:
        for each in self.steps.through(parent):
            match local(each):
                case "p":
                    self.paragraph(each)
                case "tbl":
                    self.table(each)
                case "sdt" if self._is_contents(each):
                    continue
                case name if name and name not in SKIPPED:  # what only wraps blocks: content controls, tracked changes
                    self.blocks(each)

    def paragraph(self, element: Any) -> None:
        properties = next((each for each in element if local(each) == "pPr"), None)
        style = self.styles.of(properties)
        if style.is_contents:
            return
        text = self.text_of(element)
        boxes = [each for each in self.steps.inside(element, but="txbxContent") if local(each) == "txbxContent"]
        number = self.numbers.of(properties, style)
        if text.strip():
            looks = len(text) <= SHORT and "\n" not in text and self._stands_out(element)
            self._keep(Piece(f"{number}{text}", style.level, bool(number), looks, style.is_told))
        else:
            self._spend("")
        for each in boxes:
            self.blocks(each)
        self._told_below()

    def _told_below(self) -> None:
        """The notes to which the paragraph referred."""
        asked, self.asked = self.asked, []
        for number, text in asked:
            self._keep(Piece(f"[{number}] {text}"))

    def text_of(self, element: Any, *, is_kept: bool = True) -> str:
        """The words of one paragraph, with its line breaks; notes leave their number, pictures are counted.

        Not where it is only looked at (`is_kept`), and read again afterwards.
        """
        found: list[str] = []
        for each in self.steps.inside(element, but="txbxContent"):
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
                    self.read.pictures += is_kept
                case "footnoteReference" | "endnoteReference" as kind if is_kept:
                    found.append(self._note(kind.removesuffix("Reference"), attribute(each, "id")))
        return plain("".join(found)).strip()

    def _note(self, kind: str, number: str) -> str:
        note = self.notes.pop((kind, number), None)
        if note is None:
            return ""
        self.told += 1
        told, parts = self.told, (each for each in self.steps.through(note.iter()) if local(each) == "p")
        self.asked.append((told, "\n".join(line for each in parts if (line := self.text_of(each)))))
        return f"[{told}]"

    def table(self, element: Any) -> None:
        """A table of figures is one text, a line a row; a table that only lays out the page is read cell by cell."""
        rows = [list(self.steps.children(row, "tc")) for row in self.steps.children(element, "tr")]
        if any(self._is_laid_out(cell) for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        lines = [" | ".join(self._figure(cell) for cell in row) for row in rows]
        if text := "\n".join(line for line in lines if line.strip(" |")):
            self._keep(Piece(text))

    def _is_laid_out(self, cell: Any) -> bool:
        """It holds more than a few words; looked at only until that is known, for tables lie in each other."""
        said, nested = 0, False
        for each in self.steps.through(cell.iter()):
            match local(each):
                case "footnoteReference" | "endnoteReference":
                    return True
                case "tbl" | "txbxContent":
                    nested = True
                case "p" if text := self.text_of(each, is_kept=False):
                    said += 1
                    if said > 1 or len(text) > LONG_CELL:
                        return True
            if nested and said:
                return True
        return False

    def _figure(self, cell: Any) -> str:
        """The one text of a cell."""
        parts = (each for each in self.steps.through(cell.iter()) if local(each) == "p")
        texts = (self.text_of(each, is_kept=False).replace("\n", " ") for each in parts)
        return next((text for text in texts if text), "")

    def _is_contents(self, control: Any) -> bool:
        """A content control says of itself what it holds."""
        own = [each for each in self.steps.through(control) if local(each) == "sdtPr"]
        galleries = [each for one in own for each in self.steps.through(one.iter()) if local(each) == "docPartGallery"]
        return any(attribute(each, "val") == "Table of Contents" for each in galleries)

    def _stands_out(self, paragraph: Any) -> bool:
        """All of it is bold, underlined or in capitals, as people write headings who use no styles."""
        runs = [each for each in self.steps.inside(paragraph) if local(each) == "r"]
        written = [run for run in runs if any(local(t) == "t" and t.text for t in self.steps.through(run))]
        return bool(written) and all(self._is_marked(run) for run in written)

    def _is_marked(self, run: Any) -> bool:
        properties = next((each for each in self.steps.through(run) if local(each) == "rPr"), ())
        marks = [each for each in self.steps.through(properties) if local(each) in ("b", "u", "caps", "smallCaps")]
        words = "".join(each.text or "" for each in self.steps.through(run) if local(each) == "t")
        return words.isupper() or any(attribute(each, "val") not in ("0", "false", "off", "none") for each in marks)
