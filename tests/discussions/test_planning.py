"""Dates for all schools: from what was set up to invitations, by the pages an officer uses."""

import datetime as dt

import pytest

from discussions.models import Discussion, LanguageWish, Placement, Proposal, Round, RoundOfficer, RoundSchool, TimeAway
from schools import clock
from tests import factories as make
from tests.discussions.meetings import key, schedule

pytestmark = pytest.mark.django_db

MONDAY = clock.today() + dt.timedelta(days=7 - clock.today().weekday())
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
    assert "Released" in pages("get").text


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
    assert "The date that stands is no longer possible. Not available then: Nia." in pages("get").text


def test_a_wish_for_a_language_becomes_the_language_of_the_discussion(pages, a_round, school, nia, alun, olwen):
    LanguageWish.all_rows.create(school=school, school_year=YEAR, language="cy", party="school", said_by=nia)
    pages("post", "propose/")
    assert Placement.all_rows.get().language == "cy"
