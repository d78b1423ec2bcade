"""What nobody means: hostile words for every field of a form, and posts of them that must do no harm."""

import uuid
from typing import Any
from urllib.parse import quote_plus, urljoin

from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kept import everything_kept
from tests.on_pages import Field, Form
from tests.one_world import undone

TEXTS = [
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff'", "\r\n\r\n", "\u202e", "\U0001f3f4", "' OR 1=1 --", "NULL", "None",
    "%s %(x)d {0} {{ x }} {% x %}", "<script>alert(1)</script>", "</textarea><b lang=cy>", "true", "-1", "0", "1e400",
    "NaN", "Infinity", "9" * 400, "1,5", "٣", "2026-02-30", "24:00", "0000", "-0.05", "2147483648", "\ufeff2026",
    "9223372036854775808", "http://[", "javascript:alert(1)", "https://x" + "y" * 3000, "@", "a@b@c", "x" * 20_001,
    "ŵ" * 5000, "\x1b[0m\x7f",
]  # fmt: skip
WRONG_IDS = [
    str(uuid.UUID(int=0)),
    "00000000-0000-4000-8000-000000000000",
    "0" * 32,
    "urn:uuid:" + "1" * 32,
    "1",
    "new",
]
PLAIN = {"day": ["1", "28"], "month": ["2", "9"], "year": ["2025", "2026", "2027"]}


def usual(field: Field) -> list[str]:
    """What a person could have meant."""
    if field.offers:
        return field.offers
    if field.kind == "hidden":
        return field.holds or [""]
    part = field.name.rsplit("-", 1)[-1]
    return PLAIN.get(part) or ([*field.holds] if any(field.holds) else ["Mae'n dda", "10:30", "a.b@example.test", "3"])


def values(field: Field) -> st.SearchStrategy[list[str]]:
    """Mostly one usual value; else nothing, several, somebody else's, or whatever can be typed."""
    meant = st.sampled_from(usual(field)).map(lambda value: [value])
    typed = st.sampled_from(TEXTS + WRONG_IDS) | st.text(max_size=40) | st.uuids().map(str) | st.integers().map(str)
    hostile = st.lists(typed | st.sampled_from(usual(field)), max_size=3)
    return st.one_of(meant, meant, meant, hostile)


def posts(form: Form) -> st.SearchStrategy[dict[str, list[str]]]:
    known = {name: values(field) for name, field in form.fields.items() if field.kind != "file"}
    buttons = st.sampled_from([[value] for _name, value, _words in form.buttons] + [["x"], []])
    more = {"press": buttons, "id": st.just(["1"]), "status": st.just(["agreed"]), "by": st.just(["1"])}
    return st.fixed_dictionaries(known, optional={name: value for name, value in more.items() if name not in known})


def encoded(post: dict[str, list[str]]) -> bytes:
    """As a browser never would: lone surrogates stand in it as they are."""
    pairs = [(name, value) for name, many in post.items() for value in many]
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs
    ).encode()


class Writes:
    """Whether anything was written at all, be it taken back since."""

    seen = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen |= not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)


def unharmed(client: Client, url: str, body: bytes, kind: str, kept: list[tuple[Any, ...]]) -> None:
    """Post it, see that it did no harm, and take back what it did, to the visitor's cookies too."""
    cookies = client.cookies.copy()
    with undone():
        cache.clear()  # no rate limit may stand before the form
        writes = Writes()
        with connection.execute_wrapper(writes):
            answer = client.post(url, body, content_type=kind)
        assert answer.status_code < 500, (body[:200], kind)
        if answer.status_code != 302 and writes.seen:
            assert everything_kept() == kept
    client.cookies = cookies


def post_many(client: Client, page: str, form: Form, number: int) -> None:
    url, kept = urljoin(page, form.action), everything_kept()

    @given(posts(form))
    def post(words: dict[str, list[str]]) -> None:
        unharmed(client, url, encoded(words), TYPES[0], kept)

    often(number)(post)()


def ask_many(client: Client, page: str, form: Form, number: int) -> None:
    """The same by a form that only asks, and for a page of its list."""
    url = urljoin(page, form.action).partition("?")[0]

    @given(posts(form), values(Field("page", "number", holds=["1"])))
    def ask(words: dict[str, list[str]], which: list[str]) -> None:
        answer = client.get(f"{url}?{encoded(words | {'page': which}).decode()}")
        assert answer.status_code < 500, answer.request["QUERY_STRING"]

    often(number)(ask)()


def often(number: int) -> settings:
    checks = list(HealthCheck)
    return settings(max_examples=number, deadline=None, database=None, derandomize=True, suppress_health_check=checks)


BODIES = [
    b"", b"\x00\xff\xfe", b"&&&===", b"%", b"once=%ff%fe&version=%", b"x" * 100_000, b"=", b"[" * 5000,
    "&".join(f"a{n}=1" for n in range(1001)).encode(), b"once=" + b"1" * 3_000_000,
]  # fmt: skip
TYPES = ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "text/plain", ""]
