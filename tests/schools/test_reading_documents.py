"""A Word document that somebody sends in is read whole, and each text is proposed for a place."""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.documents.findings import findings_in
from schools.documents.languages import language_of
from schools.documents.matching import STRENGTHS, blocks_of
from schools.documents.outline import Heading, Item, Items, Outline, Paragraph, Words, paragraphs
from schools.documents.outlines import _area
from schools.documents.reading import TooLong, read
from schools.documents.word import word_of
from schools.models import Box
from tests.schools.test_documents import AT
from tests.schools.word_documents import of_body, raw, saved, usual

AREAS = [
    (
        "vision-leadership-and-management",
        "Gweledigaeth, arweinyddiaeth a rheolaeth",
        "Vision, leadership and management",
    ),
    ("curriculum-learning-and-teaching", "Y cwricwlwm, dysgu ac addysgu", "Curriculum, learning and teaching"),
    ("well-being-inclusion-and-equity", "Lles, cynhwysiant a thegwch", "Well-being, inclusion and equity"),
]
EVIDENCE = {"title": "Visit notes", "lang": "en", "kind_words": "Visit", "gathered_on": "2026-10-01"}
NAMED: list[Any] = [SimpleNamespace(code=code, name_cy=cy, name_en=en) for code, cy, en in AREAS]
LEADING, LEARNING, WELL = (code for code, _cy, _en in AREAS)


def blocks(content: bytes, otherwise: str = "en") -> list[dict[str, Any]]:
    return blocks_of(read(BytesIO(content)), NAMED, otherwise)


def texts(content: bytes) -> list[str]:
    return [piece.text for piece in read(BytesIO(content)).pieces]


