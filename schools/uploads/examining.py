"""From a file that was sent in to one that may be kept: its kind, its size, its content, and what the scanner says."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import PurePath
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from schools.models import FileKind
from schools.models.evidence_file import FILE_FORMATS

from . import containers, pictures, sentences
from .scanning import Verdict, scan
from .streaming import MOST_BYTES

LONGEST_NAME = 200
ENDINGS = {ending: FileKind(kind) for kind, known in FILE_FORMATS.items() for ending in known.endings}
NOT_IN_A_NAME = re.compile(r'[/\\:*?"<>|]')
BREAKS, HIDDEN = ("Cc", "Zl", "Zp"), ("Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True)
class Examined:
    """A file that may be kept. `sent` is the SHA-256 of what was sent in; a picture is kept drawn anew."""

    name: str
    kind: FileKind
    content: IO[bytes]
    size: int
    sha256: str
    sent: str
    verdict: Verdict

    def __str__(self) -> str:
        return f"{self.name} {self.sent}"


def examine(upload: UploadedFile) -> Examined:
    """Raises Refused, with a sentence that says what to do, for whatever is not kept."""
    content: Any = upload.file
    name, ending = tidy_name(upload.name or ""), PurePath(upload.name or "").suffix.lower()
    kind = ENDINGS.get(ending)
    if kind is None:
        raise sentences.wrong_kind()
    if not upload.size:
        raise sentences.empty()
    if upload.size > MOST_BYTES:
        raise sentences.too_large()
    kept, sent = _checked(kind, content, ending), _digest(content)
    verdict = scan(content)
    if verdict is Verdict.HARMFUL:
        raise sentences.harmful()
    size = kept.seek(0, 2)
    if size > MOST_BYTES:
        raise sentences.too_large()
    return Examined(name, kind, kept, size, _digest(kept), sent, verdict)


def _checked(kind: FileKind, content: IO[bytes], ending: str) -> IO[bytes]:
    content.seek(0)
    if kind in pictures.FORMATS:
        return pictures.drawn_anew(kind, content, ending)
    containers.check(kind, content, ending)
    return content


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    return file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type] # any readable file will do


def tidy_name(given: str) -> str:
    """The name as it is shown and given back: one visible line that no system misreads."""
    kinds = [(c, unicodedata.category(c)) for c in unicodedata.normalize("NFC", given)]
    seen = "".join(" " if kind in BREAKS else c for c, kind in kinds if kind not in HIDDEN)
    plain = " ".join(NOT_IN_A_NAME.sub("-", seen).split()).strip(". ")
    path = PurePath(plain or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix
