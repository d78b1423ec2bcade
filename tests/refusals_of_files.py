"""What is refused about the files that somebody sends: evidence, and the register."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.uploads import examining, packed, pictures
from schools.uploads.scanning import Verdict
from tests import factories as make
from tests.refusals import Refusing
from tests.schools import documents
from tests.schools.workbooks import xlsx_of, zip_of

HEADINGS = b"School name,School number,Sector\n"
SCRIPT = documents.pdf().replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>")
MACROS = documents.ooxml(**{"word__vbaProject.bin": documents.OLD_OFFICE})
PARTS = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}


def sending_evidence(story: Refusing) -> None:
    item = make.make_evidence(story.school, "Ffeiliau")
    carys = story.carys.open(story.url("evidence:file_add", item.public_id))

    def no(sentence: str, name: str, content: bytes, meanwhile: AbstractContextManager[Any] | None = None) -> None:
        with meanwhile or nullcontext():
            story.no(carys, sentence, file=SimpleUploadedFile(name, content))

    no("but there is something else in it.", "taith.pdf", documents.EXE)
    no("There is nothing in this file.", "taith.pdf", b"")
    no("This file is larger than 25 MB.", "taith.pdf", documents.pdf(), patch.object(examining, "MOST_BYTES", 9))
    no("This file unpacks to far more", "taith.docx", documents.packed({str(n): "" for n in range(5001)}))
    no(
        "This file is put together from far more pieces",
        "taith.docx",
        documents.ooxml(),
        patch.object(packed, "MOST_PIECES", 1),
    )
    no("This file holds macros, programs", "taith.docx", MACROS)
    no("This file would fetch something, run a script", "taith.pdf", SCRIPT)
    no("This file is protected by a password", "taith.docx", documents.OLD_OFFICE)
    no("This file is damaged.", "taith.docx", documents.ooxml() + b"x")
    no("This picture has more than", "x.png", documents.picture(), patch.object(pictures, "MOST_PIXELS", 9))
    found = patch.object(examining, "scan", lambda content: Verdict.HARMFUL)
    no("The virus scanner found something harmful", "taith.pdf", documents.pdf(), found)


def sending_the_register(story: Refusing) -> None:
    olwen = story.olwen.open(reverse("register:import_file"))
    rows = [["School name", "Sector"], ["A", "primary"]]
    for sentence, name, content in (
        ("The file is empty.", "x.csv", b" \n"),
        ("No row of headings was found.", "x.csv", b"Town,Postcode\nTredegar,NP22 3AA"),
        ("The file has headings but no schools under them.", "x.csv", HEADINGS),
        ("cannot be read as CSV.", "x.csv", HEADINGS + b'"Ysgol,1,primary\n'),
        ("The file has more than", "x.csv", HEADINGS + b"A,,primary\n" * 5001),
        ("This workbook has a password or an old format", "x.xls", documents.OLD_OFFICE),
        ("This workbook is damaged and cannot be opened.", "x.xlsx", xlsx_of(rows)[:-30]),
        ("This workbook cannot be read", "x.xlsx", zip_of(PARTS)),
        ("This workbook unpacks to more than 60 MB.", "x.xlsx", zip_of({**PARTS, "xl/a.xml": b"0" * 63_000_000})),
        ("This is not a spreadsheet.", "x.xlsx", zip_of({"word/document.xml": "<x/>"})),
    ):
        story.no(olwen, sentence, file=SimpleUploadedFile(name, content))
    elsewhere = b"Council,School name,School number,Sector\n999,Ysgol,9991234,primary\n"
    story.no(olwen, "No row of this file belongs to council", file=SimpleUploadedFile("x.csv", elsewhere))
    olwen.fill(file=SimpleUploadedFile("x.csv", HEADINGS + b"Ysgol Newydd,,primary\n"))
    story.school.refresh_from_db()
    make.make_school(story.school.council, "Ysgol Newydd")
    story.no(olwen, "The register has changed since you looked at this preview.")
