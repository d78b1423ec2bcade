"""The papers behind the made-up evidence: a PDF of one page each, lying where files of people lie."""

import datetime as dt
from hashlib import sha256
from io import BytesIO
from textwrap import wrap

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from schools.models import EvidenceFile, EvidenceItem, OwnDocument, Person
from schools.uploads.storing import FOLDER, drop_after_commit

from .places import at
from .rows import Rows

LINE, TOP, LEFT, WIDTH = 20, 780, 60, 80


def file_of(rows: Rows, item: EvidenceItem, by: Person, day: dt.date) -> None:
    content = one_page([item.title, "", *wrap(item.shows, WIDTH)])
    name = default_storage.save(f"{FOLDER}/{rows.chance.getrandbits(256):064x}", ContentFile(content))
    rows.add(
        EvidenceFile,
        item=item,
        status=EvidenceFile.Status.READY,
        file_kind="pdf",
        name=f"{item.title.replace(':', ' -')}.pdf",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored_as=name,
        by=by,
        at=at(day, 16),
    )


def throw_away() -> None:
    """What the demo and its visitors have kept goes with its rows."""
    for model in (EvidenceFile, OwnDocument):
        for name in model.all_rows.values_list("stored_as", flat=True):
            drop_after_commit(name)


def one_page(lines: list[str]) -> bytes:
    """A PDF that shows these lines, in letters that every reader has."""
    shown = b" T* ".join(b"(%s) Tj" % _escaped(line) for line in lines)
    drawing = b"BT /F1 12 Tf %d TL %d %d Td %s ET" % (LINE, LEFT, TOP, shown)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
    ]
    whole, places = BytesIO(b""), []
    whole.write(b"%PDF-1.7\n")
    for number, part in enumerate(parts, 1):
        places.append(whole.tell())
        whole.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table = whole.tell()
    whole.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    whole.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    whole.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table))
    return whole.getvalue()


def _escaped(line: str) -> bytes:
    plain = line.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
