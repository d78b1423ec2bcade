"""What a document would do of itself once it is opened: fetch a template, start a program, run a script.

Only what stands there openly is found; who wants to can hide it. So whoever opens a file of others is still protected
by their own program, and a file is only ever saved, never shown.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any
from xml.parsers import expat

from . import sentences
from .packed import CHUNK

LARGEST_PART = 50 * 1024 * 1024
READ = re.compile(
    r"(?:.*/)?_rels/[^/]*\.rels|word/[^/]+\.xml|xl/externalLinks/[^/]+\.xml|(?:.*/)?(?:content|styles)\.xml", re.I
)
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")  # kinds of relation that are followed at once
ACTIVE = {"ddelink", "dde-connection-decl", "dde-source", "event-listener"}
INSTRUCTION, FIELD_BEGINS = {"instrtext", "delinstrtext"}, "fldchar"
DDE = re.compile(r"\bDDE(AUTO)?\b", re.I)

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTS = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z0-9])|/JS\s*(?=[(<\d])")
UNPACKED_OBJECTS = 20 * 1024 * 1024


def look_for_acts(packed: zipfile.ZipFile) -> None:
    """Raise Refused for an OOXML or ODF file that reaches outside of itself when it is opened."""
    for part in packed.infolist():
        if READ.fullmatch(part.filename):
            if part.file_size > LARGEST_PART:
                raise sentences.unpacks_to_too_much()
            with packed.open(part) as stream:
                _Part().read(stream)


class _Part:
    """One part, read from tag to tag. Raises ValueError where it is no XML, or declares words of its own."""

    def __init__(self) -> None:
        self.instruction, self.inside = "", False
        self.parser: Any = expat.ParserCreate()
        self.parser.StartElementHandler = self._begins
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._says
        self.parser.StartDoctypeDeclHandler = self._declares

    def read(self, stream: IO[bytes]) -> None:
        try:
            while chunk := stream.read(CHUNK):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError:
            raise ValueError from None

    def _begins(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        said = {_local(key): value for key, value in attributes.items()}
        if name in ACTIVE or DDE.search(said.get("instr", "")):
            raise sentences.acts_of_itself()
        if name == "relationship" and said.get("targetmode", "").lower() == "external":
            if said.get("type", "").lower().endswith(FETCHED):
                raise sentences.acts_of_itself()
        elif name == FIELD_BEGINS and said.get("fldchartype") == "begin":
            self.instruction = ""
        self.inside = name in INSTRUCTION

    def _says(self, text: str) -> None:
        """A word of an instruction may be written in several pieces."""
        if self.inside:
            self.instruction = (self.instruction + text)[-1000:]
            if DDE.search(self.instruction):
                raise sentences.acts_of_itself()

    def _ends(self, tag: str) -> None:
        self.inside = False

    def _declares(self, *_words: Any) -> None:
        raise ValueError


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def look_for_scripts(content: IO[bytes]) -> None:
    """Raise Refused for a PDF that names a script or a program to be started."""
    content.seek(0)
    whole = content.read()
    content.seek(0)
    for text in _texts_of(whole):
        if ACTS.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)):
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
            with suppress(zlib.error):
                text = zlib.decompressobj().decompress(whole[begins:ends].lstrip(b"\r\n"), left)
                left -= len(text)
                yield text
    yield whole[at:]


def _streams(whole: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while (found := whole.find(b"stream", at)) >= 0:
        at = found + len(b"stream")
        if whole[at : at + 1] in (b"\r", b"\n"):
            ends = whole.find(b"endstream", at)
            if ends < 0:
                return
            yield at, ends
            at = ends + len(b"endstream")
