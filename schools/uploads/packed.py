"""What is in a packed document (OOXML, ODF): read to its last byte within bounds, so that no size can lie."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from . import sentences

UNPACKED = 200 * 1024 * 1024
PARTS = 5000
MOST_PIECES = 500_000  # tags and attributes of the parts that are looked at
CHUNK = 64 * 1024
END, LOCATOR = 22, 20  # bytes of the record that ends a zip file, and of the one before it in a file of a larger kind
MOST_OF_A_LIST = 2 * 1024 * 1024
MOST_INSIDE = 25 * 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
PACKED_BEGINS = b"PK\x03\x04"
OLD_OFFICE_BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # holds macros and embedded objects
PROGRAMS_BEGIN = (
    OLD_OFFICE_BEGINS, b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)  # fmt: skip
PROGRAMS_END = (
    ".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta",
    ".jar", ".lnk", ".sh", ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".bin",
)  # fmt: skip
HARMLESS_BIN = ("printersettings", "customproperty")  # what Excel writes beside its sheets
EMBEDDED = (".docx", ".xlsx", ".pptx")  # a chart in a document brings the workbook that it was made of


@dataclass
class Budget:
    """How much may still be unpacked of the whole file, whatever is packed inside what."""

    left: int = UNPACKED
    parts: int = field(default_factory=lambda: PARTS)
    pieces: int = field(default_factory=lambda: MOST_PIECES)

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise sentences.unpacks_to_too_much()

    def spend_parts(self, number: int) -> None:
        self.parts -= number
        if self.parts < 0:
            raise sentences.unpacks_to_too_much()

    def spend_pieces(self, number: int) -> None:
        self.pieces -= number
        if self.pieces < 0:
            raise sentences.in_too_many_pieces()


def opened(content: IO[bytes]) -> zipfile.ZipFile:
    """The packed document, if nothing stands before its first part and nothing after its last."""
    content.seek(0, 2)
    content.seek(-min(END + LOCATOR, content.tell()), 2)
    ends = content.read()
    if ends[-END:][:4] != b"PK\x05\x06" or ends.startswith(b"PK\x06\x07"):
        raise zipfile.BadZipFile
    if int.from_bytes(ends[-END:][12:16], "little") > MOST_OF_A_LIST:
        raise sentences.unpacks_to_too_much()
    packed = zipfile.ZipFile(content)
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if not parts or len(names) < len(parts) or min(part.header_offset for part in parts) != 0:
        raise zipfile.BadZipFile
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise sentences.unpacks_to_too_much()
    return packed


def look_through(packed: zipfile.ZipFile, budget: Budget, *, inside: bool = False) -> None:
    """Refuse what holds programs or macros, is locked, or unpacks to more than a document does."""
    budget.spend_parts(len(packed.infolist()))
    for part in packed.infolist():
        name = part.filename
        if part.flag_bits & 1:
            raise sentences.under_a_password()
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or _leads_out(name):
            raise zipfile.BadZipFile
        if _is_program_by_name(name):
            raise sentences.holds_programs()
        begins = b"".join(_unpack(packed, part, budget))
        if begins.startswith(PROGRAMS_BEGIN):
            raise sentences.holds_programs()
        if begins.startswith(PACKED_BEGINS):
            _look_inside(packed, part, budget, inside)


def _look_inside(packed: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget, inside: bool) -> None:
    if inside or not part.filename.lower().endswith(EMBEDDED):
        raise sentences.holds_programs()
    if part.file_size > MOST_INSIDE:
        raise sentences.unpacks_to_too_much()
    with opened(BytesIO(packed.read(part))) as within:
        look_through(within, budget, inside=True)


def _unpack(packed: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Read the part to its end, which also compares its checksum; give back its first bytes only."""
    with packed.open(part) as stream:
        first = True
        while chunk := stream.read(CHUNK):
            budget.spend(len(chunk))
            if first:
                yield chunk[:16]
            first = False


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ".." in PurePosixPath(name).parts or ":" in name


def _is_program_by_name(name: str) -> bool:
    path = PurePosixPath(name.lower())
    if any(part in ("basic", "dialogs", "scripts", "macrosheets", "activex") for part in path.parts[:-1]):
        return True
    return path.suffix in PROGRAMS_END and not path.stem.startswith(HARMLESS_BIN)
