"""Every route × every member of the cast, against the table; and everything that could leak, both ways.

The walk goes over the resolver, so a route that nobody put into the table fails by name.
"""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools.access import rule_for
from schools.checks import routes
from tests.access_table import CANARIES, COLUMNS, DOCUMENT, document, rows
from tests.access_world import build

pytestmark = pytest.mark.django_db

APPS = ("improvement_portal", "schools", "discussions")


def our_route_names() -> set[str]:
    return {
        name
        for _path, name, route in routes()
        if getattr(route.callback, "__module__", "").split(".")[0] in APPS and not name.startswith("admin:")
    }


def test_every_route_stands_in_the_access_table():
    assert our_route_names() == {route for _method, route, _cells in rows()}


def test_the_documented_table_is_this_one():
    assert DOCUMENT.read_text() == document(), "write it anew: python -m tests.access_table"


def test_every_route_that_takes_a_post_has_a_row_for_it():
    """A view that refuses POST answers 405 to everybody; all others need their own row."""
    posts = {route for method, route, _cells in rows() if method == "POST"}
    gets = {route for method, route, _cells in rows() if method == "GET"}
    assert posts - gets <= {route for route in posts if rule_for(route) is not None}


def answer_of(client: Client, method: str, url: str) -> tuple[str, Any]:
    response = client.get(url) if method == "GET" else client.post(url, {})
    if response.status_code in (301, 302) and "/account/login/" in response["Location"]:
        return "in", response
    if response.status_code == 200 and any(
        template.name == "account/login.html" for template in response.templates if template.name
    ):
        return "in", response
    refusals = {403: "no", 404: ".", 405: "405", 500: "500"}
    return refusals.get(response.status_code, "ok"), response


@pytest.fixture
def world(cast: Any, request: Any) -> Any:
    return build(cast, request)


def test_everybody_opens_exactly_what_the_table_says(cast, world):
    wrong, seen, cells = [], {who: set() for who in COLUMNS}, 0
    for who in COLUMNS:
        client = Client(raise_request_exception=False)
        if who != "visitor":
            client.force_login(getattr(cast, who))
        for method, route, expected in rows():
            url = world.url(route)
            got, response = answer_of(client, method, url)
            cells += 1
            if got != expected[COLUMNS.index(who)]:
                wrong.append(f"{who}: {method} {route} should be {expected[COLUMNS.index(who)]}, is {got}")
            if not response.streaming:
                seen[who] |= set(re.findall(r"CANARY-([a-z-]+)", response.content.decode()))
    print(f"\naccess table: {cells} cells")
    assert not wrong, "\n".join(wrong)
    for canary, readers in CANARIES.items():
        assert {who for who in COLUMNS if canary in seen[who]} == readers, canary
    assert set().union(*seen.values()) <= set(CANARIES), "a canary without a line in the table"


def test_a_method_that_a_view_does_not_serve_changes_nothing(cast, world):
    client = Client()
    client.force_login(cast.nia)
    posts = {route for method, route, _cells in rows() if method == "POST"}
    for _method, route, _cells in rows():
        if route not in posts:
            assert client.post(world.url(route)).status_code in (403, 405, 302), route
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(world.url(route)).status_code in (403, 405), (method, route)


def test_a_school_that_is_not_there_looks_like_one_that_is_not_yours(client, owain, school):
    client.force_login(owain)
    theirs = client.get(reverse("self_evaluations:index", args=[school.public_id]))
    nowhere = client.get(reverse("self_evaluations:index", args=["00000000-0000-4000-8000-000000000000"]))
    assert theirs.status_code == nowhere.status_code == 404
