"""A Word document is brought in: somebody sees every text, says where it goes, and nothing that stood there changes."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.bringing_in import actions
from schools.models import BroughtDocument, Event, Passage, Priority, Revision, Strength
from schools.refusals import Refused, Stale
from schools.uploads import scanning
from tests import factories as make
from tests.on_pages import Visitor, errors_on, forms_in
from tests.schools import documents as made
from tests.schools.bringing import LEADING, WELL, at, block, section, word
from tests.schools.word_documents import of_body, usual
from tests.schools.writing import passage, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> Any:
    return make.make_self_evaluation(school)


def test_the_whole_way_from_a_document_to_the_self_evaluation(evaluation, carys, on_disk):
    carys = Visitor(carys, "en").open(reverse("self_evaluations:detail", args=[evaluation.school.public_id, 2026]))
    carys.follow(at(evaluation, "index")).follow(at(evaluation, "add")).fill(file=word(usual()))
    carys.says("Leadership & Management", "Leaders know the school well", "Texts 1 to 7 of 7")
    document = BroughtDocument.all_rows.get()
    budget = next(each for each in document.blocks if each["text"].startswith("Budget"))
    carys.fill(**{f"to_{budget['id']}": f"{LEADING}/how_we_know"})
    carys.says(
        "Vision, leadership and management: How we know", "Left out for now", "No place is chosen yet for 2 texts"
    ).fill()
    assert passage(section(evaluation)).text.endswith("• Governors visit\n• Staff meet weekly")
    assert passage(section(evaluation), "how_we_know").text == "Budget\n\nThere is a surplus of the budget."
    wells = passage(section(evaluation, WELL), "summary")
    assert (wells.lang, wells.carried) == ("cy", False) and "2025 | 94%" in wells.text
    assert list(Strength.all_rows.values_list("text", flat=True)) == ["The nurture group", "The breakfast club"]
    carys.says("2 texts are left.")
    document.refresh_from_db()
    assert [each["text"] for each in document.blocks] == ["Self-evaluation report", "Ysgol Nant y Coed"]
    assert on_disk() == [], "the file is not kept"
    carys.follow(at(evaluation, "remove", document.public_id)).fill()
    assert not BroughtDocument.all_rows.exists()


def test_what_stood_there_stays_above_what_is_brought_in_and_in_the_history(evaluation, nia, carys):
    save(section(evaluation), going_well="Words of Nia.", lang="en", by=nia)
    document = make.make_brought_document(
        evaluation,
        carys,
        blocks=[block(0, "From Word.", f"{LEADING}/going_well"), block(1, "More.", f"{LEADING}/going_well")],
    )
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.says("There is already: “Words of Nia.”", "From Word.").fill()
    row = passage(section(evaluation))
    assert row.text == "Words of Nia.\n\nFrom Word.\n\nMore." and row.written_by == carys
    assert not row.carried, "the words of the two stand together"
    assert Revision.all_rows.filter(target_id=row.public_id, text="Words of Nia.", by=nia).exists()
    assert not BroughtDocument.all_rows.exists(), "nothing of it is left"


def test_words_that_a_colleague_saves_after_the_check_was_opened_stay_too(evaluation, nia, carys):
    document = make.make_brought_document(evaluation, carys)
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    area = evaluation.framework.areas.all()[0].code
    save(section(evaluation, area), going_well="Wedyn.", by=nia)
    check.fill()
    assert passage(section(evaluation, area)).text == "Wedyn.\n\nMae pawb yn darllen."


def test_two_presses_bring_in_once(evaluation, carys):
    document = make.make_brought_document(evaluation, carys)
    visitor = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    (form,) = forms_in(visitor.page)
    for _press in range(2):
        assert visitor.client.post(visitor.path, form.filled()).status_code == 302
    texts = [row.text for row in Passage.all_rows.exclude(text="")]
    assert texts == ["Mae pawb yn darllen."]
    assert Event.all_rows.filter(verb="document.brought_in").count() == 1


def test_sending_the_same_document_twice_with_one_press_reads_it_once(evaluation, carys):
    visitor = Visitor(carys, "en").open(at(evaluation, "add"))
    form = visitor.form
    sent = word(usual())
    content = sent.read()  # written a second later it would be another file
    for _press in range(2):
        visitor.client.post(visitor.path, form.filled(file=SimpleUploadedFile(sent.name, content)))
    assert BroughtDocument.all_rows.count() == 1


def test_who_sorts_second_sees_what_the_first_chose(evaluation, carys, sion):
    document = make.make_brought_document(evaluation, carys)
    late = Visitor(sion, "en").open(at(evaluation, "place", document.public_id))
    Visitor(carys, "en").open(at(evaluation, "place", document.public_id)).fill(to_0=f"{LEADING}/summary")
    said = late.refused(to_0=f"{WELL}/summary")
    assert "Somebody else saved this" in said[0]
    late.says("Summary (Vision, leadership and management)", "Summary (Well-being, inclusion and equity)")
    late.fill(to_0=f"{WELL}/summary")
    document.refresh_from_db()
    assert document.blocks[0]["to"] == f"{WELL}/summary"


def test_what_was_sorted_anew_is_not_brought_in_unseen(evaluation, carys, sion):
    document = make.make_brought_document(evaluation, carys)
    with pytest.raises(Stale):
        actions.bring_in(document, version=document.version + 1, by=sion, once=uuid4())
    assert not Passage.all_rows.exclude(text="").exists()


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        ([block(0, "A", "")], "Say of at least one text where it goes"),
        ([block(0, "x" * 20_001, f"{LEADING}/summary")], "more than 20,000 characters"),
        ([block(0, "x" * 2001, f"{LEADING}/strengths")], "more than 2,000 characters"),
    ],
    ids=["nothing chosen", "too long", "too long for a strength"],
)
def test_what_cannot_stand_there_is_said_and_nothing_is_written(evaluation, carys, blocks, sentence):
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    with pytest.raises(Refused, match=sentence):
        actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    page = Visitor(carys, "en").open(at(evaluation, "check", document.public_id)).says(sentence)
    assert forms_in(page.page) == []
    assert not Passage.all_rows.exclude(text="").exists() and not Strength.all_rows.exists()
    assert len(BroughtDocument.all_rows.get().blocks) == len(blocks)


def test_what_fits_is_brought_in_and_the_other_language_stays_to_be_placed(evaluation, nia, carys):
    save(section(evaluation), going_well="Nia’s words.", lang="en", by=nia)
    place = f"{LEADING}/going_well"
    document = make.make_brought_document(
        evaluation, carys, blocks=[block(0, "Mae pawb yn dda.", place, "cy"), block(1, "From Word.", place)]
    )
    choosing = Visitor(carys, "en").open(at(evaluation, "place", document.public_id))
    choosing.says("What is going well (Vision, leadership and management): there is English text")
    check = choosing.open(at(evaluation, "check", document.public_id))
    check.says("Not everything can be brought in:", "there would be text in both languages").fill()
    assert passage(section(evaluation)).text == "Nia’s words.\n\nFrom Word."
    check.says("1 text is left.")
    document.refresh_from_db()
    assert [(each["text"], each["to"]) for each in document.blocks] == [("Mae pawb yn dda.", "")]


def test_what_does_not_fit_any_more_stays_and_what_came_before_it_is_brought_in(evaluation, carys):
    blocks = [block(n, "x" * 15_000, f"{LEADING}/summary") for n in range(2)]
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    Visitor(carys, "en").open(at(evaluation, "check", document.public_id)).says("more than 20,000 characters").fill()
    assert len(passage(section(evaluation), "summary").text) == 15_000
    assert [each["id"] for each in BroughtDocument.all_rows.get().blocks] == [1]


def test_a_single_text_is_left_out_before_the_rest_is_brought_in(evaluation, carys):
    text = "Cryfderau\n\n• Reading\n• Writing\n\nin both languages\n\n• Oracy"
    listed = {**block(0, text, f"{LEADING}/strengths"), "heads": ["Cryfderau"]}
    document = make.make_brought_document(evaluation, carys, blocks=[listed, block(1, "Other.", f"{LEADING}/summary")])
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    check.fill(**{f"left_out_{LEADING}_strengths": ["0.1"], f"left_out_{LEADING}_summary": ["1"]})
    assert list(Strength.all_rows.values_list("text", flat=True)) == ["Reading", "Oracy"], "and no heading"
    assert not passage(section(evaluation), "summary").text
    kept = BroughtDocument.all_rows.get().blocks
    assert [each["text"] for each in kept] == ["• Writing\n\nin both languages", "Other."]


def test_nothing_that_was_brought_in_is_said_to_be_carried_from_another_year(evaluation, carys):
    blocks = [block(0, "A", f"{LEADING}/strengths"), block(1, "B", f"{LEADING}/summary")]
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    assert not Strength.all_rows.get().carried and not passage(section(evaluation), "summary").carried


def test_words_that_name_a_learner_are_asked_about_before_they_are_brought_in(evaluation, carys):
    blocks = [
        block(0, "Rhys Bowen in Year 6 reads well.", f"{LEADING}/summary"),
        block(1, "• Tomos in Year 4 is a leader\n• Calm", f"{LEADING}/strengths"),
        block(2, "Mali in Year 2 stays out.", ""),
    ]
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    check = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    leave_out = {f"left_out_{LEADING}_strengths": ["1.0"]}
    check.press().says("“Rhys Bowen” under “Vision, leadership and management: Summary” seem", "“Tomos”")
    check.says_nothing_of("“Mali”")
    assert not Strength.all_rows.exists() and not Passage.all_rows.exclude(text="").exists()
    check.fill(**leave_out)
    assert passage(section(evaluation), "summary").text == "Rhys Bowen in Year 6 reads well."
    assert list(Strength.all_rows.values_list("text", flat=True)) == ["Calm"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("taith.pdf", made.pdf(), "attach the PDF as your school’s own document instead"),
        ("taith.odt", made.odf(), "save it as a Word document (.docx), then choose that one"),
        ("taith.doc", made.OLD_OFFICE, "save it as a Word document (.docx), then choose that one"),
        ("a.docx", made.EXE, "there is something else in it"),
        ("a.docm", usual(), "Only a Word document (.docx) can be brought in."),
        (
            "a.docx",
            made.ooxml(word__x=made.OLD_OFFICE),
            "macros",
        ),
        ("a.docx", made.bomb(), "unpacks to far more"),
        ("a.docx", made.lying_bomb(), "damaged"),
        ("a.docx", made.ooxml(), "This document cannot be read."),
        ("a.docx", of_body(""), "There is no text in this document."),
        ("a.docx", of_body("<w:p><w:r><w:t>" + "x" * 700_000 + "</w:t></w:r></w:p>"), "more text in this document"),
        ("a.docx", b"", "There is nothing in this file."),
    ],
    ids=[
        "PDF",
        "OpenDocument",
        "old Word",
        "program",
        "macros by name",
        "programs inside",
        "bomb",
        "lying bomb",
        "no text part",
        "empty",
        "endless",
        "0",
    ],
)
def test_a_hostile_or_wrong_file_is_refused_with_what_to_do_and_nothing_is_kept(
    evaluation, carys, on_disk, name, content, sentence
):
    said = Visitor(carys, "en").open(at(evaluation, "add")).refused(file=word(content, name))
    assert sentence in said[0]
    assert not BroughtDocument.all_rows.exists() and on_disk() == []


def test_where_the_scanner_cannot_be_asked_nothing_is_read(evaluation, carys, monkeypatch):
    monkeypatch.setattr("schools.uploads.examining.scan", lambda content: scanning.Verdict.NOT_KNOWN)
    said = Visitor(carys, "en").open(at(evaluation, "add")).refused(file=word(usual()))
    assert "cannot be checked for viruses at the moment" in said[0]


def test_a_long_document_is_looked_through_ten_texts_at_a_time(evaluation, carys):
    blocks = [block(n, f"Text {n}. " + "x" * 500, f"{LEADING}/summary") for n in range(12)]
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    visitor = Visitor(carys, "en").open(at(evaluation, "place", document.public_id)).says("Texts 1 to 10 of 12")
    visitor.fill(to_0="").says("Texts 11 to 12 of 12").fill(to_11=f"{WELL}/summary")
    document.refresh_from_db()
    assert [each["to"] for each in document.blocks][::11] == ["", f"{WELL}/summary"]
    visitor.open(at(evaluation, "place", document.public_id)).follow(at(evaluation, "read", document.public_id, 3))
    visitor.says("x" * 500)
    visitor.open(at(evaluation, "read", document.public_id, 99), status=404)


def test_only_the_team_brings_in_and_only_into_its_own_school(evaluation, carys, owain, olwen, glyn):
    document = make.make_brought_document(evaluation, carys)
    for person in (owain, olwen, glyn):
        client = Client()
        client.force_login(person)
        for route in ("place", "check", "remove"):
            assert client.get(at(evaluation, route, document.public_id)).status_code in (403, 404)
        for act in (actions.bring_in, actions.place):
            more = {"choices": {}} if act is actions.place else {}
            with pytest.raises(PermissionDenied):
                act(document, version=document.version, by=person, once=uuid4(), **more)
        with pytest.raises(PermissionDenied):
            actions.remove(document, by=person, once=uuid4())


def test_a_document_of_another_year_is_not_there(evaluation, carys, school):
    document = make.make_brought_document(evaluation, carys)
    make.make_self_evaluation(school, evaluation.school_year + 1)
    path = reverse("bringing_in:place", args=[school.public_id, evaluation.school_year + 1, document.public_id])
    Visitor(carys, "en").open(path, status=404)


def test_bringing_in_three_texts_asks_as_much_as_bringing_in_one(evaluation, carys):
    asked = []
    for number in (1, 1, 3):
        blocks = [block(n, "Da", f"{LEADING}/{'priorities' if n % 2 else 'summary'}") for n in range(2 * number)]
        document = make.make_brought_document(evaluation, carys, blocks=blocks)
        with CaptureQueriesContext(connection) as queries:
            actions.bring_in(document, version=document.version, by=carys, once=uuid4())
        asked.append(len(queries))
    assert asked[1] == asked[2] and Priority.all_rows.count() == 5


def test_the_history_tells_the_team_what_was_brought_in_and_nobody_else(evaluation, carys, olwen, nia):
    document = make.make_brought_document(evaluation, carys)
    actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    history = reverse("self_evaluations:history", args=[evaluation.school.public_id, evaluation.school_year])
    Visitor(nia, "en").open(history).says("Texts from a Word document were brought in.")
    Visitor(olwen, "en").open(history, status=404)


def test_nothing_chosen_is_said(evaluation, carys):
    visitor = Visitor(carys, "en").open(at(evaluation, "add"))
    visitor.press()
    assert errors_on(visitor.page) == ["Choose a Word document"]
