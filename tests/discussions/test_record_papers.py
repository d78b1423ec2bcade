"""The record of a discussion goes out as Word and as PDF: to whoever may read it, and holding what they may read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.models import Party, Record
from tests.on_pages import Visitor, in_language
from tests.schools.test_papers import KINDS, text_of

from .rounds import agree_all, differ
from .test_record_readers import federated  # noqa: F401 (a fixture)


def paper(person: Any, record: Record, kind: str, language: str = "en") -> Any:
    client = Client()
    client.force_login(person)
    path = reverse("records:paper", args=[record.discussion.public_id, kind])
    answer: Any = client.get(in_language(language, path))
    answer.kept = answer.getvalue() if answer.streaming else b""  # it streams once
    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_a_sent_record_goes_out_with_what_has_been_answered_and_by_nobodys_name(kind, sent, nia, glyn, alun):
    differ(sent, alun, Party.SERVICE)
    answer = paper(glyn, sent, kind)
    words = text_of(answer)
    assert answer["Content-Disposition"].startswith("attachment") and answer["Content-Disposition"].endswith(
        f'.{kind}"'
    )
    for said in ("CANARY-priorities", "CANARY-support", "CANARY-success", "CANARY-next-step", "CANARY-reason"):
        assert said in words, said
    assert "sees this differently" in words and "Not yet answered" in words and "Not all have answered it yet." in words
    assert "Support not agreed by all" in words and "Frozen on" not in words
    assert "Alun" not in words and "Nia" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_a_frozen_record_goes_out_as_it_was_frozen_in_the_language_of_the_page(kind, sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    sections = sent.parts.get().sections
    sections.update(text="Geiriau wedyn")
    for language, said in (("en", "Frozen on"), ("cy", "Rhewyd ar")):
        words = text_of(paper(nia, sent, kind, language))
        assert said in words and "CANARY-priorities" in words and "Geiriau wedyn" not in words
    assert paper(nia, sent, kind).kept == paper(nia, sent, kind).kept, "the same bytes each time"


def test_the_pages_of_the_record_lead_to_the_files(sent, nia, olwen, alun):
    detail, version = (reverse(f"records:{name}", args=[sent.discussion.public_id]) for name in ("detail", "version"))
    for kind in KINDS:
        Visitor(nia, "en").open(detail).takes(reverse("records:paper", args=[sent.discussion.public_id, kind]))
    agree_all(sent, nia, olwen, alun)
    for kind in KINDS:
        Visitor(nia, "en").open(version).takes(reverse("records:paper", args=[sent.discussion.public_id, kind]))


def test_nothing_of_a_draft_goes_out_and_nothing_to_whoever_may_not_read_the_record(written, alun, nia, owain):
    for person in (alun, nia, owain):
        assert paper(person, written, "pdf").status_code == 404
    Record.all_rows.filter(pk=written.pk).update(status="sent", sending=1, sent_at="2026-11-02T10:00Z")
    assert [paper(person, written, "pdf").status_code for person in (alun, nia, owain)] == [200, 200, 404]


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_federations_record_a_file_holds_the_parts_that_its_reader_may_see(kind, federated, nia, glyn):  # noqa: F811
    whole, part = text_of(paper(nia, federated, kind)), text_of(paper(glyn, federated, kind))
    assert "Ysgol Nant y Coed" in whole and "Ysgol Pen y Bryn" in whole
    body = part.split("Answers")[0]
    assert "Ysgol Nant y Coed" in body and body.count("Ysgol Pen y Bryn") == 0


def test_a_file_of_the_record_asks_as_little_as_its_page(sent, glyn, client):
    client.force_login(glyn)
    path = reverse("records:paper", args=[sent.discussion.public_id, "pdf"])
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    assert len(found) <= 12
