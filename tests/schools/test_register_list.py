"""The list of the register as a file, and the names of towns in it."""

import csv
import re
from io import StringIO

import pytest

from schools.models import School, Title
from schools.register.reading import read
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_csv_holds_every_row_of_the_list_and_no_formula(client, olwen, council):
    for n in range(30):
        make.make_school(council, f"Ysgol Rhif {n:02d}", town="=1+1")
    client.force_login(olwen)
    answer = client.get("/en/schools/csv/?q=rhif")
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 31
    assert "'=1+1" in lines[1]


@pytest.mark.parametrize("name", ["-Ysgol y Bryn", "=Ysgol y Bryn", "+Ysgol", "@Ysgol", "Ysgol 'Y Bryn'", "'Y Bryn'"])
def test_the_list_read_in_again_changes_no_name_and_its_headings_hold_no_formula(client, olwen, mari, council, name):
    School.all_rows.all().delete()
    make.make_school(council, name, number=f"{council.code}2001")
    service = mari.appointments.get().service
    Title.all_rows.create(service=service, role="service_adviser", title_cy="=1", title_en='=HYPERLINK("x")')
    client.force_login(olwen)
    content = client.get("/en/schools/csv/").content
    heading, row = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert not [cell for cell in (*heading, *row) if cell[:1] in ("=", "+", "-", "@")]
    (line,) = read(content).lines
    assert line.cells["name_cy"] == line.cells["name_en"] == name


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_name_of_a_town_is_in_no_language_that_nobody_has_named(client, olwen, school, language):
    School.all_rows.filter(pk=school.pk).update(town="Tre’r Enfys")
    client.force_login(olwen)
    for path in (f"/{language}/schools/", f"/{language}/schools/{school.public_id}/"):
        page = client.get(path).content.decode()
        assert "Tre’r Enfys" in page
        assert not re.search(r"lang=\"\w\w\">\s*Tre’r Enfys", page)
