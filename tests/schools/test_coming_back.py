"""A self-evaluation that was taken away as Word comes back: what stands there already, and what was changed."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from schools.bringing_in import actions
from schools.models import BroughtDocument, Event, Passage, Priority, Revision, Strength
from schools.refusals import Refused
from schools.self_evaluations.actions import use_same_text as sharing_text
from tests import factories as make
from tests.on_pages import Visitor, forms_in, in_language
from tests.schools.bringing import LEADING, WELL, at, block, section, word
from tests.schools.word_documents import of_body
from tests.schools.writing import passage, save

pytestmark = pytest.mark.django_db

WELSH, ENGLISH = "Mae gan bawb lais yn yr ysgol.", "Leaders at every level know the school well."
IN_WELSH, IN_ENGLISH = "Mae arweinwyr yn adnabod yr ysgol.", "Everybody has a voice in the school."
WHOLE, STRENGTHS = f"{LEADING}_going_well", f"{LEADING}/strengths"


@pytest.fixture
def evaluation(school: Any, carys: Any) -> Any:
    """A box in Welsh and a strength in English, each in the other language too, and a priority."""
    found = make.make_self_evaluation(school)
    area = save(section(found), going_well=f"{WELSH}\n\nA mwy.", lang="cy", by=carys)
    make.make_other_language(passage(area), IN_ENGLISH)
    strength = Strength.all_rows.create(section=area, text=f"{ENGLISH}\n\nAnd more.", lang="en", could_share=True)
    make.make_other_language(strength, IN_WELSH)
    Priority.all_rows.create(section=area, text="Ysgrifennu", lang="cy", needs_support=True)
    return found


def taken_away(
    evaluation: Any, person: Any, change: Callable[[Any], None] | None = None, language: str = "en"
) -> bytes:
    """The school's own copy as Word, with something changed in it."""
    client = Client()
    client.force_login(person)
    place = [evaluation.school.public_id, evaluation.school_year]
    answer: Any = client.get(in_language(language, reverse("papers:own", args=[*place, "docx"])))
    document = Document(BytesIO(answer.getvalue()))
    if change:
        change(document)
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def says_instead(before: str, after: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        (found,) = (each for each in document.paragraphs if each.text == before)
        found.runs[0].text = after

    return change


def sent_in(evaluation: Any, person: Any, content: bytes, language: str = "en") -> tuple[BroughtDocument, Visitor]:
    visitor = Visitor(person, language).open(at(evaluation, "add")).fill(file=word(content))
    document = BroughtDocument.all_rows.latest("pk")
    return document, visitor.open(at(evaluation, "check", document.public_id))


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_comes_back_unchanged_is_there_already_and_nothing_is_proposed(evaluation, carys, language):
    document, check = sent_in(evaluation, carys, taken_away(evaluation, carys, language=language), language)
    texts = {each["text"]: each["to"] for each in document.blocks if each["kind"] == ""}
    assert texts == {
        f"{WELSH}\n\nA mwy.": f"{LEADING}/going_well",
        f"• {ENGLISH}\n\nAnd more.": f"{LEADING}/strengths",
        "• Ysgrifennu": f"{LEADING}/priorities",
    }
    others = {each["text"]: each["lang"] for each in document.blocks if each["kind"] == "other"}
    assert others == {IN_ENGLISH: "en", IN_WELSH: "cy"}
    assert f'name="how_{WHOLE}"' not in check.page, "there is nothing to choose"
    assert len(check.refused()) == 1, "and nothing to bring in"
    assert Strength.all_rows.count() == Priority.all_rows.count() == 1
    assert passage(section(evaluation)).text == f"{WELSH}\n\nA mwy."


def test_the_title_the_foot_of_the_pages_and_the_labels_are_no_texts(evaluation, carys):
    document, check = sent_in(evaluation, carys, taken_away(evaluation, carys))
    check.says_nothing_of("Left out for now", "Page 1 of", "The copy in which", "In Welsh:", "In the other language")
    choosing = check.open(at(evaluation, "place", document.public_id)).says("Texts 1 to 3 of 3")
    choosing.says("Its title, its labels and what it lists are not brought in.", "Page 1 of 1")
    choosing.open(at(evaluation, "index")).says("5 texts are left.")


def test_every_paragraph_that_was_taken_away_comes_back_as_a_text_or_is_told_or_named(evaluation, carys):
    content = taken_away(evaluation, carys)
    document, check = sent_in(evaluation, carys, content)
    kept = [words for each in document.blocks for words in (each["text"], *each["named"])]
    labels = {"In Welsh:", "In English:"}
    everything = "\n".join([*kept, *labels])
    assert [each.text for each in Document(BytesIO(content)).paragraphs if each.text not in everything] == []
    check.says("Headings that only name a place", "What is going well")
    check.says_nothing_of("Left out for now")


def test_a_heading_among_strengths_that_stand_there_already_stays_to_be_placed(evaluation, carys):
    listed = block(0, f"Reading has improved for all\n\n• {ENGLISH}\n\nAnd more.\n\nCryfderau\n\n• Kind", STRENGTHS)
    listed["heads"] = ["Reading has improved for all", "Cryfderau"]
    document = make.make_brought_document(evaluation, carys, blocks=[listed])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.says("Already there:", "No place is chosen yet for 1 text.", "Cryfderau").fill()
    assert list(Strength.all_rows.order_by("pk").values_list("text", flat=True)) == [f"{ENGLISH}\n\nAnd more.", "Kind"]
    document.refresh_from_db()
    assert [each["text"] for each in document.blocks] == ["Reading has improved for all"]


def test_a_text_that_was_changed_in_word_takes_the_place_of_the_one_there(evaluation, nia, carys):
    changed = taken_away(evaluation, carys, says_instead("A mwy.", "A llai."))
    _document, check = sent_in(evaluation, nia, changed)
    check.says(
        "What is different in the document:", "Removed from here: mwy", "Added from here: llai", "Already there:"
    )
    check.fill()
    row = passage(section(evaluation))
    assert (row.text, row.lang, row.written_by) == (f"{WELSH}\n\nA llai.", "cy", nia)
    assert Revision.all_rows.filter(target_id=row.public_id, text=f"{WELSH}\n\nA mwy.", by=carys).exists()
    assert Event.all_rows.filter(verb="section.replaced").count() == 1
    assert Strength.all_rows.count() == Priority.all_rows.count() == 1, "what was the same was not doubled"
    assert not BroughtDocument.all_rows.exists(), "nothing of it is left"
    assert "What they replaced stays in the history." in check.page


def test_even_the_words_of_the_same_person_a_minute_ago_stay_in_the_history(evaluation, carys):
    """They were saved while she typed, which the history of texts tells of only when the sitting is over."""
    changed = taken_away(evaluation, carys, says_instead("A mwy.", "A llai."))
    Passage.all_rows.filter(pk=passage(section(evaluation)).pk).update(text="Wrth deipio.")
    sent_in(evaluation, carys, changed)[1].fill()
    assert Revision.all_rows.filter(text="Wrth deipio.", by=carys).exists()


def test_the_text_there_stays_above_where_somebody_chooses_so(evaluation, nia, carys):
    changed = taken_away(evaluation, carys, says_instead("A mwy.", "A llai."))
    sent_in(evaluation, nia, changed)[1].fill(**{f"how_{WHOLE}": "add"})
    assert passage(section(evaluation)).text == f"{WELSH}\n\nA mwy.\n\n{WELSH}\n\nA llai."


def test_a_text_that_was_saved_after_the_check_was_opened_is_not_replaced_unseen(evaluation, nia, carys):
    changed = taken_away(evaluation, carys, says_instead("A mwy.", "A llai."))
    _document, check = sent_in(evaluation, nia, changed)
    save(section(evaluation), going_well="Newydd gan Carys.", lang="cy", by=carys)
    (said,) = check.refused()
    assert "was saved again after you opened this page" in said
    assert passage(section(evaluation)).text == "Newydd gan Carys."
    check.says("Newydd gan Carys.").fill()
    assert passage(section(evaluation)).text == f"{WELSH}\n\nA llai."


def test_two_presses_that_replace_are_one(evaluation, nia, carys):
    changed = taken_away(evaluation, carys, says_instead("A mwy.", "A llai."))
    _document, check = sent_in(evaluation, nia, changed)
    (form,) = forms_in(check.page)
    for _press in range(2):
        assert check.client.post(check.path, form.filled()).status_code == 302
    assert Event.all_rows.filter(verb="section.replaced").count() == 1


def test_the_other_language_is_read_beside_and_told_where_it_is_written(evaluation, carys):
    changed = taken_away(evaluation, carys, says_instead(IN_WELSH, "Mae pob arweinydd yn gwybod."))
    document, check = sent_in(evaluation, carys, changed)
    check.says(
        "In the other language", "Mae pob arweinydd yn gwybod.", "write it under “In both languages” of its area"
    )
    check.says_nothing_of(IN_ENGLISH)
    check.fill(**{f"left_out_{LEADING}_priorities": []})
    assert Strength.all_rows.get().text == f"{ENGLISH}\n\nAnd more."
    document.refresh_from_db()
    assert [(each["kind"], each["text"], each["lang"]) for each in document.blocks] == [
        ("other", "Mae pob arweinydd yn gwybod.", "cy")
    ]
    check.open(at(evaluation, "place", document.public_id)).says(
        "In Welsh: Vision, leadership and management › Strengths"
    )
    place = [evaluation.school.public_id, evaluation.school_year, LEADING]
    check.open(at(evaluation, "check", document.public_id)).follow(reverse("other_language:index", args=place))


def test_words_written_over_a_sentence_of_the_portal_are_a_text(evaluation, carys):
    def change(document: Any) -> None:
        empty = next(each for each in document.paragraphs if each.text == "Nothing has been written here yet.")
        empty.runs[0].text = "Rydym yn edrych ar waith y plant."

    document, _check = sent_in(evaluation, carys, taken_away(evaluation, carys, change))
    assert f"{LEADING}/" in next(each["to"] for each in document.blocks if each["text"].startswith("Rydym yn edrych"))


def test_an_other_document_proposes_to_add_and_knows_what_stands_there(evaluation, nia, carys):
    place = f"{LEADING}/going_well"
    blocks = [block(0, "A  mwy.", place, "cy"), block(1, "Rhywbeth arall.", place, "cy"),
              block(2, "• Ysgrifennu\n• Darllen", f"{LEADING}/priorities", "cy")]  # fmt: skip
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    check = Visitor(nia, "en").open(at(evaluation, "check", document.public_id))
    check.says("Already there: A mwy.", "Already there: Ysgrifennu").fill()
    assert passage(section(evaluation)).text == f"{WELSH}\n\nA mwy.\n\nRhywbeth arall."
    assert list(Priority.all_rows.values_list("text", flat=True)) == ["Ysgrifennu", "Darllen"]
    assert not BroughtDocument.all_rows.exists(), "what stands there is not left over"


def test_what_stands_there_is_added_once_more_where_somebody_wants_that(evaluation, carys):
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, "Ysgrifennu", f"{LEADING}/priorities")])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.fill(**{f"left_out_{LEADING}_priorities": []})
    assert Priority.all_rows.filter(text="Ysgrifennu").count() == 2


