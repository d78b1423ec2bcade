"""A self-evaluation as a file: what is in it can be read, heard, found by its contents, and compared byte for byte."""

import datetime as dt
import json
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdf import PdfReader

from schools.documents.outline import LONGEST_RUN, Heading, Item, Items, Outline, Paragraph, Words, paragraphs
from schools.documents.pdf import STANDS_FOR_IT, SURELY_SHOWN, pdf_of
from schools.documents.word import word_of
from schools.documents.word_styles import BESIDE

AT = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
MARKUP = "#import \"x\" *bold* $x$ <w:p> [a] \\ `code` = 1 // no & 'so' _on_ @ref"


def outline(*texts: str, lang: str = "cy", own: str = "en") -> Outline:
    """One area with these paragraphs, written in another language than that of the document."""
    blocks: list[Any] = [
        Heading(1, Words("Lles, cynhwysiant a thegwch", lang)),
        Heading(2, Words("Beth sy’n mynd yn dda", lang)),
        *(Paragraph(each) for text in texts for each in paragraphs(text, own)),
        Items([Item([Words("Cryfder", own)], [[Words("Tystiolaeth: ", lang), Words("Learning walk", own)]])]),
    ]
    return Outline(
        title="Hunanwerthusiad 2026/27, fersiwn 1",
        school="Ysgol Dyffryn Ŵyn",
        lang=lang,
        at=AT,
        facts=[("Cyflwynwyd ar", "29 Tachwedd 2026")],
        contents="Cynnwys",
        page="Tudalen %(page)s o %(pages)s",
        not_shown="Mae □ yn sefyll yn lle nod.",
        blocks=blocks,
    )


