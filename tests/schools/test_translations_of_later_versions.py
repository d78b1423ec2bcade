"""A translation stands beneath the same words in every version of the school, and nowhere else."""

from importlib import import_module
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from schools.models import Notice, SelfEvaluation, Strength, Translation, TranslationRequest, Version
from schools.refusals import Refused
from schools.sharing import actions as sharing
from schools.translatable import by_place, to_translate, untranslated
from tests.database import execute
from tests.on_pages import Visitor
from tests.schools.sheets import filled
from tests.schools.translating import ask_url, asks, brings, downloaded, page, url, written_in_both
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db
MARK = "not the school’s own words"


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    return written_in_both(school, nia)


@pytest.fixture
def first(evaluation: SelfEvaluation, alun: Any, olwen: Any) -> Version:
    """Version 1, all of it translated into English."""
    version: Version = Version.all_rows.get()
    translates(olwen, asks(alun, version))
    return version


def translates(olwen: Any, asked: TranslationRequest, words: str = "Translated {}.") -> None:
    brings(olwen, asked, filled(downloaded(olwen, asked), words)).fill()


def again(evaluation: SelfEvaluation, by: Any, areas: list[str] | None = None) -> Version:
    """The head changes something that is no text, and submits once more."""
    Strength.all_rows.filter(section__self_evaluation=evaluation, lang="en").update(could_share=~F("could_share"))
    submit(evaluation, by=by, areas=areas)
    version: Version = Version.all_rows.filter(version_kind="self_evaluation").latest("pk")
    return version


def right_column(document: Any) -> list[str]:
    return [row.cells[2].text for row in document.tables[0].rows[1:] if len(row._tr.tc_lst) == 3]


