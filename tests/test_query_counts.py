"""Every page asks the database the same number of questions at one and at three of everything, and at most twelve."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from tests.access_table import COLUMNS, rows
from tests.access_walk import client_of
from tests.one_world import built

MOST = 12
ONE_PLACE_NEEDS_NO_CHOICE: set[tuple[str, str]] = set()

Counts = dict[tuple[str, str], tuple[int, int]]


def counted(size: int) -> Counts:
    """The status of each page that the table opens, and its queries, by the first of each role that may open it."""
    found = {}
    with transaction.atomic():
        world = built(size)
        clients = {who: client_of(world, who) for who in COLUMNS}
        roles = {who: tuple(getattr(getattr(world.cast, who, None), "hats", ())) for who in COLUMNS}
        for page, who in readers(roles):
            reset_queries()  # the log holds nine thousand, and a full one counts nothing
            with CaptureQueriesContext(connection) as queries:
                response = clients[who].get(world.url(page))
            found[who, page] = (response.status_code, len(queries))
        transaction.set_rollback(True)
    return found


def readers(roles: dict[str, tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    for method, page, cells in rows():
        first: dict[tuple[Any, ...], str] = {}
        for who, cell in zip(COLUMNS, cells, strict=True) if method == "GET" else []:
            if cell == "ok":
                first.setdefault(roles[who], who)
        yield from ((page, who) for who in first.values())


@pytest.fixture(scope="module")
def at_one(django_db_setup: None, django_db_blocker: Any) -> Counts:
    with django_db_blocker.unblock():
        return counted(1)


@pytest.fixture(scope="module")
def at_three(django_db_setup: None, django_db_blocker: Any) -> Counts:
    with django_db_blocker.unblock():
        return counted(3)


def test_no_page_asks_more_than_twelve_questions(at_one, at_three):
    found = [*at_one.items(), *at_three.items()]
    assert {" ".join(key): asked for key, (status, asked) in found if status == 200 and asked > MOST} == {}


def test_a_page_is_there_at_three_of_everything_as_at_one(at_one, at_three):
    differ = {key for key, (status, _asked) in at_three.items() if at_one[key][0] != status}
    assert differ == ONE_PLACE_NEEDS_NO_CHOICE
    assert {status for status, _asked in at_one.values()} <= {200, 302}


def test_pages_ask_as_much_at_three_of_everything_as_at_one(at_one, at_three):
    pages = set(at_three) - ONE_PLACE_NEEDS_NO_CHOICE
    more = {" ".join(key): (at_one[key][1], at_three[key][1]) for key in pages if at_one[key] != at_three[key]}
    assert more == {}
