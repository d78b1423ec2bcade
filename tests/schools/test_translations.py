"""A reader asks the council's translators; the document goes out and comes back; the school is asked for nothing."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from schools.clock import school_year_words
from schools.history import events_of, told_to
from schools.models import (
    ConflictOfInterest,
    Notice,
    SelfEvaluation,
    Strength,
    Translation,
    TranslationRequest,
    Version,
)
from schools.refusals import Refused
from schools.sharing import actions as sharing
from schools.translations import actions
from schools.translations.queries import sheet_of
from tests import factories as make
from tests.on_pages import Visitor
from tests.posting import post_all
from tests.schools.sheets import as_file, filled
from tests.schools.translating import ask_url, asks, brings, downloaded, page, url, written_in_both
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db
MARK = "not the school’s own words"


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    return written_in_both(school, nia)


@pytest.fixture
def frozen(evaluation: SelfEvaluation) -> Version:
    version: Version = Version.all_rows.get()
    return version


def test_an_adviser_asks_and_reads_the_translation_that_comes_back(alun, olwen, lowri, nia, frozen):
    adviser = Visitor(alun, "en").open(page(frozen)).says("for this in Welsh or in English")
    adviser.follow(ask_url(frozen)).says("The school is asked for nothing").fill()
    adviser.says("The council’s translators were asked on", "It has not been sent to them yet")
    asked = TranslationRequest.all_rows.get()
    assert {notice.person for notice in Notice.all_rows.filter(notice_kind="translation_asked")} == {olwen, lowri}
    officer = Visitor(olwen, "en").open(reverse("translations:index")).says("Ysgol Nant y Coed", "in English")
    officer.follow(url("detail", asked)).says("Adviser")
    document = filled(downloaded(olwen, asked))
    officer.follow(url("send", asked)).fill().says("With the translators since")
    Visitor(alun, "en").open(page(frozen)).says("It has been with them since")
    officer.follow(url("bring", asked)).fill(file=as_file(document)).says("What was understood", "Translated 0")
    assert not Translation.all_rows.exists(), "nothing is written before somebody confirms"
    officer.fill().says("Done on")
    (told,) = Notice.all_rows.filter(notice_kind="translation_done")
    assert told.person == alun and told.path.endswith("/version/1/")
    for reader in (alun, nia, lowri):
        read = Visitor(reader, "en").open(page(frozen)).says("Translated 0", MARK, "Mae darllen yn gwella.")
        assert '<div class="portal-words" lang="en"><p>Translated 0' in read.page
        read.says_nothing_of("in English")


def test_only_texts_in_the_other_language_go(alun, olwen, frozen):
    texts = [row.cells[1].text for row in downloaded(olwen, asks(alun, frozen)).tables[0].rows[1:]]
    assert (
        any("darllen yn gwella" in text for text in texts)
        and "Llyfrgell newydd" in texts
        and "A warm welcome" not in texts
    )
    welsh = [row.cells[1].text for row in downloaded(olwen, asks(alun, frozen, "cy")).tables[0].rows[1:]]
    assert "A warm welcome" in welsh and "Llyfrgell newydd" not in welsh


def test_the_document_says_what_to_do_in_both_languages_and_is_the_same_each_time(alun, olwen, frozen):
    asked = asks(alun, frozen)
    document = downloaded(olwen, asked)
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert said.startswith("Ysgol Nant y Coed: ") and "version 1, into English" in said.splitlines()[0]
    assert "Translate each text of the middle column into English" in said and "is found by its code" in said
    in_welsh, in_english, *_others = document.paragraphs[1:]
    assert [each.runs[0].bold for each in (in_welsh, in_english)] == [True, True]
    assert document.core_properties.title == said.splitlines()[0]
    assert document.tables[0].rows[0].cells[1].text.endswith("Original")
    cy = Visitor(olwen, "cy").client
    bytes_of = [
        b"".join(cy.get(url("download", asked).replace("/en/", at)).streaming_content) for at in ("/cy/", "/en/")
    ]
    assert bytes_of[0] == bytes_of[1]


def test_the_file_says_in_its_name_of_which_school_it_is_and_into_which_language_it_goes(alun, olwen, frozen):
    named = {}
    for wanted in ("cy", "en"):
        answer = Visitor(olwen, "en").client.get(url("download", asks(alun, frozen, wanted)))
        named[wanted] = answer["Content-Disposition"].partition('"')[2].rstrip('"')
    of_year = "ysgol-nant-y-coed-self-evaluation-" + school_year_words(frozen.school_year).replace("/", "-")
    assert named == {"cy": f"{of_year}-version-1-into-welsh.docx", "en": f"{of_year}-version-1-into-english.docx"}


def test_the_school_sees_who_took_its_words_to_the_translators(alun, olwen, nia, school, frozen):
    downloaded(olwen, asks(alun, frozen))
    Visitor(nia, "en").open(reverse("looks:index", args=[school.public_id])).says("Olwen")


def test_what_was_frozen_never_changes(alun, olwen, nia, frozen):
    before = bytes(frozen.content), frozen.sha256
    asked = asks(alun, frozen)
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()
    frozen.refresh_from_db()
    assert (bytes(frozen.content), frozen.sha256) == before
    copy = reverse("self_evaluations:copy", args=[frozen.school.public_id, frozen.school_year, 1])
    assert Visitor(alun, "en").client.get(copy).content == before[0]


def test_the_head_is_asked_for_nothing(alun, olwen, nia, sion, carys, frozen):
    asked = asks(alun, frozen)
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()
    for person in (nia, sion, carys):
        told = Notice.all_rows.filter(person=person, notice_kind__startswith="translation").exclude(
            notice_kind="translation_beside_yours"
        )
        assert not told.exists()
        Visitor(person, "en").open(ask_url(frozen), status=403)
        with pytest.raises(PermissionDenied):
            asks(person, frozen)
        Visitor(person, "en").open(page(frozen)).says(MARK).says_nothing_of("were asked on")
        Visitor(person, "en").open(reverse("home:index")).says_nothing_of("to the council’s translators")


def test_the_head_is_told_once_and_in_welsh_that_a_translation_stands_beneath_the_schools_words(
    alun, olwen, nia, sion, frozen
):
    nia.language = "cy"
    nia.save()
    asked = asks(alun, frozen)
    assert not Notice.all_rows.filter(notice_kind="translation_beside_yours").exists()
    brings(olwen, asked, filled(downloaded(olwen, asked), but=0)).fill()
    (told,) = Notice.all_rows.filter(notice_kind="translation_beside_yours")
    assert told.person == nia and told.path.endswith("/version/1/")
    post_all()
    (letter,) = [each for each in mail.outbox if each.to == [nia.email]]
    assert "/cy/schools/" in letter.body
    Visitor(nia, "en").open(reverse("home:notices")).says("marked as theirs", "nothing waits for you")
    brings(olwen, asked, filled(downloaded(olwen, asked), "Better {}")).fill().says("Done on")
    assert Notice.all_rows.filter(notice_kind="translation_beside_yours").count() == 1
    assert {notice.person for notice in Notice.all_rows.filter(notice_kind="translation_done")} == {alun}


def test_the_request_says_whose_turn_it_is_and_nobodys_once_it_is_done(alun, olwen, frozen):
    asked = asks(alun, frozen)
    officer = Visitor(olwen, "en").open(url("detail", asked)).says("The council sends it to the translators.")
    officer.says("Who waits for it").follow(url("send", asked)).fill().says("The translators translate it.")
    check = brings(olwen, asked, filled(downloaded(olwen, asked)))
    officer.open(url("detail", asked)).says("The council looks at what came back")
    check.says("those on the other pages too").fill().says("Done on", "Who asked for it", "Adviser")
    check.says("Where a translation has to be corrected").says_nothing_of(
        "Whose turn", "Who waits for it", "What to do"
    )


def test_a_half_filled_document_stays_open_and_a_corrected_one_replaces_with_history(alun, olwen, frozen):
    asked = asks(alun, frozen)
    check = brings(olwen, asked, filled(downloaded(olwen, asked), but=0)).says("Nothing is written beside these")
    check.fill().says("With the translators since", "Still without a translation", "for what is still missing")
    assert not Notice.all_rows.filter(notice_kind="translation_done").exists()
    again = downloaded(olwen, asked)
    standing = [row.cells[2].text for row in again.tables[0].rows[1:] if len(row._tr.tc_lst) == 3]
    assert standing[0] == "" and standing[1] == "Translated 1", "what stands already is in the next download"
    check = brings(olwen, asked, filled(again, "Better {}")).says("What takes its place", "Better 1")
    check.says("The translation that is there now; it is kept", "Translated 1").fill().says("Done on")
    Visitor(alun, "en").open(page(frozen)).says("Better 1").says_nothing_of("Translated 1")
    assert Translation.all_rows.filter(text="Translated 1").exists(), "the former one is kept"
    brings(olwen, asked, filled(downloaded(olwen, asked), "Better {}")).says("stands beneath its text already")
    brings(olwen, asked, filled(downloaded(olwen, asked), "Best {}")).fill().says("Done on")
    assert Notice.all_rows.filter(notice_kind="translation_done").count() == 1


def test_the_list_says_of_each_request_how_much_is_translated_and_asks_the_database_no_more_for_it(
    alun, olwen, frozen, django_assert_num_queries
):
    asked = asks(alun, frozen)
    index, officer = reverse("translations:index"), Visitor(olwen, "en")
    with CaptureQueriesContext(connection) as counted:
        officer.open(index).says("0 of 16 texts translated")
    of_one = len(counted)
    asks(alun, frozen, "cy")
    brings(olwen, asked, filled(downloaded(olwen, asked), but=0)).fill().says("15 of 16 texts translated")
    with django_assert_num_queries(of_one):
        officer.open(index).says("15 of 16 texts translated", "0 of 1 text translated")


def test_nothing_of_a_document_that_came_back_is_lost(alun, olwen, frozen):
    asked = asks(alun, frozen)
    document = filled(downloaded(olwen, asked))
    table = document.tables[0]
    table.rows[2].cells[1].text = "Another original"
    strange = table.add_row()
    strange.cells[0].text, strange.cells[2].text = "nonsense", "A row of nobody"
    twice = table.add_row()
    twice.cells[0].text, twice.cells[2].text = table.rows[2].cells[0].text, "Said a second time"
    removed = table.rows[4]._tr
    removed.getparent().remove(removed)
    check = brings(olwen, asked, document)
    check.says("the original was changed", "Another original", "What found no place", "A row of nobody")
    check.says("Said a second time", "These rows are not in the document")
    Visitor(olwen, "en").open(url("detail", asked)).says("has not been put beneath the texts yet")
    check.fill().says("A row of nobody", "Said a second time", "belongs to no text")


def test_a_document_of_another_request_is_refused(alun, olwen, frozen):
    asked, other = asks(alun, frozen), asks(alun, frozen, "cy")
    wrong = filled(downloaded(olwen, other))
    brings(olwen, asked, wrong).says("No translation of this request stands in this document")
    brings(olwen, asked, downloaded(olwen, asked)).says("No translation of this request stands in this document")
    no_word = Visitor(olwen, "en").open(url("bring", asked))
    no_word.press(file=SimpleUploadedFile("a.docx", b"PK nothing")).says("there is something else in it")


def test_whoever_confirms_confirms_what_they_saw(alun, olwen, lowri, frozen):
    asked = asks(alun, frozen)
    first = brings(olwen, asked, filled(downloaded(olwen, asked)))
    brings(lowri, asked, filled(downloaded(olwen, asked), "Of Lowri {}"))
    first.press().says("A colleague has brought another document back in the meantime", "Of Lowri 0")
    assert not Translation.all_rows.exists()
    first.fill().says("Done on")
    assert Translation.all_rows.filter(text="Of Lowri 0").exists()


def test_the_council_says_why_it_cannot_be_done_and_it_can_be_asked_again(alun, olwen, nia, frozen):
    asked = asks(alun, frozen)
    why = "The translators are away until January."
    Visitor(olwen, "en").open(url("refuse", asked)).fill(reason=why, lang="en").says("Cannot be done", why)
    (told,) = Notice.all_rows.filter(notice_kind="translation_impossible")
    assert told.person == alun
    Visitor(alun, "en").open(page(frozen)).says("cannot put this into English", why, "in Welsh or in English")
    Visitor(nia, "en").open(page(frozen)).says_nothing_of(why)
    with pytest.raises(Refused, match="this cannot be done"):
        actions.bring(asked, file=actions.Returned("a", "b", []), by=olwen, once=uuid4())
    Visitor(olwen, "en").open(reverse("translations:index") + "?closed=1").says("Cannot be done")
    assert asks(alun, frozen) != asked


def test_what_is_shared_with_the_governors_alone_never_goes(glyn, alun, nia, school, frozen, evaluation):
    evaluation.sections.update(circle="governors")
    evaluation.sections.first().passages.filter(box="going_well").update(text="Dim ond i’r llywodraethwyr")
    shared = sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    where = reverse("sharing:version", args=[school.public_id, shared.school_year, shared.number])
    read = Visitor(glyn, "en").open(where).says("never goes to the council", "Self-evaluation", "version 1")
    assert page(frozen) in read.page and "/ask/" not in read.page
    Visitor(nia, "en").open(where).says_nothing_of("never goes to the council")
    Visitor(glyn, "cy").open(where.replace("/en/", "/cy/")).says_nothing_of("cyfieithwyr")
    with pytest.raises(PermissionDenied):
        asks(glyn, shared)
    texts = [row.original.text for row in sheet_of(asks(glyn, frozen)).rows if not isinstance(row, str)]
    assert "Dim ond i’r llywodraethwyr" not in texts


def test_a_declared_interest_closes_it_and_nobody_is_told_of_what_they_may_not_read(alun, olwen, lowri, frozen):
    asked = asks(alun, frozen)
    for person in (alun, olwen):
        ConflictOfInterest.all_rows.create(person=person, school=frozen.school, starts_on=make.LONG_AGO)
    Visitor(olwen, "en").open(url("detail", asked), status=404)
    Visitor(olwen, "en").open(reverse("translations:index")).says("Nothing is asked for")
    brings(lowri, asked, filled(downloaded(lowri, asked))).fill()
    assert not Notice.all_rows.filter(notice_kind="translation_done").exists()


def test_the_history_tells_the_council_of_the_request_and_all_readers_of_the_result(alun, olwen, nia, frozen):
    asked = asks(alun, frozen)
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()

    def lines(person: Any) -> list[str]:
        events = events_of(type(person).objects.get(pk=person.pk), frozen.thing_id)
        return [line.sentence for line in told_to(person, events) if "ranslat" in line.sentence]

    assert lines(nia) == lines(alun) == ["The council brought in a translation of version 1 of the self-evaluation."]
    assert len(lines(olwen)) == 4


def test_officers_find_at_home_what_waits_to_be_sent_out(alun, olwen, nia, frozen):
    asked = asks(alun, frozen)
    sentence = "Send what was asked for about Ysgol Nant y Coed to the council’s translators"
    home = Visitor(olwen, "en").open(reverse("home:index")).says(sentence).says_nothing_of("Settled")
    home.follow(url("detail", asked)).follow(url("send", asked)).fill()
    Visitor(olwen, "en").open(reverse("home:index")).says("Settled").says_nothing_of(sentence)
    Visitor(olwen, "en").open(reverse("home:notices")).says("Settled")
    Visitor(olwen, "en").open(reverse("home:index")).follow(reverse("translations:index")).says("With the translators")
    for person in (nia, alun):
        Visitor(person, "en").open(reverse("home:index")).says_nothing_of("council’s translators")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_translation_goes_along_on_paper(alun, olwen, frozen, kind):
    asked = asks(alun, frozen)
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()
    paper = reverse("papers:submitted", args=[frozen.school.public_id, frozen.school_year, 1, kind])
    content = b"".join(Visitor(alun, "en").client.get(paper).streaming_content)
    if kind == "docx":
        said = [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
        place = said.index("Translated 0")
        assert MARK in said[place - 1] and "darllen yn gwella" in said[place - 2]
    else:
        assert content.startswith(b"%PDF")


def test_a_comparison_is_of_the_schools_own_words_alone(alun, olwen, nia, evaluation, frozen):
    asked = asks(alun, frozen)
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()
    Strength.all_rows.filter(section__self_evaluation=evaluation).first().delete()
    submit(evaluation, by=nia)
    compare = reverse("comparisons:index", args=[frozen.school.public_id])
    Visitor(alun, "en").open(compare).says_nothing_of("Translated", MARK)
