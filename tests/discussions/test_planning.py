"""Dates for all schools: from what was set up to invitations, by the pages an officer uses."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from discussions.models import (
    Booking,
    Discussion,
    LanguageWish,
    Placement,
    Proposal,
    Reply,
    Round,
    RoundOfficer,
    RoundSchool,
    TimeAway,
    UsualWeek,
)
from schools import clock
from schools.school_days import DAY, days_from, no_school_meets
from tests import factories as make
from tests.discussions.meetings import key, schedule
from tests.discussions.proposals import MONDAY

pytestmark = pytest.mark.django_db

YEAR = clock.school_year_of(MONDAY)


@pytest.fixture
def a_round(council, school, olwen):
    """One week, two schools, one officer."""
    round_ = Round.all_rows.create(
        council=council, school_year=YEAR, first_day=MONDAY, last_day=MONDAY + dt.timedelta(days=4)
    )
    RoundSchool.all_rows.create(round=round_, school=school)
    RoundOfficer.all_rows.create(round=round_, person=olwen)
    return round_


@pytest.fixture
def pages(client, council, olwen, django_capture_on_commit_callbacks):
    client.force_login(olwen)
    start = f"/en/discussions/years/{YEAR}/{council.public_id}/dates/"

    def ask(method, page="", **words):
        send = getattr(client, method)
        with django_capture_on_commit_callbacks(execute=True):
            return send(start + page, {"once": str(key()), **words}) if method == "post" else send(start + page)

    return ask


def away(person, first, last):
    begins, ends = (dt.datetime.combine(day, dt.time(), clock.LONDON) for day in (first, last + dt.timedelta(days=1)))
    TimeAway.all_rows.create(person=person, starts_at=begins, ends_at=ends)


def test_an_officer_has_dates_worked_out_looks_at_them_and_releases_them(pages, a_round, school, nia, alun, olwen):
    assert "Work out dates" in pages("get").text
    pages("post", "propose/")
    proposal = Proposal.all_rows.get()
    assert (proposal.status, proposal.outcome, proposal.figures["left_out"]) == ("ready", "finished", 0)
    shown = pages("get").text
    assert school.name in shown and "All 1 discussions" not in shown
    assert not Discussion.all_rows.exists()
    placement = Placement.all_rows.get()
    pages("post", "release/", placements=[str(placement.public_id)])
    discussion = Discussion.all_rows.get()
    assert MONDAY <= discussion.starts_at.date() <= MONDAY + dt.timedelta(days=4)
    assert {row.person for row in discussion.participants.all()} == {nia, alun, olwen}
    proposal.refresh_from_db()
    assert (proposal.status, proposal.closed_because) == ("closed", "released")
    shown = pages("get").text
    assert "Released" in shown and "A date was found for the discussion." in shown
    assert "All dates of this proposal have been released." in shown and "No date" not in shown


def test_a_date_is_found_only_where_head_adviser_and_officer_are_all_available(pages, a_round, nia, alun, olwen):
    away(nia, MONDAY, MONDAY)
    away(alun, MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=1))
    away(olwen, MONDAY + dt.timedelta(days=2), MONDAY + dt.timedelta(days=3))
    pages("post", "propose/")
    friday = MONDAY + dt.timedelta(days=4)
    assert Placement.all_rows.get().starts_at.astimezone(clock.LONDON).date() == friday


def test_a_school_without_a_common_half_day_is_left_out_and_says_so(pages, a_round, school, nia, alun, olwen):
    away(nia, MONDAY, MONDAY + dt.timedelta(days=4))
    pages("post", "propose/")
    assert Placement.all_rows.get().starts_at is None
    assert "Place by hand" in pages("get").text


def test_a_school_without_an_adviser_says_who_lacks(pages, a_round, school, nia, alun, olwen):
    alun.assignments.all().update(ends_on=make.YESTERDAY)
    pages("post", "propose/")
    assert "Nobody from the improvement service is assigned to the school" in pages("get").text


def test_dates_that_stand_stay_unless_somebody_says_they_may_move(
    pages, a_round, school, other_school, nia, owain, alun, beca, olwen
):
    RoundSchool.all_rows.create(round=a_round, school=other_school)
    standing = schedule(school, olwen, nia, alun, olwen, date=MONDAY, starts=dt.time(9, 30), ends=dt.time(11))
    pages("post", "propose/", may_move="keep")
    assert {row.key for row in Placement.all_rows.all()} == {str(other_school.public_id)}
    away(nia, MONDAY, MONDAY)
    pages("post", "propose/", may_move="move")
    ready = Proposal.all_rows.get(status="ready")
    moved = ready.placements.get(key=str(school.public_id))
    assert moved.present == standing
    assert moved.starts_at.astimezone(clock.LONDON).date() > MONDAY
    assert "The present date is no longer possible. Not available then: Nia." in pages("get").text


def test_a_wish_for_a_language_becomes_the_language_of_the_discussion(pages, a_round, school, nia, alun, olwen):
    LanguageWish.all_rows.create(school=school, school_year=YEAR, language="cy", party="school", said_by=nia)
    pages("post", "propose/")
    assert Placement.all_rows.get().language == "cy"


def test_a_proposal_keeps_ten_school_days_notice_and_a_date_that_is_set_stays_however_near(
    pages, council, a_round, school, other_school, nia, owain, alun, beca, olwen
):
    tomorrow = clock.today() + DAY
    Round.all_rows.update(first_day=tomorrow)
    RoundSchool.all_rows.create(round=a_round, school=other_school)
    standing = schedule(school, olwen, nia, alun, olwen, date=MONDAY, starts=dt.time(9, 30), ends=dt.time(11))
    near = next(day for day in days_from(tomorrow, MONDAY) if not no_school_meets(day))
    starts = dt.datetime.combine(near, dt.time(9, 30), clock.LONDON)
    Discussion.all_rows.filter(pk=standing.pk).update(starts_at=starts, ends_at=starts + dt.timedelta(minutes=90))
    Booking.all_rows.update(during=DateTimeTZRange(starts, starts + dt.timedelta(minutes=90), "[)"))
    pages("post", "propose/", may_move="move")
    stays, new = (Placement.all_rows.get(key=str(each.public_id)) for each in (school, other_school))
    assert stays.starts_at == starts
    day = new.starts_at.astimezone(clock.LONDON).date()
    assert len([each for each in days_from(tomorrow, day) if not no_school_meets(each)]) >= 10


def reply(discussion, person, answer, **words):
    row = discussion.participants.get(person=person)
    said = {"sequence": discussion.sequence, "given_by": person, "text": "x", "lang": "en", **words}
    Reply.all_rows.create(participant=row, answer=answer, **said)


def codes_of(placement):
    return [each["code"] for each in placement.facts["why"]]


def test_who_answered_that_they_cannot_come_is_not_available_then_and_the_time_they_offered_is_taken(
    pages, a_round, school, nia, alun, olwen
):
    standing = schedule(school, olwen, nia, alun, olwen, date=MONDAY, starts=dt.time(9, 30), ends=dt.time(11))
    offered = dt.datetime.combine(MONDAY + 3 * DAY, dt.time(13), clock.LONDON)
    reply(standing, nia, "another_time", times=[offered])
    pages("post", "propose/", may_move="move")
    moved = Placement.all_rows.get()
    assert moved.starts_at == offered
    assert codes_of(moved)[0] == "moved_not_free" and "offered" in codes_of(moved)
    shown = pages("get").text
    assert "The present date is no longer possible. Not available then: Nia." in shown
    assert "Somebody who cannot come at the present date offered this half-day." in shown


def test_an_officer_who_cannot_come_gives_way_to_another_at_the_same_time(
    pages, a_round, school, nia, alun, olwen, lowri
):
    RoundOfficer.all_rows.create(round=a_round, person=lowri)
    standing = schedule(school, olwen, nia, alun, olwen, date=MONDAY, starts=dt.time(9, 30), ends=dt.time(11))
    reply(standing, olwen, "not_possible")
    pages("post", "propose/", may_move="move")
    stays = Placement.all_rows.get()
    assert stays.starts_at == standing.starts_at
    assert codes_of(stays) == ["other_officer", "officer_cannot"]
    assert (stays.facts["joins"], stays.facts["leaves"]) == ([str(lowri.public_id)], [str(olwen.public_id)])


def test_a_reply_to_a_time_before_it_was_moved_says_nothing_of_the_date_that_is_set(
    pages, a_round, school, nia, alun, olwen
):
    standing = schedule(school, olwen, nia, alun, olwen, date=MONDAY, starts=dt.time(9, 30), ends=dt.time(11))
    reply(standing, nia, "not_possible", sequence=standing.sequence + 1)
    pages("post", "propose/", may_move="move")
    assert codes_of(Placement.all_rows.get()) == ["stays"]


def test_each_date_says_why_it_is_there_in_words_that_are_true(pages, a_round, school, nia, alun, olwen):
    pages("post", "propose/")
    assert codes_of(Placement.all_rows.get()) == ["first_common", "no_wishes"]
    LanguageWish.all_rows.create(school=school, school_year=YEAR, language="cy", party="school", said_by=nia)
    UsualWeek.all_rows.create(person=nia, prefers=["4pm"])
    pages("post", "propose/")
    assert codes_of(Placement.all_rows.get(proposal__status="ready")) == [
        "all_available",
        "wished_language",
        "preferred",
    ]


def test_where_the_last_day_stands_in_the_way_that_is_said(pages, a_round, nia, alun, olwen):
    away(nia, MONDAY, MONDAY + 6 * DAY)
    pages("post", "propose/")
    out = Placement.all_rows.get()
    assert codes_of(out)[0] == "no_common_one" and "after_window" in codes_of(out)
    shown = pages("get").text
    assert "Nia is not available on any half-day of these weeks." in shown
    assert "The last day that is set stands in the way: just after it, Monday" in shown