def test_what_was_translated_stands_in_the_next_versions_too_with_its_day(
    alun, olwen, nia, evaluation, first, django_assert_num_queries
):
    reader = Visitor(alun, "en")
    with CaptureQueriesContext(connection) as counted:
        reader.open(page(first)).says("Translated 0", "Translated 14")
    number = len(counted)
    second, third = again(evaluation, nia), again(evaluation, nia)
    for later in (second, third):
        for who in (alun, nia):
            read = Visitor(who, "en").open(page(later)).says("Translated 0", "Translated 14", MARK)
            assert read.page.count(MARK) == len(to_translate(first, "en")) == len(by_place(first, "en"))
    assert not Translation.all_rows.exclude(frozen=first).exists(), "it is found, not copied"
    reader.open(page(third))
    with django_assert_num_queries(number):
        reader.open(page(third))
    paper = reverse("papers:submitted", args=[first.school.public_id, first.school_year, 3, "docx"])
    content = b"".join(Visitor(alun, "en").client.get(paper).streaming_content)
    assert "Translated 0." in [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_only_what_has_no_translation_can_be_asked_for_again(alun, olwen, nia, evaluation, first):
    second = again(evaluation, nia)
    with pytest.raises(Refused, match="can be read in this language already"):
        asks(alun, second)
    Visitor(alun, "en").open(page(second)).says("for this in Welsh").says_nothing_of("in Welsh or in English")
    section = evaluation.sections.order_by("area__position").last()
    Strength.all_rows.create(section=section, text="Côr newydd", lang="cy")
    third = again(evaluation, nia)
    assert [text.text for text in untranslated(third, "en")] == ["Côr newydd"]
    reader = Visitor(alun, "en").open(page(third)).follow(ask_url(third))
    main = reader.page.split("What is not in English yet")[1]
    assert main.split("</ul>")[0].count("<li>") == 1
    asked = asks(alun, third)
    column = right_column(downloaded(olwen, asked))
    assert "Translated 0." in column and column.count("") == 1
    Visitor(olwen, "en").open(url("detail", asked)).says("16 of 17 texts translated")
    Visitor(olwen, "en").open(reverse("translations:index")).says("16 of 17 texts translated")
    document = downloaded(olwen, asked)
    (lacking,) = [row for row in document.tables[0].rows[1:] if len(row._tr.tc_lst) == 3 and not row.cells[2].text]
    lacking.cells[2].text = "A new choir"
    brings(olwen, asked, document).fill().says("Done on")
    assert [row.text for row in Translation.all_rows.filter(frozen=third)] == ["A new choir"]


def test_a_correction_for_one_version_holds_in_all_and_a_changed_text_keeps_none(alun, olwen, nia, evaluation, first):
    second = again(evaluation, nia)
    translates(olwen, TranslationRequest.all_rows.get(frozen=first), "Better {}")
    for version in (first, second):
        Visitor(alun, "en").open(page(version)).says("Better 0").says_nothing_of("Translated 0")
    section = evaluation.sections.order_by("area__position").first()
    passage = section.passages.get(box="going_well")
    passage.text += "!"
    passage.save()
    third = again(evaluation, nia)
    assert len(untranslated(third, "en")) == 1
    Visitor(alun, "en").open(page(third)).says_nothing_of("Better 0").says("Better 1")
    translates(olwen, asks(alun, third), "Newest {}")
    Visitor(alun, "en").open(page(first)).says("Better 0", "Newest 1").says_nothing_of("Better 1", "Newest 0")


def test_words_that_are_alike_at_two_places_keep_their_two_translations(alun, olwen, nia, evaluation):
    first_area, *_others, last_area = evaluation.sections.order_by("area__position")
    for section in (first_area, last_area):
        Strength.all_rows.create(section=section, text="Côr", lang="cy")
    version = again(evaluation, nia)
    translates(olwen, asks(alun, version))
    alike = [text for text in to_translate(version, "en") if text.text == "Côr"]
    assert len({by_place(version, "en")[text.place].text for text in alike}) == 2
    later = again(evaluation, nia)
    for text in alike:
        assert by_place(later, "en")[text.place].text == by_place(version, "en")[text.place].text


def test_nothing_of_an_area_stands_where_that_area_cannot_be_read(glyn, alun, nia, school, evaluation, first):
    opened, hidden = evaluation.sections.order_by("area__position")[:2]
    hers = {text.area["code"]: by_place(first, "en")[text.place].text for text in to_translate(first, "en")}
    there, gone = hers[opened.area.code], hers[hidden.area.code]
    Visitor(glyn, "en").open(page(first)).says(there, gone)
    evaluation.sections.exclude(pk=opened.pk).update(circle="team")
    evaluation.sections.filter(pk=opened.pk).update(circle="governors")
    shared = sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    where = reverse("sharing:version", args=[school.public_id, shared.school_year, shared.number])
    Visitor(glyn, "en").open(where).says(MARK, there).says_nothing_of(gone)
    evaluation.sections.update(circle="council")
    second = again(evaluation, nia, [opened.area.code])
    Visitor(alun, "en").open(page(second)).says(there).says_nothing_of(gone)
    assert (
        set(by_place(second, "en")) == {text.place for text in to_translate(second, "en")} < set(by_place(first, "en"))
    )


def test_the_same_words_of_another_school_stay_without(alun, beca, owain, first, other_school):
    theirs = written_in_both(other_school, owain)
    version = Version.all_rows.get(thing_id=theirs.public_id)
    assert by_place(version, "en") == {} and len(untranslated(version, "en")) == len(to_translate(first, "en"))
    Visitor(owain, "en").open(page(version)).says_nothing_of(MARK)


def test_those_who_may_not_read_the_school_get_no_translation(owain, beca, elin, first):
    for stranger in (owain, beca, elin):
        assert not Translation.objects.visible_to(stranger).exists()


def test_what_is_whole_by_the_work_for_another_version_is_done_and_its_askers_are_told(
    alun, glyn, olwen, nia, evaluation
):
    version = Version.all_rows.get()
    asked = asks(glyn, version)
    second = again(evaluation, nia)
    translates(olwen, asks(alun, second))
    asked.refresh_from_db()
    assert asked.status == "done" and not TranslationRequest.all_rows.exclude(status="done").exists()
    told = {(notice.person, notice.path) for notice in Notice.all_rows.filter(notice_kind="translation_done")}
    assert {person for person, _path in told} == {alun, glyn} and len({path for _person, path in told}) == 2


def test_an_open_request_says_that_a_newer_version_was_submitted_and_leads_to_it(
    alun, olwen, nia, evaluation, django_assert_num_queries
):
    version = Version.all_rows.get()
    asked = asks(alun, version)
    index, officer = reverse("translations:index"), Visitor(olwen, "en")
    with CaptureQueriesContext(connection) as counted:
        officer.open(index).says_nothing_of("newer version")
    number = len(counted)
    officer.open(url("detail", asked)).says_nothing_of("newer version")
    again(evaluation, nia)
    third = again(evaluation, nia)
    with django_assert_num_queries(number):
        officer.open(index).says("There is a newer version:", "version 3")
    assert number <= 12
    officer.follow(page(third)).says("version 3")
    officer.open(url("detail", asked)).says("There is a newer version:").follow(page(third))
    asks(alun, third)
    officer.open(index)
    assert officer.page.count("There is a newer version:") == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_brought_in_before_is_found_by_its_words_too(owner_connection, alun, nia, evaluation, first):
    """The guard of the rows opens for the migration alone."""
    migration = import_module("schools.migrations.0027_translations_by_their_words")
    before = dict(Translation.all_rows.values_list("place", "original"))
    table = Translation._meta.db_table
    execute(owner_connection, f"ALTER TABLE {table} DROP CONSTRAINT translation_is_of_some_words")
    Translation.all_rows.create(frozen=first, place="nowhere", original="", text="x", lang="en", by=alun)
    serving, connections["default"] = connections["default"], owner_connection
    try:
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL portal.disposal = 'on'")
            Translation.all_rows.update(original="")
            migration.find_the_words(apps, SimpleNamespace(execute=connection.cursor().execute))
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            Translation.all_rows.update(original="")
    finally:
        connections["default"] = serving
    promise = "CONSTRAINT translation_is_of_some_words CHECK (original ~ '^[0-9a-f]{64}$')"
    execute(owner_connection, f"ALTER TABLE {table} ADD {promise}")
    added = Translation.all_rows.get(place="nowhere")
    assert len(added.original) == 64 and added.original not in before.values()
    assert dict(Translation.all_rows.exclude(pk=added.pk).values_list("place", "original")) == before
