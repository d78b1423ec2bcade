"""The pages of the record and of the support agreed: walked by each party, refused in sentences, never a 500."""

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.models import Discussion, NextStep, Party, Record, Round, Support, SupportKind
from discussions.records import actions
from schools.models import Priority, Version
from tests.discussions.rounds import (
    agree_all,
    differ,
    key,
    make_discussion,
    part_of,
    section_of,
    take_part,
    write_record,
)
from tests.factories import make_self_evaluation, write_in
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db

SUPPORT = {
    "what": "Diwrnodau yn yr ysgol", "success": "Mae'r dysgwyr yn darllen mwy", "lang": "cy", "given_by": "school",
    "given_by_name": "Ysgol y Dderwen", "amount": "2.5", "unit": "days", "starts_on-day": "1", "starts_on-month": "3",
    "starts_on-year": "2027", "ends_on-day": "30", "ends_on-month": "6", "ends_on-year": "2027",
}  # fmt: skip
STEP = {
    "party": "council", "text": "Ysgrifennu at y rhieni", "lang": "cy", "due_on-day": "1", "due_on-month": "5",
    "due_on-year": "2199",
}  # fmt: skip


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


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_record_is_written_sent_answered_by_each_party_and_frozen(cast, held, school):
    alun, at = as_(cast.alun), {"school": school.public_id}
    post(alun, page("begin", held))
    post(alun, page("write", held, heading="priorities", **at), text="Gwella darllen", lang="cy")
    kind = SupportKind.all_rows.first()
    post(alun, page("add", held, kind="support", **at), support_kind=kind.public_id, **SUPPORT)
    post(alun, page("add", held, kind="next-steps", **at), **STEP)
    answer = alun.get(page("check", held))
    assert answer.context["gaps"] == []
    assert "Ysgol y Dderwen" in text_of(answer)
    assert "Record sent for agreement" in text_of(post(alun, page("send", held)))
    url = page("answer", held, **at)
    answer = post(as_(cast.nia), url, agreed="no", lang="cy", reason_4="Mae angen mwy o ddiwrnodau")
    assert "Your answer has been given" in text_of(answer)
    olwen = as_(cast.olwen)
    assert "Mae angen mwy o ddiwrnodau" in text_of(olwen.get(page("detail", held)))
    post(olwen, page("answer", held, party="council"), agreed="yes", lang="en")
    answer = post(alun, page("answer", held, party="service"), agreed="yes", lang="en")
    assert "All have answered" in text_of(answer)
    shown = text_of(as_(cast.glyn).get(page("version", held)))
    assert Version.all_rows.get().sha256 in shown
    assert "Ysgol Nant y Coed sees this differently" in shown
    support = text_of(as_(cast.glyn).get(reverse("support:index", args=[school.public_id])))
    assert all(words in support for words in ("Not agreed by all; not yet begun", "2.5 days", "Ysgol y Dderwen"))


def test_before_anything_is_sent_the_school_reads_whose_turn_it_is_and_nothing_of_the_draft(nia, written):
    shown = text_of(as_(nia).get(page("detail", written.discussion)))
    assert "There is nothing to read yet" in shown
    assert "CANARY" not in shown


def test_whoever_opens_a_record_that_was_taken_back_reads_when_it_was_sent_and_that_it_is_corrected(nia, sent, alun):
    actions.withdraw(sent, by=alun, once=key())
    shown = text_of(as_(nia).get(page("detail", sent.discussion)))
    assert "then taken back, and is being corrected." in shown
    assert "There is nothing to read yet" not in shown


def test_the_adviser_is_offered_to_begin_and_told_why_not_before_the_day(alun, held):
    assert "It is your turn: begin the record" in text_of(as_(alun).get(page("detail", held)))
    Discussion.all_rows.filter(pk=held.pk).update(starts_at="2100-01-01T10:00Z", ends_at="2100-01-01T11:00Z")
    for name in ("detail", "begin"):
        assert "on the day of the discussion, not before" in text_of(as_(alun).get(page(name, held)))


def test_whose_turn_it_is_stands_on_the_page(cast, sent):
    assert "It is your turn: read the record, then answer." in text_of(
        as_(cast.nia).get(page("detail", sent.discussion))
    )
    shown = text_of(as_(cast.glyn).get(page("detail", sent.discussion)))
    assert "Waiting for an answer from:" in shown
    assert "Answer for" not in shown


