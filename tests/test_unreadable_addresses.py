"""What no browser sends in a cookie, a question or an address is no session, no answer or not found: never a fault."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from schools.checks import routes
from tests.access_walk import client_of, on_foot
from tests.one_world import VISITOR, opened_by_one, undone

ROOT = Path(__file__).parent.parent
UNREADABLE = {
    "a NUL": b"\x00",
    "NULs as long as a key": b"\x00" * 32,
    "a NUL in a key": b"a" * 16 + b"\x00" + b"b" * 15,
    "a NUL in other clothes": b'"aaaaaaaaaaaaaaaa\\000bbbbbbbbbbbbbbb"',
    "half a pair": "\udfff".encode("utf-8", "surrogatepass") * 11,
    "no UTF-8": b"\xff" * 32,
    "letters of another alphabet": "ŵ".encode() * 32,
    "far too much": b"x" * 7000,
    "nothing": b"",
}
COOKIES = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"]
SOME_PAGES = ["/", "/health/", "/en/home/", "/cy/account/login/", "/en/admin/", "/en/nowhere/"]
ASKED = re.compile(r"GET\.get(?:list)?\(\"([a-z_-]+)\"")


def names_asked() -> set[str]:
    """Every name that the code asks an address for."""
    return {
        name
        for app in ("schools", "discussions", "improvement_portal")
        for path in (ROOT / app).rglob("*.py")
        for name in ASKED.findall(path.read_text())
    }


@pytest.mark.django_db
@pytest.mark.parametrize("words", UNREADABLE.values(), ids=UNREADABLE.keys())
@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_that_cannot_be_read_is_as_none(cookie: str, words: bytes) -> None:
    def answers(**sent: Any) -> list[tuple[int, str]]:
        asked = Client(enforce_csrf_checks=True, raise_request_exception=False)
        every = [getattr(asked, method)(page, **sent) for page in SOME_PAGES for method in ("get", "post")]
        return [(answer.status_code, answer.headers.get("Location", "")) for answer in every]

    assert answers(HTTP_COOKIE=f"{cookie}={words.decode('latin-1')}") == answers()


@pytest.mark.parametrize("words", ["a NUL", "half a pair", "far too much"])
def test_a_question_that_cannot_be_read_is_no_fault_on_any_page(one_world: Any, words: str) -> None:
    names, sent = names_asked(), quote(UNREADABLE[words])
    assert {"page", "next", "areas", "seen", "from", "fill"} <= names
    question = "&".join([*(f"{name}={sent}" for name in sorted(names)), f"{sent}=1"])
    with undone():
        visitors = {who: client_of(one_world, who) for _page, who in opened_by_one()}
        for page, who in opened_by_one():
            answer = visitors[who].get(f"{one_world.url(page)}?{question}")
            assert answer.status_code < 500, page
            assert answer.status_code != 400 or "We could not understand that" in answer.content.decode()


@on_foot()
@pytest.mark.parametrize("words", ["a NUL", "a NUL in a key", "half a pair"])
def test_a_part_of_an_address_that_cannot_be_read_leads_nowhere(one_world: Any, words: str) -> None:
    part = quote(UNREADABLE[words])
    addresses = sorted({re.sub(r"<[^>]+>", part, f"/{path}") for path, _name, _route in routes() if "<" in path})
    with undone():
        for who in (VISITOR, "nia", "ann"):
            client = client_of(one_world, who)
            for address in addresses:
                answer = client.get(address)
                assert answer.status_code < 500, address
                assert answer.status_code != 200 or "/key/" in address, address


@pytest.mark.parametrize("part", ["%00", "a%00b", "%ff", "%ED%BF%BF"])
def test_such_an_address_is_not_found_or_not_understood(nia: Any, part: str) -> None:
    client = Client()
    client.force_login(nia)
    for address in (f"/{part}", f"/{part}/home/", f"/en/home/{part}", f"/en/schools/{part}/", f"/static/{part}"):
        assert client.get(address).status_code in (400, 404), address
    assert client.post(reverse("account_login") + f"?next=/{part}").status_code in (200, 302)
