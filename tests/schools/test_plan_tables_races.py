"""Two of a team look over the same table: nobody's words are lost, and none land in another row."""

from typing import Any
from uuid import uuid4

import pytest

from schools.models import BroughtPlan, Event, Plan, Revision
from schools.plan_tables import actions
from schools.refusals import Stale
from tests.on_pages import Visitor
from tests.schools.plan_tables import at, make_brought_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=2026)


def columns_of(*names: str) -> dict[str, str]:
    return {f"column_0_{number}": name for number, name in enumerate(names)}


FEWER = columns_of("priority", "", "", "beside", "", "", "", "", "")


def test_rows_that_are_no_longer_there_are_refused_as_any_that_somebody_else_saved(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    seen = brought.version
    actions.map_columns(brought, chosen=[0], fields=[["priority", *[""] * 8]], version=seen, by=carys, once=uuid4())
    late = BroughtPlan.all_rows.get()
    assert len(late.things) == 2
    said = {"text": "Mine", "lang": "en", "out": False}
    with pytest.raises(Stale):
        actions.correct(late, rows={5: said}, version=seen, by=sion, once=uuid4())


def test_what_was_typed_is_given_back_where_a_colleague_chose_other_columns_meanwhile(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    late = Visitor(sion, "en").open(at(plan, "rows", brought.public_id))
    late_form = late.form
    Visitor(carys, "en").open(at(plan, "columns", brought.public_id)).fill(**FEWER)
    day = {f"ends_on_3__{part}": value for part, value in (("day", "1"), ("month", "7"), ("year", "2027"))}
    assert late_form.fields["lead_3"].holds == ["Literacy lead"]
    said = late.refused(text_3="Buy more books", lead_3="Librarian", cost_3="750", **day)
    assert "Somebody chose anew what the columns hold while you were writing" in said[0]
    late.says("Typed by you", "Row 4", "Buy more books", "Librarian", "750", "1/7/2027")
    assert "text_3" not in late.form.fields
    late.fill(text_0="Buy more books")
    brought.refresh_from_db()
    assert brought.things[0]["words"]["text"] == "Buy more books"
    assert Event.all_rows.filter(verb="plan_table.corrected").count() == 1


def test_words_of_one_row_never_land_in_another_that_has_its_number_now(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    late = Visitor(sion, "en").open(at(plan, "rows", brought.public_id))
    Visitor(carys, "en").open(at(plan, "columns", brought.public_id)).fill(column_0_1="")
    late.refused(text_1="More read for joy")
    late.says("More read for joy")
    assert late.form.fields["text_1"].holds != ["More read for joy"], "the second row is an action now"


def test_what_the_file_says_anyway_is_not_given_back(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    late = Visitor(sion, "en").open(at(plan, "rows", brought.public_id))
    Visitor(carys, "en").open(at(plan, "columns", brought.public_id)).fill(column_0_8="")
    late.refused(text_2="Train everybody")
    late.says("Row 3", "Train everybody").says_nothing_of("Row 1</h3>", "£1,200")


def test_columns_that_lose_nothing_are_not_asked_about(plan, carys):
    brought = make_brought_plan(plan, carys)
    page = Visitor(carys, "en").open(at(plan, "rows", brought.public_id)).fill()
    page.open(at(plan, "columns", brought.public_id)).fill(**FEWER).says("Rows 1 to 2 of 2")
    assert not Revision.all_rows.exists()


def test_what_a_colleague_corrected_is_kept_under_their_name_when_the_columns_change(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    page = Visitor(sion, "en").open(at(plan, "rows", brought.public_id))
    page.fill(lead_3="Librarian", text_0="Reading for all")
    page = Visitor(carys, "en").open(at(plan, "columns", brought.public_id))
    assert "What was typed in 2 rows is lost with these columns." in page.refused(**FEWER)[0]
    page.says("Row 4: an action", "Librarian", "Row 1: a priority", "Reading for all")
    brought.refresh_from_db()
    assert brought.things[3]["words"]["lead"] == "Librarian", "nothing is changed yet"
    page.fill()
    found = set(Revision.all_rows.filter(target_id=brought.public_id).values_list("field", "text", "by__name"))
    assert found == {("lead_3", "Librarian", sion.name), ("text_0", "Reading for all", sion.name)}


def test_other_columns_than_those_that_were_asked_about_are_asked_about_anew(plan, carys):
    brought = make_brought_plan(plan, carys)
    page = Visitor(carys, "en").open(at(plan, "rows", brought.public_id)).fill(lead_3="Librarian", text_1="More")
    page.open(at(plan, "columns", brought.public_id))
    assert "in 1 row is lost" in page.refused(column_0_1="")[0]
    assert "in 2 rows is lost" in page.refused(column_0_4="")[0]
    page.fill()
    assert Revision.all_rows.filter(target_id=brought.public_id).count() == 2
