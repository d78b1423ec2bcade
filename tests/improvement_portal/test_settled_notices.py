"""A notice that asked for something is shown as settled once it has been done, and not before."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from discussions.models import Party, Record
from discussions.professional_discussions import actions as meetings
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from discussions.settled import overtaken
from schools import clock
from schools.models import Action, GoverningBodyApproval, Notice, Plan, PlanPriority, Target
from schools.notice_kinds import PLAN_READY
from schools.notices import tell
from tests.discussions.meetings import guest_of, ids, schedule, words
from tests.discussions.rounds import agree, make_discussion, write_record

SETTLED = ">Settled</strong>"


def settled(person: Any) -> int:
    """How many of this person's notices stand as settled: home and the list say the same."""
    client = Client()
    client.force_login(person)
    found = {client.get(path).content.decode().count(SETTLED) for path in ("/en/home/", "/en/notices/")}
    assert len(found) == 1
    return found.pop()


@pytest.fixture
def sent(school: Any, nia: Any, olwen: Any, alun: Any) -> Record:
    load_support_kinds()
    draft = records.begin(make_discussion(school), by=alun, once=uuid4())
    return records.send(write_record(draft, by=alun), by=alun, once=uuid4())


def test_a_record_waits_until_one_has_answered_it_oneself(sent, nia, olwen, alun, school):
    assert [settled(person) for person in (nia, olwen, alun)] == [0, 0, 0]
    agree(sent, nia, Party.SCHOOL, school)
    assert [settled(person) for person in (nia, olwen, alun)] == [1, 0, 0]
    agree(sent, olwen, Party.COUNCIL)
    agree(sent, alun, Party.SERVICE)
    assert [settled(person) for person in (nia, olwen, alun)] == [1, 1, 1]


def test_a_record_that_was_taken_back_waits_for_nobody(sent, nia, alun):
    records.withdraw(sent, by=alun, once=uuid4())
    assert settled(nia) == 1


def test_a_question_about_a_guest_waits_until_it_is_answered(school, nia, olwen, alun, gareth):
    discussion = schedule(school, olwen, nia, alun, guests=ids(gareth))
    assert settled(nia) == 0
    meetings.answer_about_guest(guest_of(discussion), answer="refused", by=nia, once=uuid4())
    assert settled(nia) == 1


def test_a_question_about_a_guest_who_is_asked_no_longer_waits_for_nobody(school, nia, olwen, alun, gareth):
    discussion = schedule(school, olwen, nia, alun, guests=ids(gareth))
    meetings.change_participants(discussion, participants=ids(nia, alun), version=discussion.version, by=olwen,
                                 once=uuid4())  # fmt: skip
    assert settled(nia) == 1


def test_of_two_schools_each_head_sees_what_that_school_has_answered(
    school, other_school, federation, nia, owain, olwen, alun, gareth
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    discussion = schedule(school, olwen, nia, alun, also=ids(other_school), guests=ids(gareth))
    meetings.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=uuid4())
    assert [settled(nia), settled(owain)] == [1, 0]
    meetings.answer_about_guest(guest_of(discussion), answer="given", by=owain, once=uuid4())
    assert settled(owain) == 1


def test_a_plan_waits_until_it_is_approved(school, glyn):
    plan, day = Plan.all_rows.create(school=school, first_year=clock.current_school_year()), clock.today()
    priority = PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
    Target.all_rows.create(plan_priority=priority, text="Targed", expected_outcome="Budd", lang="cy")
    Action.all_rows.create(plan_priority=priority, text="Cam", lead="Pennaeth", lang="cy", starts_on=day, ends_on=day)
    tell([glyn], PLAN_READY, plan, path="/help/", school=school, period=plan.period)
    assert settled(glyn) == 0
    meeting = {"approved_on": clock.today(), "meeting": "Corff llawn", "recorded_by": glyn}
    GoverningBodyApproval.all_rows.create(plan=plan, plan_version=plan.version, **meeting)
    assert settled(glyn) == 1


def test_what_was_told_of_a_time_that_does_not_hold_any_more_is_marked(school, nia, olwen, alun):
    discussion = schedule(school, olwen, nia, alun)
    assert marked(nia) == []
    typed = words(starts=dt.time(14), ends=dt.time(15))
    del typed["guests"]
    meetings.reschedule(discussion, version=discussion.version, by=olwen, once=uuid4(), **typed)
    assert marked(nia) == ["discussion_scheduled"]
    discussion.refresh_from_db()
    meetings.cancel(discussion, reason="x", lang="cy", by=olwen, once=uuid4())
    assert marked(nia) == ["discussion_changed", "discussion_scheduled"]


def marked(person: Any) -> list[str]:
    """The kinds of the notices that stand as changed since, the newest first; home says it as the list does."""
    rows = list(Notice.all_rows.filter(person=person).order_by("-pk").annotate(is_overtaken=overtaken()))
    client, found = Client(), [row.notice_kind for row in rows if row.is_overtaken]
    client.force_login(person)
    for path in ("/en/home/", "/en/notices/"):
        assert client.get(path).content.decode().count(">Changed since</strong>") == len(found)
    return found


def test_a_notice_that_asks_for_nothing_is_never_settled(school, nia, olwen, alun):
    schedule(school, olwen, nia, alun)
    assert settled(nia) == 0
