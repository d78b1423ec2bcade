"""What a stranger may send is bounded before anything is done with it: a stated number of pieces, and no more."""

import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from schools.models import FileKind
from schools.refusals import Refused
from schools.uploads import acting, packed
from schools.uploads.containers import check
from schools.uploads.examining import examine
from tests.schools import documents as made
from tests.schools.word_documents import of_body

PIECES = "put together from far more pieces than a document needs"


def sent(content: bytes, name: str = "taith.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("begin", ["", "<Types>", '<Types a="'])
def test_a_list_of_parts_that_is_no_xml_is_damage_however_long_it_is(begin):
    """A pattern that looked for the end of each tag from each tag took eight minutes over two megabytes."""
    content = made.ooxml(types=begin + "<Override " * 200_000)
    with pytest.raises(Refused, match="is damaged"):
        check(FileKind.DOCX, BytesIO(content), ".docx")


def test_a_list_of_parts_declares_no_words_of_its_own():
    with pytest.raises(Refused, match="is damaged"):
        examine(
            sent(made.ooxml(types="<!DOCTYPE a [<!ENTITY b 'c'>]>" + made.content_types("docx").partition("?>")[2]))
        )


@pytest.mark.parametrize("said", ["utf-8", "utf-16"])
def test_macros_are_found_in_the_list_of_parts_in_whichever_letters_it_is_written(said):
    listed = made.content_types("docx", more='<Override PartName="/x" ContentType="x.MACRO&#69;nabled"/>')
    content = made.ooxml(types=listed.replace('"1.0"', f'"1.0" encoding="{said}"').encode(said))
    with pytest.raises(Refused, match="holds macros"):
        examine(sent(content))


@pytest.mark.parametrize("part", ["<a>" + "<b/>" * 100 + "</a>", "<a>" + '<b c="d" e="f"/>' * 34 + "</a>"])
@pytest.mark.parametrize("where", ["word__header1.xml", "word__document.xml", "word___rels__document.xml.rels"])
def test_a_document_of_too_many_tags_is_refused(monkeypatch, part, where):
    monkeypatch.setattr(packed, "MOST_PIECES", 100)
    with pytest.raises(Refused, match=PIECES):
        examine(sent(made.ooxml(**{where: part.encode()})))


def test_what_has_too_many_tags_is_not_looked_at_tag_by_tag(monkeypatch):
    seen = []
    monkeypatch.setattr(acting._Part, "begins", lambda *words: seen.append(words))
    monkeypatch.setattr(packed, "MOST_PIECES", 100)
    with pytest.raises(Refused, match=PIECES):
        examine(sent(made.ooxml(**{"word__header1.xml": b"<a>" + b"<b/>" * 200 + b"</a>"})))
    assert seen == []


def test_a_million_empty_paragraphs_are_more_than_any_document_has():
    with pytest.raises(Refused, match=PIECES):
        examine(sent(of_body("<w:p/>" * 1_300_000)))


def test_the_pieces_of_all_parts_are_counted_together(monkeypatch):
    monkeypatch.setattr(packed, "MOST_PIECES", 100)
    parts = {f"word__header{number}.xml": b"<a>" + b"<b/>" * 30 + b"</a>" for number in range(4)}
    with pytest.raises(Refused, match=PIECES):
        examine(sent(made.ooxml(**parts)))


def test_the_parts_that_are_looked_at_have_one_bound_together(monkeypatch):
    monkeypatch.setattr(acting, "MOST_READ", 3000)
    parts = {f"word__header{number}.xml": b"<a>" + b" " * 900 + b"</a>" for number in range(4)}
    with pytest.raises(Refused, match="unpacks to far more"):
        examine(sent(made.ooxml(**parts)))


def test_a_tag_that_does_not_end_is_refused_before_it_is_all_read():
    endless = b'<a b="' + b" " * 6_000_000 + b'"/>'
    with pytest.raises(Refused, match=PIECES):
        examine(sent(made.ooxml(**{"word__header1.xml": endless})))


def test_documents_within_a_document_bring_no_more_parts_than_one_document_may_have(monkeypatch):
    monkeypatch.setattr(packed, "PARTS", 20)
    within = made.packed({str(number): "" for number in range(15)})
    assert examine(sent(made.ooxml(**{"word__embeddings__a.docx": within}))).size
    with pytest.raises(Refused, match="unpacks to far more"):
        examine(sent(made.ooxml(**{f"word__embeddings__{name}.docx": within for name in "ab"})))


def pdf_with(before: bytes) -> bytes:
    return made.pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + before, 1)


def stream(content: bytes) -> bytes:
    return b"9 0 obj\n<</Type /ObjStm /Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(content), content)


def test_a_pdf_of_too_many_streams_is_refused(monkeypatch):
    monkeypatch.setattr(acting, "MOST_STREAMS", 100)
    assert examine(sent(pdf_with(stream(b"x") * 99), "taith.pdf")).size
    with pytest.raises(Refused, match=PIECES):
        examine(sent(pdf_with(stream(b"x") * 101), "taith.pdf"))


def test_packed_objects_are_unpacked_as_far_as_they_are_looked_at_and_damaged_ones_are_counted_too(monkeypatch):
    unpacked = []
    unpack = acting._unpacked

    def counted(content: bytes, most: int) -> bytes:
        unpacked.append(unpack(content, most))
        assert len(unpacked[-1]) <= most + packed.CHUNK
        return unpacked[-1]

    monkeypatch.setattr(acting, "_unpacked", counted)
    monkeypatch.setattr(acting, "UNPACKED_OBJECTS", 1_000_000)
    damaged = zlib.compress(b" " * 300_000)[:-4] + b"abcd"
    assert examine(sent(pdf_with(stream(damaged) * 50), "taith.pdf")).size
    assert len(unpacked) == 4 and sum(map(len, unpacked)) <= 1_000_000 + packed.CHUNK


def test_no_letter_of_a_pdf_is_rewritten_to_find_a_script():
    """Nine megabytes of letters written as numbers took seconds, one call for each of them."""
    assert examine(sent(pdf_with(b"% " + b"#41" * 1_000_000 + b"\n"), "taith.pdf")).size
    assert not hasattr(acting, "ESCAPED")


@pytest.mark.parametrize(
    "name", [b"/J#61vaScript", b"/#4aavaScript", b"/#4Aava#53cript", b"/L#61unch", b"/#4A#53 7 0 R"]
)
def test_a_script_is_found_however_its_name_is_written(name):
    with pytest.raises(Refused, match="run a script"):
        examine(sent(made.pdf().replace(b"<</Type/Catalog", b"<</S" + name + b"/Type/Catalog", 1), "taith.pdf"))
