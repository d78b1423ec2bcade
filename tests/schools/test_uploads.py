"""Which files are kept as evidence and which are not: each refusal says what to do, and leaves nothing on disk."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from schools.models import EvidenceFile, FileKind
from schools.refusals import Refused
from schools.uploads import pictures
from schools.uploads.examining import examine, tidy_name
from schools.uploads.streaming import MOST_BYTES, BoundedUpload
from tests import factories as make
from tests.kept import everything_kept
from tests.on_pages import Visitor, errors_on
from tests.schools import documents as made
from tests.schools.workbooks import xlsx_of

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
PDF_AND_ZIP = made.pdf() + made.packed({"a.txt": "x"})
ZIP_IN_PDF = made.pdf().replace(b"%%EOF", b"") + made.packed({"a.txt": "x"})[:-2] + b"\x06\x00\n%%EOF"

ELSE, PROGRAMS, TOO_MUCH = "but there is something else in it", "macros, programs or embedded", "unpacks to far more"
KIND, LARGE, DAMAGED, LOCKED = "This kind of file cannot", "larger than 25 MB", "is damaged", "protected by a password"
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a renamed program": ("taith.pdf", made.EXE, ELSE),
    "a program": ("taith.exe", made.EXE, KIND),
    "a program named after a document": ("taith.docx.exe", made.ooxml(), KIND),
    "a DOCX with macros": ("taith.docx", made.ooxml(**{"word__vbaProject.bin": made.OLD_OFFICE}), PROGRAMS),
    "macros under another name": ("taith.docx", made.ooxml(**{"word__styles.xml": made.OLD_OFFICE}), PROGRAMS),
    "a DOCM renamed": ("taith.docx", made.ooxml(types=made.content_types("docx", MACROS)), PROGRAMS),
    "a DOCM": ("taith.docm", made.ooxml(types=made.content_types("docx", MACROS)), KIND),
    "an XLSX with old macros": ("taith.xlsx", made.ooxml("xlsx", xl__macrosheets__sheet1=b"x"), PROGRAMS),
    "an ODT with macros": ("taith.odt", made.odf(Basic__Standard__Module1=b"x"), PROGRAMS),
    "a program in a document": ("taith.docx", made.ooxml(word__media__image1=made.EXE), PROGRAMS),
    "a document in a document in a document": (
        "taith.docx",
        made.ooxml(**{"word__a.docx": made.ooxml(**{"word__b.docx": made.ooxml()})}),
        PROGRAMS,
    ),
    "a zip in a document": ("taith.docx", made.ooxml(word__x=made.packed({"a": "b"})), PROGRAMS),
    "a file of 26 MB": ("taith.pdf", made.pdf().ljust(26 * 1024 * 1024, b"\n"), LARGE),
    "a zip bomb": ("taith.docx", made.bomb(), TOO_MUCH),
    "a zip bomb that lies": ("taith.docx", made.lying_bomb(), DAMAGED),
    "thousands of parts": ("taith.docx", made.packed({str(n): "" for n in range(5001)}), TOO_MUCH),
    "an SVG with script": ("taith.svg", SVG, KIND),
    "an SVG with script, renamed": ("taith.png", SVG, ELSE),
    "a polyglot: a PDF that is a zip": ("taith.pdf", ZIP_IN_PDF, ELSE),
    "a polyglot: a zip after a PDF": ("taith.pdf", PDF_AND_ZIP, ELSE),
    "a polyglot: a PDF before a DOCX": ("taith.docx", made.pdf() + made.ooxml(), ELSE),
    "something after a DOCX": ("taith.docx", made.ooxml() + b"<script>", DAMAGED),
    "a plain zip named DOCX": ("taith.docx", made.packed({"a.txt": "x"}), ELSE),
    "an XLSX named DOCX": ("taith.docx", made.ooxml("xlsx"), ELSE),
    "an ODS named ODT": ("taith.odt", made.odf("ods"), ELSE),
    "a JPEG named PNG": ("taith.png", made.picture("JPEG"), ELSE),
    "a damaged DOCX": ("taith.docx", made.ooxml().replace(b"word/document.xml", b"word/dxcument.xml", 1), DAMAGED),
    "half a picture": ("taith.png", made.picture(size=(400, 400))[:200], DAMAGED),
    "a palette picture without its palette": ("taith.png", made.picture_without_its_palette(), DAMAGED),
    "an old document": ("taith.docx", made.OLD_OFFICE, LOCKED),
    "a locked ODT": ("taith.odt", made.odf(manifest="<encryption-data/>"), LOCKED),
    "a name that leads out": ("taith.docx", made.ooxml(**{"..__..__x.xml": b"x"}), DAMAGED),
    "an empty file": ("taith.pdf", b"", "There is nothing in this file"),
    "a file without an ending": ("taith", made.pdf(), KIND),
}


def at_the_form(person: Any, item: Any, language: str = "en") -> Visitor:
    return Visitor(person, language).open(reverse("evidence:file_add", args=[item.school.public_id, item.public_id]))


def sent_in(person: Any, item: Any, name: str, content: bytes) -> Visitor:
    return at_the_form(person, item).press(file=SimpleUploadedFile(name, content))


@pytest.fixture
def item(school: Any) -> Any:
    return make.make_evidence(school)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_kept_is_refused_with_what_to_do_and_leaves_nothing(on_disk, carys, item, case, language):
    name, content, sentence = REFUSED[case]
    visitor, kept = at_the_form(carys, item, language), everything_kept()
    visitor.press(file=SimpleUploadedFile(name, content))
    (said,) = errors_on(visitor.page)
    assert not visitor.led
    assert (sentence in said) is (language == "en"), said
    assert everything_kept() == kept
    assert on_disk() == []


@pytest.mark.parametrize("name", made.GOOD)
def test_a_sound_file_is_kept_and_given_back_to_be_saved_only(on_disk, carys, sion, item, name):
    assert sent_in(carys, item, name, made.GOOD[name]).led
    row = EvidenceFile.all_rows.get()
    (stored,) = on_disk()
    assert (row.status, row.name, row.by) == ("ready", name, carys)
    assert name.rsplit(".", 1)[0] not in str(stored) and len(stored.name) == 64
    assert stored.stat().st_mode & 0o077 == 0
    visitor = Visitor(sion, "cy").open(reverse("evidence:edit", args=[item.school.public_id, item.public_id]))
    visitor.follow(reverse("evidence:download", args=[item.school.public_id, item.public_id, row.public_id]))
    answer = visitor.answer
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == row.content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    given = b"".join(answer.streaming_content)
    assert given == stored.read_bytes() and len(given) == row.size == int(answer["Content-Length"])
    if row.file_kind not in pictures.FORMATS:
        assert given == made.GOOD[name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("real.xlsx", xlsx_of([["Blwyddyn", "Presenoldeb"], [2026, 94.1]])),
        ("chart.docx", made.ooxml(**{"word__embeddings__Sheet1.xlsx": xlsx_of([[1]])})),
        ("printed.xlsx", made.ooxml("xlsx", **{"xl__printerSettings__printerSettings1.bin": b"\\\x00\\\x00"})),
        ("later.pdf", made.pdf() + b"\r\n"),
        ("grey.png", made.picture(mode="LA")),
        ("palette.png", made.picture(mode="P")),
        ("printed.jpg", made.picture("JPEG", mode="CMYK")),
    ],
)
def test_what_programs_really_write_is_kept(name, content):
    assert examine(SimpleUploadedFile(name, content)).size > 0


def test_a_picture_loses_where_and_when_it_was_taken_and_lies_the_right_way_up():
    sent = made.picture("JPEG", (40, 30)) + made.packed({"hidden.txt": "x"})
    kept = examine(SimpleUploadedFile("taith.jpg", sent))
    whole = kept.content.read()
    again = Image.open(BytesIO(whole))
    assert (again.size, dict(again.getexif()), again.info.get("comment")) == ((30, 40), {}, None)
    assert b"Nia" not in whole and not zipfile.is_zipfile(BytesIO(whole))
    assert kept.kind is FileKind.JPEG


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(pictures, "_saved", lambda *_args: pytest.fail("it was drawn"))
    large = made.picture(size=(5000, 5001), mode="1")
    with pytest.raises(Refused, match="more than 25 million pixels"):
        examine(SimpleUploadedFile("taith.png", large))


def test_a_picture_waits_for_one_other_and_while_two_are_drawn_it_is_refused_at_once(monkeypatch):
    """Or a handful of large pictures would hold every thread, and every page with it."""
    drawing, go_on = Event(), Event()
    draw = pictures._saved

    def slowly(*args: Any) -> Any:
        drawing.set()
        assert go_on.wait(20)
        return draw(*args)

    monkeypatch.setattr(pictures, "_saved", slowly)
    with ThreadPoolExecutor(2) as threads:
        first, second = (threads.submit(examine, SimpleUploadedFile("taith.png", made.picture())) for _ in range(2))
        assert drawing.wait(20)
        while pictures.TURNS.at_the_door._value:
            sleep(0.01)
        with pytest.raises(Refused, match="choose the file again"):
            examine(SimpleUploadedFile("taith.png", made.picture()))
        go_on.set()
        assert [each.result().kind for each in (first, second)] == [FileKind.PNG] * 2
    assert examine(SimpleUploadedFile("taith.png", made.picture())).size


def test_of_a_file_that_is_too_large_nothing_is_written_to_disk(on_disk, monkeypatch, carys, item):
    """While it arrives: what is written is cut off, whatever the browser said of its size."""
    seen = []
    receive = BoundedUpload.receive_data_chunk

    def watched(self: Any, raw_data: bytes, start: int) -> None:
        receive(self, raw_data, start)
        seen.append(self.file.tell())

    monkeypatch.setattr(BoundedUpload, "receive_data_chunk", watched)
    sent_in(carys, item, "taith.pdf", made.pdf().ljust(MOST_BYTES + 2_000_000, b"\n"))
    assert max(seen) <= MOST_BYTES and seen[-1] == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Taith ddysgu 1.pdf", "Taith ddysgu 1.pdf"),
        ("ŷ\u202egnp.exe.pdf", "ŷgnp.exe.pdf"),
        ("../../a\\b:c?.pdf", "-..-a-b-c-.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
    ],
)
def test_the_name_of_a_file_is_one_visible_line(given, shown):
    assert tidy_name(given) == shown


def test_typing_is_not_lost_when_a_session_ends_while_a_file_is_sent(on_disk, client, carys, item):
    """The file has to be chosen again; the page and its key come back."""
    url = reverse("evidence:file_add", args=[item.school.public_id, item.public_id])
    answer = client.post(url, {"once": uuid4(), "file": SimpleUploadedFile("taith.pdf", made.pdf())})
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]
    assert on_disk() == [] and not EvidenceFile.all_rows.exists()
