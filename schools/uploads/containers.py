"""Is there in a document what its name says? No sniffer is trusted: each kind is looked at from its first byte to its
last."""

import zipfile
from typing import IO

from schools.models import FileKind
from schools.models.evidence_file import FILE_FORMATS

from . import sentences
from .acting import look_for_acts, look_for_scripts
from .packed import (
    DAMAGED,
    MOST_OF_A_LIST,
    OLD_OFFICE_BEGINS,
    PACKED_BEGINS,
    Budget,
    look_through,
    opened,
)
from .tags import Tags

END_OF_PDF = 1024
LIST_OF_PARTS = "[Content_Types].xml"
MAIN_PART = {
    FileKind.DOCX: f"{FILE_FORMATS[FileKind.DOCX].content_type}.main+xml",
    FileKind.XLSX: f"{FILE_FORMATS[FileKind.XLSX].content_type}.main+xml",
}


def check(kind: FileKind, content: IO[bytes], ending: str) -> None:
    """Raise Refused with a sentence unless `content` is a sound document of this kind, without macros or programs."""
    begins = content.read(16)
    if begins.startswith(OLD_OFFICE_BEGINS):
        raise sentences.under_a_password()
    sound = _is_pdf(begins, content) if kind is FileKind.PDF else begins.startswith(PACKED_BEGINS)
    if not sound:
        raise sentences.not_what_it_says(ending)
    if kind is FileKind.PDF:
        look_for_scripts(content)
        return
    try:
        with opened(content) as packed:
            budget = Budget()
            look_through(packed, budget)
            sound = _is_ooxml(packed, kind, budget) if kind in MAIN_PART else _is_odf(packed, kind)
            if sound:
                look_for_acts(packed, budget)
    except DAMAGED:
        raise sentences.damaged() from None
    if not sound:
        raise sentences.not_what_it_says(ending)


def _is_pdf(begins: bytes, content: IO[bytes]) -> bool:
    """It begins and ends as a PDF, and is not packed at the same time."""
    content.seek(0, 2)
    content.seek(-min(END_OF_PDF, content.tell()), 2)
    ends = content.read().rstrip(b"\x00\t\n\x0c\r ")
    content.seek(0)
    return begins.startswith(b"%PDF-") and ends.endswith(b"%%EOF") and not zipfile.is_zipfile(content)


class _ListOfParts(Tags):
    """Which parts of an OOXML document are its main ones, and whether any is said to hold macros."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.parts: list[tuple[str, str]] = []

    def begins(self, name: str, said: dict[str, str]) -> None:
        if any(word in value.lower() for value in said.values() for word in ("macroenabled", "vbaproject")):
            raise sentences.holds_programs()
        if name == "override":
            self.parts.append((said.get("partname", ""), said.get("contenttype", "")))


def _is_ooxml(packed: zipfile.ZipFile, kind: FileKind, budget: Budget) -> bool:
    """The list of its parts names one main part, of this kind, which is there."""
    if not _is_short(packed, LIST_OF_PARTS):
        return False
    listed = _ListOfParts(budget)
    with packed.open(LIST_OF_PARTS) as stream:
        listed.read(stream)
    mains = [part for part, said in listed.parts if said == MAIN_PART[kind]]
    return len(mains) == 1 and mains[0].removeprefix("/") in packed.namelist()


def _is_odf(packed: zipfile.ZipFile, kind: FileKind) -> bool:
    """Its first part says which kind it is, unpacked, as the format asks; and it is not locked."""
    first = packed.infolist()[0]
    if "encryption-data" in _words(packed, "META-INF/manifest.xml"):
        raise sentences.under_a_password()
    said = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
    right = said and _words(packed, "mimetype").strip() == FILE_FORMATS[kind].content_type
    return right and "content.xml" in packed.namelist()


def _words(packed: zipfile.ZipFile, name: str) -> str:
    return packed.read(name).decode("utf-8", "replace") if _is_short(packed, name) else ""


def _is_short(packed: zipfile.ZipFile, name: str) -> bool:
    return name in packed.namelist() and packed.getinfo(name).file_size <= MOST_OF_A_LIST
