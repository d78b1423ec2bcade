"""The register's pages in the browser: every page and state, in both languages; and an import without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schools import clock
from schools.models import Cluster, ContextFigures, Federation, RegisterUpload, School, WelshMediumCategory
from schools.register.reading import read
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.browser.harness import Portal, examine

YEAR = clock.current_school_year()


@pytest.fixture
def filled(school: School, other_school: School) -> School:
    """A school about which everything is known, beside others enough for two pages."""
    load_welsh_medium()
    group = {"council": school.council, "name_cy": "Clwstwr Tredegar", "name_en": "Tredegar cluster"}
    words = {"name_en": "Woodbrook School", "town": "Tredegar", "postcode": "NP22 3AA", "governance": "community"}
    groups = {"cluster": Cluster.all_rows.create(**group), "federation": Federation.all_rows.create(**group)}
    School.all_rows.filter(pk=school.pk).update(number=f"{school.council.code}2001", **words, **groups)
    WelshMediumCategory.all_rows.create(school=school, scheme="2022", code="3P", starts_on=make.LONG_AGO)
    ContextFigures.all_rows.create(school=school, school_year=YEAR - 1, pupils=212, efsm_percent="21.5")
    School.all_rows.filter(pk=other_school.pk).update(closed_on=make.YESTERDAY)
    school.predecessors.add(other_school)
    for n in range(31):
        make.make_school(school.council, f"Ysgol Rhif {n}")
    return school


def sound(page: Page, *paths: str) -> None:
    for path in paths:
        for language in ("cy", "en"):
            examine(page, f"/{language}/schools/{path}")


def sent(school: School, by: Any, *lines: str) -> str:
    """The address of the preview of a file with these lines."""
    heading = "LA code,School number,School name,Sector,Town,Telephone"
    table = read("\n".join([heading, *lines]).encode()).kept()
    upload = RegisterUpload.all_rows.create(council=school.council, by=by, filename="cofrestr.csv", table=table)
    return f"import-preview/{upload.public_id}/"


def test_the_list_of_schools_is_sound(portal: Portal, olwen, nia, eira, filled):
    sound(portal.sign_in(olwen), "", "?page=2", "?q=woodbrook&sector=primary&closed=on", "?q=nothing", "?sort=town")
    sound(portal.sign_in(nia), "")
    sound(portal.sign_in(eira), "")


def test_the_page_of_a_school_is_sound_for_each_reader(portal: Portal, olwen, nia, gwen, dai, alun, elin, filled):
    for person in (olwen, nia, gwen, dai, alun, elin):
        sound(portal.sign_in(person), f"{filled.public_id}/")
    sound(portal.sign_in(olwen), f"{filled.predecessors.get().public_id}/")


def test_the_forms_of_an_officer_are_sound(portal: Portal, olwen, filled):
    own = f"{filled.public_id}/"
    page = portal.sign_in(olwen)
    sound(page, f"{own}edit/", f"{own}figures/{YEAR - 1}/", f"{own}language-category/")


def test_what_is_wrong_in_a_form_is_said_beside_its_field(portal: Portal, olwen, filled):
    page = portal.sign_in(olwen)
    page.goto(f"/cy/schools/{filled.public_id}/edit/")
    page.get_by_label("Cod post").fill("Tredegar")
    page.get_by_role("button", name="Cadw").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#id_postcode")).to_be_focused()


def test_previews_are_sound_in_every_state(portal: Portal, olwen, filled):
    code, name = filled.council.code, "Woodbrook School"
    changed = sent(filled, olwen, f"{code},,{name},special,Ebbw Vale,1", f"{code},,Ysgol Newydd,cynradd,,1")
    wrong = sent(filled, olwen, f"{code},123,{name},university,T?,1", "999,,Ysgol Bell,primary,,", f"{code},,,,Cwm,")
    same = sent(filled, olwen, f"{code},,{name},,,")
    page = portal.sign_in(olwen)
    sound(page, changed, wrong, same)
    page.goto(f"/en/schools/{changed}")
    page.get_by_role("button", name="Import these schools").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schools imported")
    sound(page, page.url.split("/schools/", 1)[1])


def test_a_file_is_imported_without_javascript(portal: Portal, olwen, council):
    page = portal.sign_in(olwen, java_script_enabled=False)
    page.goto("/en/schools/")
    page.get_by_role("link", name="Import schools from a file").click()
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    lines = f"Sector,Enw'r ysgol,Cod y cyngor\ncynradd,Ysgol Tŷ Mawr,{council.code}\n"
    file = {"name": "cofrestr.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("Register file").set_input_files(file)
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change")
    page.get_by_role("button", name="Import these schools").click()
    page.get_by_role("link", name="Go to the schools").click()
    page.get_by_role("link", name="Ysgol Tŷ Mawr").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ysgol Tŷ Mawr")
