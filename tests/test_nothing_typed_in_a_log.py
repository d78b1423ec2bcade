"""What is refused or goes wrong is written into the log without what somebody typed, without passwords and tokens."""

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.models import Appointment
from tests import factories as make
from tests.on_pages import forms_in
from tests.story import day

pytestmark = pytest.mark.django_db
TYPED, SECRET = "Geiriau-cyfrinachol-Nia", "dim-cyfrinair-o-gwbl-9431"


@pytest.fixture
def log() -> Any:
    """What the portal's own handler writes, with its formatter and filters, at the most talkative level."""
    configured = settings.LOGGING["handlers"]["console"]
    known = next(each for each in logging.getLogger().handlers if type(each).__name__ == "StreamHandler")
    assert configured["class"] == "logging.StreamHandler"
    written, level = io.StringIO(), logging.getLogger().level
    stream = known.setStream(written)
    logging.getLogger().setLevel(logging.INFO)
    yield written
    known.setStream(stream)
    logging.getLogger().setLevel(level)


@pytest.fixture
def page(school) -> str:
    return reverse("evidence:add", args=[school.public_id])


def clean(log: Any) -> str:
    said = log.getvalue()
    assert TYPED not in said and SECRET not in said, said
    return said


def filled(client: Client, page: str) -> dict[str, Any]:
    (form,) = forms_in(client.get(page).content.decode())
    return form.filled(title=TYPED, shows=TYPED)


def test_a_refusal_says_where_and_not_what(client, nia, page, log):
    client.force_login(nia)
    sent = filled(client, page)
    Appointment.all_rows.filter(person=nia).update(ends_on=make.YESTERDAY)
    assert client.post(page, sent).status_code == 403
    assert "Forbidden" in clean(log)


@pytest.mark.parametrize("charset", ["latin1", "utf-16"])
def test_what_cannot_be_read_is_not_written_down(client, nia, page, log, charset):
    client.force_login(nia)
    body = f"title={TYPED}".encode()
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.post(page, body, content_type=kind).status_code == 400
    clean(log)


def test_an_old_page_and_a_post_that_is_too_large_are_not_written_down(nia, page, log, settings):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nia)
    assert strict.post(page, {"title": TYPED, "csrfmiddlewaretoken": SECRET}).status_code == 403
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    client = Client()
    client.force_login(nia)
    assert client.post(page, {"title": TYPED}).status_code == 413
    assert "CSRF" in clean(log)


def test_a_wrong_password_is_not_written_down(client, nia, log):
    for _again in range(7):  # until the limit refuses
        client.post(reverse("account_login"), {"login": nia.email, "password": SECRET})
    said = clean(log)
    assert nia.email not in said


def faulty(client: Client, page: str, monkeypatch: Any, fault: Exception) -> None:
    """Saving a complete entry ends in `fault`."""
    client.raise_request_exception = False
    words = {"evidence_kind": "learner_voice", "lang": "cy", **day("gathered_on", clock.today())}
    sent = {**filled(client, page), **words}

    def end(*args: Any, **kwargs: Any) -> None:
        raise fault

    monkeypatch.setattr("schools.evidence.actions.record", end)
    assert client.post(page, sent).status_code == 500


def test_a_fault_of_the_portal_is_traced_without_the_words(client, nia, page, log, monkeypatch):
    client.force_login(nia)
    faulty(client, page, monkeypatch, RuntimeError("a fault"))
    assert "a fault" in clean(log)


def test_what_the_database_refuses_is_traced_without_the_row(client, nia, page, log, monkeypatch):
    """PostgreSQL names the words of the row that it refuses."""
    row = f"Failing row contains (1, {TYPED}, null)."
    told = f'null value in column "by_id" violates not-null constraint\nDETAIL:  {row}\n'
    client.force_login(nia)
    faulty(client, page, monkeypatch, IntegrityError(told))
    said = clean(log)
    assert "violates not-null constraint" in said and "DETAIL" in said


@pytest.mark.parametrize("address", ["/en/people/{}/join/", "/en/account/password/reset/key/{}/"])
def test_the_secret_of_a_link_is_not_written_down(client, address, log):
    client.get(address.format(SECRET))
    client.post(address.format(SECRET) + "nowhere/")
    clean(log)
