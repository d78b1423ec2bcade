"""The record of a discussion and the support agreed in it: begun, written, sent, answered by each party, frozen."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from discussions.access import record_for, record_version_of
from discussions.models import (
    Answer,
    Discussion,
    NextStep,
    Party,
    Record,
    RecordPart,
    RecordSection,
    Support,
    SupportKind,
)
from discussions.records import actions
from discussions.records.queries import content_of, gaps_in
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import ConflictOfInterest, Event, Notice, Revision, Version
from schools.refusals import NotAllowed, Refused, Stale
from tests import factories as make
from tests.discussions.rounds import make_discussion, support_words, take_part, write_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(school: Any) -> Discussion:
    return make_discussion(school)


@pytest.fixture
def draft(discussion: Discussion, alun: Any) -> Record:
    load_support_kinds()
    return actions.begin(discussion, by=alun, once=key())


@pytest.fixture
def written(draft: Record, alun: Any) -> Record:
    return write_record(draft, by=alun)


@pytest.fixture
def sent(written: Record, alun: Any) -> Record:
    return actions.send(written, by=alun, once=key())


def key() -> uuid.UUID:
    return uuid.uuid4()


def agree(record: Record, by: Any, party: Party, school: Any = None, **words: Any) -> Answer:
    words = {"agreed": True, "reasons": {}, "lang": "en", "version": record.version, "once": key()} | words
    return actions.answer(record, party=party, school=school, by=by, **words)


def differ(record: Record, by: Any, party: Party, school: Any = None, about: str = "support", **words: Any) -> Answer:
    reasons = {(part, about): "Rydym yn gweld hyn yn wahanol" for part in record.parts.all()}
    return agree(record, by, party, school, **{"agreed": False, "reasons": reasons, "lang": "cy"} | words)


def agree_all(record: Record, nia: Any, olwen: Any, alun: Any) -> Record:
    agree(record, nia, Party.SCHOOL, record.parts.get().school)
    agree(record, olwen, Party.COUNCIL)
    agree(record, alun, Party.SERVICE)
    record.refresh_from_db()
    return record


# beginning


def test_the_adviser_begins_a_record_with_a_part_for_the_school_and_a_section_for_each_heading(discussion, alun):
    record = actions.begin(discussion, by=alun, once=key())
    assert record.status == Record.Status.DRAFT
    assert [section.heading for section in record.parts.get().sections.all()] == [
        "priorities", "progress", "accuracy", "practice",
    ]  # fmt: skip


def test_the_sections_begin_in_the_language_of_the_discussion(school, alun):
    record = actions.begin(make_discussion(school, language="cy"), by=alun, once=key())
    assert {section.lang for section in record.parts.get().sections.all()} == {"cy"}


def test_the_service_lead_may_begin_it_too(discussion, mari):
    assert actions.begin(discussion, by=mari, once=key()).pk


@pytest.mark.parametrize("who", ["nia", "sion", "glyn", "dai", "olwen", "lowri", "beca", "eira", "gareth", "ann", "idris"])
def test_nobody_but_the_schools_adviser_and_the_service_lead_begins_a_record(who, request, discussion):
    with pytest.raises(PermissionDenied):
        actions.begin(discussion, by=request.getfixturevalue(who), once=key())
    assert not Record.all_rows.exists()


def test_a_record_cannot_be_begun_before_the_day_of_the_discussion(school, alun):
    tomorrow = make_discussion(school, day=clock.today() + dt.timedelta(days=1))
    with pytest.raises(Refused, match="not before"):
        actions.begin(tomorrow, by=alun, once=key())


def test_a_record_can_be_begun_on_the_day_itself(school, alun):
    assert actions.begin(make_discussion(school, day=clock.today()), by=alun, once=key()).pk


def test_a_cancelled_discussion_has_no_record(school, alun):
    cancelled = make_discussion(school, status="cancelled", cancelled_because="Snow", cancelled_because_lang="en")
    with pytest.raises(Refused, match="was cancelled"):
        actions.begin(cancelled, by=alun, once=key())


def test_a_discussion_has_one_record(draft, mari):
    with pytest.raises(Refused, match="already been begun"):
        actions.begin(draft.discussion, by=mari, once=key())


def test_pressing_begin_twice_answers_with_the_first_record(discussion, alun):
    once = key()
    assert actions.begin(discussion, by=alun, once=once) == actions.begin(discussion, by=alun, once=once)
    assert Record.all_rows.count() == 1


# writing


def section_of(record: Record, heading: str = "priorities") -> RecordSection:
    return RecordSection.all_rows.select_related("part__record__discussion", "part__school").get(
        part__record=record, heading=heading
    )


def part_of(record: Record) -> RecordPart:
    return RecordPart.all_rows.select_related("record__discussion", "school").get(record=record)


def test_a_saved_section_raises_its_version_and_keeps_its_former_words(draft, alun):
    section = section_of(draft)
    actions.write(section, text="Darllen", lang="cy", version=1, by=alun, once=key())
    section.refresh_from_db()
    assert (section.text, section.lang, section.version) == ("Darllen", "cy", 2)
    assert Revision.all_rows.get().text == "Darllen"


def test_the_second_of_two_writers_is_shown_the_first_ones_words(draft, alun, mari):
    actions.write(section_of(draft), text="Alun's", lang="en", version=1, by=alun, once=key())
    with pytest.raises(Stale) as refusal:
        actions.write(section_of(draft), text="Mari's", lang="en", version=1, by=mari, once=key())
    assert refusal.value.theirs["text"] == "Alun's"


@pytest.mark.parametrize("who", ["nia", "sion", "glyn", "olwen", "lowri", "beca", "eira", "gareth", "ann"])
def test_nobody_else_writes_in_a_draft(who, request, draft):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        actions.write(section_of(draft), text="x", lang="en", version=1, by=person, once=key())
    with pytest.raises(PermissionDenied):
        actions.add(part_of(draft), Support, by=person, once=key(), **support_words())
    with pytest.raises(PermissionDenied):
        actions.send(draft, by=person, once=key())


def test_support_is_added_changed_and_removed_and_each_step_is_in_the_history(draft, alun):
    item = actions.add(part_of(draft), Support, by=alun, once=key(), **support_words())
    actions.edit(item, version=1, by=alun, once=key(), **support_words(what="Mwy", amount=Decimal("2.5")))
    item.refresh_from_db()
    assert (item.what, item.amount) == ("Mwy", Decimal("2.5"))
    actions.remove(item, by=alun, once=key())
    assert not Support.all_rows.exists()
    verbs = Event.all_rows.filter(within_id=draft.public_id).values_list("verb", flat=True)
    assert [verb.removeprefix("draft_record.support_") for verb in verbs] == ["removed", "edited", "added"]


def test_a_next_step_is_added_changed_and_removed(draft, alun):
    words = {"party": "school", "text": "Hyfforddi", "lang": "cy", "due_on": clock.today()}
    step = actions.add(part_of(draft), NextStep, by=alun, once=key(), **words)
    step = actions.edit(step, version=1, by=alun, once=key(), **words | {"party": "council"})
    assert step.party == "council"
    actions.remove(step, by=alun, once=key())
    assert not NextStep.all_rows.exists()


@pytest.mark.parametrize("given_by", ["school", "external"])
def test_another_school_or_somebody_else_who_gives_support_is_named(draft, alun, given_by):
    with pytest.raises(Refused, match="Enter the name") as refusal:
        actions.add(part_of(draft), Support, by=alun, once=key(), **support_words(given_by=given_by))
    assert refusal.value.field == "given_by_name"


def test_the_name_of_another_body_is_dropped_when_council_or_service_gives_the_support(draft, alun):
    words = support_words(given_by="council", given_by_name="Ysgol Arall")
    assert actions.add(part_of(draft), Support, by=alun, once=key(), **words).given_by_name == ""


def test_support_does_not_end_before_it_begins(draft, alun):
    words = support_words(ends_on=clock.today() - dt.timedelta(days=1))
    with pytest.raises(Refused, match="last date cannot be before"):
        actions.add(part_of(draft), Support, by=alun, once=key(), **words)


def test_a_next_step_is_not_due_before_the_discussion(draft, alun):
    words = {"party": "school", "text": "x", "lang": "en", "due_on": dt.date(2020, 1, 1)}
    with pytest.raises(Refused, match="before the day of the discussion"):
        actions.add(part_of(draft), NextStep, by=alun, once=key(), **words)


def test_nothing_is_written_in_a_record_that_has_been_sent(sent, alun):
    item, section, part = Support.all_rows.get(), section_of(sent), part_of(sent)
    for act in (
        lambda: actions.write(section, text="x", lang="en", version=section.version, by=alun, once=key()),
        lambda: actions.add(part, Support, by=alun, once=key(), **support_words()),
        lambda: actions.edit(item, version=1, by=alun, once=key(), **support_words()),
        lambda: actions.remove(item, by=alun, once=key()),
    ):
        with pytest.raises(NotAllowed, match="has been sent"):
            act()


# sending


def test_a_record_without_priorities_or_next_steps_is_not_sent(draft, alun):
    assert len(gaps_in(content_of(draft, []), draft)) == 2
    with pytest.raises(Refused, match="which priorities were confirmed"):
        actions.send(draft, by=alun, once=key())
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_sending_tells_the_head_the_officer_who_takes_part_and_the_adviser(written, cast):
    take_part(written.discussion, cast.olwen, "officer")
    actions.send(written, by=cast.alun, once=key())
    written.refresh_from_db()
    assert (written.status, written.sending) == ("sent", 1)
    assert {notice.person.name for notice in Notice.all_rows.all()} == {"Nia", "Olwen", "Alun"}


def test_where_no_officer_takes_part_all_officers_without_a_conflict_are_told(written, cast):
    actions.send(written, by=cast.alun, once=key())
    assert {notice.person.name for notice in Notice.all_rows.all()} == {"Nia", "Olwen", "Lowri", "Alun"}


def test_a_record_is_not_sent_twice(sent, alun):
    with pytest.raises(NotAllowed):
        actions.send(sent, by=alun, once=key())


def test_pressing_send_twice_sends_once(written, alun):
    once = key()
    actions.send(written, by=alun, once=once)
    actions.send(written, by=alun, once=once)
    assert Event.all_rows.filter(verb="record.sent").count() == 1
    written.refresh_from_db()
    assert written.sending == 1


def test_a_sent_record_is_taken_back_corrected_and_answered_anew(sent, cast, school):
    agree(sent, cast.nia, Party.SCHOOL, school)
    actions.withdraw(sent, by=cast.alun, once=key())
    actions.write(section_of(sent), text="Cywirwyd", lang="cy", version=2, by=cast.alun, once=key())
    actions.send(sent, by=cast.alun, once=key())
    sent.refresh_from_db()
    assert sent.sending == 2
    agree(sent, cast.olwen, Party.COUNCIL)
    agree(sent, cast.alun, Party.SERVICE)
    sent.refresh_from_db()
    assert sent.status == "sent", "what the school said to the first sending no longer counts"
    agree(sent, cast.nia, Party.SCHOOL, school)
    sent.refresh_from_db()
    assert sent.status == "agreed"


def test_an_agreed_record_is_not_taken_back(sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    with pytest.raises(NotAllowed, match="All have answered"):
        actions.withdraw(sent, by=alun, once=key())


def test_a_draft_is_not_taken_back(written, alun):
    with pytest.raises(NotAllowed):
        actions.withdraw(written, by=alun, once=key())


# answering


@pytest.mark.parametrize(
    ("who", "party"),
    [
        *((who, "school") for who in ("sion", "carys", "glyn", "clem", "dai", "owain", "huw", "olwen", "alun", "gareth")),
        *((who, "council") for who in ("nia", "elin", "rhys", "alun", "mari", "ann")),
        *((who, "service") for who in ("nia", "olwen", "beca", "eira")),
    ],
)  # fmt: skip
def test_nobody_answers_for_a_party_that_is_not_theirs(who, party, request, sent, school):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        agree(sent, person, Party(party), school if party == "school" else None)


def test_a_party_answers_once(sent, nia, school):
    agree(sent, nia, Party.SCHOOL, school)
    with pytest.raises(NotAllowed, match="already answered"):
        differ(sent, nia, Party.SCHOOL, school)


def test_one_officer_answers_for_the_council_and_then_no_other(sent, olwen, lowri):
    agree(sent, olwen, Party.COUNCIL)
    with pytest.raises(NotAllowed, match="already been given for the council"):
        agree(sent, lowri, Party.COUNCIL)


def test_seeing_it_differently_needs_a_reason(sent, nia, school):
    with pytest.raises(Refused, match="at least one section"):
        agree(sent, nia, Party.SCHOOL, school, agreed=False)


def test_agreeing_leaves_no_room_for_a_reason(sent, nia, school):
    with pytest.raises(Refused, match="You chose to agree"):
        differ(sent, nia, Party.SCHOOL, school, agreed=True)


def test_an_answer_is_to_the_sending_that_was_read(sent, nia, alun, school):
    read = sent.version
    actions.withdraw(sent, by=alun, once=key())
    with pytest.raises(NotAllowed, match="taken back"):
        agree(sent, nia, Party.SCHOOL, school, version=read)
    actions.send(sent, by=alun, once=key())
    with pytest.raises(Refused, match="sent again after you opened"):
        agree(sent, nia, Party.SCHOOL, school, version=read)


def test_a_draft_is_not_answered(written, nia, school):
    with pytest.raises(NotAllowed):
        agree(written, nia, Party.SCHOOL, school)


def test_two_answers_of_three_are_not_agreement(sent, nia, olwen, school):
    agree(sent, nia, Party.SCHOOL, school)
    agree(sent, olwen, Party.COUNCIL)
    sent.refresh_from_db()
    assert sent.status == "sent"
    assert not Version.all_rows.exists()


def test_the_last_of_three_answers_freezes_the_record_and_tells_everybody(sent, cast, school):
    take_part(sent.discussion, cast.gareth, "guest", consent="given")
    Notice.all_rows.all().delete()
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    frozen = Version.all_rows.get()
    assert (frozen.version_kind, frozen.school, frozen.is_intact()) == ("record", school, True)
    assert frozen.words["parts"][0]["support"][0]["what"] == "CANARY-support"
    assert [answer["role"] for answer in frozen.words["answers"]] == [
        "headteacher", "council_officer", "service_adviser",
    ]  # fmt: skip
    assert {notice.person.name for notice in Notice.all_rows.all()} == {"Nia", "Olwen", "Lowri", "Alun", "Gareth"}
    assert "Nia" not in bytes(frozen.content).decode(), "people stand in it by public id"


def test_differences_stand_in_the_frozen_record(sent, cast, school):
    differ(sent, cast.nia, Party.SCHOOL, school)
    agree(sent, cast.olwen, Party.COUNCIL)
    agree(sent, cast.mari, Party.SERVICE)
    school_answer = Version.all_rows.get().words["answers"][0]
    assert school_answer["agreed"] is False
    assert school_answer["differences"] == [
        {
            "school": str(school.public_id),
            "about": "support",
            "reason": "Rydym yn gweld hyn yn wahanol",
            "lang": "cy",
        }
    ]


def test_when_somebody_sees_it_differently_the_adviser_is_told(sent, cast, school):
    Notice.all_rows.all().delete()
    differ(sent, cast.nia, Party.SCHOOL, school)
    notice = Notice.all_rows.get()
    assert (notice.person.name, notice.notice_kind) == ("Alun", "record_seen_differently")


def test_pressing_agree_twice_counts_once(sent, nia, school):
    once = key()
    assert agree(sent, nia, Party.SCHOOL, school, once=once) == agree(sent, nia, Party.SCHOOL, school, once=once)
    assert Answer.all_rows.count() == 1