def test_the_priorities_the_school_submitted_can_be_put_into_the_text(cast, draft, school):
    evaluation = make_self_evaluation(school)
    write_in(evaluation, "Darllen")
    submit(evaluation, by=cast.nia, once=key())
    url = page("write", draft.discussion, school=school.public_id, heading="priorities")
    alun = as_(cast.alun)
    assert "The priorities of the self-evaluation" in text_of(alun.get(url))
    assert alun.get(url).context["form"]["text"].value() == ""
    form = alun.get(url + "?fill=cy").context["form"]
    assert form["text"].value().count("Darllen (blaenoriaeth)") == 3
    assert form["lang"].value() == "cy", "the words keep their language"


def test_priorities_of_both_languages_are_offered_one_language_at_a_time(cast, draft, school):
    evaluation = make_self_evaluation(school)
    write_in(evaluation, "Darllen")
    Priority.all_rows.filter(pk=Priority.all_rows.first().pk).update(text="Reading", lang="en")
    submit(evaluation, by=cast.nia, once=key())
    url = page("write", draft.discussion, school=school.public_id, heading="priorities")
    alun = as_(cast.alun)
    assert all(f'href="?fill={lang}"' in text_of(alun.get(url)) for lang in ("cy", "en"))
    form = alun.get(url + "?fill=en").context["form"]
    assert (form["text"].value(), form["lang"].value()) == ("Reading", "en")
    post(alun, url, text="Cadarnhawyd", lang="cy")
    shown = text_of(alun.get(url))
    assert 'href="?fill=cy"' in shown and 'href="?fill=en"' not in shown, "a Welsh text takes no English words"
    assert "only the priorities in that language can be put into it" in shown
    form = alun.get(url + "?fill=en").context["form"]
    assert (form["text"].value(), form["lang"].value()) == ("Cadarnhawyd", "cy")


def test_before_sending_everybody_who_will_read_it_is_named(cast, written):
    take_part(written.discussion, cast.gareth, "guest", consent="given")
    take_part(written.discussion, cast.tomos, "guest", consent="asked")
    for name in ("check", "send"):
        shown = text_of(as_(cast.alun).get(page(name, written.discussion)))
        assert "the governors of the school: Ysgol Nant y Coed" in shown
        assert "the invited guest: Gareth" in shown
        assert "Tomos" not in shown


def test_two_advisers_texts_are_shown_side_by_side(cast, draft):
    part = part_of(draft)
    url = page("write", draft.discussion, school=part.school.public_id, heading="practice")
    alun, mari = as_(cast.alun), as_(cast.mari)
    late = form_data(mari, url, text="Geiriau Mari", lang="cy")
    post(alun, url, text="Geiriau Alun", lang="cy")
    shown = text_of(mari.post(url, late))
    assert "Two versions of this text" in shown
    assert "Geiriau Alun" in shown and "Geiriau Mari" in shown
    again = {**late, "version": "2"}
    mari.post(url, again)
    assert section_of(draft, "practice").text == "Geiriau Mari"


def test_what_is_wrong_with_an_item_of_support_stands_at_its_field(alun, draft):
    part = part_of(draft)
    url = page("add", draft.discussion, school=part.school.public_id, kind="support")
    kind = SupportKind.all_rows.first().public_id
    for wrong, sentence in [
        ({"given_by_name": ""}, "Enter the name of the school or body that gives the support"),
        ({"ends_on-year": "2026"}, "The last date cannot be before the first date"),
        ({"amount": "0"}, "Enter the amount as a number above 0"),
        ({"amount": "llawer"}, "Enter the amount as a number above 0"),
        ({"amount": "NaN"}, "Enter the amount as a number above 0"),
        ({"amount": "123456"}, "Enter an amount below 10,000"),
        ({"support_kind": str(key())}, "Kind of support: choose one of the answers shown"),
    ]:
        answer = post(as_(alun), url, **{"support_kind": kind, **SUPPORT, **wrong})
        assert sentence in text_of(answer).replace("&#x27;", "'"), wrong
        assert "There is a problem" in text_of(answer)
    assert not Support.all_rows.exists()


def test_save_and_add_another_leads_to_an_empty_form(alun, draft):
    url = page("add", draft.discussion, school=part_of(draft).school.public_id, kind="next-steps")
    answer = post(as_(alun), url, **STEP, press="again")
    assert answer.redirect_chain[-1][0] == url
    assert NextStep.all_rows.count() == 1


