"""A plan in a school's own table is brought in: columns are named, rows corrected, and only then does it count."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.models import (
    Action,
    BroughtPlan,
    Event,
    Grant,
    GrantKind,
    Milestone,
    Plan,
    PlanPriority,
    Revision,
    Target,
)
from schools.plan_tables import actions
from schools.plan_tables.queries import judged
from schools.uploads import scanning
from tests.on_pages import Visitor, errors_on, forms_in
from tests.schools import documents as made
from tests.schools.plan_tables import HEADINGS, ROWS, at, make_brought_plan, sent, usual, word_plan
from tests.schools.word_documents import of_body
from tests.schools.workbooks import ods_of, xlsx_of

pytestmark = pytest.mark.django_db
COMPLETE = ["Reading", "More read", "They enjoy it", "Train staff", "Deputy", "1/9/2026", "18/12/2026", "£5", ""]


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=2026)


def bring_in(brought: BroughtPlan, by: Any, **words: Any) -> Any:
    brought.plan.refresh_from_db()
    terms = {"version": brought.version, "seen": brought.plan.version, "by": by, "once": uuid4()}
    return actions.bring_in(brought, **{**terms, **words})


def test_the_whole_way_from_a_workbook_to_the_plan(plan, carys, on_disk):
    carys = Visitor(carys, "en").open(reverse("plans:detail", args=[plan.school.public_id, 2026]))
    carys.follow(at(plan, "index")).follow(at(plan, "add")).fill(file=sent(usual()))
    carys.says("Lead / Who", "Deputy head · Literacy lead", "For example:").fill()
    carys.says("Rows 1 to 6 of 6", "In the file: “Spring term 2027”. Look at what was read from it.")
    carys.says("In the file: “ongoing”. It could not be read.", "the first day of the year is proposed")
    number = next(
        n for n in range(6) if f"lead_{n}" in carys.form.fields and not carys.form.fields[f"lead_{n}"].holds[0]
    )
    day = {f"ends_on_{number}__{part}": value for part, value in (("day", "1"), ("month", "7"), ("year", "2027"))}
    carys.fill(**{f"lead_{number}": "Head"}, **day).says("6 rows can be brought in.", "£1,200", "31 March 2027").fill()
    carys.says("The rows have been brought into the plan.")
    first, second = PlanPriority.all_rows.order_by("pk")
    assert (first.text, first.year, second.text) == ("Reading", 1, "Attendance")
    assert Target.all_rows.get().expected_outcome == "Learners enjoy books"
    trained, bought = first.actions.order_by("ends_on")
    assert (trained.text, trained.lead, trained.cost) == ("Train the staff", "Deputy head", Decimal("1200"))
    assert (trained.starts_on, trained.ends_on) == (dt.date(2026, 9, 1), dt.date(2026, 12, 18))
    words = "Buy books\nBy when: Spring term 2027\nCost: tua £500\nNotes: From the library"
    assert (bought.text, bought.cost, bought.ends_on) == (words, Decimal("500"), dt.date(2027, 3, 31))
    assert second.actions.get().lead == "Head" and second.actions.get().ends_on == dt.date(2027, 7, 1)
    assert not BroughtPlan.all_rows.exists() and on_disk() == [], "neither the file is kept nor what was read of it"
    event = Event.all_rows.get(verb="plan.brought_in")
    assert event.facts == {"priorities": 2, "targets": 1, "actions": 3, "milestones": 0, "left": 0}
    assert Revision.all_rows.filter(target_id=trained.public_id, field="text", by=event.by).exists()


def test_a_word_plan_in_welsh_with_a_table_for_each_priority_comes_in_as_it_is(plan, nia):
    nia = Visitor(nia, "en").open(at(plan, "add")).fill(file=sent(word_plan(), "cynllun.docx"))
    nia.says("Blaenoriaeth 1: Codi safonau darllen", "Erbyn pryd").fill().fill().fill()
    first, second = PlanPriority.all_rows.order_by("pk")
    assert [(each.text, each.lang) for each in (first, second)] == [
        ("Codi safonau darllen", "cy"),
        ("Gwella presenoldeb", "cy"),
    ]
    leads = list(first.actions.order_by("starts_on").values_list("lead", "ends_on"))
    assert leads == [("Dirprwy", dt.date(2026, 12, 31)), ("Dirprwy", dt.date(2027, 3, 31))], (
        "a merged cell is each row’s"
    )
    assert second.actions.get().ends_on == dt.date(2027, 3, 31)


def test_what_lacks_something_stays_and_is_completed_later(plan, carys):
    brought = make_brought_plan(plan, carys)
    check = Visitor(carys, "en").open(at(plan, "check", brought.public_id))
    check.says("5 rows can be brought in.", "1 row lacks something.", "Enter the post that leads the action").fill()
    check.says("What was left out stays here.", "cynllun.xlsx")
    assert Action.all_rows.count() == 2
    brought.refresh_from_db()
    rows = judged(brought.things, plan)
    (left,) = [row for row in rows if row.is_lost_otherwise]
    check.open(at(plan, "rows", brought.public_id)).says("It stands in the plan already, in the same words.")
    day = {f"ends_on_{left.number}__{part}": value for part, value in (("day", "1"), ("month", "7"), ("year", "2027"))}
    check.fill(**{f"lead_{left.number}": "Pennaeth"}, **day).says("1 row can be brought in.", "5 rows stand").fill()
    assert Action.all_rows.get(lead="Pennaeth").plan_priority.text == "Attendance"
    assert PlanPriority.all_rows.count() == 2 and not BroughtPlan.all_rows.exists()


def test_what_stands_in_the_plan_already_is_left_out_unless_somebody_wants_it_twice(plan, carys):
    bring_in(make_brought_plan(plan, carys, [HEADINGS, COMPLETE]), carys)
    brought = make_brought_plan(plan, carys, [HEADINGS, COMPLETE, ["", "", "", "New", *COMPLETE[4:]]])
    check = Visitor(carys, "en").open(at(plan, "check", brought.public_id))
    check.says(
        "1 row can be brought in.", "3 rows stand in the plan already, in the same words, and are left out."
    ).fill()
    assert list(PlanPriority.all_rows.get().actions.values_list("text", flat=True)) == ["Train staff", "New"]
    brought = make_brought_plan(plan, carys, [HEADINGS, COMPLETE])
    rows = Visitor(carys, "en").open(at(plan, "rows", brought.public_id))
    rows.fill(out_0=[], out_1=[], out_2=[]).says("3 rows can be brought in.").fill()
    assert PlanPriority.all_rows.count() == 2 and Target.all_rows.count() == 2


def test_what_is_left_out_takes_what_stands_beneath_it_along_and_stays_to_be_read(plan, carys):
    brought = make_brought_plan(plan, carys)
    rows = Visitor(carys, "en").open(at(plan, "rows", brought.public_id)).fill(out_0="on")
    rows.says("1 row can be brought in.", "It is left out, because the priority above it is.").fill()
    assert PlanPriority.all_rows.get().text == "Attendance" and not Action.all_rows.exists()
    assert BroughtPlan.all_rows.exists()


def test_two_presses_bring_in_once_and_a_repeat_answers_the_first(plan, carys):
    brought = make_brought_plan(plan, carys, [HEADINGS, COMPLETE])
    visitor = Visitor(carys, "en").open(at(plan, "check", brought.public_id))
    (form,) = forms_in(visitor.page)
    for _press in range(2):
        assert visitor.client.post(visitor.path, form.filled()).status_code == 302
    assert PlanPriority.all_rows.count() == Action.all_rows.count() == 1
    assert Event.all_rows.filter(verb="plan.brought_in").count() == 1


def test_sending_the_same_file_twice_with_one_press_reads_it_once(plan, carys):
    visitor = Visitor(carys, "en").open(at(plan, "add"))
    form, content = visitor.form, usual()
    for _press in range(2):
        visitor.client.post(visitor.path, form.filled(file=SimpleUploadedFile("cynllun.xlsx", content)))
    assert BroughtPlan.all_rows.count() == 1


def test_a_plan_that_was_changed_meanwhile_is_looked_at_again(plan, carys, nia):
    brought = make_brought_plan(plan, carys, [HEADINGS, COMPLETE])
    check = Visitor(carys, "en").open(at(plan, "check", brought.public_id))
    bring_in(make_brought_plan(plan, nia, [HEADINGS, COMPLETE]), nia)
    said = check.refused()
    assert "The plan was changed after you opened this page." in said[0]
    check.says("Nothing can be brought in as it stands.", "3 rows stand in the plan already")
    assert PlanPriority.all_rows.count() == 1


def test_what_a_colleague_corrected_meanwhile_is_shown_beside_ones_own(plan, carys, sion):
    brought = make_brought_plan(plan, carys)
    late = Visitor(sion, "en").open(at(plan, "rows", brought.public_id))
    Visitor(carys, "en").open(at(plan, "rows", brought.public_id)).fill(text_0="Reading for all")
    said = late.refused(text_0="Reading and writing")
    assert "Somebody else saved this" in said[0]
    late.says("Reading for all", "Reading and writing").fill(text_0="Both")
    brought.refresh_from_db()
    assert brought.things[0]["words"]["text"] == "Both"


def test_what_was_typed_survives_a_mistake(plan, carys):
    brought = make_brought_plan(plan, carys)
    rows = Visitor(carys, "en").open(at(plan, "rows", brought.public_id))
    said = rows.refused(text_0="Reading for all", cost_2="lots", ends_on_2__month="13")
    assert any("Enter an amount in pounds" in each for each in said) and any("real date" in each for each in said)
    assert rows.form.fields["text_0"].holds == ["Reading for all"] and rows.form.fields["cost_2"].holds == ["lots"]
    said = rows.refused(cost_2="5", ends_on_2__month="1", ends_on_2__year="2020")
    assert "The last date cannot be before the first date" in said[0]


def test_a_column_that_was_guessed_wrongly_is_put_right_and_other_corrections_stay(plan, carys):
    rows = [["Priority", "Jobs", "Lead"], ["Reading", "Train staff", "Deputy"]]
    carys = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(xlsx_of(rows)))
    carys.says("Jobs").fill().says("Row 1: a priority").fill(text_0="Reading for all")
    brought = BroughtPlan.all_rows.get()
    assert [thing["kind"] for thing in brought.things] == ["priority"], "the words of Jobs stand in the purpose"
    carys.open(at(plan, "columns", brought.public_id)).says("lose the corrections")
    assert "What was typed in 1 row is lost with these columns." in carys.refused(column_0_1="action")[0]
    carys.says("What would be lost", "Row 1: a priority", "Reading for all").fill(column_0_1="action")
    kept = Revision.all_rows.get(target_id=brought.public_id)
    assert (kept.field, kept.text, kept.lang) == ("text_0", "Reading for all", "en")
    brought.refresh_from_db()
    assert [thing["words"]["text"] for thing in brought.things][1:] == ["Train staff"]
    carys.open(at(plan, "columns", brought.public_id)).fill(column_0_2="")
    carys.open(at(plan, "rows", brought.public_id)).fill(text_0="Reading for all")
    carys.open(at(plan, "columns", brought.public_id)).fill()
    brought.refresh_from_db()
    assert brought.things[0]["words"]["text"] == "Reading for all", "read from the same words as before"


def test_only_the_tables_that_were_ticked_are_read(plan, carys):
    carys = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(word_plan(), "a.docx"))
    assert "Tick at least one table" in carys.refused(chosen=[])[0]
    carys.fill(chosen=["1"])
    assert [thing["kind"] for thing in BroughtPlan.all_rows.get().things] == ["priority", "action"]


def test_a_grant_of_the_plan_that_the_table_names_pays_for_the_action(plan, carys):
    kind = GrantKind.all_rows.create(code="test", name_cy="Grant Datblygu Prawf", name_en="Test Development Grant")
    grant = Grant.all_rows.create(plan=plan, grant_kind=kind, school_year=2026)
    rows = [["Action", "Lead", "By when", "Cost", "Funding source"], ["Tutor", "Deputy", "18/12/2026", "5", "TDG"]]
    carys = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(xlsx_of(rows))).fill()
    carys.fill(text_0="Reading").fill()
    assert Action.all_rows.get().grant == grant and Action.all_rows.get().plan_priority.text == "Reading"


def test_milestones_know_their_term_from_their_column_or_from_the_date_beside_them(plan, carys):
    rows = [
        ["Priority", "Milestone", "By when", "Tymor yr Haf"],
        ["Reading", "Half read daily", "31/03/2028", "All read daily"],
    ]
    brought = make_brought_plan(plan, carys, rows)
    bring_in(brought, carys)
    found = {(each.text, each.year, each.term) for each in Milestone.all_rows.all()}
    assert found == {("Half read daily\nBy when: 31/03/2028", 2, "spring"), ("All read daily", 2, "summer")}


def test_words_that_name_a_learner_are_asked_about_before_they_are_brought_in(plan, carys):
    row = ["Reading", "", "", "Rhys Bowen in Year 6 gets help.", *COMPLETE[4:]]
    brought = make_brought_plan(plan, carys, [HEADINGS, row])
    check = Visitor(carys, "en").open(at(plan, "check", brought.public_id))
    check.press().says("“Rhys Bowen” under “Action” seem")
    assert not PlanPriority.all_rows.exists()
    check.fill()
    assert Action.all_rows.get().text == "Rhys Bowen in Year 6 gets help."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("cynllun.pdf", made.pdf(), "A PDF has no tables that can be read."),
        ("cynllun.doc", made.OLD_OFFICE, "This is an old format."),
        ("cynllun.xls", made.OLD_OFFICE, "This is an old format."),
        ("cynllun.csv", b"Priority,Action", "Only a Word document (.docx) or a workbook"),
        ("cynllun.xlsm", usual(), "Only a Word document (.docx) or a workbook"),
        ("a.xlsx", made.EXE, "there is something else in it"),
        ("a.xlsx", word_plan(), "there is something else in it"),
        ("a.docx", made.bomb(), "unpacks to far more"),
        ("a.docx", made.ooxml(word__x=made.OLD_OFFICE), "macros"),
        ("a.docx", made.ooxml(), "This file cannot be read"),
        ("a.docx", of_body("<w:p><w:r><w:t>Dim tabl</w:t></w:r></w:p>"), "There is no table in this file."),
        ("a.xlsx", xlsx_of([]), "There is no table in this file."),
        ("a.xlsx", xlsx_of([HEADINGS], far_cell="A900000"), "more than 500 rows"),
        ("a.xlsx", xlsx_of([HEADINGS, ["x" * 10_500]]), "10,000 characters in a cell"),
        ("a.xlsx", xlsx_of([HEADINGS], far_cell="XFD1048576"), "This file cannot be read"),
        ("a.ods", ods_of([HEADINGS], repeat_rows=1_000_000, repeat_columns=16_000, packed_by=0), "cannot be read"),
        ("a.xlsx", xlsx_of([["x" * 9000] * 9] * 9), "more text in this file"),
        ("a.xlsx", b"", "There is nothing in this file."),
    ],
)  # fmt: skip
def test_a_hostile_or_wrong_file_is_refused_with_what_to_do_and_nothing_is_kept(
    plan, carys, on_disk, name, content, sentence
):
    said = Visitor(carys, "en").open(at(plan, "add")).refused(file=sent(content, name))
    assert sentence in said[0]
    assert not BroughtPlan.all_rows.exists() and on_disk() == []


def test_where_the_scanner_cannot_be_asked_nothing_is_read(plan, carys, monkeypatch):
    monkeypatch.setattr("schools.uploads.examining.scan", lambda content: scanning.Verdict.NOT_KNOWN)
    said = Visitor(carys, "en").open(at(plan, "add")).refused(file=sent(usual()))
    assert "cannot be checked for viruses at the moment" in said[0]


def test_no_more_rows_are_made_than_one_plan_can_have(plan, carys):
    rows = [["Priority", "Action"], *([f"P{number}", f"A{number}"] for number in range(400))]
    carys = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(xlsx_of(rows)))
    assert "More than 600 rows would be made" in carys.refused()[0]


def test_only_the_team_brings_in_and_only_into_its_own_plan(plan, carys, owain, olwen, glyn):
    brought = make_brought_plan(plan, carys)
    for person in (owain, olwen, glyn):
        client = Client()
        client.force_login(person)
        for route in ("columns", "rows", "check", "remove"):
            assert client.get(at(plan, route, brought.public_id)).status_code in (403, 404)
        with pytest.raises(PermissionDenied):
            bring_in(brought, person)
        with pytest.raises(PermissionDenied):
            actions.remove(brought, by=person, once=uuid4())
        with pytest.raises(PermissionDenied):
            actions.correct(brought, rows={}, version=1, by=person, once=uuid4())
        with pytest.raises(PermissionDenied):
            actions.map_columns(brought, chosen=[], fields=[], version=1, by=person, once=uuid4())


def test_a_file_for_another_plan_is_not_there(plan, carys, school):
    brought = make_brought_plan(plan, carys)
    other = Plan.all_rows.create(school=school, first_year=2027)
    Visitor(carys, "en").open(at(other, "rows", brought.public_id), status=404)


def test_bringing_in_three_rows_asks_as_much_as_bringing_in_one(plan, carys):
    asked = []
    headings = [*HEADINGS, "Milestone"]
    for round_, number in enumerate((1, 1, 3)):
        rows = [[f"{word} {round_}{n}" for word in COMPLETE[:5]] + COMPLETE[5:] + ["Half"] for n in range(number)]
        brought = make_brought_plan(plan, carys, [headings, *rows])
        with CaptureQueriesContext(connection) as queries:
            bring_in(brought, carys)
        asked.append(len(queries))
    assert asked[1] == asked[2] and PlanPriority.all_rows.count() == 5


def test_the_history_tells_the_team_what_was_brought_in(plan, carys, nia):
    bring_in(make_brought_plan(plan, carys), carys)
    history = reverse("plans:history", args=[plan.school.public_id, plan.first_year])
    Visitor(nia, "en").open(history).says("Priorities and actions were brought into the plan from a table")


def test_an_approval_no_longer_holds_once_something_is_brought_in(plan, carys):
    before = plan.version
    bring_in(make_brought_plan(plan, carys), carys)
    plan.refresh_from_db()
    assert plan.version == before + 1


def test_what_is_left_is_removed_on_purpose(plan, carys):
    brought = make_brought_plan(plan, carys)
    visitor = Visitor(carys, "en").open(at(plan, "index")).says("6 rows were read.")
    visitor.follow(at(plan, "remove", brought.public_id)).fill()
    assert not BroughtPlan.all_rows.exists() and not PlanPriority.all_rows.exists()


def test_nothing_chosen_is_said(plan, carys):
    visitor = Visitor(carys, "en").open(at(plan, "add"))
    visitor.press()
    assert errors_on(visitor.page) == ["Choose a Word document or a workbook"]


def test_the_page_of_drawing_leads_there_too(plan, carys):
    Visitor(carys, "en").open(reverse("plan_parts:draw", args=[plan.school.public_id, 2026])).follow(at(plan, "index"))


def test_rows_and_check_of_a_file_whose_columns_nobody_looked_over_lead_to_the_columns(plan, carys):
    brought = make_brought_plan(plan, carys, things=[])
    for route in ("rows", "check"):
        Visitor(carys, "en").open(at(plan, route, brought.public_id)).says("What do the columns hold?")


def test_the_default_rows_of_these_tests_say_what_they_are_meant_to():
    assert len(HEADINGS) == len(COMPLETE) == len(ROWS[0])
