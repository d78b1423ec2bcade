"""Files that mean harm end in a sentence, quickly, and leave nothing behind."""

import zipfile

import pytest

from schools.refusals import Refused
from schools.register import headings
from schools.register.differences import compare
from schools.register.reading import MOST_BYTES, read
from schools.register.report import Register
from tests.schools.workbooks import ods_of, xlsx_of, zip_of

HEADINGS = ["School name", "Sector"]
BOOK = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}
BOMB = b"0" * 80_000_000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        (b"%PDF-1.7 School name,Sector", "not a table"),
        (b"School name,Sector\n\0", "not a table"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not a table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password or an old format"),
        (b"Town,Postcode\nTredegar,NP22 3AA", "No row of headings"),
        (b"School name\nYsgol", "No row of headings"),
        (b"School name,Sector\n", "no schools under them"),
        (b'School name,Sector\n"Ysgol,primary\n', "Line 2"),
        (b"School name,Sector\n" + b"x" * 200_000 + b",primary", "Line 2"),
        (b"School name,Sector\n" + b"A,primary\n" * 5001, "more than 5000 rows"),
        (b"PK\x03\x04" + b"junk" * 20, "damaged"),
        (xlsx_of([HEADINGS, ["A", "primary"]])[:-30], "damaged"),
        (zip_of({"word/document.xml": "<x/>"}), "not a spreadsheet"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "not a spreadsheet"),
        (zip_of(BOOK), "cannot be read"),
        (zip_of({**BOOK, **{f"xl/{n}.xml": "" for n in range(600)}}), "damaged"),
        (zip_of({**BOOK, "xl/worksheets/sheet1.xml": BOMB}), "more than 60 MB"),
        (xlsx_of([HEADINGS, ["A", "primary"]], far_cell="XFD1048576"), "cannot be read"),
        (xlsx_of([HEADINGS, ["A", "primary"]], far_cell="A900000"), "more than 5000 rows"),
        (ods_of([HEADINGS, ["A", "primary"]], repeat_rows=1_000_000, repeat_columns=16_000), "cannot be read"),
        (ods_of([HEADINGS, ["A", "primary"]], repeat_rows=1_000_000), "more than 5000 rows"),
        (xlsx_of([]), "No row of headings"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content, why):
    with pytest.raises(Refused) as refusal:
        read(content)
    assert why in refusal.value.message


def test_entities_of_a_workbook_are_not_expanded():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(Refused):
        read(zip_of({**BOOK, "xl/workbook.xml": laughs + "<x>&b;</x>"}))


def test_a_very_wide_row_is_cut():
    assert len(read(b"School name,Sector" + b"," * 1_000_000 + b"\nYsgol,primary\n").lines) == 1


def test_other_sheets_and_pictures_are_left_alone():
    assert read(xlsx_of([["Notes"], ["Nothing here"], HEADINGS, ["Ysgol", "primary"]])).lines[0].number == 4


@pytest.mark.parametrize("packed_by", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_with_a_part_that_cannot_be_unpacked_is_damaged(packed_by):
    words = "".join(f"{number * 7919 % 10007} " for number in range(3000))
    content = bytearray(zip_of({"xl/workbook.xml": words}, packed_by))
    for place in range(60, len(content) // 2, 7):  # in the packed words, whatever packed them
        content[place] ^= 0xFF
    with pytest.raises(Refused, match="damaged"):
        read(bytes(content))


@pytest.mark.parametrize("packed_by", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_is_packed_as_spreadsheets_pack_it_or_it_is_damaged(packed_by):
    """What else there is could ask for four gigabytes to unpack one letter."""
    with pytest.raises(Refused, match="damaged"):
        read(zip_of({**BOOK, "xl/worksheets/sheet1.xml": "<x/>"}, packed_by))


def test_of_a_cell_that_no_heading_could_fill_no_letter_is_looked_at(monkeypatch):
    folded = []
    fold = headings.fold
    monkeypatch.setattr(headings, "fold", lambda text: (folded.append(len(text)), fold(text))[1])
    long = ",".join(["é" * 50_000] * 20)
    assert read(f"{long}\nSchool name,Sector,{long}\nYsgol,primary\n".encode()).lines
    assert folded and max(folded) <= headings.LONGEST_HEADING


def test_rows_with_the_same_fault_do_not_each_name_all_the_others():
    rows = b"Ysgol,9991234,primary\n" * 2000
    table = read(b"School name,School number,Sector\n" + rows)
    found = compare(
        table, Register(only="999", councils={"999": ("C", "C")}, schools=[], category_words={}, category_names={})
    ).rows
    assert len(found) == 2000 and max(len(reason) for row in found for reason in row.reasons) < 400


@pytest.mark.parametrize("name", ["setup.exe", "ysgolion.pdf", "ysgolion.DOCX", "ysgolion.csv.exe"])
def test_another_kind_of_file_is_answered_with_the_kinds_that_can_be_sent(name):
    with pytest.raises(Refused, match=r"This is not a table. Send a .csv, .xlsx or .ods file."):
        read(b"MZ rhaglen", name)
    for known in ("ysgolion.csv", "YSGOLION.TXT", "ysgolion"):
        with pytest.raises(Refused, match="No row of headings"):
            read(b"MZ rhaglen", known)
