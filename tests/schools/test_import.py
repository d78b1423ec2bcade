"""The register from a file: compared, and written whole or not at all."""

import pytest
from django.conf import settings
from django.db import connection

from schools import clock
from schools.management.commands import import_schools
from schools.management.commands.import_schools import rows
from schools.models import Cluster, Council, Event, School, WelshMediumCategory
from schools.register.importing import import_table
from schools.register.reading import read
from schools.welsh_medium import load_welsh_medium
from tests.schools.registers import HEADINGS, everything, refused, run, school_row

THE_REAL_REGISTER = settings.BASE_DIR / "schools" / "data" / "blaenau_gwent_schools.csv"


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


def test_a_later_number_fills_the_blank(db, register_file):
    run(register_file(school_row()))
    said = run(register_file(school_row(number="6772001")))
    assert "1 changed" in said
    assert School.all_rows.get().number == "6772001"
    assert "1 unchanged" in run(register_file(school_row())), "and a blank never takes it away again"


def test_a_school_keeps_its_identity_when_its_name_changes(db, register_file):
    run(register_file(school_row(number="6772001")))
    before = School.all_rows.get().public_id
    run(register_file(school_row("Ysgol Newydd", number="6772001")))
    assert (School.all_rows.get().public_id, School.all_rows.get().name_cy) == (before, "Ysgol Newydd")


def test_names_are_matched_without_accents_signs_and_capitals(db, register_file):
    run(register_file(school_row("Ysgol Tŷ'r Coed-y-Garn R.C.")))
    said = run(register_file(school_row("YSGOL TYR COED Y GARN RC")))
    assert "1 changed" in said
    assert School.all_rows.count() == 1


def test_the_same_name_twice_without_numbers_names_both_lines(db, register_file):
    before = everything()
    said, why = refused(register_file(school_row(), school_row("Ysgol Arall"), school_row("ysgol Y BRYN")))
    assert "Line 2: in error" in said and "Line 4: in error" in said
    assert said.count("lines 2, 4") == 2
    assert "If it is one school, keep one row. If they are several, give each its school number." in said
    assert "Line 3: new" in said, "the report still covers every row"
    assert "Nothing was written" in why
    assert everything() == before


def test_the_same_name_twice_is_two_schools_where_each_has_a_number(db, register_file):
    file = register_file(school_row("Ysgol Fair", "6772001"), school_row("Ysgol Fair", "6772002"))
    run(file)
    assert School.all_rows.count() == 2
    assert "2 unchanged" in run(file)


def test_a_name_that_fits_two_schools_here_needs_a_number(db, register_file):
    run(register_file(school_row("Ysgol Fair", "6772001"), school_row("Ysgol Fair", "6772002")))
    said, _why = refused(register_file(school_row("Ysgol Fair")))
    assert "Give the school number" in said


def test_the_same_number_twice_names_both_lines(db, register_file):
    said, _why = refused(register_file(school_row(number="6772001"), school_row("Ysgol Arall", "6772001")))
    assert said.count("lines 2, 3") == 2


@pytest.mark.parametrize("number", ["123", "67720011", "677200A", "٦٧٧٢٠٠١", "6782001"])
def test_a_number_has_seven_digits_that_begin_with_the_council(db, register_file, number):
    said, _why = refused(register_file(school_row(number=number)))
    assert "Line 2: in error" in said


def test_two_rows_may_not_mean_the_same_school(db, register_file):
    run(register_file(school_row("Ysgol Hen", "6772001")))
    said, _why = refused(register_file(school_row("Ysgol Newydd", "6772001"), school_row("Ysgol Hen")))
    assert "mean the same school" in said


def test_one_name_is_given_to_both_languages_and_two_names_to_one_each(db, register_file):
    headings = ["LA code", "LA name", "School name", "Enw'r ysgol", "Sector"]
    run(
        register_file(
            ["677", "Blaenau Gwent", "Bryn School", "Ysgol y Bryn", "primary"],
            ["677", "Blaenau Gwent", "", "Ysgol y Cwm", "primary"],
            headings=headings,
        )
    )
    assert set(School.all_rows.values_list("name_cy", "name_en")) == {
        ("Ysgol y Bryn", "Bryn School"),
        ("Ysgol y Cwm", "Ysgol y Cwm"),
    }
    run(register_file(school_row("Bryn School")))
    assert School.all_rows.filter(name_cy="Ysgol y Bryn", name_en="Bryn School").exists()


def test_an_empty_cell_leaves_what_is_here_as_it_is(db, register_file):
    run(register_file(school_row()))
    said = run(register_file(school_row(sector="", governance="", type="", town="")))
    assert "1 unchanged" in said
    assert School.all_rows.get().town == "Tredegar"


# --- Councils


def test_a_council_without_a_name_cannot_be_made(db, register_file):
    said, _why = refused(register_file(["699", "", "", "Ysgol", "primary", "", "", ""]))
    assert "Council 699 is not known here" in said


