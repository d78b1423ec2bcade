"""Where a school's own service is meant, its title for an adviser stands on every page, never the portal's word."""

import re
from typing import Any

import pytest

from schools.models import AdviserAssignment, Title
from schools.policy import Role
from tests.access_walk import client_of
from tests.on_pages import in_language, parsed, text_of
from tests.one_world import VISITOR, opened, undone

TITLES = {"title_cy": "Partner Gwella Ysgol", "title_en": "School Improvement Partner"}
PORTAL_WORD = {
    "en": re.compile(r"\badvisers?\b", re.I),
    "cy": re.compile(r"\b(ym|nghym|chym)?gynghor(ydd|wyr)\b", re.I),
}
OF_NO_SERVICE = {"home:help", "home:privacy"}  # about roles as such, whatever a service calls them


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_of_a_school_its_council_or_service_says_the_portals_word(one_world: Any, language: str) -> None:
    found, titled = [], 0
    with undone():
        service = AdviserAssignment.all_rows.filter(adviser=one_world.cast.alun).first().service
        Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, **TITLES)
        visitors = {who: client_of(one_world, who) for _page, who in opened() if who not in (VISITOR, "ann")}
        for page, who in opened():
            if who in visitors and page.partition("[")[0] not in OF_NO_SERVICE:
                answer = visitors[who].get(in_language(language, one_world.url(page)))
                if answer.status_code == 200 and "html" in answer["Content-Type"]:
                    said = text_of(parsed(answer.content.decode()).find(".//main"))
                    titled += TITLES[f"title_{language}"] in said
                    found += [
                        f"{who}: {page}: …{said[max(0, at.start() - 40) : at.end() + 40]}…"
                        for at in PORTAL_WORD[language].finditer(said)
                    ]
    assert not found, "\n".join(found)
    assert titled > 10


@pytest.mark.parametrize(("language", "title"), [("en", TITLES["title_en"]), ("cy", TITLES["title_cy"])])
def test_the_column_of_the_file_is_called_as_the_service_calls_it(
    client, olwen, alun, service, language, title
) -> None:
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, **TITLES)
    client.force_login(olwen)
    heads = client.get(f"/{language}/schools/csv/").content.decode().splitlines()[0].split(",")
    assert title in heads
