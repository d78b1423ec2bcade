"""Tables that would grow without end, or that are larger than what is read: nothing hangs, and nothing is lost."""

from typing import Any

import pytest
from django.utils.translation import override

from schools.documents.tables import Table
from schools.models import BroughtPlan, Plan
from schools.plan_tables import growing
from schools.plan_tables.mapping import kept
from schools.plan_tables.things import things_of
from schools.refusals import Refused
from tests.on_pages import Visitor
from tests.schools.plan_tables import at, made_of, sent
from tests.schools.workbooks import xlsx_of


def wide_table(rows: int, columns: int = 38) -> Table:
    """A priority and an action in its first row only; everything else is added beneath that one action."""
    headings = [f"{number} {'z' * 160}" for number in range(columns)]
    cells = [[f"{row * columns + column:x}" for column in range(columns)] for row in range(rows)]
    begin = [["Reading", "Train"], *[["", ""]] * (rows - 1)]
    lines = [[*start, *more] for start, more in zip(begin, cells, strict=True)]
    return Table(rows=[["Priority", "Action", *headings], *lines])


def characters_made(monkeypatch: pytest.MonkeyPatch, table: Table) -> int:
    """How many characters are put together while it is read."""
    made: list[int] = []
    join = growing.join

    def counted(pieces: list[str], sign: str) -> str:
        text = join(pieces, sign)
        made.append(len(text))
        return text

    monkeypatch.setattr(growing, "join", counted)
    made_of([table])
    return sum(made)


def test_what_is_added_to_a_text_is_put_together_once(monkeypatch):
    table = wide_table(6)
    (_priority, action) = made_of([table])
    assert characters_made(monkeypatch, table) == len(action["words"]["text"])
    assert len(action["words"]["text"].split("\n")) == 1 + 6 * 38, "each cell is there, once"


def test_a_heading_that_is_quoted_beneath_a_text_is_cut_and_two_that_begin_alike_stay_two():
    long = "What the governors said of it at length in their last meeting in "
    rows = [["Priority", "Action", f"{long} spring", f"{long} summer"], ["Reading", "Train", "Good", "Good"]]
    (_priority, action) = made_of([Table(rows=rows)])
    line = "What the governors said of it at length in their last meeti…: Good"
    assert action["words"]["text"] == f"Train\n{line}\n{line}"


def test_one_text_has_an_end_that_is_said():
    with override("en"), pytest.raises(Refused, match="One text would be longer than 20,000 characters"):
        made_of([wide_table(490)])
    with override("cy"), pytest.raises(Refused, match="Byddai un testun yn hwy nag 20,000 nod"):
        made_of([wide_table(490)])


def test_a_long_text_of_many_columns_has_the_same_end():
    with override("en"), pytest.raises(Refused, match="longer than 20,000"):
        made_of([Table(rows=[["Action"] * 3, ["x" * 9000] * 3])])


@pytest.mark.parametrize("merged", ["Lead", "When"])
def test_what_a_merged_cell_says_of_each_row_is_counted_each_time(merged):
    rows = [["Action", merged], ["A", "x" * 9000], *([f"A{number}", None] for number in range(400))]
    with override("en"), pytest.raises(Refused, match="There would be more text in these rows"):
        made_of([Table(rows=rows)])


def test_the_headings_count_in_all_that_is_added():
    """Each action is short; together they are not."""
    headings = [f"{number} {'z' * 160}" for number in range(38)]
    rows = [[f"Action {row}", *(f"{row * 38 + n:x}" for n in range(38))] for row in range(490)]
    table = Table(rows=[["Action", *headings], *rows])
    tables = kept([table], "en")
    making = tables[0] | {"rows": tables[0]["rows"][:100]}
    assert len(things_of([making], 2026, ())) == 101
    with override("en"), pytest.raises(Refused, match="There would be more text in these rows"):
        things_of(tables, 2026, ())


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=2026)


@pytest.mark.django_db
def test_a_small_file_that_would_make_a_text_without_end_is_refused_where_its_columns_are_chosen(plan, carys):
    content = xlsx_of(wide_table(490).rows)
    page = Visitor(carys, "en").open(at(plan, "add")).fill(file=sent(content))
    assert "One text would be longer than 20,000 characters." in page.refused()[0]
    assert BroughtPlan.all_rows.get().things == []