def p(words: str, marks: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{marks}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def test_headings_are_found_in_either_language_whatever_stands_before_and_between_them():
    places = {block["text"].split("\n")[0]: block["to"] for block in blocks(usual())}
    assert places == {
        "Self-evaluation report": "",
        "Leaders know the school well and the staff share their vision.": f"{LEADING}/going_well",
        "We want to use our time for the learning of the staff.": f"{LEADING}/to_improve",
        "Mae’r dysgwyr yn hapus ac yn dod i’r ysgol.": f"{WELL}/summary",
        "• The nurture group": f"{WELL}/{STRENGTHS}",
        "Budget": "",
        "Ysgol Nant y Coed": "",
    }


def test_lists_and_tables_come_in_as_text():
    found = {block["to"]: block["text"] for block in blocks(usual())}
    assert found[f"{LEADING}/going_well"].endswith("vision.\n\n• Governors visit\n• Staff meet weekly")
    assert found[f"{WELL}/summary"].endswith("\n\nYear | Attendance\n2025 | 94%")
    assert findings_in(found[f"{WELL}/{STRENGTHS}"]) == ["The nurture group", "The breakfast club"]


def test_each_text_is_told_in_its_own_language():
    langs = {block["to"]: block["lang"] for block in blocks(usual())}
    assert langs[f"{WELL}/summary"] == "cy" and langs[f"{LEADING}/going_well"] == "en"
    assert language_of("94%", "cy") == "cy" and language_of("94%", "en") == "en"


@pytest.mark.parametrize(
    ("heading", "area"),
    [
        ("LEADERSHIP AND MANAGEMENT", LEADING),
        ("Arweinyddiaeth a Rheolaeth", LEADING),
        ("IA1", LEARNING),
        ("3.2 Teaching and learning", LEARNING),
        ("Addysgu a phrofiadau dysgu", LEARNING),
        ("Wellbeing, inclusion & equity", WELL),
        ("Gofal, cymorth ac arweiniad", WELL),
        ("Staffing", ""),
        ("Timetable for next year", ""),
        ("", ""),
    ],
)
def test_an_area_is_known_by_its_names_and_their_misspellings(heading, area):
    document = Document()
    document.add_heading(heading, 1)
    document.add_paragraph("Some text.")
    assert {block["to"].partition("/")[0] for block in blocks(saved(document)) if "Some text." in block["text"]} == {
        area
    }


@pytest.mark.parametrize(
    ("heading", "area"),
    [
        ("Vision and leadership", LEADING),
        ("Arweinyddiaeth a gweledigaeth", LEADING),
        ("Wellbeing and attendance", WELL),
        ("Lles a phresenoldeb", WELL),
        ("Llesiant", WELL),
        ("Staff learning", ""),
        ("School improvement plan", ""),
        ("Our school in its community", ""),
    ],
)
def test_a_heading_that_shares_its_words_with_an_area_is_proposed_for_it(heading, area):
    document = Document()
    document.add_heading(heading, 1)
    document.add_paragraph("Some text.")
    found = {block["to"].partition("/")[0] for block in blocks(saved(document)) if "Some text." in block["text"]}
    assert found == {area}


@pytest.mark.parametrize(
    ("heading", "box"),
    [
        ("Areas for development", "to_improve"),
        ("Meysydd i'w datblygu", "to_improve"),
        ("Next steps", "to_improve"),
        ("Camau nesaf", "to_improve"),
        ("What do we need to do next?", "to_improve"),
        ("Cryfderau", STRENGTHS),
        ("Key strengths in reading", STRENGTHS),
    ],
)
def test_the_usual_headings_under_an_area_are_known(heading, box):
    document = Document()
    document.add_heading("Vision and leadership", 1)
    document.add_heading(heading, 2)
    document.add_paragraph("Some text.")
    assert [block["to"] for block in blocks(saved(document)) if "Some text." in block["text"]] == [f"{LEADING}/{box}"]


def test_heading_lines_are_no_strengths():
    document = Document()
    document.add_heading("1. Arweinyddiaeth y dyfodol", 1)
    document.add_heading("Cryfderau", 2)
    for words in ("Darllen", "Ysgrifennu"):
        document.add_paragraph(words, style="List Bullet")
    document.add_paragraph("Hefyd:").runs[0].bold = True
    document.add_paragraph("Llafaredd", style="List Bullet")
    found = blocks(saved(document), "cy")
    items = [text for block in found for text in findings_in(block["text"], block["heads"])]
    assert items == ["Darllen", "Ysgrifennu", "Llafaredd"]


def test_a_text_of_nothing_but_headings_is_still_something():
    assert findings_in("Reading\n\nWriting", ["Reading", "Writing"]) == ["Reading", "Writing"]


def test_a_document_without_headings_can_be_divided_by_its_paragraphs():
    document = Document()
    for words, style in (("One.", None), ("Two:", None), ("a", "List Bullet"), ("b", "List Bullet"), ("Three.", None)):
        document.add_paragraph(words, style=style)
    assert [block["text"] for block in blocks(saved(document))] == ["One.", "Two:\n\n• a\n• b", "Three."]


def test_a_short_text_in_the_other_language_is_told_by_a_single_small_word():
    assert language_of("Worship is calm.", "cy") == "en" and language_of("Mae addoli’n dawel.", "en") == "cy"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_the_portal_itself_gave_out_comes_back_where_it_was(language):
    area = {
        "name": AREAS[0][1 if language == "cy" else 2],
        "boxes": [
            {"title": title, "text": text, "lang": "en"}
            for title, text in ((Box.GOING_WELL.label, "Leaders know us."), (Box.TO_IMPROVE.label, ""))
        ],
        "text_of_school": True,
        "evidence": [EVIDENCE],
        "strengths": [{"text": "Calm", "lang": "en", "could_share": True, "evidence": [EVIDENCE]},
                      {"text": "Kind\n\nand fair", "lang": "en", "evidence": []}],
        "priorities": [],
        "breadth": [{"title": "First-hand", "kinds": ["visit"]}],
    }  # fmt: skip
    with override(language):
        facts = [("Version", "1")]
        outline = Outline("Title", "Ysgol", language, AT, facts, "Contents", "Page %(page)s", "", _area(area))
        found = blocks(word_of(outline))
    placed = {block["to"]: block for block in found if block["to"]}
    assert {to: block["text"] for to, block in placed.items()} == {
        f"{LEADING}/going_well": "Leaders know us.",
        f"{LEADING}/{STRENGTHS}": "• Calm\n• Kind\n\nand fair",
    }
    strengths = placed[f"{LEADING}/{STRENGTHS}"]
    assert findings_in(strengths["text"], strengths["heads"]) == ["Calm", "Kind\n\nand fair"]
    aside = "\n".join(block["text"] for block in found if not block["to"])
    assert "Visit notes" in aside and "First-hand" in aside and "Leaders" not in aside, "nothing is lost unseen"


def test_a_bold_line_is_a_heading_only_if_it_names_something():
    content = of_body(
        p("Lles", "<w:b/>") + p("Cryfderau", "<w:b/>") + p("Clwb brecwast") + p("Pwysig iawn!", "<w:b/>") + p("Wedyn")
    )
    (block,) = blocks(content, "cy")
    assert block["to"] == f"{WELL}/{STRENGTHS}" and block["text"] == "Clwb brecwast\n\nPwysig iawn!\n\nWedyn"


def test_a_plain_line_that_names_a_box_is_text():
    (block,) = blocks(of_body(p("Lles", "<w:b/>") + p("Evidence:") + p("Visits")), "en")
    assert block["to"] == f"{WELL}/summary" and block["text"] == "Evidence:\n\nVisits"


def test_long_prose_under_strengths_is_proposed_for_what_is_going_well():
    (block,) = blocks(of_body(p("Lles", "<w:b/>") + p("Strengths", "<w:b/>") + p("Da iawn. " * 400)))
    assert block["to"] == f"{WELL}/going_well"


def test_what_is_not_plain_text_is_read_or_counted():
    note = f'<w:footnotes xmlns:w="http://x"><w:footnote w:id="2">{p("The note")}</w:footnote></w:footnotes>'
    content = of_body(
        '<w:p><w:r><w:t>Before</w:t><w:footnoteReference w:id="2"/></w:r><w:ins><w:r><w:t> added</w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> linked</w:t></w:r></w:hyperlink>"
        "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:drawing><a:blip xmlns:a='a'/></w:drawing></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:pict><v:textbox xmlns:v='v'><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        footnotes__xml=note,
        comments__xml='<w:comments xmlns:w="http://x"><w:comment/><w:comment/></w:comments>',
    )
    found = read(BytesIO(content))
    assert [piece.text for piece in found.pieces] == [
        "Before[1] added linked\tb\nc",
        "[1] The note",
        "In a control",
        "In a box",
    ]
    assert (found.pictures, found.comments) == (1, 2)


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell():
    cells = "<w:tc>" + p("Lles", "<w:b/>") + p("Mae pawb yn dod.") + "</w:tc><w:tc>" + p("Ac yn aros.") + "</w:tc>"
    (block,) = blocks(of_body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), "cy")
    assert (block["to"], block["text"]) == (f"{WELL}/summary", "Mae pawb yn dod.\n\nAc yn aros.")


