"""The record of a discussion: begun, written, sent, taken back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from discussions.models import Discussion, NextStep, Party, Record, Support
from discussions.records import actions
from discussions.records.queries import content_of, gaps_in
from schools import clock
from schools.models import Event, Notice, Revision
from schools.refusals import NotAllowed, Refused, Stale
from tests.discussions.rounds import (
    agree,
    agree_all,
    key,
    make_discussion,
    part_of,
    section_of,
    support_words,
    take_part,
)

pytestmark = pytest.mark.django_db


def test_the_adviser_begins_a_record_with_a_part_for_the_school_and_a_section_for_each_heading(held, alun):
    record = actions.begin(held, by=alun, once=key())
    assert record.status == Record.Status.DRAFT
    assert [section.heading for section in record.parts.get().sections.all()] == [
        "priorities", "progress", "accuracy", "practice",
    ]  # fmt: skip


def test_the_sections_begin_in_the_language_of_the_discussion(school, alun):
    record = actions.begin(make_discussion(school, language="cy"), by=alun, once=key())
    assert {section.lang for section in record.parts.get().sections.all()} == {"cy"}


def test_the_service_lead_may_begin_it_too(held, mari):
    assert actions.begin(held, by=mari, once=key()).pk


@pytest.mark.parametrize(
    "who", ["nia", "sion", "glyn", "dai", "olwen", "lowri", "beca", "eira", "gareth", "ann", "idris"]
)
def test_nobody_but_the_schools_adviser_and_the_service_lead_begins_a_record(who, request, held):
    with pytest.raises(PermissionDenied):
        actions.begin(held, by=request.getfixturevalue(who), once=key())
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


def test_pressing_begin_twice_answers_with_the_first_record(held, alun):
    once = key()
    assert actions.begin(held, by=alun, once=once) == actions.begin(held, by=alun, once=once)
    assert Record.all_rows.count() == 1


# writing


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


def test_the_name_of_another_body_is_refused_when_council_or_service_gives_the_support(draft, alun):
    words = support_words(given_by="council", given_by_name="Ysgol Arall")
    with pytest.raises(Refused, match="Only another school or somebody else is named") as refusal:
        actions.add(part_of(draft), Support, by=alun, once=key(), **words)
    assert refusal.value.field == "given_by_name"


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
    assert len(gaps_in(content_of(draft, [])["parts"], draft)) == 2
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "cancelled", "cancelled_because": "Snow"}, "was cancelled"),
        ({"starts_at": "2100-01-01T10:00Z", "ends_at": "2100-01-01T11:00Z"}, "moved to a later day"),
    ],
)
def test_the_record_of_a_discussion_that_was_cancelled_or_moved_is_not_sent(written, alun, change, sentence):
    Discussion.all_rows.filter(pk=written.discussion_id).update(**change)
    with pytest.raises(Refused, match=sentence):
        actions.send(written, by=alun, once=key())


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


def test_a_record_sent_again_unchanged_keeps_its_answers_and_asks_nobody_twice(sent, cast, school):
    agree(sent, cast.nia, Party.SCHOOL, school)
    actions.withdraw(sent, by=cast.alun, once=key())
    actions.send(sent, by=cast.alun, once=key())
    sent.refresh_from_db()
    assert sent.sending == 1
    assert Notice.objects.as_system("test").filter(notice_kind="record_sent_unchanged", person=cast.nia).exists()
    agree(sent, cast.olwen, Party.COUNCIL)
    agree(sent, cast.alun, Party.SERVICE)
    sent.refresh_from_db()
    assert sent.status == "agreed"


def test_whoever_takes_the_record_back_is_not_told_of_it(sent, cast):
    actions.withdraw(sent, by=cast.alun, once=key())
    told = Notice.objects.as_system("test").filter(notice_kind="record_withdrawn").values_list("person", flat=True)
    assert cast.nia.pk in told
    assert cast.alun.pk not in told


def test_an_agreed_record_is_not_taken_back(sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    with pytest.raises(NotAllowed, match="All have answered"):
        actions.withdraw(sent, by=alun, once=key())


def test_a_draft_is_not_taken_back(written, alun):
    with pytest.raises(NotAllowed):
        actions.withdraw(written, by=alun, once=key())
