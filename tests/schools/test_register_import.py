"""The register's import in the portal: send in a file, look at what would change, import it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools import clock
from schools.models import Council, Event, Person, RegisterUpload, School
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.schools.visits import at, facts, page, post, queries

THE_REAL_REGISTER = settings.BASE_DIR / "schools" / "data" / "blaenau_gwent_schools.csv"
IMPORT = "/en/schools/import-file/"


def file_of(*schools: School, heading: str = "Sector", **cells: str) -> SimpleUploadedFile:
    lines = [f"LA code,School number,School name,{heading},Town"]
    for school in schools:
        said = {"code": school.council.code, "number": school.number, "sector": "primary", "town": school.town, **cells}
        lines.append(f"{said['code']},{said['number']},{school.name_en},{said['sector']},{said['town']}")
    return SimpleUploadedFile("cofrestr.csv", "\n".join(lines).encode())


def send(client, person: Person, file: SimpleUploadedFile, **words: object) -> str:
    answer = post(client, person, IMPORT, file=file, **words)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def seen_in(client, url: str) -> str:
    return client.get(url).context["form"].initial["seen"]


def test_an_officer_imports_what_the_preview_showed(client, olwen, council, school):
    new = School(council=council, name_en="Ysgol Newydd")
    url = send(client, olwen, file_of(school, new, town="Cwm"))
    words = page(client, olwen, url)
    assert "Ysgol Newydd" in words and "becomes" not in words and "Import these schools" in words
    assert School.all_rows.count() == 1, "nothing is written by looking"
    answer = post(client, olwen, url, seen=seen_in(client, url))
    assert "import-done" in answer["Location"]
    done = page(client, olwen, answer["Location"])
    assert "1 school is new" in done and "1 school has changed" in done
    school.refresh_from_db()
    assert (school.town, school.version, School.all_rows.count()) == ("Cwm", 2, 2)
    upload = RegisterUpload.all_rows.get()
    assert (upload.table, upload.imported_by) == ({}, olwen)
    assert client.get(url)["Location"] == answer["Location"], "the preview now leads to what was done"
    assert set(Event.all_rows.values_list("verb", flat=True)) == {
        "register.sent", "register.imported", "school.added", "school.changed",
    }  # fmt: skip


def test_two_presses_import_once(client, olwen, council):
    url = send(client, olwen, file_of(School(council=council, name_en="Ysgol Newydd")))
    words = {"once": uuid4(), "seen": seen_in(client, url)}
    places = [client.post(url, words)["Location"] for _press in range(2)]
    assert len(set(places)) == 1 and School.all_rows.count() == 1


def test_a_register_that_changed_meanwhile_is_looked_at_again(client, olwen, lowri, school):
    url = send(client, olwen, file_of(school, town="Cwm"))
    seen = seen_in(client, url)
    post(client, lowri, at(school, "edit"), **facts(school, town="Tredegar"))
    answer = post(client, olwen, url, seen=seen)
    assert "The register has changed since you looked" in answer.content.decode()
    school.refresh_from_db()
    assert school.town == "Tredegar"
    assert post(client, olwen, url, seen=answer.context["form"].hidden_value("seen")).status_code == 302
    school.refresh_from_db()
    assert school.town == "Cwm"


def test_a_file_with_errors_can_be_looked_at_but_not_imported(client, olwen, council, school):
    url = send(client, olwen, file_of(school, School(council=council, name_en="Ysgol"), sector="university"))
    words = page(client, olwen, url)
    assert "not a sector that the portal knows" in words and "Import these schools" not in words
    answer = post(client, olwen, url, seen=seen_in(client, url))
    assert answer.status_code == 200 and "in error" in answer.content.decode()
    assert School.all_rows.count() == 1


def test_an_officer_imports_only_their_own_council(client, olwen, council, far_council, school):
    far = School(council=far_council, name_en="Ysgol Bell")
    answer = post(client, olwen, IMPORT, file=file_of(far))
    assert "No row of this file belongs to council" in answer.content.decode()
    url = send(client, olwen, file_of(school, far, town="Cwm"))
    assert "belongs to another council" in page(client, olwen, url)
    post(client, olwen, url, seen=seen_in(client, url))
    assert not School.all_rows.filter(name_en="Ysgol Bell").exists()
    assert post(client, olwen, IMPORT, file=file_of(school), council=far_council.public_id)["Location"]
    assert not RegisterUpload.all_rows.filter(council=far_council).exists()


def test_an_officer_of_two_councils_says_which(client, olwen, council, far_council):
    make.appoint(olwen, Role.COUNCIL_OFFICER, far_council)
    file = file_of(School(council=far_council, name_en="Ysgol Bell"))
    assert "Choose a council" in post(client, olwen, IMPORT, file=file).content.decode()
    file.seek(0)
    send(client, olwen, file, council=far_council.public_id)
    assert RegisterUpload.all_rows.get().council == far_council


def test_nobody_else_opens_what_an_officer_sent(client, olwen, lowri, nia, alun, rhys, school):
    url = send(client, olwen, file_of(school))
    for person, status in ((lowri, 404), (rhys, 404), (nia, 403), (alun, 403)):
        page(client, person, url, status)
    for person in (nia, alun):
        page(client, person, IMPORT, 403)


@pytest.mark.parametrize("content", [b"", b"\0\1", b"PK\x03\x04", b"x", b"%PDF", "Enw'r ysgol".encode("utf-16")])
def test_a_wrong_file_is_refused_beside_its_field(client, olwen, content):
    answer = post(client, olwen, IMPORT, file=SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    assert not RegisterUpload.all_rows.exists()


def test_a_file_over_the_limit_and_no_file_are_refused(client, olwen):
    answer = post(client, olwen, IMPORT, file=SimpleUploadedFile("x.csv", b"x" * (10 * 1024 * 1024 + 1)))
    assert "larger than 10 MB" in answer.content.decode()
    assert "Choose a file" in post(client, olwen, IMPORT).content.decode()


def test_what_was_never_confirmed_is_thrown_away_after_a_day(client, olwen, school):
    url = send(client, olwen, file_of(school))
    RegisterUpload.all_rows.update(at=clock.now() - dt.timedelta(days=2))
    send(client, olwen, file_of(school))
    page(client, olwen, url, 404)


def test_the_preview_takes_the_same_queries_for_one_row_and_three(client, olwen, council):
    load_welsh_medium()
    counts = set()
    for size in (1, 3):
        new = [School(council=council, name_en=f"Ysgol Newydd {size}{n}") for n in range(size)]
        known = [make.make_school(council, f"Ysgol Hen {size}{n}", town="Cwm") for n in range(size)]
        url = send(client, olwen, file_of(*new, *known, town="Tredegar"))
        seen = seen_in(client, url)
        counts.add((queries(client, url), queries(client, IMPORT)))
        with CaptureQueriesContext(connection) as found:
            client.post(url, {"once": uuid4(), "seen": seen})
        counts.add(("confirm", len(found)))
    assert len(counts) == 2, counts
    assert all(number <= 12 for pair in counts if pair[0] != "confirm" for number in pair), counts


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_the_list_exports_can_be_imported_again_unchanged(client, olwen, language):
    load_welsh_medium()
    Council.all_rows.filter(pk=olwen.appointments.get().council_id).update(code="677")
    real = SimpleUploadedFile("register.csv", THE_REAL_REGISTER.read_bytes())
    url = send(client, olwen, real)
    post(client, olwen, url, seen=seen_in(client, url))
    assert School.all_rows.count() == 26
    exported = SimpleUploadedFile("x.csv", client.get(f"/{language}/schools/csv/").content)
    url = send(client, olwen, exported).replace("/en/", f"/{language}/")
    assert client.get(url).context["report"].counts["unchanged"] == 26
