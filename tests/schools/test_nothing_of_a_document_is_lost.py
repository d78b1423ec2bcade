"""Every paragraph of a document that is brought in stands in the self-evaluation afterwards, or among the texts left,
or was named as left out.
"""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.bringing_in import actions
from schools.bringing_in.queries import labels_of, places_of, sections_with_texts
from schools.documents.findings import BEGINS_ITEM, findings_in
from schools.documents.matching import blocks_of
from schools.documents.outline import plain
from schools.documents.reading import read
from schools.models import BroughtDocument, Passage, Priority, Strength
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.bringing import LEADING, at, block, word
from tests.schools.word_documents import saved

pytestmark = pytest.mark.django_db
INTRO = (
    "After two years of work with the cluster, and having looked at 120 books with the governors, attendance rose from "
    "88% to 93% and we conclude the following:"
)
STRENGTHS = f"{LEADING}/strengths"


@pytest.fixture
def evaluation(school: Any) -> Any:
    return make.make_self_evaluation(school)


def written(*lines: tuple[str, str]) -> Any:
    document = Document()
    for style, words in lines:
        document.add_paragraph(words, style=style)
    return document


def strengths() -> list[str]:
    return list(Strength.all_rows.order_by("pk").values_list("text", flat=True))


def test_a_paragraph_that_leads_to_a_list_is_shown_and_brought_in_with_it(evaluation, carys):
    document = written(
        ("Heading 1", "Vision, leadership and management"),
        ("Heading 2", "Strengths"),
        ("Normal", INTRO),
        ("List Bullet", "Leaders know the school well."),
        ("List Bullet", "Staff work together."),
    )
    visitor = Visitor(carys, "en").open(at(evaluation, "add")).fill(file=word(saved(document)))
    visitor.fill().says(INTRO).fill()
    assert strengths() == [INTRO, "Leaders know the school well.", "Staff work together."]


def test_whoever_leaves_the_paragraph_before_a_list_out_still_has_it(evaluation, carys):
    text = f"{INTRO}\n\n• Calm\n• Kind"
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, text, STRENGTHS)])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.fill(**{f"left_out_{LEADING}_strengths": ["0.0"]})
    assert strengths() == ["Calm", "Kind"]
    assert [each["text"] for each in BroughtDocument.all_rows.get().blocks] == [f"• {INTRO}"]


def test_a_line_that_is_nothing_but_the_name_of_a_box_is_named_as_left_out(evaluation, carys):
    listed = {**block(0, "Our strengths:\n\n• Calm", STRENGTHS), "named": ["Key strengths"]}
    document = make.make_brought_document(evaluation, carys, blocks=[listed])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.says("Headings that only name a place", "Key strengths", "Our strengths:")
    assert '<li lang="en">Our strengths:</li>' in check.page
    check.fill()
    assert strengths() == ["Calm"] and not BroughtDocument.all_rows.exists()


def test_a_heading_among_strengths_that_says_something_stays_to_be_placed(evaluation, carys):
    listed = {**block(0, "Reading has improved for all\n\n• Calm\n\nCryfderau\n\n• Kind", STRENGTHS)}
    listed["heads"] = ["Reading has improved for all", "Cryfderau"]
    document = make.make_brought_document(evaluation, carys, blocks=[listed])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.says("No place is chosen yet for 1 text.", "Reading has improved for all", "Cryfderau")
    check.fill()
    assert strengths() == ["Calm", "Kind"]
    document.refresh_from_db()
    assert [each["text"] for each in document.blocks] == ["Reading has improved for all"]
    check.open(at(evaluation, "place", document.public_id)).fill(to_0=STRENGTHS).fill()
    assert strengths()[2:] == ["Reading has improved for all"], "by itself it can be placed like any text"


def test_a_heading_beneath_which_nothing_stands_is_a_text_unless_it_is_a_bare_name(evaluation, carys):
    document = written(
        ("Heading 1", "Leadership"),
        ("Heading 2", "Strengths in reading at all ages"),
        ("Heading 2", "Priorities"),
        ("Normal", "Read more."),
        ("Heading 1", "Wellbeing"),
    )
    visitor = Visitor(carys, "en").open(at(evaluation, "add")).fill(file=word(saved(document)))
    document = BroughtDocument.all_rows.get()
    assert [each["text"] for each in document.blocks] == ["Strengths in reading at all ages", "Read more."]
    check = visitor.open(at(evaluation, "check", document.public_id))
    assert all(f'<li lang="en">{name}</li>' in check.page for name in ("Leadership", "Priorities", "Wellbeing"))