def test_an_answer_that_does_not_fit_its_reasons_is_refused_and_keeps_what_was_typed(nia, sent, school):
    url = page("answer", sent.discussion, school=school.public_id)
    answer = post(as_(nia), url, agreed="yes", lang="cy", reason_1="Nid felly y bu")
    assert "You chose to agree, but wrote how you see a section differently." in text_of(answer)
    assert "Nid felly y bu" in text_of(answer)
    answer = post(as_(nia), url, agreed="no", lang="cy")
    assert "Write beside at least one section how you see it, and why" in text_of(answer)
    assert "Choose whether you agree" in text_of(post(as_(nia), url, lang="cy"))


def test_a_page_of_a_step_that_is_over_leads_to_where_the_record_stands(cast, sent, school):
    at = {"school": school.public_id}
    item = Support.all_rows.get().public_id
    for url in (
        page("write", sent.discussion, heading="progress", **at),
        page("add", sent.discussion, kind="support", **at),
        page("edit", sent.discussion, kind="support", item=item),
        page("remove", sent.discussion, kind="support", item=item),
        page("check", sent.discussion),
        page("send", sent.discussion),
    ):
        answer = as_(cast.alun).get(url, follow=True)
        assert "That step is over. This is where the record stands now." in text_of(answer), url


def test_what_was_typed_while_the_record_was_sent_is_refused_and_kept(cast, written, school):
    url = page("write", written.discussion, school=school.public_id, heading="progress")
    alun = as_(cast.alun)
    late = form_data(alun, url, text="Rhy hwyr", lang="cy")
    actions.send(written, by=cast.mari, once=key())
    shown = text_of(alun.post(url, late))
    assert "The record has been sent, so it can no longer be written." in shown
    assert "Rhy hwyr" in shown


def test_an_answer_to_a_record_that_was_corrected_meanwhile_is_given_after_reading_it_again(cast, sent, school):
    url = page("answer", sent.discussion, school=school.public_id)
    nia = as_(cast.nia)
    late = form_data(nia, url, agreed="yes", lang="cy")
    actions.withdraw(sent, by=cast.alun, once=key())
    actions.send(sent, by=cast.alun, once=key())
    answer = nia.post(url, late)
    assert "The record was corrected and sent again after you opened this page." in text_of(answer)
    form = answer.context["form"]
    again = late | {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    assert nia.post(url, again).status_code == 302


def test_a_record_taken_back_shows_its_writer_what_was_said_to_it(cast, sent, school):
    differ(sent, cast.nia, Party.SCHOOL, school)
    answer = post(as_(cast.alun), page("withdraw", sent.discussion))
    assert "The record is a draft again." in text_of(answer)
    assert "CANARY-reason" in text_of(answer)
    assert "CANARY" not in text_of(as_(cast.nia).get(page("detail", sent.discussion)))


@pytest.mark.parametrize("who", ["carys", "dai", "clem", "ann", "idris"])
def test_a_contributor_a_diary_helper_a_clerk_and_an_administrator_enter_no_page_of_the_record(who, request, sent):
    assert as_(request.getfixturevalue(who)).get(page("detail", sent.discussion)).status_code == 403


@pytest.mark.parametrize("who", ["owain", "beca", "eira", "rhys", "elin", "tomos"])
def test_a_record_of_another_school_is_not_there(who, request, sent):
    answer = as_(request.getfixturevalue(who)).get(page("detail", sent.discussion))
    assert answer.status_code in (403, 404)


def everything(cast: Any, school: Any, times: int) -> dict[str, int]:
    """The queries of each page at each step, by reader, with `times` of everything in the record."""
    held = Discussion.all_rows.get()
    draft = actions.begin(held, by=cast.alun, once=key())
    write_record(draft, by=cast.alun, times=times)
    item, at = Support.all_rows.first().public_id, {"school": school.public_id}
    counts = count(
        held, [cast.alun, cast.mari, cast.olwen],
        detail={}, check={}, send={}, history={}, write={**at, "heading": "priorities"}, add={**at, "kind": "support"},
        edit={"kind": "support", "item": item}, remove={"kind": "support", "item": item},
    )  # fmt: skip
    actions.send(draft, by=cast.alun, once=key())
    readers = [cast.nia, cast.glyn, cast.alun, cast.olwen, cast.mari]
    counts |= count(held, readers, detail={}, sent={}, withdraw={}, answer=at, history={})
    counts |= {f"{name}!": n for name, n in count(held, readers, answer={"party": "council"}).items()}
    draft.refresh_from_db()
    agree_all(draft, cast.nia, cast.olwen, cast.alun)
    counts |= {f"{name}.": n for name, n in count(held, readers, detail={}, version={}, answered={}).items()}
    for reader in readers:
        client = as_(reader)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("support:index", args=[school.public_id]))
        counts[f"{reader.name} support"] = len(queries)
    return counts


