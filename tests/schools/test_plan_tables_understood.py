"""What people write in the tables of their plans, in either language, and what is read of it."""

import contextlib
import datetime as dt
import time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from schools.clock import school_year_words
from schools.documents import tables as reading
from schools.documents.tables import Table, tables_of_document, tables_of_workbook
from schools.documents.walking import TooLong
from schools.plan_tables.headings import BESIDE, field_of, fields_of, priority_in
from schools.plan_tables.mapping import kept
from schools.plan_tables.things import things_of
from schools.plan_tables.understanding import cost_in, day_in, days_in, in_season, year_in
from tests.schools.plan_tables import HEADINGS, ROWS, made_of
from tests.schools.word_documents import of_body, saved
from tests.schools.workbooks import ods_of, xlsx_of

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Blaenoriaeth", "priority"), ("PRIORITY:", "priority"), ("Priorities 2026–27", "priority"),
        ("Action", "action"), ("Cam gweithredu", "action"), ("Camau Gweithredu", "action"),
        ("What will we do?", "action"),
        ("Lead / Who", "lead"), ("Pwy?", "lead"), ("Person responsible for action", "lead"), ("Arweinydd", "lead"),
        ("By when", "ends_on"), ("Erbyn pryd", "ends_on"), ("Amserlen", "dates"), ("Timescale", "dates"),
        ("Cost (£)", "cost"), ("Costau", "cost"), ("Resources/Cost", "cost"), ("Grant", "grant"),
        ("Success criteria", "success_criteria"), ("Meini prawf llwyddiant", "success_criteria"),
        ("Target", "target"), ("Targed", "target"), ("Milestone", "milestone"), ("Carreg filltir", "milestone"),
        ("Tymor yr Hydref", "milestone_autumn"), ("Milestone (Spring term)", "milestone_spring"),
        ("Effaith ar ddysgwyr", "expected_outcome"), ("Monitro a gwerthuso", "monitored_how"),
        ("Blwyddyn", "year"), ("RAG", ""), ("", ""), ("x" * 300, ""),
    ],
)  # fmt: skip
def test_a_heading_of_either_language_is_understood(heading, field):
    assert field_of(heading) == field


def test_what_is_not_known_or_said_twice_goes_beneath_the_text_and_is_not_lost():
    assert fields_of(["Action", "RAG", "Cost", "Costau"]) == ["action", BESIDE, "cost", BESIDE]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Blaenoriaeth 1: Codi safonau", "Codi safonau"), ("PRIORITY 2 – Attendance", "Attendance"),
        ("Priority: Well-being", "Well-being"), ("Priority leaders meet weekly", ""), ("Actions", ""),
    ],
)  # fmt: skip
def test_a_line_says_of_itself_that_it_is_a_priority(line, words):
    assert priority_in(line) == words


@pytest.mark.parametrize(
    ("words", "first", "last", "exact"),
    [
        ("12/03/2027", dt.date(2027, 3, 12), dt.date(2027, 3, 12), True),
        ("12.3.27", dt.date(2027, 3, 12), dt.date(2027, 3, 12), True),
        ("2027-03-12", dt.date(2027, 3, 12), dt.date(2027, 3, 12), True),
        ("12 March 2027", dt.date(2027, 3, 12), dt.date(2027, 3, 12), True),
        ("1af o Fawrth 2027", dt.date(2027, 3, 1), dt.date(2027, 3, 1), True),
        ("by 31st July 2027", dt.date(2027, 7, 31), dt.date(2027, 7, 31), True),
        ("31 Gorffennaf", dt.date(2027, 7, 31), dt.date(2027, 7, 31), False),
        ("Dec 26", dt.date(2026, 12, 1), dt.date(2026, 12, 31), False),
        ("Rhagfyr 2026", dt.date(2026, 12, 1), dt.date(2026, 12, 31), False),
        ("Hydref 2026", dt.date(2026, 10, 1), dt.date(2026, 10, 31), False),
        ("Spring term 2027", dt.date(2027, 1, 1), dt.date(2027, 3, 31), False),
        ("Tymor y Gwanwyn 2027", dt.date(2027, 1, 1), dt.date(2027, 3, 31), False),
        ("Tymor yr Hydref", dt.date(2026, 9, 1), dt.date(2026, 12, 31), False),
        ("Diwedd tymor yr haf 2027", dt.date(2027, 4, 1), LAST, False),
        ("Autumn term 2026/27", dt.date(2026, 9, 1), dt.date(2026, 12, 31), False),
        ("2026-27", FIRST, LAST, False),
    ],
)
def test_a_date_is_read_and_what_is_not_exact_is_said_to_be(words, first, last, exact):
    for at_the_end, day in ((False, first), (True, last)):
        read = day_in(words, year=2026, last=at_the_end)
        assert (read.value, read.exact) == (day, exact)