def test_a_text_is_replaced_only_by_somebody_who_saw_it(evaluation, nia, carys):
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, "Newydd.", f"{LEADING}/going_well")])
    with pytest.raises(Refused, match="was saved again"):
        actions.bring_in(document, version=document.version, replaced=[WHOLE], by=nia, once=uuid4())
    row = passage(section(evaluation))
    seen = {str(row.public_id): row.version}
    actions.bring_in(document, version=document.version, replaced=[WHOLE], seen=seen, by=nia, once=uuid4())
    assert passage(section(evaluation)).text == "Newydd."


def test_a_table_too_short_to_tell_its_language_is_in_that_of_the_texts_beside_it(evaluation, carys):
    def p(words: str, marks: str = "") -> str:
        return f"<w:p><w:r><w:rPr>{marks}</w:rPr><w:t>{words}</w:t></w:r></w:p>"

    cells = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = "<w:tbl>" + cells.format(p("Test"), p("Score")) + cells.format(p("Reading"), p("104")) + "</w:tbl>"
    area = p("Well-being", "<w:b/>") + p("The learners are happy and they are well.")
    save(section(evaluation, WELL), how_we_know="We have looked at this.", lang="en", by=carys)
    document, check = sent_in(evaluation, carys, of_body(area + p("How we know", "<w:b/>") + table), "cy")
    found = next(each for each in document.blocks if each["text"].startswith("Test"))
    assert (found["to"], found["lang"], found["guessed"]) == (f"{WELL}/how_we_know", "en", True)
    alone = block(0, "Test | Score", f"{WELL}/how_we_know", "cy") | {"guessed": True}
    document = make.make_brought_document(evaluation, carys, blocks=[alone])
    check.open(at(evaluation, "check", document.public_id)).fill()
    assert passage(section(evaluation, WELL), "how_we_know").text == "We have looked at this.\n\nTest | Score"
    assert passage(section(evaluation, WELL), "how_we_know").lang == "en"