def test_a_heading_longer_than_a_name_stands_with_its_texts(evaluation, carys):
    heading = "Leadership is the leadership of the leadership and of " * 4
    document = written(("Heading 1", heading), ("Normal", "Read more."))
    (kept,) = blocks_of(read(BytesIO(saved(document))), evaluation.framework.areas.all(), "en")
    assert kept["text"] == f"{heading.strip()}\n\nRead more." and kept["named"] == []


def test_a_year_at_the_beginning_of_a_line_is_no_number_of_a_list():
    assert findings_in("• Calm\n2025. Attendance rose\n3. Kind") == ["Calm\n2025. Attendance rose", "Kind"]


WORDS = st.sampled_from(
    ["Our strengths:", "Our strengths are these:", INTRO, "Calm", "Kind and fair.", "2025. It rose", "a\n\nb", "Hefyd:"]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=40)
HEADINGS = st.sampled_from(
    [
        "Leadership",
        "2. Lles",
        "Leadership that inspires",
        "Strengths",
        "Strengths in reading",
        "No strengths",
        "Next",
    ]
)
ITEMS = st.lists(st.tuples(st.sampled_from(["List Bullet", "List Number"]), WORDS), min_size=1, max_size=3)
LEAD = st.builds(lambda style, words: (style, f"{words} so:"), st.sampled_from(["Normal", "Strong"]), WORDS)
HEADING = st.tuples(st.sampled_from(["Heading 1", "Heading 2", "Heading 3"]), HEADINGS | WORDS)
PARTS = st.one_of(
    HEADING.map(lambda line: [line]),
    st.tuples(st.sampled_from(["Normal", "Strong"]), WORDS).map(lambda line: [line]),
    st.builds(lambda lead, items: [lead, *items], LEAD, ITEMS),
    st.builds(lambda heading, items: [heading, *items], HEADING, ITEMS),
)
PLACES = st.sampled_from([STRENGTHS, f"{LEADING}/priorities", f"{LEADING}/summary", "", "nowhere/summary"])


@given(parts=st.lists(PARTS, min_size=1, max_size=5), data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_paragraph_is_brought_in_or_left_or_named_as_left_out(evaluation, carys, parts, data):
    lines = [line for part in parts for line in part]
    content = made_of(lines)
    blocks = blocks_of(read(BytesIO(content)), evaluation.framework.areas.all(), "en")
    if not blocks:
        return  # nothing but bare names: the file is refused
    for each in blocks:
        each["to"] = data.draw(PLACES | st.just(each["to"]))
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    places = places_of(document, sections_with_texts(evaluation))
    out = data.draw(st.sets(st.sampled_from([item.key for place in places for item in place.items] or [""])))
    said = list(labels_of(places))
    if any(item.key not in out for place in places for item in place.items):
        actions.bring_in(document, version=document.version, left_out=out, by=carys, once=uuid4())
    where = [*said, *(text for row in BroughtDocument.all_rows.all() for each in row.blocks for text in of(each))]
    for model in (Passage, Strength, Priority):
        where += model.all_rows.values_list("text", flat=True)
    BroughtDocument.all_rows.all().delete()
    Strength.all_rows.all().delete()
    Priority.all_rows.all().delete()
    Passage.all_rows.update(text="")
    everything = "\n".join(map(bare, where))
    for _style, words in lines:
        for part in words.split("\n\n"):
            assert bare(plain(without_number(part.strip()))) in everything


def of(kept: dict[str, Any]) -> list[str]:
    return [kept["text"], *kept["named"]]


def without_number(text: str) -> str:
    return text[match.end() :] if (match := BEGINS_ITEM.match(text)) else text


def bare(text: str) -> str:
    return "".join(text.split())


def made_of(lines: list[tuple[str, str]]) -> bytes:
    document = Document()
    for style, words in lines:
        if style == "Strong":
            document.add_paragraph().add_run(words).bold = True
        else:
            document.add_paragraph(words, style=style)
    return saved(document)
