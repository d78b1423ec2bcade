"""A document before it is a file: what it is called, and its blocks one after the other.

Everything in it is plain words. Whatever writes it out (Word, PDF) knows nothing of schools.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from schools.models.base import reader_language

# What no XML file may hold, and what nothing can show.
NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
NO_LETTERS = {"Mn", "Me", "Cf"}  # marks of a letter, and signs that nobody sees
LONGEST_RUN = 30  # of them; Unicode’s own bound for texts that are read as they come (UAX 15)


def plain(text: str) -> str:
    """The text as it may stand in a file."""
    return _readable(NOT_IN_A_FILE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")))


def _readable(text: str) -> str:
    """Without the marks beyond those that one letter can bear: typst takes the square of their number, or falls."""
    if text.isascii():
        return text
    kept, run = [], 0
    for each in text:
        run = run + 1 if unicodedata.category(each) in NO_LETTERS else 0
        if run <= LONGEST_RUN:
            kept.append(each)
    return "".join(kept)


@dataclass(frozen=True)
class Words:
    """A text in its own language: a paragraph, with its lines."""

    text: str
    lang: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True)
class Item:
    """One thing of a list: its paragraphs, the marks that it bears, what stands beside it, and the remarks under it.

    A mark never stands on another page than the last of the words that bear it.
    """

    words: list[Words]
    notes: list[list[Words]] = field(default_factory=list)  # a remark may change its language within a line
    marks: list[Words] = field(default_factory=list)
    beside: list[Words] = field(default_factory=list)  # the translators’ words, which never come back with the text


@dataclass(frozen=True)
class Heading:
    level: int
    words: Words


@dataclass(frozen=True)
class Paragraph:
    words: Words
    told: bool = False  # by the portal itself, or beside the text that comes back when the document is brought in


@dataclass(frozen=True)
class Items:
    items: list[Item]


Block = Heading | Paragraph | Items


@dataclass(frozen=True)
class Outline:
    """`facts` stand below the title, each with its name. `page` says the number of a page: %(page)s of %(pages)s.

    `at` is the moment that the document tells of: files made of equal outlines are equal byte for byte.
    """

    title: str
    school: str
    lang: str
    at: datetime
    facts: list[tuple[str, str]]
    contents: str
    page: str
    not_shown: str  # said where a file cannot show a character
    blocks: list[Block]

    def as_data(self) -> dict[str, Any]:
        """For a writer that takes JSON; each block says its kind."""
        data = asdict(self)
        data["blocks"] = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks]
        data["at"] = self.at.isoformat()
        return data


def file_name_of(outline: Outline) -> str:
    """The school and the title, in the language of the document: of many schools' files each says whose it is."""
    return file_name(outline.school, outline.title)


def file_name(school: str, title: str) -> str:
    return slugify(f"{school} {title}".translate({ord("/"): "-", ord("–"): "-"}))[:120]


def page_words(text: Any) -> Words:
    """What the portal itself says, in the language of the page."""
    return Words(plain(str(text)), reader_language())


def heading(level: int, text: Any) -> Block:
    return Heading(level, page_words(text))


def said(text: Any) -> Block:
    return Paragraph(page_words(text), told=True)


def paragraphs(text: str, lang: str) -> list[Words]:
    """A text as somebody typed it: an empty line ends a paragraph, other ends of lines stay."""
    parts = re.split(r"\n[ \t]*\n\s*", plain(text).strip("\n"))
    return [Words(part.strip("\n"), lang) for part in parts if part.strip()]
