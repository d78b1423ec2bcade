"""Every page asks the database the same number of questions at one and at three of everything, and at most twelve."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.admin import site
from tests.access_table import COLUMNS, rows
from tests.access_walk import client_of
from tests.one_world import VISITOR, built, undone

MOST = 12
ONE_PLACE_NEEDS_NO_CHOICE: set[tuple[str, str]] = set()
WAY_IN = ("account_login", "account_signup", "account_inactive", "account_reset_password")
OWN = ("account_logout", "account_reauthenticate", "account_change_password")
ENTRY = ("change", "history")

Counts = dict[tuple[str, str], tuple[int, int]]


def counted(size: int) -> Counts:
    """The status of each page that the table opens, and its queries, by the first of each role that may open it.

    So too the borrowed pages, and what answers when the form of a page is sent with nothing in it.
    """
    found = {}
    with transaction.atomic():
        world = built(size)
        clients = {who: client_of(world, who) for who in COLUMNS}
        roles = {who: tuple(getattr(getattr(world.cast, who, None), "hats", ())) for who in COLUMNS}
        for page, who in readers(roles, "GET"):
            found[who, page] = asked(clients[who].get, world.url(page))
        for who, page, url in borrowed(clients):
            found[who, page] = asked(clients[who].get, url)
        for page, who in readers(roles, "POST"):
            with undone():
                found[who, f"POST {page}"] = asked(clients[who].post, world.url(page))
        transaction.set_rollback(True)
    return found


def asked(send: Callable[[str], Any], url: str) -> tuple[int, int]:
    ContentType.objects.clear_cache()  # kept from one page to the next, it would hide a question of the admin's
    reset_queries()  # the log holds nine thousand, and a full one counts nothing
    with CaptureQueriesContext(connection) as queries:
        response = send(url)
    return response.status_code, len(queries)


def readers(roles: dict[str, tuple[Any, ...]], method: str) -> Iterator[tuple[str, str]]:
    for its_method, page, cells in rows():
        first: dict[tuple[Any, ...], str] = {}
        for who, cell in zip(COLUMNS, cells, strict=True) if its_method == method else []:
            if cell == "ok":
                first.setdefault(roles[who], who)
        yield from ((page, who) for who in first.values())


def borrowed(clients: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The way in; and for the administrator each list of the admin, the form that adds, and the first entry."""
    yield from ((VISITOR, name, reverse(name)) for name in WAY_IN)
    yield from (("nia", name, reverse(name)) for name in OWN)
    yield "ann", "admin:index", reverse("admin:index")
    for model, its in site._registry.items():
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = clients["ann"].get(reverse(f"{route}_changelist"))
        yield "ann", f"{route}_changelist", reverse(f"{route}_changelist")
        if its.has_add_permission(listed.wsgi_request):
            yield "ann", f"{route}_add", reverse(f"{route}_add")
        if entry := listed.context["cl"].queryset.order_by("pk").first():
            yield from (("ann", f"{route}_{each}", reverse(f"{route}_{each}", args=[entry.pk])) for each in ENTRY)


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
    gets = {" ".join(key): count for key, (status, count) in found if status == 200 and not key[1].startswith("POST ")}
    assert {page: count for page, count in gets.items() if count > MOST} == {}


def test_a_page_is_there_at_three_of_everything_as_at_one(at_one, at_three):
    differ = {key for key, (status, _asked) in at_three.items() if at_one[key][0] != status}
    assert differ == ONE_PLACE_NEEDS_NO_CHOICE
    assert {status for status, _asked in at_one.values()} <= {200, 302}


def test_pages_ask_as_much_at_three_of_everything_as_at_one(at_one, at_three):
    pages = set(at_three) - ONE_PLACE_NEEDS_NO_CHOICE
    more = {" ".join(key): (at_one[key][1], at_three[key][1]) for key in pages if at_one[key] != at_three[key]}
    assert more == {}
