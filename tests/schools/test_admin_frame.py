"""The administrator's pages stand in the portal's frame, in both languages."""

import json
from pathlib import Path

import polib
import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from discussions.reference import load_support_kinds
from schools.models import Person
from tests.on_pages import errors_on, in_language, links_in, parsed, text_of, title_of


@pytest.fixture
def pages(school) -> list[str]:
    names = {"schools_school_changelist": [], "schools_school_add": [], "schools_school_change": [school.pk]}
    names |= {"schools_school_history": [school.pk], "index": []}
    return [reverse(f"admin:{name}", args=arguments) for name, arguments in names.items()]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Improvement Portal", "Skip to main content", "Ann, Administrator", "Sign out", "Accessibility statement"],
        ),
        ("cy", ["Porth Gwella", "Neidio i'r prif gynnwys", "Ann, Gweinyddwr", "Allgofnodi", "Datganiad hygyrchedd"]),
    ],
)
def test_every_page_of_the_admin_has_the_portals_frame(client, ann, pages, language, words):
    client.force_login(ann)
    for page in pages:
        answer = client.get(in_language(language, page))
        said = answer.content.decode().replace("&#x27;", "'").replace("’", "'")
        assert [each for each in words if each not in said] == [], page
        assert "portal-header" in said and "portal-footer" in said and "govuk-service-navigation" in said
        assert "<style" not in said and "admin/css/base.css" not in said and "dark_mode" not in said
        assert f'href="{in_language(language, reverse("admin:index"))}" aria-current=' in said


def test_only_an_administrator_is_led_there(client, ann, nia, olwen):
    for person, leads in ((ann, True), (nia, False), (olwen, False)):
        client.force_login(person)
        assert ("Reference data and people" in client.get("/en/home/").content.decode()) == leads


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_lists_of_the_admin_say_in_which_language_a_name_is_and_what_sorts_them(client, ann, school, language):
    client.force_login(ann)
    page = client.get(in_language(language, reverse("admin:schools_school_changelist")) + "?o=1").content.decode()
    assert f'<span lang="cy">{school.name_cy}</span>' in page
    assert f'<span lang="en">{school.name_en}</span>' in page
    links = [link for link in parsed(page).iter("a") if not text_of(link)]
    assert links == [], "each link has words"
    with translation.override(language):
        for words in ("Reverse the order", "Do not sort by this"):
            assert translation.gettext(words) in page


def test_what_is_wrong_in_a_form_of_the_admin_is_listed_first_with_links_to_it(client, ann):
    client.force_login(ann)
    path = reverse("admin:schools_federation_add")
    boxes = {box.get("name"): box.get("lang") for box in parsed(client.get(path).content.decode()).iter("input")}
    assert (boxes["name_cy"], boxes["name_en"]) == ("cy", "en")
    page = client.post(path, {"name_cy": "Ffederasiwn", "name_en": ""}).content.decode()
    assert title_of(page).startswith("Error:")
    assert len(errors_on(page)) == 2, "a name and a council"
    targets = {each.get("id") for each in parsed(page).iter() if each.tag in ("input", "select")}
    links = {link.removeprefix("#") for link in links_in(page) if link.startswith("#id_")}
    assert links and links <= targets


def test_the_scripts_of_the_admin_know_every_one_of_their_words_in_welsh(client, ann):
    client.force_login(ann)
    script = client.get("/cy/admin/jsi18n/").content.decode()
    said = json.loads(script.partition("newcatalog = ")[2].partition(";\n")[0])
    home = Path(str(admin.__file__)).parent / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    words = polib.pofile(str(home))
    keys = [f"{each.msgctxt}\x04{each.msgid}" if each.msgctxt else each.msgid for each in words]
    assert len(keys) > 70 and [key for key in keys if key not in said] == []
    forms = [form for each in words if each.msgid_plural for form in said[each.msgid]]
    assert len(forms) == 6 * 4 and all(forms)
    assert said["Choose a Date"] == "Dewis dyddiad" and said["one letter Monday\x04M"] == "Ll"


@pytest.mark.parametrize(("language", "words"), [("en", "In all: 1"), ("cy", "Cyfanswm: 1")])
def test_a_list_of_the_admin_says_how_many_rows_it_has(client, ann, school, language, words):
    client.force_login(ann)
    page = client.get(in_language(language, reverse("admin:schools_school_changelist"))).content.decode()
    assert words in " ".join(page.split())


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_yes_and_a_no_are_said_in_words_of_the_page(client, ann, nia, language):
    load_support_kinds()
    Person.objects.filter(pk=nia.pk).update(is_active=False)
    client.force_login(ann)
    named = {"people": "admin:schools_person_changelist", "kinds": "admin:discussions_supportkind_changelist"}
    addresses = {name: reverse(route) for name, route in named.items()}
    addresses["own"] = reverse("admin:schools_person_change", args=[ann.pk])
    pages = {name: client.get(in_language(language, path)).content.decode() for name, path in addresses.items()}
    assert [name for name, html in pages.items() if 'alt="True"' in html or 'alt="False"' in html] == []
    with translation.override(language):
        may, may_not, in_use = (translation.gettext(each) for each in ("May sign in", "May not sign in", "In use"))
    assert f">{may}<" in pages["people"] and f">{may_not}<" in pages["people"]
    assert f">{may}<" in pages["own"] and f">{in_use}<" in pages["kinds"]
    assert f">{may}<" in client.get(in_language(language, addresses["people"]) + "?o=4").content.decode(), "sorted"


def test_nobody_shuts_themselves_out_of_the_portal(client, ann):
    client.force_login(ann)
    page = client.get(reverse("admin:schools_person_change", args=[ann.pk])).content.decode()
    assert 'name="is_active"' not in page and 'name="email"' in page
