"""Whoever says that they, or their school, are not available is told what stands then, and so are the officers."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.availability import actions
from discussions.models import Discussion, Participant, Reply, TimeAway
from schools import clock
from schools.models import Notice
from schools.notice_kinds import words_of
from schools.school_days import no_school_meets
from tests.on_pages import Visitor
from tests.story import day

from .meetings import schedule

SOON = next(
    each
    for each in (clock.today() + dt.timedelta(days=7 + number) for number in range(20))
    if not no_school_meets(each)
)


@pytest.fixture
def planned(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    """In a week, from 10 to 11: Nia, Alun and Olwen, who has scheduled it."""
    return schedule(school, olwen, nia, alun, olwen, date=SOON)


def told(kind: str) -> list[str]:
    rows = Notice.all_rows.filter(notice_kind=f"discussion_{kind}_not_free")
    return [row.person.name for row in rows.select_related("person")]


def away(person: Any, by: Any, **other: Any) -> TimeAway:
    words = {"first": SOON, "last": None, "starts": None, "ends": None, **other}
    return actions.add(person, kind=TimeAway, by=by, once=uuid4(), **words)


def test_whoever_keeps_a_day_free_reads_what_stands_on_it_and_the_officer_is_told(planned, school, dai, olwen):
    page = Visitor(dai, "en").open(reverse("closures:add", args=[school.public_id]))
    page.fill(reason="inspection", **day("first", SOON))
    page.says("A professional discussion stands at that time", "10:00–11:00")
    page.follow(reverse("professional_discussions:detail", args=[planned.public_id]))
    assert told("school") == ["Olwen"]
    notice = Notice.all_rows.get(notice_kind="discussion_school_not_free")
    assert "inspection" not in f"{words_of(notice)} {notice.facts}".casefold()


def test_a_day_on_which_nothing_stands_tells_nobody(planned, school, dai):
    other = next(SOON + dt.timedelta(days=n) for n in range(1, 9) if not no_school_meets(SOON + dt.timedelta(days=n)))
    page = Visitor(dai, "en").open(reverse("closures:add", args=[school.public_id]))
    page.fill(reason="other", **day("first", other)).says_nothing_of("professional discussion stands")
    assert not told("school")


@pytest.mark.parametrize("who", ["nia", "dai"])
def test_time_away_over_a_discussion_is_told_to_its_officer_and_to_whoever_enters_it(request, planned, nia, olwen, who):
    page = Visitor(request.getfixturevalue(who), "en").open(reverse("availability:add", args=[nia.public_id, "away"]))
    page.fill(**day("first", SOON)).says("A professional discussion stands at that time", "10:00–11:00")
    assert told("somebody") == ["Olwen"]
    detail = reverse("professional_discussions:detail", args=[planned.public_id])
    Visitor(olwen, "en").open(detail).says("Has entered that they are not available then.")
    Visitor(nia, "en").open(detail).says_nothing_of("Has entered that they are not available")


def test_time_away_beside_a_discussion_or_after_a_no_tells_nobody(planned, nia):
    away(nia, nia, starts=dt.time(11), ends=dt.time(12))
    row = Participant.all_rows.get(discussion=planned, person=nia)
    Reply.all_rows.create(
        participant=row, sequence=planned.sequence, answer="not_possible", text="?", lang="cy", given_by=nia
    )
    away(nia, nia)
    assert not told("somebody")


def test_time_away_that_is_changed_tells_of_what_it_did_not_cover_before(planned, nia):
    row = away(nia, nia, starts=dt.time(11), ends=dt.time(12))
    words = {"first": SOON, "last": None, "starts": dt.time(9), "ends": dt.time(12)}
    actions.edit(row, version=row.version, by=nia, once=uuid4(), **words)
    row.refresh_from_db()
    actions.edit(row, version=row.version, by=nia, once=uuid4(), **{**words, "starts": dt.time(8)})
    assert told("somebody") == ["Olwen"]


def test_an_officer_who_takes_part_is_not_told_what_they_entered_themselves(planned, olwen):
    page = Visitor(olwen, "en").open(reverse("availability:add", args=[olwen.public_id, "away"]))
    page.fill(**day("first", SOON)).says("A professional discussion stands at that time")
    assert not told("somebody")


def test_two_discussions_take_as_many_queries_as_one_and_are_one_message(planned, federated, olwen, nia):
    schedule(federated, olwen, nia, olwen, date=SOON, starts=dt.time(14), ends=dt.time(15))

    def queries(**hours: Any) -> int:
        with CaptureQueriesContext(connection) as counted:
            away(nia, nia, **hours)
        return len(counted)

    queries(starts=dt.time(9), ends=dt.time(12))  # what is looked up once
    assert queries(starts=dt.time(9), ends=dt.time(12)) == queries(starts=dt.time(9), ends=dt.time(16))
    assert told("somebody") == ["Olwen"] * 4
    page = Visitor(nia, "en").open(reverse("availability:add", args=[nia.public_id, "away"]))
    page.fill(**day("first", SOON)).says("2 professional discussions stand at that time", "10:00–11:00", "14:00–15:00")
