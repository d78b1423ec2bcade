"""What is posted in another encoding than UTF-8 is answered with the portal's own page: no fault, no trace, no text."""

import logging
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from improvement_portal.start import readable
from schools import clock
from schools.models import EvidenceItem
from tests.on_pages import Visitor
from tests.story import day

pytestmark = pytest.mark.django_db
ENCODINGS = [
    "latin1", "utf-7", "utf-16", "utf-16-le", "unicode_escape", "raw_unicode_escape", "base64", "rot13", "zip", "idna",
    "punycode", "undefined", "hex", "cp037",
]  # fmt: skip
BODIES = {
    "application/x-www-form-urlencoded": b"title=a%5Cud800&shows=b",
    "multipart/form-data; boundary=X": (
        b'--X\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--X--\r\n'
    ),
}


def refused(client: Client, path: str, body: bytes, content_type: str, language: str, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.generic("POST", path, body, content_type)
    assert answer.status_code == 400
    with translation.override(language):
        assert translation.gettext("We could not understand that") in answer.content.decode()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [line for line in caplog.records if line.exc_info or line.levelno >= logging.ERROR] == []
    assert len(caplog.records) <= 1


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_post_in_another_encoding_is_refused(encoding, body, language, client, nia, school, caplog):
    client.force_login(nia)
    with translation.override(language):
        pages = [reverse("evidence:add", args=[school.public_id]), reverse("account_login")]
    for path, visitor in zip(pages, (client, Client()), strict=True):
        caplog.clear()
        refused(visitor, path, BODIES[body], f"{body}; charset={encoding}", language, caplog)
    assert not EvidenceItem.all_rows.exists()


@pytest.mark.parametrize("parameter", ["charset*=nosuch''x", "charset*=utf-7''%2B2AA-", "boundary*=rot13''X"])
def test_a_header_that_cannot_be_read_is_no_fault(parameter):
    door = readable(WSGIHandler())
    environ = RequestFactory()._base_environ(
        PATH_INFO="/en/account/login/", REQUEST_METHOD="POST", CONTENT_TYPE=f"multipart/form-data; {parameter}"
    )
    statuses: list[str] = []
    page = b"".join(door(environ, lambda status, headers: statuses.append(status)))
    assert statuses == ["400 Bad Request"]
    assert b"We could not understand that" in page


def test_half_a_pair_is_not_kept(nia, school):
    visitor = Visitor(nia, "en").open(reverse("evidence:add", args=[school.public_id]))
    words = {"evidence_kind": "learner_voice", "lang": "en", **day("gathered_on", clock.today())}
    body = urlencode(visitor.form.filled(**words), doseq=True) + "&title=a%ED%A0%80&shows=%ED%BF%BF"
    answer = visitor.client.generic("POST", visitor.path, body, "application/x-www-form-urlencoded")
    assert answer.status_code == 302
    item = EvidenceItem.all_rows.get()
    assert not re.search("[\ud800-\udfff]", item.title + item.shows)


@pytest.mark.parametrize("spelling", ["utf-8", "UTF-8", "utf8", "U8", '"utf-8"', "no-such-encoding"])
def test_utf_8_is_read_however_it_is_spelt(spelling, nia, school):
    visitor = Visitor(nia, "en").open(reverse("evidence:add", args=[school.public_id]))
    sent = visitor.form.filled(title="")
    body = "&".join(f"{name}={value[0] if isinstance(value, list) else value}" for name, value in sent.items())
    content_type = f"application/x-www-form-urlencoded; charset={spelling}"
    answer = visitor.client.generic("POST", visitor.path, body.encode(), content_type)
    assert answer.status_code == 200
