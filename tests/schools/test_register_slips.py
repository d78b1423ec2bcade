"""The register as its readers look for it: mutated names, words of one language, and what an import leads to."""

import pytest
from django.urls import reverse

from schools.models import School, Service, Title
from schools.mutations import forms_of
from schools.policy import Role
from schools.register.headings import field_of
from tests import factories as make
from tests.on_pages import Visitor, parsed, text_of
from tests.schools.test_register_import import file_of, seen_in, send
from tests.schools.visits import at, page, post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("cynradd", "gynradd"), ("cynradd", "chynradd"), ("cynradd", "nghynradd"), ("gynradd", "cynradd"),
        ("gynradd", "chynradd"), ("bach", "fach"), ("mawr", "fawr"), ("llan", "lan"), ("dinas", "ddinas"),
        ("rhyd", "ryd"), ("gwyn", "wyn"), ("wyn", "gwyn"), ("pant", "bant"), ("tref", "dref"), ("Cymraeg", "gymraeg"),
    ],
)  # fmt: skip
def test_a_word_is_known_in_each_of_its_forms(typed, stands):
    assert stands in forms_of(typed)


@pytest.mark.parametrize("typed", ["ab", "y", "6772001", "np23", "o'r", "chwech", "ffordd"])
def test_what_does_not_mutate_has_no_other_form_of_its_beginning(typed):
    assert not {form for form in forms_of(typed) if form[0] not in "cgntw" + typed[0]}


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("typed", ["cynradd", "CYNRADD", "gymunedol", "cymunedol", "bach"])
def test_the_search_finds_a_name_by_the_form_that_stands_in_a_dictionary(client, olwen, council, language, typed):
    make.make_school(council, "Ysgol Gynradd Gymunedol Fach", name_en="Little Primary")
    make.make_school(council, "Ysgol Uwchradd y Foel", name_en="Other")
    html = page(client, olwen, f"/{language}/schools/?q={typed}")
    name = {"cy": "Ysgol Gynradd Gymunedol Fach", "en": "Little Primary"}[language]
    assert f"{name}</a>" in html and "Other</a>" not in html and "Ysgol Uwchradd y Foel</a>" not in html


def test_another_form_is_looked_for_only_where_a_word_begins(client, olwen, council):
    make.make_school(council, "Ysgol Morfa")
    assert "Ysgol Morfa</a>" not in page(client, olwen, "/cy/schools/?q=porfa")
    make.make_school(council, "Ysgol Bryngwyn")
    assert "Ysgol Bryngwyn</a>" not in page(client, olwen, "/cy/schools/?q=cwyn")


def test_the_preview_names_schools_in_the_readers_language_and_the_missing_ones_by_their_alphabet(
    client, olwen, council
):
    known = make.make_school(council, "Ysgol y Dref", name_en="Town School", number="6772001")
    for cy, en in (("Ysgol Lwgwy", "A"), ("Ysgol Llan", "B"), ("Ysgol Chwilog", "C"), ("Ysgol Cwm", "D")):
        make.make_school(council, cy, name_en=en)
    url = send(client, olwen, file_of(known, School(council=council, name_en="New School")))
    names = {}
    for language in ("cy", "en"):
        rows = [row for row in parsed(page(client, olwen, url.replace("/en/", f"/{language}/"))).iter("tr")]
        names[language] = [text_of(row.find("th")) for row in rows if row.find("td") is not None]
    assert names["cy"][-4:] == ["Ysgol Cwm", "Ysgol Chwilog", "Ysgol Lwgwy", "Ysgol Llan"]
    assert "Ysgol y Dref" in names["cy"] and "Town School" not in names["cy"]
    assert names["en"][-4:] == ["A", "B", "C", "D"] and "Town School" in names["en"]


def test_a_preview_read_in_one_language_is_imported_in_the_other(client, olwen, council):
    make.make_school(council, "Ysgol Arall", name_en="Other School")
    url = send(client, olwen, file_of(School(council=council, name_en="Ysgol Newydd")))
    seen = seen_in(client, url)
    assert post(client, olwen, url.replace("/en/", "/cy/"), seen=seen).status_code == 302


def test_after_an_import_each_new_school_leads_to_its_page_and_to_the_invitation(client, olwen, council, school):
    url = send(client, olwen, file_of(school, School(council=council, name_en="Ysgol Newydd"), town="Cwm"))
    done = post(client, olwen, url, seen=seen_in(client, url))["Location"]
    new = School.all_rows.get(name_en="Ysgol Newydd")
    visitor = Visitor(olwen, "en").open(done)
    assert visitor.offers(reverse("people:index")) and visitor.offers(at(new)) and not visitor.offers(at(school))
    visitor.follow(reverse("people:invite", args=[f"school-{new.public_id}"])).says("Ysgol Newydd")


def test_what_an_import_did_is_told_in_the_history_to_the_council_too(client, olwen, alun, council, school):
    url = send(client, olwen, file_of(school, School(council=council, name_en="Ysgol Newydd"), town="Cwm"))
    post(client, olwen, url, seen=seen_in(client, url))
    new = School.all_rows.get(name_en="Ysgol Newydd")
    assert "The school was added to the register." in page(client, olwen, at(new, "history"))
    for reader in (olwen, alun):
        html = page(client, reader, at(school, "history"))
        assert "The school’s register facts were changed." in html
        assert ("By Olwen" in html) == (reader == olwen)


def test_the_words_of_the_list_the_school_and_the_file_are_the_same(client, olwen, council, school, service: Service):
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, title_cy="Partner Gwella", title_en="Partner")
    school.town = "Cwm"
    school.save()
    headings = client_csv(client, olwen)
    assert "Partner" in headings and "Adviser" not in headings and "Town" in headings
    assert field_of("Partner") is None, "an import leaves the column out"
    assert "Town and postcode" in page(client, olwen, at(school))


def client_csv(client, person) -> list[str]:
    client.force_login(person)
    return client.get("/en/schools/csv/").content.decode().splitlines()[0].split(",")
