"""A document that would do something of itself once it is opened is not kept; what ordinary ones hold is."""

import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from schools.refusals import Refused
from schools.uploads.examining import examine
from tests.schools import documents as made

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, mode: str = "External", target: str = "https://elsewhere.example/t.dotm") -> bytes:
    tag = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<?xml version="1.0"?><Relationships>{tag}</Relationships>'.encode()


def field(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p xmlns:w="w"><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'.encode()


def docx(**more: bytes) -> bytes:
    return made.ooxml("docx", **more)


def pdf_with(words: bytes) -> bytes:
    return made.pdf().replace(b"<</Type/Catalog", b"<<" + words + b"/Type/Catalog", 1)


def packed_objects(words: bytes) -> bytes:
    packed = zlib.compress(words)
    head = b"9 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>\nstream\n" % len(packed)
    return made.pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + head + packed + b"\nendstream\nendobj\n", 1)


SETTINGS = {"word___rels__settings.xml.rels": relation("attachedTemplate")}
ACTS = {
    "a template from elsewhere": ("taith.docx", docx(**SETTINGS)),
    "a template in UTF-16": (
        "taith.docx",
        docx(
            **{
                "word___rels__settings.xml.rels": relation("attachedTemplate")
                .decode()
                .replace('"1.0"', '"1.0" encoding="utf-16"')
                .encode("utf-16")
            }
        ),
    ),
    "a template, its mode in other letters": (
        "taith.docx",
        docx(**{"word___rels__settings.xml.rels": relation("attachedTemplate").replace(b"External", b"&#69;xternal")}),
    ),
    "an object from elsewhere": ("taith.docx", docx(**{"word___rels__document.xml.rels": relation("oleObject")})),
    "a DDE field": ("taith.docx", docx(**{"word__header1.xml": field(" DDEAUTO c:\\\\cmd.exe ")})),
    "a DDE field in pieces": ("taith.docx", docx(**{"word__header1.xml": field(" D", "DE", "AUTO cmd")})),
    "a DDE field of the simple kind": (
        "taith.docx",
        docx(**{"word__footer1.xml": b'<w:fldSimple xmlns:w="w" w:instr="dde cmd a"/>'}),
    ),
    "a DDE link of a sheet": (
        "taith.xlsx",
        made.ooxml("xlsx", **{"xl__externalLinks__externalLink1.xml": b'<e><ddeLink ddeService="cmd"/></e>'}),
    ),
    "a listener of an ODT": ("taith.odt", made.odf(**{"styles.xml": b'<s:event-listener xmlns:s="s"/>'})),
    "a script of a PDF": ("taith.pdf", pdf_with(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    "a script of a PDF, its name escaped": ("taith.pdf", pdf_with(b"/OpenAction<</S/J#61vaScript/J#53 7 0 R>>")),
    "a program that a PDF starts": ("taith.pdf", pdf_with(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
    "a script in packed objects": ("taith.pdf", packed_objects(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")),
}
KEPT = {
    "a link in a document": ("taith.docx", docx(**{"word___rels__document.xml.rels": relation("hyperlink")})),
    "a template of its own": (
        "taith.docx",
        docx(**{"word___rels__settings.xml.rels": relation("attachedTemplate", "Internal")}),
    ),
    "a page number": ("taith.docx", docx(**{"word__footer1.xml": field(" PAGE ", "\\\\* MERGEFORMAT")})),
    "a word that holds the letters": ("taith.docx", docx(**{"word__footer1.xml": field(" REF yr_adDDEwid ")})),
    "a workbook that names another": (
        "taith.xlsx",
        made.ooxml("xlsx", **{"xl__externalLinks___rels__externalLink1.xml.rels": relation("externalLinkPath")}),
    ),
    "a text about scripts": ("taith.pdf", made.pdf("JavaScript ac /JSON yn yr ysgol")),
    "letters within a picture": (
        "taith.pdf",
        made.pdf().replace(
            b"%PDF-1.7\n", b"%PDF-1.7\n9 0 obj\n<</Length 14>>\nstream\n/JS(/JavaScript \nendstream\nendobj\n", 1
        ),
    ),
    "other packed objects": ("taith.pdf", packed_objects(b"1 0 <</Type/Font>>")),
}


@pytest.mark.parametrize("case", ACTS)
def test_what_would_act_of_itself_is_refused_with_what_to_do(case):
    name, content = ACTS[case]
    with pytest.raises(Refused, match="would fetch something, run a script or start a program"):
        examine(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("case", KEPT)
def test_what_ordinary_documents_hold_is_kept(case):
    name, content = KEPT[case]
    assert examine(SimpleUploadedFile(name, content)).size > 0


@pytest.mark.parametrize("words", [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a>", b"\xff\xff"])
def test_a_part_that_no_office_program_could_read_is_damage(words):
    with pytest.raises(Refused, match="is damaged"):
        examine(SimpleUploadedFile("taith.docx", docx(**{"word__footer1.xml": words})))


def test_a_pdf_that_begins_streams_and_ends_none_is_read_in_a_moment():
    large = made.pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + b"stream\n" * 3_000_000, 1)
    began = time.process_time()
    assert examine(SimpleUploadedFile("taith.pdf", large)).size > 0
    assert time.process_time() - began < 10
