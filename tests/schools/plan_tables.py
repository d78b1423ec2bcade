"""A school's plan in tables, as schools have it, and on its way into the portal, as the tests of that say it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from schools.documents.tables import Table
from schools.models import BroughtPlan, Person, Plan
from schools.plan_tables.mapping import kept
from schools.plan_tables.things import things_of
from tests.schools.word_documents import saved
from tests.schools.workbooks import xlsx_of

HEADINGS = ["Priority", "Target", "Expected outcome", "Action", "Lead / Who", "From", "By when", "Cost", "Notes"]
READ = ["Reading", "More read well", "Learners enjoy books", "Train the staff", "Deputy head", "1 Sept 2026"]
ROWS = [
    [*READ, "18/12/2026", "£1,200", ""],
    ["", "", "", "Buy books", "Literacy lead", "", "Spring term 2027", "tua £500", "From the library"],
    ["Attendance", "", "", "Meet the families", "", "", "ongoing", "1.2k", ""],
]


def at(plan: Plan, route: str, *more: Any) -> str:
    return reverse(f"plan_tables:{route}", args=[plan.school.public_id, plan.first_year, *more])


def sent(content: bytes, name: str = "cynllun.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def usual() -> bytes:
    return xlsx_of([HEADINGS, *ROWS])


def word_plan() -> bytes:
    """A Welsh plan with a table for each priority, which stands above it or in its first row; with merged cells."""
    document = Document()
    document.add_heading("Cynllun Datblygu Ysgol 2026–2029", 0)
    document.add_heading("Blaenoriaeth 1: Codi safonau darllen", 1)
    document.add_paragraph("Mae darllen yn sail i bopeth.")
    rows = [
        ["Targed", "Deilliant", "Cam gweithredu", "Arweinydd", "Amserlen", "Cost"],
        ["Mwy yn darllen yn dda", "Dysgwyr yn mwynhau", "Hyfforddi staff", "Dirprwy", "Medi – Rhagfyr 2026", "£300"],
        ["", "", "Prynu llyfrau", "", "Tymor y Gwanwyn 2027", "dim"],
    ]  # fmt: skip
    table = _table(document, rows)
    table.cell(1, 3).merge(table.cell(2, 3)).text = "Dirprwy"
    second = _table(
        document,
        [
            ["Blaenoriaeth 2: Gwella presenoldeb", "", ""],
            ["Camau gweithredu", "Pwy", "Erbyn pryd"],
            ["Cwrdd â theuluoedd", "Pennaeth", "31 Mawrth 2027"],
        ],
    )
    second.cell(0, 0).merge(second.cell(0, 2))
    return saved(document)


def _table(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return table


def made_of(tables: list[Any], year: int = 2026, grants: Any = ()) -> list[dict[str, Any]]:
    """What would be made of these tables, as they are guessed."""
    return things_of(kept(tables, "en"), year, grants)


def make_brought_plan(plan: Plan, by: Person, rows: list[list[str]] | None = None, **words: Any) -> BroughtPlan:
    """A workbook whose columns have been looked over; of `rows`, or with what stands in `words`."""
    tables = kept([Table(name="Plan", rows=rows if rows is not None else [HEADINGS, *ROWS])], "en")
    things = [{**thing, "read": dict(thing["words"])} for thing in things_of(tables, plan.first_year, ())]
    words = {"name": "cynllun.xlsx", "tables": tables, "things": things, **words}
    return BroughtPlan.all_rows.create(plan=plan, by=by, **words)