def read_pdf(content: bytes) -> tuple[Any, str]:
    reader = PdfReader(BytesIO(content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements_of(reader: Any) -> list[tuple[str, str]]:
    """The tags of the PDF in reading order, each with its own language where it says one."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Lang", ""))))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("make", [word_of, pdf_of], ids=["Word", "PDF"])
def test_equal_outlines_make_equal_files(make):
    assert make(outline("Da iawn")) == make(outline("Da iawn"))
    assert make(outline("Da iawn")) != make(outline("Da"))


def test_a_pdf_is_tagged_and_says_its_languages_title_and_contents():
    reader, text = read_pdf(pdf_of(outline("Reading is strong.\nIn every class.", "ŵ ŷ Ŵ Ŷ â î")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("cy")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Hunanwerthusiad 2026/27, fersiwn 1"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert "Reading is strong. In every class. ŵ ŷ Ŵ Ŷ â î" in text
    assert "Cynnwys" in text and "Tudalen 1 o 1" in text, "short contents take no page of their own"
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["Lles, cynhwysiant a thegwch"]
    links = [each for page in reader.pages for each in page.get("/Annots", [])]
    assert {each.get_object()["/Subtype"] for each in links} == {"/Link"} and len(links) == 1


def test_in_a_pdf_each_text_stands_under_its_own_language():
    reader, _text = read_pdf(pdf_of(outline("Reading is strong.")))
    tags = elements_of(reader)
    assert {"/H1", "/H2", "/TOC", "/TOCI", "/L", "/LI"} <= {tag for tag, _lang in tags}
    assert any(lang.startswith("en") for _tag, lang in tags)


@pytest.mark.parametrize("make", [word_of, pdf_of], ids=["Word", "PDF"])
def test_what_looks_like_markup_is_only_text(make):
    content = make(outline(MARKUP))
    read = (
        read_pdf(content)[1]
        if make is pdf_of
        else " ".join(each.text for each in Document(BytesIO(content)).paragraphs)
    )
    assert MARKUP in read


def test_characters_that_no_file_may_hold_are_left_out_and_others_stay():
    given = "a\x00b\x0bc\x1f\ud800d\ufffe 😀 中文 שלום"
    (words,) = paragraphs(given, "en")
    assert words.text == "ab\ncd 😀 中文 שלום"
    assert "ab\ncd 😀 中文 שלום" in [each.text for each in Document(BytesIO(word_of(outline(given)))).paragraphs]


def test_a_character_that_the_font_does_not_have_is_a_square_and_the_pdf_says_so():
    _reader, text = read_pdf(pdf_of(outline("Da 😀 iawn 中 ŵ")))
    assert f"Da {STANDS_FOR_IT} iawn {STANDS_FOR_IT} ŵ" in text and "Mae □ yn sefyll yn lle nod." in text
    _reader, text = read_pdf(pdf_of(outline("Da iawn")))
    assert "yn sefyll yn lle nod" not in text


@pytest.mark.parametrize("sign", ["\u0301", "\u00ad", "\U000e0020", "\u200d", "\ufeff"])
def test_marks_and_unseen_signs_without_end_are_cut_to_those_that_one_letter_can_bear(sign: str):
    """Of some of them typst makes nothing at all, for others it takes the square of their number."""
    (words,) = paragraphs(f"Da{sign * 20_000} iawn", "cy")
    assert len(words.text) <= len("Da iawn") + LONGEST_RUN
    _reader, text = read_pdf(pdf_of(outline(f"Da{sign * 20_000}, iawn")))
    assert "iawn" in text
    assert paragraphs(f"g{sign}{'o' * 5}", "cy")[0].text.replace(sign, "") == "gooooo"


def test_where_typst_falls_over_what_was_typed_there_is_a_pdf_with_squares():
    _reader, text = read_pdf(pdf_of(outline("x" + "😀\u200d" * 10_000, "Da iawn")))
    assert STANDS_FOR_IT in text and "Da iawn" in text and "Mae □ yn sefyll yn lle nod." in text


def test_the_font_has_every_character_that_is_surely_shown():
    every = "".join(chr(code) for code in range(32, 0x2600) if not SURELY_SHOWN.match(chr(code)))
    _reader, text = read_pdf(pdf_of(outline(every)))
    assert "yn sefyll yn lle nod" not in text


def test_a_word_document_has_headings_lists_languages_and_contents_that_lead_somewhere():
    content = word_of(outline("Reading is strong.\nIn every class."))
    document = Document(BytesIO(content))
    assert [(each.style.name, each.text) for each in document.paragraphs if each.style.name.startswith("Heading")] == [
        ("Heading 1", "Lles, cynhwysiant a thegwch"),
        ("Heading 2", "Beth sy’n mynd yn dda"),
    ]
    body = document.element.body
    anchors = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    assert anchors == {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))} and len(anchors) == 1
    assert [each.text.split()[0] for each in body.iter(qn("w:instrText"))] == ["TOC"]
    default = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "cy-GB"
    marked = {run.text: lang.get(qn("w:val")) for run in _runs(document) for lang in run._r.iter(qn("w:lang"))}
    assert marked["Reading is strong.\nIn every class."] == "en-GB" and "Tystiolaeth: " not in marked
    assert [each.style.name for each in document.paragraphs if each.text == "Cryfder"] == ["List Bullet"]
    footer = document.sections[0].footer.paragraphs[0]
    fields = [each.text.strip() for each in footer._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"] and footer.text == "Ysgol Dyffryn Ŵyn · Tudalen 1 o 1"


def _runs(document: Any) -> list[Any]:
    return [run for paragraph in document.paragraphs for run in paragraph.runs]


def test_a_word_document_names_its_title_its_school_and_nobody():
    content = word_of(outline("Da"))
    told = Document(BytesIO(content)).core_properties
    assert (told.title, told.author, told.language) == (
        "Hunanwerthusiad 2026/27, fersiwn 1",
        "Ysgol Dyffryn Ŵyn",
        "cy-GB",
    )
    assert told.created.replace(tzinfo=dt.UTC) == AT
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_however_many_paragraphs_there_are_none_makes_the_writer_look_through_those_before(monkeypatch):
    looked = []
    first_of = BaseOxmlElement.first_child_found_in

    def counted(self: Any, *names: str) -> Any:
        if self.tag == qn("w:body"):
            looked.append(names)
        return first_of(self, *names)

    monkeypatch.setattr(BaseOxmlElement, "first_child_found_in", counted)
    word_of(outline("Da iawn"))
    of_one = len(looked)
    word_of(outline(*["Da iawn"] * 50))
    assert len(looked) == 2 * of_one


def with_findings(*items: Item) -> Outline:
    return replace(outline(), blocks=[Items(list(items))])


@pytest.mark.parametrize("lines", range(38, 44))
def test_a_mark_is_never_parted_from_the_words_that_bear_it(lines: int):
    """Whatever stands above it on the page."""
    above = [Item([Words("\n".join(["Da"] * lines), "cy")])]
    borne = Item([Words("Blaenoriaeth o ddwy linell.\nAc un arall.", "cy")], [], [Words("Mae angen cymorth", "cy")])
    reader, _text = read_pdf(pdf_of(with_findings(*above, borne)))
    pages = [page.extract_text() for page in reader.pages]
    assert [n for n, each in enumerate(pages) if "Mae angen cymorth" in each] == [
        n for n, each in enumerate(pages) if "Ac un arall." in each
    ]


def test_words_that_would_fill_a_page_are_broken_all_the_same():
    reader, text = read_pdf(pdf_of(with_findings(Item([Words("Da iawn. " * 2000, "cy")], [], [Words("Marc", "cy")]))))
    assert sum("Da iawn." in page.extract_text() for page in reader.pages) > 2 and text.endswith("Marc Tudalen 4 o 4")


def test_the_translators_words_are_as_large_under_a_strength_as_under_a_box():
    sizes: dict[str, float] = {}

    def seen(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes[text.strip()] = round(abs(size * matrix[3]), 1)

    found = with_findings(Item([Words("Cryfder", "cy")], [[Words("Tystiolaeth", "cy")]], [], [Words("Strength", "en")]))
    beside = Paragraph(Words("Reading", "en"), told=True)
    for page in read_pdf(pdf_of(replace(found, blocks=[beside, *found.blocks])))[0].pages:
        page.extract_text(visitor_text=seen)
    assert sizes["Strength"] == sizes["Reading"] == sizes["Cryfder"] > sizes["Tystiolaeth"]
    document = Document(BytesIO(word_of(found)))
    (style,) = (each.style for each in document.paragraphs if each.text == "Strength")
    assert style.name == BESIDE and style.font.size is None, "the portal’s own words, as large as others"


def test_an_outline_is_plain_data():
    assert json.loads(json.dumps(outline("Da").as_data()))["blocks"][0]["kind"] == "heading"
