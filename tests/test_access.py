"""Every route × every member of the cast, against the table; and everything that could leak, both ways.

The walk goes over the resolver, so a route that nobody put into the table fails by name.
"""

from typing import Any

import pytest
from django.urls import resolve, reverse

from discussions.models import Record
from schools.checks import routes
from schools.policy import Place
from tests.access_table import CANARIES, COLUMNS, DOCUMENT, document, route_of, rows
from tests.access_walk import client_of, walk
from tests.one_world import undone

BORROWED = ("admin:", "account_")  # walked in tests/test_borrowed_pages.py


def ours() -> list[Any]:
    return [row for row in routes() if not row[1].startswith(BORROWED)]


def test_every_route_stands_in_the_access_table():
    assert {name for _path, name, _route in ours()} == {route_of(page) for _method, page, _cells in rows()}


def test_the_documented_table_is_this_one():
    assert DOCUMENT.read_text() == document(), "write it anew: python -m tests.access_table"


def test_every_pattern_and_every_kind_that_its_address_names_is_walked(one_world):
    """A route may have several patterns, a converter may offer several words: each is met by a page of the table."""
    met = set()
    for _method, page, _cells in rows():
        found = resolve(one_world.url(page))
        met |= {(route_of(page), found.route.removeprefix("en/"), None)}
        words = {f"{name}={value}" for name, value in found.kwargs.items()}
        met |= {(route_of(page), found.route.removeprefix("en/"), word) for word in words}
    missing = []
    for path, name, pattern in ours():
        path = path.removeprefix("en/").removeprefix("cy/")
        missing += [(name, path)] if (name, path, None) not in met else []
        for word, converter in pattern.pattern.converters.items():
            words = converter.regex.split("|") if "|" in converter.regex else []
            missing += [(path, f"{word}={each}") for each in words if (name, path, f"{word}={each}") not in met]
    assert missing == []


@pytest.mark.parametrize(
    ("route", "kinds"),
    [
        ("records:detail", set(Record.Status.values)),
        ("records:history", set(Record.Status.values)),
        ("people:invite", set(Place)),
        ("people:withdraw", set(Place)),
    ],
)
def test_every_state_and_every_kind_of_place_has_its_page(route, kinds):
    pages = {page for _method, page, _cells in rows()}
    assert {f"{route}[{kind}]" for kind in kinds} <= pages


def test_a_record_is_in_the_state_that_its_page_names(one_world):
    for status in Record.Status:
        (discussion,) = one_world.arguments[f"records:detail[{status}]"]
        assert Record.all_rows.get(discussion__public_id=discussion).status == status


@pytest.mark.parametrize("who", COLUMNS)
def test_everybody_opens_exactly_what_the_table_says(one_world, who, terminal):
    with undone():
        found = walk(one_world, who)
    terminal("cells of the access table walked", found.cells)
    assert not found.wrong, "\n".join(found.wrong)
    assert found.seen == {canary for canary, readers in CANARIES.items() if who in readers}


def test_a_page_answers_405_to_a_post_or_has_a_row_for_it(one_world):
    """Asked by somebody whom the table lets in: a refusal of the person would hide what the page takes."""
    posted = {route_of(page) for method, page, _cells in rows() if method == "POST"}
    first = {route_of(page): (page, cells) for method, page, cells in rows() if method == "GET" and "ok" in cells}
    assert set(first) == {name for _path, name, _route in ours()}
    with undone():
        clients = {who: client_of(one_world, who) for who in COLUMNS}
        for route, (page, cells) in first.items():
            client, url = clients[COLUMNS[cells.index("ok")]], one_world.url(page)
            answered = {method: getattr(client, method)(url).status_code for method in ("put", "patch", "delete")}
            if route not in posted:
                answered["post"] = client.post(url).status_code
            assert set(answered.values()) == {405}, (route, answered)


def test_a_school_that_is_not_there_looks_like_one_that_is_not_yours(client, owain, school):
    client.force_login(owain)
    theirs = client.get(reverse("self_evaluations:index", args=[school.public_id]))
    nowhere = client.get(reverse("self_evaluations:index", args=["00000000-0000-4000-8000-000000000000"]))
    assert theirs.status_code == nowhere.status_code == 404
