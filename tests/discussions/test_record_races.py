"""Two people at the same moment on the same record: nothing lost, nothing doubled."""

from typing import Any

import pytest

from discussions.models import Answer, Party, Record, RecordSection
from discussions.records import actions
from discussions.reference import load_support_kinds
from schools.models import Event, Notice, Version
from schools.refusals import NotAllowed, Stale
from tests.at_once import at_once
from tests.discussions.rounds import (
    agree,
    key,
    make_discussion,
    section_of,
    write_record,
)

# at the same moment: real transactions, on committed rows, in threads that start together


@pytest.fixture
def committed(transactional_db: None, school: Any, alun: Any) -> Record:
    load_support_kinds()
    record = actions.begin(make_discussion(school), by=alun, once=key())
    return write_record(record, by=alun)


def test_three_answers_at_the_same_moment_freeze_the_record_exactly_once(committed, nia, olwen, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    Notice.all_rows.all().delete()
    outcomes = at_once(
        lambda: agree(committed, nia, Party.SCHOOL, school),
        lambda: agree(committed, olwen, Party.COUNCIL),
        lambda: agree(committed, alun, Party.SERVICE),
    )
    assert all(isinstance(outcome, Answer) for outcome in outcomes)
    assert [len(version.words["answers"]) for version in Version.all_rows.all()] == [3]
    assert Record.all_rows.get().status == "agreed"
    assert Event.all_rows.filter(verb="record.agreed").count() == 1
    assert Notice.all_rows.filter(notice_kind="record_agreed", person=nia).count() == 1


def test_two_officers_who_answer_at_the_same_moment_give_one_answer(committed, olwen, lowri, alun):
    committed = actions.send(committed, by=alun, once=key())
    outcomes = at_once(
        lambda: agree(committed, olwen, Party.COUNCIL),
        lambda: agree(committed, lowri, Party.COUNCIL),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answer", "NotAllowed"]
    assert Answer.all_rows.count() == 1


def test_one_press_that_arrives_twice_is_one_answer(committed, nia, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    once = key()
    first, second = at_once(*[lambda: agree(committed, nia, Party.SCHOOL, school, once=once)] * 2)
    assert first == second == Answer.all_rows.get()


def test_nothing_is_written_into_a_record_while_it_is_being_sent(committed, alun, mari):
    section = section_of(committed)
    at_once(
        lambda: actions.send(committed, by=alun, once=key()),
        lambda: actions.write(section, text="Rhy hwyr?", lang="cy", version=section.version, by=mari, once=key()),
    )
    record, saved = Record.all_rows.get(), RecordSection.all_rows.get(pk=section.pk)
    sent_at = Event.all_rows.get(verb="record.sent").pk
    late = Event.all_rows.filter(verb="draft_record.written", target_id=section.public_id, pk__gt=sent_at)
    assert record.status == "sent"
    assert not late.exists(), saved.text


def test_taking_back_and_the_last_answer_do_not_both_happen(committed, nia, olwen, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    agree(committed, nia, Party.SCHOOL, school)
    agree(committed, olwen, Party.COUNCIL)
    outcomes = at_once(
        lambda: agree(committed, alun, Party.SERVICE),
        lambda: actions.withdraw(committed, by=alun, once=key()),
    )
    assert sum(isinstance(outcome, NotAllowed) for outcome in outcomes) == 1
    agreed = Record.all_rows.get().status == "agreed"
    assert Version.all_rows.exists() is agreed


def test_of_two_who_save_one_section_at_the_same_moment_one_is_shown_the_other_text(committed, alun, mari):
    section = section_of(committed)
    outcomes = at_once(
        *(
            lambda who=who: actions.write(section, text=who.name, lang="cy", version=2, by=who, once=key())
            for who in (alun, mari)
        )
    )
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    assert stale.theirs["text"] == section_of(committed).text
