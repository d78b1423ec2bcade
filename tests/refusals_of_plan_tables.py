"""What a school is refused while it brings its plan in from a table, and what no page of it lets happen."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from schools.models import BroughtPlan
from schools.plan_tables import actions
from tests.refusals import Refusing
from tests.schools import documents
from tests.schools.plan_tables import HEADINGS, make_brought_plan, usual
from tests.schools.word_documents import of_body
from tests.schools.workbooks import xlsx_of

SEVERAL = [["Priority", "Action"], *([f"P{number}", f"A{number}"] for number in range(400))]
# Thirty columns that are added beneath one action; and beneath each of several hundred.
MORE = [f"{number} {'z' * 100}" for number in range(30)]
WIDE = [
    ["Action", *MORE],
    *([["Hyfforddi" if not row else "", *(f"{row}.{n}" for n in range(30))] for row in range(30)]),
]
LONG = [["Action", *MORE], *([[f"Hyfforddi {row}", *(f"{row}.{n}" for n in range(30))] for row in range(400)])]


def bringing_in_tables(story: Refusing) -> None:
    """Into a plan in which nothing stands yet; what was read is removed again."""
    nia = story.nia.open(story.own("plan_tables:add"))
    story.no(nia, "Choose a Word document or a workbook")
    story.no(nia, "A PDF has no tables that can be read.", file=SimpleUploadedFile("x.pdf", documents.pdf()))
    story.no(nia, "This is an old format.", file=SimpleUploadedFile("x.xls", documents.OLD_OFFICE))
    story.no(nia, "Only a Word document (.docx) or a workbook", file=SimpleUploadedFile("x.odt", documents.odf()))
    story.no(nia, "This file cannot be read", file=SimpleUploadedFile("x.docx", documents.ooxml()))
    story.no(nia, "There is no table in this file.", file=SimpleUploadedFile("x.docx", of_body("")))
    for content, sentence in (
        (xlsx_of([HEADINGS, ["x" * 10_500]]), "The tables of this file have more than 500 rows"),
        (xlsx_of([["x" * 9000] * 9] * 9), "There is more text in this file"),
    ):
        story.no(nia, sentence, file=SimpleUploadedFile("x.xlsx", content))
    nia.fill(file=SimpleUploadedFile("x.xlsx", xlsx_of(SEVERAL)))
    story.no(nia, "More than 600 rows would be made")
    for rows, sentence in ((WIDE, "One text would be longer than 20,000"), (LONG, "There would be more text in these")):
        nia.open(story.own("plan_tables:add")).fill(file=SimpleUploadedFile("x.xlsx", xlsx_of(rows)))
        story.no(nia, sentence)
    nia.open(story.own("plan_tables:add")).fill(file=SimpleUploadedFile("x.xlsx", usual()))
    story.no(nia, "Tick at least one table", chosen=[])
    story.no(nia, "Choose one of the tables shown", chosen=["7"])
    columns = [name for name in nia.form.fields if name.startswith("column_")]
    story.no(nia, "Nothing can be read from these tables.", chosen=["0"], **dict.fromkeys(columns, ""))
    story.no(nia, "Choose one of the answers shown", column_0_0="nowhere")
    columns_page = nia.path
    nia.open(columns_page).fill()
    late = story.tab("sion", nia.path)
    story.no(nia, "The last date cannot be before the first date", ends_on_2__year="2020")
    nia.open(late.path).fill(text_0="Darllen")
    story.no(late, "Somebody else saved this while you were writing.", text_0="Ysgrifennu")
    late = story.tab("sion", late.path)
    nia.open(columns_page)
    story.no(nia, "What was typed in 1 row is lost with these columns.", **dict.fromkeys(columns, "beside"))
    nia.fill()
    story.no(late, "Somebody chose anew what the columns hold", text_0="Ysgrifennu")
    BroughtPlan.all_rows.exclude(pk=BroughtPlan.all_rows.latest("pk").pk).delete()


def behind_these_tables(behind: Any) -> None:
    """The check offers no button while nothing can be brought in; and two may bring in at the same time."""
    plan = behind.plan
    brought = make_brought_plan(plan, behind.head, [["Priority", "Action"], ["", "Heb arweinydd"]])
    words = {"version": brought.version, "seen": plan.version}
    behind.no("Nothing can be brought in as it stands.", actions.bring_in, brought, **words)
    words["seen"] = plan.version + 1
    behind.no("The plan was changed after you opened this page.", actions.bring_in, brought, **words)
    for _number in range(actions.MOST_FILES):
        make_brought_plan(plan, behind.head)
    another = actions.Brought("cynllun.xlsx", "0" * 64, brought.tables)
    behind.no("There are 25 files already", actions.bring, plan, file=another)
    plan.brought_plans.all().delete()
