"""What a document would do of itself once it is opened: fetch a template, start a program, run a script.

Only what stands there openly is found; who wants to can hide it. So whoever opens a file of others is still protected
by their own program, and a file is only ever saved, never shown.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from . import sentences
from .packed import CHUNK, Budget
from .tags import Tags

MOST_READ = 50 * 1024 * 1024  # bytes, of all parts that are looked at
MOST_AT_ONCE = 1024 * 1024
READ = re.compile(
    r"(?:.*/)?_rels/[^/]*\.rels|word/[^/]+\.xml|xl/externalLinks/[^/]+\.xml|(?:.*/)?(?:content|styles)\.xml", re.I
)
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")  # kinds of relation that are followed at once
ACTIVE = {"ddelink", "dde-connection-decl", "dde-source", "event-listener"}
INSTRUCTION, FIELD_BEGINS = {"instrtext", "delinstrtext"}, "fldchar"
DDE = re.compile(r"\bDDE(AUTO)?\b", re.I)


def _named(name: str) -> bytes:
    """A name of a PDF, any letter of which may be written as its number."""
    return b"".join(rb"(?:%c|#%b)" % (ord(c), _either_case(f"{ord(c):02x}")) for c in name)


def _either_case(number: str) -> bytes:
    return "".join(c if c.isdigit() else f"[{c}{c.upper()}]" for c in number).encode()


ACTS = re.compile(
    rb"/(?:%b|%b)(?![A-Za-z0-9#])|/%b\s*(?=[(<\d])" % (_named("JavaScript"), _named("Launch"), _named("JS"))
)
STREAM_BEGINS = re.compile(rb"stream(?=[\r\n])")
MOST_STREAMS = 200_000
UNPACKED_OBJECTS = 20 * 1024 * 1024
AT_ONCE = 1024  # bytes that are unpacked in one go, so that a damaged stream cannot take more than a little uncounted


def look_for_acts(packed: zipfile.ZipFile, budget: Budget) -> None:
    """Raise Refused for an OOXML or ODF file that reaches outside of itself when it is opened."""
    parts = [part for part in packed.infolist() if READ.fullmatch(part.filename)]
    if sum(part.file_size for part in parts) > MOST_READ:
        raise sentences.unpacks_to_too_much()
    if sum(_number_of_tags(packed, part) for part in parts) > budget.pieces:
        raise sentences.in_too_many_pieces()
    for part in parts:
        with packed.open(part) as stream:
            _Part(budget).read(stream)


def _number_of_tags(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Those that begin something, told by their marks alone: what has too many is not looked at tag by tag."""
    number = 0
    with packed.open(part) as stream:
        while chunk := stream.read(MOST_AT_ONCE):
            number += chunk.count(b"<") - chunk.count(b"</")
    return number


class _Part(Tags):
    """One part, in which a field may stand that fetches or starts something."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.instruction = ""

    def begins(self, name: str, said: dict[str, str]) -> None:
        if name in ACTIVE or DDE.search(said.get("instr", "")):
            raise sentences.acts_of_itself()
        if name == "relationship" and said.get("targetmode", "").lower() == "external":
            if said.get("type", "").lower().endswith(FETCHED):
                raise sentences.acts_of_itself()
        elif name == FIELD_BEGINS and said.get("fldchartype") == "begin":
            self.instruction = ""
        inside = name in INSTRUCTION
        self.parser.CharacterDataHandler = self._says if inside else None
        self.parser.EndElementHandler = self._ends if inside else None

    def _says(self, text: str) -> None:
        """A word of an instruction may be written in several pieces."""
        self.budget.spend_pieces(1)
        self.instruction += text
        if DDE.search(self.instruction):
            raise sentences.acts_of_itself()
        self.instruction = self.instruction[-1000:]

    def _ends(self, tag: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None


def look_for_scripts(content: IO[bytes]) -> None:
    """Raise Refused for a PDF that names a script or a program to be started."""
    content.seek(0)
    whole = content.read()
    content.seek(0)
    for text in _texts_of(whole):
        if ACTS.search(text):
            raise sentences.acts_of_itself()


def _texts_of(whole: bytes) -> Iterator[bytes]:
    """What stands outside the streams, where a picture may hold any letters; and its packed objects, as far as they can
    be unpacked.
    """
    left, at = UNPACKED_OBJECTS, 0
    for begins, ends in _streams(whole):
        outside, at = whole[at:begins], ends
        yield outside
        if b"/ObjStm" in outside[-400:].rpartition(b" obj")[2] and left > 0:
            text = _unpacked(whole[begins:ends].lstrip(b"\r\n"), left)
            left -= len(text) + CHUNK
            yield text
    yield whole[at:]


def _unpacked(packed: bytes, most: int) -> bytes:
    """As much as can be unpacked, and no more than that."""
    text, unpacking = bytearray(), zlib.decompressobj()
    with suppress(zlib.error):
        for at in range(0, len(packed), AT_ONCE):
            rest = packed[at : at + AT_ONCE]
            while rest and len(text) < most:
                text += unpacking.decompress(rest, CHUNK)
                rest = unpacking.unconsumed_tail
            if unpacking.eof or len(text) >= most:
                break
    return bytes(text)


def _streams(whole: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    for _number in range(MOST_STREAMS):
        found = STREAM_BEGINS.search(whole, at)
        ends = whole.find(b"endstream", found.end()) if found else -1
        if not found or ends < 0:
            return
        yield found.end(), ends
        at = ends + len(b"endstream")
    raise sentences.in_too_many_pieces()