@pytest.mark.parametrize("words", ["ongoing", "Parhaus", "13/13/2027", "Dec 12", "TBC", "x" * 100, "2026/29", "½/3/27"])
def test_what_nobody_can_tell_is_left_to_the_person(words):
    assert day_in(words, year=2026, last=True).value is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Sept – Dec 2026", dt.date(2026, 9, 1), dt.date(2026, 12, 31)),
        ("1/9/2026 to 18/12/2026", dt.date(2026, 9, 1), dt.date(2026, 12, 18)),
        ("Medi 2026 hyd Mawrth 2027", dt.date(2026, 9, 1), dt.date(2027, 3, 31)),
        ("18/12/2026", None, dt.date(2026, 12, 18)),
        ("July 2027 – Sept 2026", None, None),
    ],
)
def test_one_cell_may_say_from_when_to_when(words, first, last):
    assert tuple(read.value for read in days_in(words, year=2026)) == (first, last)


@pytest.mark.parametrize(
    ("words", "amount", "exact"),
    [
        ("£1,200", "1200.00", True), ("1200.50", "1200.50", True), ("1 250", "1250.00", True),
        ("1.2k", "1200.00", False),
        ("£2k", "2000.00", False), ("tua £500", "500.00", False), ("approx. £1,500", "1500.00", False),
        ("dim", "0.00", True), ("Nil", "0.00", True), ("-", None, True), ("lots", None, False), ("£5 x 3", None, False),
        ("9" * 30, None, False), ("-5", None, False), ("x" * 500, None, False),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_people_write_it(words, amount, exact):
    read = cost_in(words)
    assert (read.value, read.exact) == (None if amount is None else Decimal(amount), exact)


@pytest.mark.parametrize(
    ("words", "number"),
    [("1", 1), ("Blwyddyn 2", 2), ("2028/29", 3), ("2026-2027", 1), ("2030/31", None), ("soon", None), ("4", None)],
)
def test_a_year_of_the_plan_is_said_by_its_number_or_its_school_year(words, number):
    assert year_in(words, 2026).value == number


def test_a_term_is_told_from_the_month_of_the_same_name():
    assert in_season("Hydref 2026") is None and in_season("Tymor yr Hydref") == "autumn"


def test_an_empty_or_merged_cell_means_the_priority_above_and_a_merged_sum_is_said_once():
    rows = [
        ["Priority", "Action", "Lead", "Cost"],
        ["Reading", "Train", "Deputy", "5"],
        [None, "Buy", None, None],
        ["", "Read", "", ""],
    ]
    _priority, *actions = made_of([Table(rows=rows)])
    assert {action["under"] for action in actions} == {"0.2.priority.0"}
    assert [action["words"].get("lead") for action in actions] == ["Deputy", "Deputy", None]
    assert [action["words"].get("cost") for action in actions] == ["5.00", None, None]


def test_a_table_that_stands_on_its_side_is_turned():
    rows = [
        ["Blaenoriaeth", "Darllen"],
        ["Targed", "Mwy yn darllen"],
        ["Cam gweithredu", "Hyfforddi"],
        ["Pwy", "Pennaeth"],
    ]
    made = made_of([Table(rows=rows)])
    assert [(thing["kind"], thing["words"]["text"]) for thing in made] == [
        ("priority", "Darllen"), ("target", "Mwy yn darllen"), ("action", "Hyfforddi"),
    ]  # fmt: skip


def test_rows_above_the_headings_say_what_the_whole_table_is_about():
    rows = [
        ["Priority 3: Numeracy", "", ""],
        ["Success criteria", "More confident", ""],
        ["Action", "Who", "By when"],
        ["Train", "Deputy", "1/7/2027"],
    ]
    priority, action = made_of([Table(rows=rows)])
    assert priority["words"]["text"] == "Numeracy" and priority["words"]["success_criteria"] == "More confident"
    assert action["words"]["ends_on"] == "2027-07-01"


def test_a_line_between_the_rows_begins_the_next_priority():
    rows = [["Action", "Who"], ["Priority 1: Reading", ""], ["Train", "A"], ["Priority 2: Number", ""], ["Buy", "B"]]
    made = made_of([Table(rows=rows)])
    assert [thing["words"]["text"] for thing in made if thing["kind"] == "priority"] == ["Reading", "Number"]
    assert made[3]["under"] == made[2]["key"]


def test_a_table_without_headings_is_offered_and_not_ticked():
    (table,) = kept([Table(rows=[["Tom", "1"], ["Sara", "2"]])], "en")
    assert not table["chosen"] and table["rows"] == [["Tom", "1"], ["Sara", "2"]]


def test_tables_of_more_kinds_than_can_be_asked_about_are_said_and_not_read():
    tables = kept([Table(rows=[["Action", f"Column {number}"], ["a", "b"]]) for number in range(12)], "en")
    assert sum(table["too_large"] for table in tables) == 2 and not tables[-1]["rows"]


def test_merged_cells_of_a_workbook_are_read_as_such():
    book = openpyxl.Workbook()
    for row in (["Priority", "Action"], ["Reading", "Train"], ["", "Buy"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    content = BytesIO()
    book.save(content)
    (table,) = tables_of_workbook(content)
    assert table.rows[2] == [None, "Buy"]


def test_an_open_document_workbook_is_read_as_well():
    (table,) = tables_of_workbook(BytesIO(ods_of([["Priority", "Action"], ["Reading", "Train"]])))
    assert table.rows == [["Priority", "Action"], ["Reading", "Train"]]


def test_days_of_a_workbook_are_days():
    (table,) = tables_of_workbook(BytesIO(xlsx_of([["Action", "By when"], ["Train", dt.datetime(2027, 3, 31)]])))
    assert table.rows[1] == ["Train", "2027-03-31"]


@pytest.mark.parametrize("span", ["x", "-3", "0", "99999999999", "40"])
def test_a_cell_cannot_say_that_it_is_wider_than_any_table(span):
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    found = tables_of_document(BytesIO(of_body(f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>")))
    assert len(found) == 1 and (found[0].too_large or found[0].rows)


def test_more_tables_than_any_plan_has_are_too_much():
    one = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    with pytest.raises(TooLong):
        tables_of_document(BytesIO(of_body(one * (reading.MOST_TABLES + 1))))


def test_tables_within_tables_come_to_an_end():
    deep = "<w:tbl><w:tr><w:tc><w:p/>" * 400 + "</w:tc></w:tr></w:tbl>" * 400
    begun = time.monotonic()
    with contextlib.suppress(ValueError, RecursionError):
        tables_of_document(BytesIO(of_body(deep)))
    assert time.monotonic() - begun < 5


def test_the_largest_tables_are_understood_in_a_moment():
    wide = Table(rows=[["Action"] * 40, *([["September 2026 – December 2026 to hyd i " * 5] * 40] * 499)])
    begun = time.monotonic()
    made_of([wide])
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Dyddiad cychwyn", "Dyddiad gorffen"), ("Cychwyn", "Gorffen"), ("Dyddiad dechrau'r gwaith", "dyddiad gorffen"),
        ("Dyddiad dechrau’r gwaith", "Gorffen"),
    ],
)  # fmt: skip
def test_welsh_headings_of_the_first_and_the_last_date_are_told_apart(first, last):
    rows = [["Cam gweithredu", first, last], ["Hyfforddi", "1/9/2026", "18/12/2026"]]
    (table,) = kept([Table(rows=rows)], "cy")
    assert table["fields"] == ["action", "starts_on", "ends_on"]
    _priority, action = made_of([Table(rows=rows)])
    assert (action["words"]["starts_on"], action["words"]["ends_on"]) == ("2026-09-01", "2026-12-18")


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20).map(lambda text: f"w {text}")
DAYS = st.dates(FIRST, dt.date(2029, 8, 31))
PENCE = st.integers(0, 999_999_999).map(lambda pence: Decimal(pence) / 100)


@st.composite
def plans(draw):
    """Priorities, each with a target and some actions, all with words of their own."""
    found, used = [], st.lists(WORDS, min_size=40, max_size=40, unique_by=str.casefold)
    words = iter(draw(used))
    for _priority in range(draw(st.integers(1, 3))):
        actions = []
        for _action in range(draw(st.integers(1, 3))):
            begin, end = sorted((draw(DAYS), draw(DAYS)))
            actions.append((next(words), next(words), begin, end, draw(PENCE)))
        found.append((next(words), draw(st.integers(1, 3)), next(words), next(words), actions))
    return found


@how(max_examples=40, deadline=None)
@given(plan=plans(), order=st.permutations(range(9)), welsh=st.booleans(), merged=st.booleans(), as_word=st.booleans())
def test_a_table_comes_back_with_the_same_words_dates_and_sums_whatever_the_order_of_its_columns(
    plan, order, welsh, merged, as_word
):
    english = ["Priority", "Year", "Target", "Expected outcome", "Action", "Who", "From", "By when", "Cost"]
    cymraeg = [
        "Blaenoriaeth",
        "Blwyddyn",
        "Targed",
        "Deilliant",
        "Cam gweithredu",
        "Pwy",
        "Dyddiad dechrau",
        "Erbyn",
        "Cost",
    ]
    rows = [cymraeg if welsh else english]
    for priority, year, target, outcome, actions in plan:
        said = [priority, school_year_words(2025 + year), target, outcome]
        for number, (action, lead, begin, end, cost) in enumerate(actions):
            above = ["", "", "", ""] if merged and number else said
            rows.append([*above, action, lead, f"{begin:%d/%m/%Y}", end.isoformat(), f"£{cost:,.2f}"])
    rows = [[row[column] for column in order] for row in rows]
    found = made_of(tables_of_document(_word(rows)) if as_word else tables_of_workbook(BytesIO(xlsx_of(rows))))
    keys = {thing["key"]: thing["words"]["text"] for thing in found}
    priorities = [(each["words"]["text"], each["words"]["year"]) for each in found if each["kind"] == "priority"]
    assert priorities == [(text, year) for text, year, *_more in plan]
    targets = [each["words"] for each in found if each["kind"] == "target"]
    assert [(each["text"], each["expected_outcome"]) for each in targets] == [(t, o) for _p, _y, t, o, _a in plan]
    actions = [(keys[each["under"]], each["words"]) for each in found if each["kind"] == "action"]
    said = [
        (under, each["text"], each["lead"], each["starts_on"], each["ends_on"], Decimal(each["cost"]))
        for under, each in actions
    ]
    assert said == [
        (text, action, lead, begin.isoformat(), end.isoformat(), cost)
        for text, _year, _target, _outcome, its in plan
        for action, lead, begin, end, cost in its
    ]
    assert not any(each["said"] for each in found)


def _word(rows):
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return BytesIO(saved(document))


@how(max_examples=150, deadline=None)
@given(words=st.text(max_size=80), year=st.integers(2000, 2100))
def test_no_words_of_a_cell_are_an_error(words, year):
    day_in(words, year=year, last=True)
    days_in(words, year=year)
    cost_in(words)
    year_in(words, year)
    field_of(words)
    priority_in(words)


CELLS = st.one_of(st.none(), st.sampled_from([*HEADINGS, *ROWS[0], *ROWS[1], "Priority 1: a"]), st.text(max_size=9))


@how(max_examples=60, deadline=None)
@given(cells=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_no_table_loses_the_words_of_a_column_that_is_not_left_out(cells):
    tables = kept([Table(rows=cells)], "en")
    for table in tables:
        table["chosen"] = True
        table["fields"] = [field or BESIDE for field in table["fields"]]
    made = things_of(tables, 2026, ())
    said = " ".join(
        str(words).replace("\n", " ") for thing in made for words in [*thing["words"].values(), *thing["said"].values()]
    )
    for table in tables:
        for row in table["rows"]:
            if [cell or "" for cell in row] == table["headings"]:
                continue
            for cell, field in zip(row, table["fields"], strict=True):
                if cell and field in ("action", "target", BESIDE) and not priority_in(cell):
                    assert " ".join(cell.split()) in " ".join(said.split())
