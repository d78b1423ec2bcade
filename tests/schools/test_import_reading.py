"""A register file is read with care, whatever it is and whoever saved it."""

import pytest

from schools.models import School
from schools.register.reading import read
from tests.schools.registers import HEADINGS, refused, run, school_row
from tests.schools.workbooks import ods_of, xlsx_of


def names_in(content: bytes) -> list[str]:
    table = read(content)
    return [line.cells.get("name_en") or line.cells.get("name_cy") or "" for line in table.lines]


TABLE = [["Enw'r ysgol", "Tref", "Rhif ysgol", "Sector"], ["Ysgol Tŷ Mawr", "Tŷ-du", 6772001, "cynradd"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_usual_encoding_and_separator(encoding, sign):
    text = "\r\n".join(sign.join(map(str, row)) for row in TABLE)
    assert names_in(text.encode(encoding)) == ["Ysgol Tŷ Mawr"]


def test_windows_letters_are_read():
    assert names_in("School name,Sector\nYsgol Tân,primary".encode("cp1252")) == ["Ysgol Tân"]


@pytest.mark.parametrize("workbook", [xlsx_of, ods_of])
def test_workbooks_are_read_like_csv(workbook):
    table = read(workbook([["Ysgolion"], [], *TABLE]))
    assert table.lines[0].number == 4
    assert table.lines[0].cells == {
        "name_cy": "Ysgol Tŷ Mawr", "town": "Tŷ-du", "number": "6772001", "sector": "cynradd",
    }  # fmt: skip


def test_lines_are_counted_as_an_editor_counts_them():
    table = read(b'School name,Town\n"Ysgol\ny Bryn",A\n\nYsgol y Cwm,B\n')
    assert [(line.number, line.cells["name_en"]) for line in table.lines] == [(2, "Ysgol y Bryn"), (5, "Ysgol y Cwm")]


def test_a_lost_letter_is_noticed(db, register_file):
    said, _why = refused(register_file(school_row("Ysgol T? Mawr")))
    assert "ŵ and ŷ" in said


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "#REF!"])
def test_formulas_are_no_names(db, register_file, cell):
    said, _why = refused(register_file(school_row(cell)))
    assert "looks like a formula" in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"sector": "university"}, "not a sector"),
        ({"sector": ""}, "needs a sector"),
        ({"governance": "private"}, "not a kind of governance"),
        ({"type": "Klingon-medium"}, "not a Welsh-medium category"),
        ({"town": "x" * 81}, "longer than"),
        ({"town": "a\x07b"}, "cannot be read"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_line(db, register_file, wrong, why):
    said, _end = refused(register_file(school_row(**wrong)))
    assert "Line 2: in error" in said
    assert why in said


def test_a_row_with_more_cells_than_headings_is_an_error(db, register_file):
    said, _why = refused(register_file([*school_row(), "spilled"]))
    assert "more cells than there are headings" in said


def test_old_workbooks_and_wrong_postcodes_are_refused(db, register_file):
    said, _why = refused(register_file([*school_row(), "12345"], headings=[*HEADINGS, "Cod post"]))
    assert "is not a postcode" in said
    run(register_file([*school_row(), "np133ah"], headings=[*HEADINGS, "Cod post"]))
    assert School.all_rows.get().postcode == "NP13 3AH"
