"""Small steps that the tests of pages take: open a page as somebody, send a form, count queries."""

import html
import re
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schools.models import Person, School


def page(client, person: Person, url: str, status: int = 200) -> str:
    client.force_login(person)
    answer = client.get(url, follow=False)
    assert answer.status_code == status
    return answer.content.decode()


def at(school: School, *rest: object, language: str = "en") -> str:
    return "/".join([f"/{language}/schools/{school.public_id}", *map(str, rest), ""])


def post(client, person: Person, url: str, **words: object):
    client.force_login(person)
    return client.post(url, {"once": uuid4(), **words})


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def facts(school: School, **changes: object) -> dict:
    return {
        "version": school.version, "name_cy": school.name_cy, "name_en": school.name_en, "number": school.number,
        "sector": school.sector, "governance": "", "town": "", "postcode": "", **changes,
    }  # fmt: skip


def page_of(client: Client, url: str) -> tuple[HttpResponse, dict[str, str]]:
    """The page, and the hidden fields of its forms."""
    response = client.get(url)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return response, {name: html.unescape(value) for name, value in fields}
