"""The register from a file: read with care, compared, and written whole or not at all."""

import csv
import random
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from schools import clock
from schools.management.commands.import_schools import rows
from schools.models import Cluster, Council, Event, School, WelshMediumCategory
from schools.refusals import Refused
from schools.register.headings import _folded as meanings_of
from schools.register.headings import field_of
from schools.register.importing import import_table
from schools.register.reading import read
from schools.welsh_medium import load_welsh_medium
from tests.schools.workbooks import ods_of, xlsx_of

THE_REAL_REGISTER = settings.BASE_DIR / "schools" / "data" / "blaenau_gwent_schools.csv"
HEADINGS = ["LA code", "LA name", "School number", "School name", "Sector", "Governance", "Welsh-medium type", "Town"]


def run(file: Path | str, *options: str) -> str:
    out = StringIO()
    call_command("import_schools", str(file), *options, stdout=out)
    return out.getvalue()


def refused(file: Path | str, *options: str) -> tuple[str, str]:
    """What the command said before it gave up, and the sentence it gave up with."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_schools", str(file), *options, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue(), str(error.value)


@pytest.fixture
def write(tmp_path):
    def a_file(*lines: list[str], headings: list[str] = HEADINGS) -> Path:
        file = tmp_path / "register.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([headings, *lines])
        return file

    return a_file


def school_row(name: str = "Ysgol y Bryn", number: str = "", code: str = "677", **other: str) -> list[str]:
    said = {"sector": "primary", "governance": "community", "type": "Welsh-medium", "town": "Tredegar", **other}
    return [code, "Blaenau Gwent", number, name, said["sector"], said["governance"], said["type"], said["town"]]


def everything() -> tuple:
    """All that an import writes, to see that nothing was written."""
    return tuple(
        tuple(model.all_rows.order_by("pk").values_list())
        for model in (Council, School, WelshMediumCategory, Cluster, Event)
    )


# --- The real register


def test_the_real_register_is_imported_as_it_is(db):
    said = run(THE_REAL_REGISTER)
    assert School.all_rows.count() == 26
    assert "New council: 677 Blaenau Gwent" in said
    assert "26 new" in said
    sectors = list(School.all_rows.values_list("sector", flat=True))
    assert [sectors.count(name) for name in ("primary", "all-age", "secondary", "special")] == [20, 2, 2, 2]
    assert School.all_rows.get(number="6772278").name_en == "Willowtown Community Primary School"
    assert School.all_rows.get(name_en__startswith="St Mary's Church").governance == "voluntary"
    found = WelshMediumCategory.all_rows.values_list("scheme", "code")
    assert sorted(set(found)) == [("2007", "EM"), ("2007", "NA"), ("2007", "WM")]


def test_the_real_register_imported_twice_changes_nothing(db):
    run(THE_REAL_REGISTER)
    before = everything()
    assert "26 unchanged" in run(THE_REAL_REGISTER)
    assert everything() == before


# --- Numbers and names


def test_a_later_number_fills_the_blank(db, write):
    run(write(school_row()))
    said = run(write(school_row(number="6772001")))
    assert "1 changed" in said
    assert School.all_rows.get().number == "6772001"
    assert "1 unchanged" in run(write(school_row())), "and a blank never takes it away again"


def test_a_school_keeps_its_identity_when_its_name_changes(db, write):
    run(write(school_row(number="6772001")))
    before = School.all_rows.get().public_id
    run(write(school_row("Ysgol Newydd", number="6772001")))
    assert (School.all_rows.get().public_id, School.all_rows.get().name_cy) == (before, "Ysgol Newydd")


def test_names_are_matched_without_accents_signs_and_capitals(db, write):
    run(write(school_row("Ysgol Tŷ'r Coed-y-Garn R.C.")))
    said = run(write(school_row("YSGOL TYR COED Y GARN RC")))
    assert "1 changed" in said
    assert School.all_rows.count() == 1


def test_the_same_name_twice_without_numbers_names_both_lines(db, write):
    before = everything()
    said, why = refused(write(school_row(), school_row("Ysgol Arall"), school_row("ysgol Y BRYN")))
    assert "Line 2: in error" in said and "Line 4: in error" in said
    assert said.count("lines 2, 4") == 2
    assert "Line 3: new" in said, "the report still covers every row"
    assert "Nothing was written" in why
    assert everything() == before


def test_the_same_name_twice_is_two_schools_where_each_has_a_number(db, write):
    file = write(school_row("Ysgol Fair", "6772001"), school_row("Ysgol Fair", "6772002"))
    run(file)
    assert School.all_rows.count() == 2
    assert "2 unchanged" in run(file)


def test_a_name_that_fits_two_schools_here_needs_a_number(db, write):
    run(write(school_row("Ysgol Fair", "6772001"), school_row("Ysgol Fair", "6772002")))
    said, _why = refused(write(school_row("Ysgol Fair")))
    assert "Give the school number" in said


def test_the_same_number_twice_names_both_lines(db, write):
    said, _why = refused(write(school_row(number="6772001"), school_row("Ysgol Arall", "6772001")))
    assert said.count("lines 2, 3") == 2


@pytest.mark.parametrize("number", ["123", "67720011", "677200A", "٦٧٧٢٠٠١", "6782001"])
def test_a_number_has_seven_digits_that_begin_with_the_council(db, write, number):
    said, _why = refused(write(school_row(number=number)))
    assert "Line 2: in error" in said


def test_two_rows_may_not_mean_the_same_school(db, write):
    run(write(school_row("Ysgol Hen", "6772001")))
    said, _why = refused(write(school_row("Ysgol Newydd", "6772001"), school_row("Ysgol Hen")))
    assert "mean the same school" in said


def test_one_name_is_given_to_both_languages_and_two_names_to_one_each(db, write):
    headings = ["LA code", "LA name", "School name", "Enw'r ysgol", "Sector"]
    run(
        write(
            ["677", "Blaenau Gwent", "Bryn School", "Ysgol y Bryn", "primary"],
            ["677", "Blaenau Gwent", "", "Ysgol y Cwm", "primary"],
            headings=headings,
        )
    )
    assert set(School.all_rows.values_list("name_cy", "name_en")) == {
        ("Ysgol y Bryn", "Bryn School"),
        ("Ysgol y Cwm", "Ysgol y Cwm"),
    }
    run(write(school_row("Bryn School")))
    assert School.all_rows.filter(name_cy="Ysgol y Bryn", name_en="Bryn School").exists()


def test_an_empty_cell_leaves_what_is_here_as_it_is(db, write):
    run(write(school_row()))
    said = run(write(school_row(sector="", governance="", type="", town="")))
    assert "1 unchanged" in said
    assert School.all_rows.get().town == "Tredegar"


# --- Councils


def test_a_council_without_a_name_cannot_be_made(db, write):
    said, _why = refused(write(["699", "", "", "Ysgol", "primary", "", "", ""]))
    assert "Council 699 is not known here" in said


def test_two_names_for_one_new_council_are_an_error(db, write):
    other = ["677", "Blaenau", "", "Ysgol Arall", "primary", "", "", ""]
    said, _why = refused(write(school_row(), other))
    assert "another name in line 2" in said


def test_only_the_council_asked_for_is_imported(db, write):
    far = ["678", "Torfaen", "", "Ysgol Bell", "nonsense", "", "", ""]
    said = run(write(school_row(), far), "--council", "677")
    assert "another council" in said
    assert [council.code for council in Council.all_rows.all()] == ["677"]
    _said, why = refused(write(school_row()), "--council", "678")
    assert "No row of this file belongs to council 678" in why


def test_a_school_that_the_file_leaves_out_is_reported_and_stays(db, write):
    run(write(school_row(), school_row("Ysgol y Cwm")))
    said = run(write(school_row()))
    assert "missing from the file: Ysgol y Cwm" in said
    assert School.all_rows.count() == 2


def test_a_closed_school_is_not_missing(db, write):
    run(write(school_row(), school_row("Ysgol y Cwm")))
    School.all_rows.filter(name_en="Ysgol y Cwm").update(closed_on=clock.today())
    assert "0 missing" in run(write(school_row()))


def test_a_council_named_without_its_code_is_found_by_name(db, write):
    Council.all_rows.create(code="677", name_en="Blaenau Gwent County Borough Council", name_cy="Cyngor")
    run(write(["Blaenau Gwent", "Ysgol", "cynradd"], headings=["Local authority", "Ysgol", "Sector"]))
    assert School.all_rows.get().council.code == "677"


# --- The command


def test_a_dry_run_reports_and_writes_nothing(db, write):
    before = everything()
    assert "Line 2: new" in run(write(school_row()), "--dry-run")
    assert everything() == before


def test_the_command_refuses_beside_demonstration_content(db, write, council):
    Council.all_rows.filter(pk=council.pk).update(is_demo=True)
    _said, why = refused(write(school_row()))
    assert "demonstration content" in why
    assert not School.all_rows.exists()


def test_a_file_that_is_not_there_is_said_in_a_sentence(db, tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.csv")[1]
    assert "cannot be read" in refused(tmp_path)[1]


# --- What an import leaves behind


def test_a_changed_category_ends_the_former_one_the_day_before(db, write):
    run(write(school_row(type="English-medium")))
    long_ago = clock.today().replace(year=2020)
    WelshMediumCategory.all_rows.update(starts_on=long_ago)
    run(write(school_row(type="Welsh-medium")))
    former, now = WelshMediumCategory.all_rows.order_by("starts_on")
    assert (former.code, now.code, now.ends_on) == ("EM", "WM", None)
    assert (now.starts_on - former.ends_on).days == 1
    run(write(school_row(type="Dwy ffrwd")))
    assert WelshMediumCategory.all_rows.count() == 2, "twice on one day: the later word counts"


def test_schemes_stand_beside_each_other(db, write):
    run(write(school_row(type="Welsh-medium")))
    run(write(school_row(type="Category 3P")))
    assert set(WelshMediumCategory.all_rows.filter(ends_on=None).values_list("scheme", "code")) == {
        ("2007", "WM"),
        ("2022", "3P"),
    }


def test_every_new_and_changed_school_has_it_in_its_history(db, write):
    run(write(school_row()))
    run(write(school_row(town="Aberystwyth")))
    assert [event.verb for event in Event.all_rows.order_by("pk")] == ["school.added", "school.changed"]
    school = School.all_rows.get()
    assert (school.version, school.sort_town_cy != "", school.town) == (2, True, "Aberystwyth")


def test_clusters_are_made_once(db, write):
    headings = [*HEADINGS, "Clwstwr"]
    run(write([*school_row(), "Clwstwr Tredegar"], [*school_row("Ysgol Dau"), "clwstwr tredegar"], headings=headings))
    assert Cluster.all_rows.count() == 1
    assert School.all_rows.filter(cluster__isnull=False).count() == 2


def test_many_schools_take_few_queries(db, write, django_assert_max_num_queries):
    load_welsh_medium()
    big = [school_row(f"Ysgol Rhif {n}", f"677{n:04d}") for n in range(300)]
    with django_assert_max_num_queries(30):
        import_table(read(write(*big).read_bytes()), rows, by=None, may_add_councils=True)
    changed = [[*row[:-1], "Glynebwy"] for row in big]
    with django_assert_max_num_queries(30):
        import_table(read(write(*changed).read_bytes()), rows, by=None, may_add_councils=True)


# --- Reading


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


def test_a_lost_letter_is_noticed(db, write):
    said, _why = refused(write(school_row("Ysgol T? Mawr")))
    assert "ŵ and ŷ" in said


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "#REF!"])
def test_formulas_are_no_names(db, write, cell):
    said, _why = refused(write(school_row(cell)))
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
def test_what_cannot_be_taken_is_said_with_its_line(db, write, wrong, why):
    said, _end = refused(write(school_row(**wrong)))
    assert "Line 2: in error" in said
    assert why in said


def test_a_row_with_more_cells_than_headings_is_an_error(db, write):
    said, _why = refused(write([*school_row(), "spilled"]))
    assert "more cells than there are headings" in said


def test_old_workbooks_and_wrong_postcodes_are_refused(db, write):
    said, _why = refused(write([*school_row(), "12345"], headings=[*HEADINGS, "Cod post"]))
    assert "is not a postcode" in said
    run(write([*school_row(), "np133ah"], headings=[*HEADINGS, "Cod post"]))
    assert School.all_rows.get().postcode == "NP13 3AH"


# --- Properties

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
    content = xlsx_of(TABLE)
    at %= len(content)
    read_or_refused(content[:at] + junk + content[at + len(junk) :])


def read_or_refused(content: bytes) -> None:
    try:
        assert read(content).lines
    except Refused as refusal:
        assert refusal.message
