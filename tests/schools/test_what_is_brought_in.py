"""What a document may bring into an area: so much, nothing empty, and nothing that is lost or hidden."""

import re
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from schools.bringing_in import actions
from schools.models import BroughtDocument, Federation, Priority, School, Section, Strength
from schools.models.self_evaluation import MOST_FINDINGS
from schools.refusals import Refused
from schools.self_evaluations.actions import add
from tests import factories as make
from tests.database import execute
from tests.on_pages import Visitor
from tests.schools.bringing import LEADING, WELL, at, block, section, word
from tests.schools.word_documents import usual

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> Any:
    return make.make_self_evaluation(school)


def test_no_more_priorities_come_in_than_an_area_holds_with_those_that_stand_there(evaluation, carys):
    for number in range(MOST_FINDINGS - 1):
        Priority.all_rows.create(section=section(evaluation), text=str(number), lang="cy")
    document = make.make_brought_document(evaluation, carys, blocks=[block(0, "A\n\nB", f"{LEADING}/priorities")])
    Visitor(carys, "en").open(at(evaluation, "check", document.public_id)).says("there would be more than 50").fill()
    assert [each["text"] for each in BroughtDocument.all_rows.get().blocks] == ["B"], "what is too much stays"
    document.refresh_from_db()
    Visitor(carys, "en").open(at(evaluation, "place", document.public_id)).says("B")
    BroughtDocument.all_rows.update(blocks=[block(0, "B", f"{LEADING}/priorities")])
    document.refresh_from_db()
    with pytest.raises(Refused, match="there would be more than 50"):
        actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    with pytest.raises(Refused, match="There are 50 of these in this area already"):
        add(section(evaluation), Priority, text="B", lang="cy", by=carys, once=uuid4())
    add(section(evaluation, WELL), Priority, text="B", lang="cy", by=carys, once=uuid4())
    assert Priority.all_rows.count() == MOST_FINDINGS + 1


def test_an_empty_item_of_a_list_becomes_no_strength(evaluation, carys):
    document = make.make_brought_document(
        evaluation,
        carys,
        blocks=[block(0, "• a\n• \n• b", f"{LEADING}/strengths"), block(1, "• \n• ", f"{LEADING}/priorities")],
    )
    actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    assert list(Strength.all_rows.values_list("text", flat=True)) == ["a", "b"]


@pytest.mark.parametrize("model", [Strength, Priority])
def test_the_database_keeps_no_strength_or_priority_without_words(evaluation, model):
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        model.all_rows.create(section=section(evaluation), text="", lang="cy")


def test_one_without_words_that_stands_there_when_the_promise_is_made_keeps_its_place(owner_connection, evaluation):
    migration = import_module("schools.migrations.0026_no_empty_strength_or_priority")
    for model in (Strength, Priority):
        table, name = model._meta.db_table, f"{model.__name__.lower()}_says_something"
        execute(owner_connection, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        model.all_rows.create(section=section(evaluation), text="", lang="cy")
    migration.show_that_nothing_is_written(apps, None)
    for model in (Strength, Priority):
        table, name = model._meta.db_table, f"{model.__name__.lower()}_says_something"
        execute(owner_connection, f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (text <> '')")
        assert model.all_rows.get().text == "–"


def test_a_text_whose_place_is_not_there_stays_with_what_is_left(evaluation, carys):
    blocks = [block(0, "Here", f"{LEADING}/going_well"), block(1, "Nowhere", "no-such-area/going_well")]
    document = make.make_brought_document(evaluation, carys, blocks=blocks)
    page = Visitor(carys, "en").open(at(evaluation, "check", document.public_id))
    page.says("No place is chosen yet for 1 text.", "Nowhere")
    actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    assert [each["text"] for each in BroughtDocument.all_rows.get().blocks] == ["Nowhere"]


def test_where_a_lent_text_stands_the_check_says_that_the_own_text_is_kept_and_not_shown(
    council, school, evaluation, carys
):
    federation = Federation.all_rows.create(council=council, name_cy="F", name_en="F")
    other = make.make_school(council, "Ysgol y Blaen", federation=federation)
    School.all_rows.filter(pk=school.pk).update(federation=federation)
    lender = make.make_self_evaluation(other)
    make.write_in(lender, "Geiriau benthyg")
    Section.all_rows.filter(pk=section(evaluation).pk).update(same_text_as=section(lender))
    sentence = "The text of Ysgol y Blaen stands under this area. What you bring in here is kept, but not shown"
    for place, is_said in (("going_well", True), ("strengths", False)):
        document = make.make_brought_document(evaluation, carys, blocks=[block(0, "Ours", f"{LEADING}/{place}")])
        page = Visitor(carys, "en").open(at(evaluation, "check", document.public_id)).says("Ours").page
        assert (sentence in page) == is_said
    assert sentence not in Visitor(carys, "en").open(at(evaluation, "check", elsewhere(evaluation, carys))).page


def elsewhere(evaluation: Any, by: Any) -> Any:
    return make.make_brought_document(evaluation, by, blocks=[block(0, "Ours", f"{WELL}/going_well")]).public_id


def test_the_list_of_documents_reads_none_of_their_texts(evaluation, carys):
    make.make_brought_document(evaluation, carys)
    with CaptureQueriesContext(connection) as queries:
        Visitor(carys, "en").open(at(evaluation, "index")).says("1 text is left.")
    asked = [each["sql"] for each in queries if "schools_broughtdocument" in each["sql"] and "ORDER BY" in each["sql"]]
    assert len(asked) == 1 and re.findall(r'\S*"blocks"', asked[0]) == [
        'JSONB_ARRAY_LENGTH(JSONB_PATH_QUERY_ARRAY("schools_broughtdocument"."blocks"'
    ], "they are counted where they lie"


def test_no_more_documents_wait_than_a_page_of_them(evaluation, carys):
    for _number in range(actions.MOST_DOCUMENTS):
        make.make_brought_document(evaluation, carys)
    said = Visitor(carys, "en").open(at(evaluation, "add")).refused(file=word(usual()))
    assert "There are 25 documents already" in said[0]
    assert BroughtDocument.all_rows.count() == actions.MOST_DOCUMENTS


def test_areas_are_locked_before_their_texts_as_whoever_writes_there_does(evaluation, carys):
    document = make.make_brought_document(evaluation, carys)
    with CaptureQueriesContext(connection) as queries:
        actions.bring_in(document, version=document.version, by=carys, once=uuid4())
    locked = [each["sql"].split('FROM "')[1].split('"')[0] for each in queries if "FOR NO KEY UPDATE" in each["sql"]]
    assert locked.index("schools_section") < locked.index("schools_passage")
