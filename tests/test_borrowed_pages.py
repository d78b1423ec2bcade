"""The pages that come with Django and django-allauth: the admin is for administrators, the way in is as declared."""

from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.access import rule_for
from schools.checks import routes
from schools.doors import Public
from schools.models import Council, Term, Title
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium
from tests.access_table import COLUMNS
from tests.access_walk import answer_of, client_of, on_foot
from tests.browser.examined import closed_by_the_admin
from tests.one_world import VISITOR, undone

OPEN_TO_ALL = ("admin:login", "admin:logout")  # which lead to the portal's own
LED_ELSEWHERE = {"admin:password_change": "ok", "admin:view_on_site": "."}
ONE_ENTRY = ("_history", "_delete", "_change")
NEED_A_PERSON = ("account_change_password", "account_reauthenticate")


def borrowed(start: str) -> dict[str, str]:
    """An address of each of these routes: what it names need not be there, the door comes first."""
    found = {}
    for _path, name, pattern in routes():
        if name.startswith(start):
            words = {word: "schools" if word == "app_label" else "1" for word in pattern.pattern.regex.groupindex}
            if name != "admin:":  # Django's old addresses, and what is nowhere
                found[name] = reverse(name, kwargs=words)
    return found


def one_of_each_role(world: Any) -> list[str]:
    hats = {who: tuple(world.cast.__dict__[who].hats) for who in COLUMNS if who != VISITOR}
    return [VISITOR, *{held: who for who, held in reversed(hats.items())}.values()]


def test_nobody_but_an_administrator_enters_the_admin(one_world: Any, terminal: Any) -> None:
    addresses = {name: url for name, url in borrowed("admin:").items() if name not in OPEN_TO_ALL}
    assert len(addresses) > 40
    wrong, asked = [], 0
    with undone(), on_foot():
        for who in one_of_each_role(one_world):
            client = client_of(one_world, who)
            for name, url in addresses.items():
                for method in ("GET", "POST"):
                    got, response = answer_of(client, method, url)
                    asked += 1
                    if not as_expected(who, got, response):
                        wrong.append(f"{who}: {method} {name} is {got}")
    terminal("answers of Django's admin", asked)
    assert not wrong, "\n".join(wrong)


def as_expected(who: str, got: str, response: Any) -> bool:
    if who == VISITOR:  # by way of the admin's own address for it
        return got == "in" or "/admin/login/" in response.headers.get("Location", "")
    return got == "no" or who == "ann"


def test_an_administrator_opens_every_page_of_the_admin_but_what_is_closed_to_all(one_world: Any) -> None:
    """With an entry of each kind: 200 and nothing else, but where the portal's own page is led to."""
    with undone():
        load_welsh_medium()
        council, day = Council.all_rows.get(pk=one_world.cast.ann.appointments.get().council_id), clock.today()
        Term.all_rows.create(council=council, school_year=clock.current_school_year(), starts_on=day, ends_on=day)
        Title.all_rows.create(council=council, role=Role.COUNCIL_OFFICER, title_cy="Swyddog", title_en="Officer")
        client, wrong = client_of(one_world, "ann"), {}
        for name, url in borrowed("admin:").items():
            if name not in OPEN_TO_ALL:
                got, response = answer_of(client, "GET", entry_of(client, name, url))
                expected = LED_ELSEWHERE.get(name, "no" if name in closed_to_all() else "ok")
                if got != expected or (response.status_code != 200 and name not in LED_ELSEWHERE and got == "ok"):
                    wrong[name] = response.status_code
        assert wrong == {}


def entry_of(client: Any, name: str, url: str) -> str:
    """The same page of the first entry on its list."""
    if name in LED_ELSEWHERE or not name.endswith(ONE_ENTRY):
        return url
    rows = client.get(reverse(f"{name.rpartition('_')[0]}_changelist")).context["cl"].queryset
    return reverse(name, args=[rows.order_by("pk").first().pk])


def closed_to_all() -> set[str]:
    return closed_by_the_admin() | {"admin:autocomplete", "admin:schools_adviserassignment_add"}


@pytest.mark.parametrize("who", [VISITOR, "nia", "gareth", "ann"])
def test_the_way_in_is_open_and_what_is_ones_own_is_not(one_world: Any, who: str) -> None:
    with undone():
        client = client_of(one_world, who)
        for name, url in borrowed("account_").items():
            got, response = answer_of(client, "GET", url)
            closed = who == VISITOR and name in NEED_A_PERSON
            assert response.status_code in (200, 302), name
            assert (got == "in") == (closed or (who == VISITOR and name == "account_login")), (name, got)


def test_the_policy_says_who_enters_what_is_borrowed() -> None:
    assert {rule_for(name) for name in borrowed("admin:")} == {frozenset({Role.ADMINISTRATOR})}
    assert {rule_for(name) for name in borrowed("account_")} == {Public.SIGN_IN}
