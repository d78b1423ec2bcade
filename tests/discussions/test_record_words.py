"""What the pages of a record say: before it is sent too early, who has answered, and what is wrong with an item."""

import datetime as dt

import pytest

from discussions.agreed_support import support_of
from discussions.models import Discussion, Party, Record, RecordSection, Support, SupportKind
from discussions.records.queries import service_of
from schools import clock
from schools.models import ServiceCouncil
from tests.discussions.rounds import agree, differ, write_record

from .test_record_pages import SUPPORT, as_, form_data, page, post, text_of

pytestmark = pytest.mark.django_db


def test_a_record_is_written_but_not_sent_before_people_meet(alun, draft, held, hour):
    starts = dt.datetime.combine(clock.today(), dt.time(13), clock.LONDON)
    Discussion.all_rows.filter(pk=held.pk).update(starts_at=starts, ends_at=starts + dt.timedelta(hours=1))
    write_record(draft, by=alun)
    client = as_(alun)
    send, early = page("send", held), "This discussion begins at 13:00 on"
    hour(13)
    typed = form_data(client, send)
    hour(12)
    assert early in text_of(client.get(send)) and "<button" not in client.get(send).content.decode().split("<main")[1]
    assert early in text_of(client.get(page("check", held)))
    assert "Go on to sending" not in text_of(client.get(page("check", held)))
    assert early in text_of(client.post(send, typed))
    assert Record.all_rows.get().status == Record.Status.DRAFT
    hour(13)
    assert early not in text_of(client.get(page("check", held)))
    assert "Record sent for agreement" in text_of(post(client, send))


def test_the_service_is_named_where_answers_are_told_as_the_council_is(sent, school, olwen, alun, nia, service):
    differ(sent, alun, Party.SERVICE)
    answers = [row["turn"].label for row in as_(olwen).get(page("detail", sent.discussion)).context["content"]["turns"]]
    assert answers == [school.name, school.council.name, service.name]
    assert f"{service.name} sees this differently" in text_of(as_(olwen).get(page("detail", sent.discussion)))
    agree(sent, nia, Party.SCHOOL, school)
    agree(sent, olwen, Party.COUNCIL)
    (found,) = support_of(nia, school)
    assert found.seen_differently_by == [service.name]
    ServiceCouncil.all_rows.all().update(ends_on=sent.discussion.starts_at.date() - dt.timedelta(days=1))
    assert service_of(sent) == "Improvement service"
    assert "Improvement service sees this differently" in text_of(as_(olwen).get(page("detail", sent.discussion)))


def test_all_that_is_wrong_with_an_item_of_support_is_said_at_once(alun, draft, held, school):
    url = page("add", held, kind="support", school=school.public_id)
    wrong = SUPPORT | {"amount": "tri", "given_by_name": "", "ends_on-year": "2026", "what": ""}
    form = post(as_(alun), url, **wrong).context["form"]
    assert set(form.errors) == {"support_kind", "amount", "given_by_name", "ends_on", "what"}
    assert form.errors["ends_on"] == ["The last date cannot be before the first date"]


@pytest.mark.parametrize(("typed", "kept"), [("2,5", "2.5"), ("2.5", "2.5"), ("3", "3"), ("1,000", None)])
@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_amount_is_taken_with_a_point_or_a_comma(typed, kept, language, alun, draft, held, school):
    url = page("add", held, kind="support", school=school.public_id).replace("/en/", f"/{language}/")
    kind = SupportKind.all_rows.first()
    answer = post(as_(alun), url, **SUPPORT | {"support_kind": kind.public_id, "amount": typed})
    assert [str(item.amount.normalize()) for item in Support.all_rows.all()] == ([kept] if kept else [])
    assert kept or "amount" in answer.context["form"].errors


def test_what_is_left_empty_is_asked_about_before_the_record_is_sent_and_keeps_nobody_from_it(alun, written):
    client, asked = as_(alun), "Nothing is written under these yet. Is that meant?"
    assert asked not in text_of(client.get(page("send", written.discussion)))
    RecordSection.all_rows.filter(part__record=written, heading="practice").update(text=" ")
    Support.all_rows.all().delete()
    for name in ("check", "send"):
        answer = client.get(page(name, written.discussion))
        assert asked in text_of(answer)
        assert answer.context["left_empty"] == ["Support agreed", "Practice worth sharing"]
    post(client, page("send", written.discussion))
    written.refresh_from_db()
    assert written.status == Record.Status.SENT