def test_numbered_lists_say_their_numbers():
    document = Document()
    for words in ("First", "Second"):
        document.add_paragraph(words, style="List Number")
    assert texts(saved(document)) == ["1. First", "2. Second"]


def test_a_table_of_contents_is_not_brought_in():
    document = Document()
    document.add_paragraph("Lles 2", style=document.styles.add_style("toc 1", 1))
    document.add_paragraph("Text")
    assert texts(saved(document)) == ["Text"]


@pytest.mark.parametrize(
    "content",
    [
        raw("<w/>"),
        raw("no xml"),
        raw('<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="w"><w:body>&a;</w:body></w:document>'),
        of_body("<w:p>" * 400 + "</w:p>" * 400),
    ],
    ids=["no body", "no XML", "entities", "deeper than any document"],
)
def test_what_only_pretends_to_be_a_document_is_refused(content):
    with pytest.raises(ValueError):
        read(BytesIO(content))


def test_more_than_can_be_looked_at_is_refused():
    with pytest.raises(TooLong):
        blocks(of_body(p("x" * 10_000) * 70))


def test_a_long_text_is_cut_into_blocks_that_a_box_can_hold_and_nothing_is_lost():
    words = [f"{number} " + "Mae pawb yn darllen. " * 40 for number in range(40)]
    found = blocks(of_body(p("Lles", "<w:b/>") + "".join(p(each) for each in words)))
    assert len(found) > 1 and max(len(block["text"]) for block in found) <= 20_000
    assert [each.strip() for block in found for each in block["text"].split("\n\n")] == [each.strip() for each in words]


NAMELESS = "Timetable for next year"
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]) | st.just("\n"), max_size=120
)
BOXES = st.sampled_from(["What is going well", "Beth rydym am ei wella", "How we know", "Summary", NAMELESS])
LANG = st.sampled_from(["cy", "en"])


@st.composite
def outlines(draw: Any) -> Outline:
    found: list[Any] = []
    for _code, cy, en in draw(st.lists(st.sampled_from(AREAS), max_size=3)):
        found.append(Heading(1, Words(draw(st.sampled_from([cy, en])), "en")))
        for title in draw(st.lists(BOXES, max_size=3)):
            found.append(Heading(2, Words(title, "en")))
            for text in draw(st.lists(TEXT, max_size=3)):
                found += [Paragraph(each) for each in paragraphs(text, draw(LANG))]
            items = [Item(paragraphs(text, "en")) for text in draw(st.lists(TEXT, max_size=3))]
            found += [Items([item for item in items if item.words])]
    return Outline("Title", "Ysgol", "en", AT, [], "Contents", "Page %(page)s of %(pages)s", "", found)


def bare(text: str) -> str:
    return "".join(text.split())


@given(outlines())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_goes_out_comes_in_again_and_no_paragraph_is_lost(outline):
    found = "".join(bare(block["text"]) for block in blocks(word_of(outline)))
    at = 0
    for words in said_in(outline):
        where = found.find(bare(words.text), at)
        assert where >= 0, words
        at = where + len(bare(words.text))


def said_in(outline: Outline) -> Iterator[Words]:
    """Every paragraph, and every heading that names no area and no box."""
    for block in outline.blocks:
        match block:
            case Heading(_level, words) if words.text == NAMELESS:
                yield words
            case Paragraph(words):
                yield words
            case Items(items):
                yield from (words for item in items for words in item.words)
