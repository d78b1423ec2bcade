"""What of a workbook is too large to be read is said, and is not lost in silence."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from schools.documents.tables import tables_of_workbook
from schools.models import Plan
from tests.on_pages import Visitor
from tests.schools.plan_tables import at, sent


def workbook_of(sheets: int, **cells: str) -> BytesIO:
    """Its sheets are Sheet 1, Sheet 2 …, each with an action; `cells` of the first, such as IV2."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(1, sheets + 1):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append(["Priority", "Action"])
        sheet.append(["Reading", f"Action {number}"])
    for name, words in cells.items():
        book.worksheets[0][name] = words
    content = BytesIO()
    book.save(content)
    return content


def test_a_sheet_after_the_last_that_is_read_is_named_as_not_read():
    tables = tables_of_workbook(workbook_of(22))
    assert [table.name for table in tables if table.too_large] == ["Sheet 21", "Sheet 22"]
    assert [table.name for table in tables if table.rows] == [f"Sheet {number}" for number in range(1, 21)]


def test_of_very_many_sheets_it_is_said_that_there_are_more():
    tables = tables_of_workbook(workbook_of(225))
    assert len(tables) == 221 and tables[-1].name == "…" and tables[-1].too_large


@pytest.mark.parametrize("cell", ["AP2", "HA2", "XFD2"])
def test_a_sheet_with_a_word_far_to_the_right_is_not_read_in_part(cell):
    (table,) = tables_of_workbook(workbook_of(1, **{cell: "far away"}))
    assert table.too_large and not table.rows


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=2026)


@pytest.mark.django_db
def test_the_page_names_the_sheets_that_were_not_read(plan, carys):
    page = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(workbook_of(22).getvalue()))
    page.says("2 tables were not read", "stand after the first 20 sheets", "Sheet 21", "Sheet 22")