def test_a_text_in_the_other_language_says_that_it_was_guessed_and_where_a_second_language_goes(evaluation, carys):
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, "From us.", f"{LEADING}/going_well")])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.says("was guessed from its words", "is written under “In both languages” of the area")


def test_the_chosen_place_is_said_in_full_beside_the_list(evaluation, carys):
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, "Geiriau", f"{WELL}/going_well")])
    choosing = Visitor(carys, "en").open(at(evaluation, "place", document.public_id))
    choosing.says("Chosen until now: Well-being, inclusion and equity: What is going well")


def test_the_check_asks_as_much_of_three_texts_as_of_one(evaluation, carys, client):
    asked = []
    client.force_login(carys)
    for number in (1, 1, 3):
        places = [f"{LEADING}/{'priorities' if n % 2 else 'going_well'}" for n in range(2 * number)]
        blocks = [{**block(n, f"Un {n}", to, "cy"), "home": to} for n, to in enumerate(places)]
        document = make.make_brought_document(evaluation, carys, blocks=blocks)
        with CaptureQueriesContext(connection) as queries:
            client.get(at(evaluation, "check", document.public_id))
        asked.append(len(queries))
    assert asked[1] == asked[2] <= 12
    assert Passage.all_rows.exists()


def test_a_text_that_somebody_sends_to_another_box_is_not_proposed_to_replace_what_is_there(evaluation, nia, carys):
    moved = {**block(0, "Newydd.", f"{LEADING}/going_well", "cy"), "home": f"{LEADING}/summary"}
    document = make.make_brought_document(evaluation, carys, blocks=[moved])
    Visitor(nia, "en").open(at(evaluation, "check", document.public_id)).fill()
    assert passage(section(evaluation)).text == f"{WELSH}\n\nA mwy.\n\nNewydd."


def test_a_text_that_another_school_lends_is_there_already(evaluation, sion, school, other_school, federation):
    """It goes out with the document, and comes back into a box that holds the school's own words unseen."""
    for place in (school, other_school):
        place.federation = federation
        place.save()
    make.appoint(sion, "senior_leader", other_school)
    borrower = make.make_self_evaluation(other_school)
    sharing_text(section(borrower), source=section(evaluation), version=1, by=sion, once=uuid4())
    document, check = sent_in(borrower, sion, taken_away(borrower, sion))
    assert [each["text"] for each in document.blocks if each["to"]] == [f"{WELSH}\n\nA mwy."]
    check.says("The text of Ysgol Nant y Coed stands under this area.", "Already there:", "All of this stands there")
    assert len(check.refused()) == 1
