"""The administrator's pages stand in the portal's frame, in both languages."""

import pytest
from django.urls import reverse

from tests.on_pages import in_language


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
