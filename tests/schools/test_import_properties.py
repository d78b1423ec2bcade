"""What is true of every register file: its headings, importing it again, whatever stands in it."""

import csv
import random
from io import StringIO

from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from schools.management.commands.import_schools import rows
from schools.refusals import Refused
from schools.register.headings import _folded as meanings_of
from schools.register.headings import field_of
from schools.register.importing import import_table
from schools.register.reading import read
from tests.schools.registers import HEADINGS, everything
from tests.schools.workbooks import xlsx_of

WORDS_OF = {kind: sorted(meanings_of(kind)) for kind in ("headings", "sector", "governance")}
letters = st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x24F)
names = st.text(letters, min_size=3, max_size=20).map(lambda text: f"Ysgol {text}")
in_the_database = how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.permutations(["council_code", "number", "name_en", "name_cy", "sector", "town"]), st.data())
@how(max_examples=200, deadline=None)
def test_headings_are_understood_in_any_order_language_and_case(order, data):
    values = {"council_code": "677", "number": "6772001", "name_en": "A", "name_cy": "B", "sector": "x", "town": "C"}
    headings = []
    for fact in order:
        word = data.draw(st.sampled_from([word for word in WORDS_OF["headings"] if field_of(word) == fact]))
        headings.append(data.draw(st.sampled_from([word, word.upper(), f"  {word.title()} ", f"{word} - see notes"])))
    headings.insert(data.draw(st.integers(0, 6)), "Telephone")
    cells = [values.get(field_of(heading) or "", "extra") for heading in headings]
    table = read("\n".join(",".join(row) for row in (headings, cells)).encode())
    assert table.lines[0].cells == values
    assert table.unused == ["Telephone"]


school_rows = st.lists(
    st.tuples(names, st.sampled_from(WORDS_OF["sector"]), st.sampled_from([*WORDS_OF["governance"], ""])),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(school_rows, st.randoms(use_true_random=False))
@in_the_database
def test_importing_again_in_any_order_changes_nothing(db, schools, chance):
    lines = [
        ["677", "Blaenau Gwent", f"677{n:04d}" if chance.random() < 0.5 else "", *row] for n, row in enumerate(schools)
    ]
    headings = ["LA code", "LA name", "School number", "School name", "Sector", "Governance"]
    with transaction.atomic():
        first = import_rows([headings, *lines])
        random.Random(1).shuffle(lines)
        before = everything()
        second = import_rows([headings, *lines])
        if not first.has_errors:
            assert second.counts["unchanged"] == len(lines)
        assert everything() == before
        transaction.set_rollback(True)


def import_rows(table: list[list[str]]):
    out = StringIO()
    csv.writer(out).writerows(table)
    return import_table(read(out.getvalue().encode()), rows, by=None, may_add_councils=True)


@given(st.binary(max_size=400))
@how(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    read_or_refused(content)
    read_or_refused(b"School name,Sector\n" + content)


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["677", "6772001", "primary", "Ysgol y Bryn", "Ysgol y Cwm", "", "=1", "x" * 300, "NP13 3AH"]),
)


@given(st.lists(st.lists(cells, max_size=9), max_size=6))
@how(in_the_database, max_examples=200)
def test_any_table_is_written_whole_or_not_at_all(db, lines):
    with transaction.atomic():
        before = everything()
        try:
            report = import_rows([[*HEADINGS, "Postcode"], *lines])
        except Refused as refusal:
            assert refusal.message
            assert everything() == before
        else:
            assert (everything() == before) == (report.has_errors or not report.to_do)
        transaction.set_rollback(True)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
@how(max_examples=60, deadline=None)
def test_a_workbook_damaged_anywhere_is_read_or_refused(at, junk):
    content = xlsx_of([["School name", "Sector"], ["Ysgol Tŷ Mawr", "cynradd"]])
    at %= len(content)
    read_or_refused(content[:at] + junk + content[at + len(junk) :])


def read_or_refused(content: bytes) -> None:
    try:
        assert read(content).lines
    except Refused as refusal:
        assert refusal.message