def count(held: Discussion, readers: list[Any], **pages: dict[str, Any]) -> dict[str, int]:
    status = Record.all_rows.get().status
    found = {}
    for reader in readers:
        client = as_(reader)
        for name, more in pages.items():
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(page(name, held, **more))
            if answer.status_code == 200:
                found[f"{reader.name} {name} ({status})"] = len(queries)
    return found


def test_every_page_asks_as_much_at_three_of_everything_as_at_one_and_at_most_twelve_times(cast, held, school):
    with transaction.atomic():
        at_one = everything(cast, school, times=1)
        transaction.set_rollback(True)
    at_three = everything(cast, school, times=3)
    assert at_one == at_three
    assert {name: queries for name, queries in at_one.items() if queries > 12} == {}
    assert len(at_one) > 40


def test_words_that_a_colleague_saves_after_the_check_are_not_sent_unread(cast, written, school):
    discussion, alun = written.discussion, as_(cast.alun)
    link = re.search(r'href="([^"]*\?seen=[0-9a-f]{64})"', text_of(alun.get(page("check", discussion))))
    data = form_data(alun, link[1])
    section = section_of(written, "priorities")
    actions.write(section, text="CANARY", lang="en", version=section.version, by=cast.alun, once=key())
    answer = alun.post(link[1], data)
    assert "It has changed since you read it. Read it again, then send." in text_of(answer)
    written.refresh_from_db()
    assert written.status == Record.Status.DRAFT
    post(alun, page("send", discussion))
    written.refresh_from_db()
    assert written.status == Record.Status.SENT


def test_what_may_be_a_slip_is_pointed_out_and_keeps_nobody_from_sending(alun, written):
    item = Support.all_rows.first()
    adviser_days = SupportKind.all_rows.get(code="adviser-days")
    Support.all_rows.filter(pk=item.pk).update(amount=400, support_kind=SupportKind.all_rows.get(code="other"))
    client = as_(alun)
    for name in ("check", "send"):
        assert "Other support: 400 days do not fit between" in text_of(client.get(page(name, written.discussion)))
    Support.all_rows.filter(pk=item.pk).update(amount=3, given_by="external", support_kind=adviser_days)
    assert "but it says “Somebody else”. Check who gives it." in text_of(client.get(page("check", written.discussion)))
    Support.all_rows.filter(pk=item.pk).update(given_by="service")
    assert "Check these once more" not in text_of(client.get(page("check", written.discussion)))
    Support.all_rows.filter(pk=item.pk).update(amount=400)
    post(client, page("send", written.discussion))
    written.refresh_from_db()
    assert written.status == Record.Status.SENT


def test_beside_the_progress_stands_what_was_agreed_a_year_before(cast, sent, school):
    last = Round.all_rows.create(council=school.council, school_year=sent.discussion.round.school_year - 1)
    sent.discussion.discussion_schools.update(round=last)
    Discussion.all_rows.filter(pk=sent.discussion.pk).update(round=last)
    agree_all(Record.all_rows.get(pk=sent.pk), cast.nia, cast.olwen, cast.alun)
    record = actions.begin(make_discussion(school), by=cast.alun, once=key())
    shown = text_of(as_(cast.alun).get(progress_of(record, school)))
    assert all(f"CANARY-{words}" in shown for words in ("priorities", "support", "next-step"))
    assert reverse("records:version", args=[sent.discussion.public_id]) in shown


def test_where_no_earlier_record_was_agreed_the_page_says_so(alun, written, school):
    assert "No record of an earlier year has been answered by all" in text_of(
        as_(alun).get(progress_of(written, school))
    )


def progress_of(record: Record, school: Any) -> str:
    return page("write", record.discussion, school=school.public_id, heading="progress")
