"""Every page asks the database the same number of questions at one and at three of everything, and at most twelve."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.access_table import COLUMNS, rows
from tests.access_world import build

pytestmark = pytest.mark.django_db

MOST = 12
READERS = ["nia", "glyn", "clem", "dai", "olwen", "alun", "mari", "gareth", "ann", "visitor"]


def counted(cast: Any, world: Any) -> dict[tuple[str, str], list[str]]:
    """The queries of each page that the table opens, by reader."""
    found = {}
    for who in READERS:
        client = Client(raise_request_exception=False)
        if who != "visitor":
            client.force_login(getattr(cast, who))
        for method, route, cells in rows():
            if method == "GET" and cells[COLUMNS.index(who)] == "ok":
                with CaptureQueriesContext(connection) as queries:
                    response = client.get(world.url(route))
                assert response.status_code < 500, (who, route)
                if response.status_code == 200:
                    found[who, route] = [query["sql"] for query in queries]
    return found


@pytest.mark.parametrize("size", [1, 3])
def test_no_page_asks_more_than_twelve_questions(cast, request, size):
    found = counted(cast, build(cast, request, size=size))
    many = {f"{who} {route}": len(queries) for (who, route), queries in found.items() if len(queries) > MOST}
    assert many == {}


def test_pages_ask_as_much_at_three_of_everything_as_at_one(cast, request):
    with transaction.atomic():
        at_one = {page: len(queries) for page, queries in counted(cast, build(cast, request, size=1)).items()}
        transaction.set_rollback(True)
    at_three = {page: len(queries) for page, queries in counted(cast, build(cast, request, size=3)).items()}
    assert {page: (at_one[page], count) for page, count in at_three.items() if at_one[page] != count} == {}
