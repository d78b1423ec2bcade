"""The pages of the record and of the support agreed: walked by each party, refused in sentences, never a 500."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.models import Answer, Discussion, NextStep, Party, Record, RecordSection, Support, SupportKind
from discussions.records import actions
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import Version
from tests.discussions.rounds import make_discussion, write_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(school: Any) -> Discussion:
    load_support_kinds()
    return make_discussion(school)


@pytest.fixture
def draft(discussion: Discussion, alun: Any) -> Record:
    return actions.begin(discussion, by=alun, once=uuid.uuid4())


@pytest.fixture
def written(draft: Record, alun: Any) -> Record:
    return write_record(draft, by=alun)


@pytest.fixture
def sent(written: Record, alun: Any) -> Record:
    return actions.send(written, by=alun, once=uuid.uuid4())


def page(name: str, discussion: Discussion, **more: Any) -> str:
    return reverse(f"records:{name}", kwargs={"discussion": discussion.public_id, **more})


def form_data(client: Any, url: str, **words: Any) -> dict[str, Any]:
    """The hidden fields of the form on that page, with the words typed."""
    form = client.get(url).context["form"]
    return {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()} | words


def post(client: Any, url: str, **words: Any) -> Any:
    return client.post(url, form_data(client, url, **words), follow=True)


def text_of(answer: Any) -> str:
    return answer.content.decode()


SUPPORT = {
    "what": "Diwrnodau yn yr ysgol", "success": "Mae'r dysgwyr yn darllen mwy", "lang": "cy", "given_by": "school",
    "given_by_name": "Ysgol y Dderwen", "amount": "2.5", "unit": "days", "starts_on-day": "1", "starts_on-month": "3",
    "starts_on-year": "2027", "ends_on-day": "30", "ends_on-month": "6", "ends_on-year": "2027",
}  # fmt: skip
STEP = {
    "party": "council", "text": "Ysgrifennu at y rhieni", "lang": "cy", "due_on-day": "1", "due_on-month": "5",
    "due_on-year": "2027",
}  # fmt: skip


def test_the_record_is_written_sent_answered_by_each_party_and_frozen(client, cast, discussion, school):
    client.force_login(cast.alun)
    assert "Record begun" in text_of(post(client, page("begin", discussion))) or Record.all_rows.exists()
    at = {"school": school.public_id}
    post(client, page("write", discussion, heading="priorities", **at), text="Gwella darllen", lang="cy")
    kind = SupportKind.all_rows.first()
    post(client, page("add", discussion, kind="support", **at), support_kind=kind.public_id, **SUPPORT)
    post(client, page("add", discussion, kind="next-steps", **at), **STEP)
    answer = client.get(page("check", discussion))
    assert answer.context["gaps"] == [] and "Ysgol y Dderwen" in text_of(answer)
    assert "Record sent for agreement" in text_of(post(client, page("send", discussion)))
    client.force_login(cast.nia)
    url = page("answer", discussion, **at)
    answer = post(client, url, agreed="no", lang="cy", reason_4="Mae angen mwy o ddiwrnodau")
    assert "Your answer has been given" in text_of(answer)
    client.force_login(cast.olwen)
    assert "Mae angen mwy o ddiwrnodau" in text_of(client.get(page("detail", discussion)))
    post(client, page("answer", discussion, party="council"), agreed="yes", lang="en")
    client.force_login(cast.alun)
    answer = post(client, page("answer", discussion, party="service"), agreed="yes", lang="en")
    assert "All have answered" in text_of(answer)
    frozen = Version.all_rows.get()
    client.force_login(cast.glyn)
    shown = text_of(client.get(page("version", discussion)))
    assert frozen.sha256 in shown and "Ysgol Nant y Coed sees this differently" in shown
    support = text_of(client.get(reverse("support:index", args=[school.public_id])))
    assert "Agreed, not yet begun" in support and "2.5 days" in support and "Ysgol y Dderwen" in support