def test_two_names_for_one_new_council_are_an_error(db, register_file):
    other = ["677", "Blaenau", "", "Ysgol Arall", "primary", "", "", ""]
    said, _why = refused(register_file(school_row(), other))
    assert "another name in line 2" in said


def test_only_the_council_asked_for_is_imported(db, register_file):
    far = ["678", "Torfaen", "", "Ysgol Bell", "nonsense", "", "", ""]
    said = run(register_file(school_row(), far), "--council", "677")
    assert "another council" in said
    assert [council.code for council in Council.all_rows.all()] == ["677"]
    _said, why = refused(register_file(school_row()), "--council", "678")
    assert "No row of this file belongs to council 678" in why


def test_a_school_that_the_file_leaves_out_is_reported_and_stays(db, register_file):
    run(register_file(school_row(), school_row("Ysgol y Cwm")))
    said = run(register_file(school_row()))
    assert "missing from the file: Ysgol y Cwm" in said
    assert School.all_rows.count() == 2


def test_a_closed_school_is_not_missing(db, register_file):
    run(register_file(school_row(), school_row("Ysgol y Cwm")))
    School.all_rows.filter(name_en="Ysgol y Cwm").update(closed_on=clock.today())
    assert "0 missing" in run(register_file(school_row()))


def test_a_council_named_without_its_code_is_found_by_name(db, register_file):
    Council.all_rows.create(code="677", name_en="Blaenau Gwent County Borough Council", name_cy="Cyngor")
    run(register_file(["Blaenau Gwent", "Ysgol", "cynradd"], headings=["Local authority", "Ysgol", "Sector"]))
    assert School.all_rows.get().council.code == "677"


# --- The command


def test_a_dry_run_reports_and_writes_nothing(db, register_file):
    before = everything()
    assert "Line 2: new" in run(register_file(school_row()), "--dry-run")
    assert everything() == before


def test_the_command_refuses_beside_demonstration_content(db, register_file, council):
    Council.all_rows.filter(pk=council.pk).update(is_demo=True)
    _said, why = refused(register_file(school_row()))
    assert "demonstration content" in why
    assert not School.all_rows.exists()


def test_a_file_that_is_not_there_is_said_in_a_sentence(db, tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.csv")[1]
    assert "cannot be read" in refused(tmp_path)[1]


# --- What an import leaves behind


def test_a_changed_category_ends_the_former_one_the_day_before(db, register_file):
    run(register_file(school_row(type="English-medium")))
    long_ago = clock.today().replace(year=2020)
    WelshMediumCategory.all_rows.update(starts_on=long_ago)
    run(register_file(school_row(type="Welsh-medium")))
    former, now = WelshMediumCategory.all_rows.order_by("starts_on")
    assert (former.code, now.code, now.ends_on) == ("EM", "WM", None)
    assert (now.starts_on - former.ends_on).days == 1
    run(register_file(school_row(type="Dwy ffrwd")))
    assert WelshMediumCategory.all_rows.count() == 2, "twice on one day: the later word counts"


def test_schemes_stand_beside_each_other(db, register_file):
    run(register_file(school_row(type="Welsh-medium")))
    run(register_file(school_row(type="Category 3P")))
    assert set(WelshMediumCategory.all_rows.filter(ends_on=None).values_list("scheme", "code")) == {
        ("2007", "WM"),
        ("2022", "3P"),
    }


def test_every_new_and_changed_school_has_it_in_its_history(db, register_file):
    run(register_file(school_row()))
    run(register_file(school_row(town="Aberystwyth")))
    assert [event.verb for event in Event.all_rows.order_by("pk")] == ["school.added", "school.changed"]
    school = School.all_rows.get()
    assert (school.version, school.sort_town_cy != "", school.town) == (2, True, "Aberystwyth")


def test_clusters_are_made_once(db, register_file):
    headings = [*HEADINGS, "Clwstwr"]
    run(
        register_file(
            [*school_row(), "Clwstwr Tredegar"], [*school_row("Ysgol Dau"), "clwstwr tredegar"], headings=headings
        )
    )
    assert Cluster.all_rows.count() == 1
    assert School.all_rows.filter(cluster__isnull=False).count() == 2


def test_many_schools_take_few_queries(db, register_file, django_assert_max_num_queries):
    load_welsh_medium()
    big = [school_row(f"Ysgol Rhif {n}", f"677{n:04d}") for n in range(300)]
    with django_assert_max_num_queries(30):
        import_table(read(register_file(*big).read_bytes()), rows, by=None, may_add_councils=True)
    changed = [[*row[:-1], "Glynebwy"] for row in big]
    with django_assert_max_num_queries(30):
        import_table(read(register_file(*changed).read_bytes()), rows, by=None, may_add_councils=True)


def test_a_database_without_tables_is_migrated_only_where_it_is_our_own(monkeypatch, db, register_file, settings):
    asked = []
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(import_schools.subprocess, "run", lambda command, **_: asked.append(command[2]))
    run(register_file(school_row()))
    assert asked == ["migrate"]
    settings.EMBEDDED_DATABASE = False
    assert "Run manage.py migrate first" in refused(register_file(school_row()))[1]
