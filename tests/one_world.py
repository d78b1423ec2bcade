"""The world of the walks, built once for a whole module: for tests that look at everything and change nothing.

`one_world` stands in a transaction that is rolled back at the end; `undone()` takes back what one test did in it.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from schools import clock
from schools.access import rule_for
from schools.doors import Public
from tests import conftest
from tests.access_table import COLUMNS, route_of, rows
from tests.access_world import World, build

VISITOR = "visitor"
SIDES = {  # who reads the same page with other eyes: the first of each that the table lets in
    "school": ["nia", "sion", "carys", "glyn", "gwen", "clem", "dai"],
    "council": ["olwen", "lowri", "elin"],
    "service": ["alun", "mari"],
    "guest": ["gareth"],
    "administrator": ["ann"],
    "visitor": [VISITOR],
}


class Made:
    """The fixtures of the cast and their places, made when they are first asked for, each once."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {"request": self, "db": None}

    def getfixturevalue(self, name: str) -> Any:
        if name not in self.made:
            function = inspect.unwrap(getattr(conftest, name))
            needs = inspect.signature(function).parameters
            self.made[name] = function(**{each: self.getfixturevalue(each) for each in needs})
        return self.made[name]

    @property
    def cast(self) -> SimpleNamespace:
        found: SimpleNamespace = self.getfixturevalue("cast")
        return found


def built(size: int = 1) -> World:
    made = Made()
    return build(made.cast, made, size)


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the portal's clock to an hour of today: what happens does not depend on when the tests run."""

    def shows(hour: int) -> None:
        then = dt.datetime.combine(clock.today(), dt.time(hour), clock.LONDON)
        monkeypatch.setattr(clock, "now", lambda: then)

    shows(8)
    return shows


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def opened(method: str = "GET") -> list[tuple[str, str]]:
    """(page, who): every page that the table opens, once for each side that may open it; a public page for two."""
    found = []
    for its_method, page, cells in rows():
        public = isinstance(rule_for(route_of(page)), Public)
        for side, people in SIDES.items() if its_method == method else ():
            who = next((name for name in people if cells[COLUMNS.index(name)] == "ok"), None)
            found += [(page, who)] if who and (not public or side in ("school", "visitor")) else []
    return found


def opened_by_one(method: str = "GET") -> list[tuple[str, str]]:
    """The same with one fitting reader only."""
    return list({page: (page, who) for page, who in reversed(opened(method))}.values())[::-1]
