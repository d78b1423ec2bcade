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
    Round,
    RoundOfficer,
    RoundSchool,
    TimeAway,
)
from schools import clock
from schools.school_days import DAY, bank_holidays, days_from, no_school_meets
from tests import factories as make
from tests.discussions.meetings import key, schedule

pytestmark = pytest.mark.django_db

# far enough ahead for people at schools, in a week without a bank holiday
MONDAY = next(
    monday
    for weeks in range(3, 9)
    if not bank_holidays()
    & set(
        days_from(monday := clock.today() + dt.timedelta(weeks=weeks, days=-clock.today().weekday()), monday + 4 * DAY)
    )
)
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
