"""What was released of a proposal becomes discussions; what cannot any more says why, and holds back nothing else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from discussions.models import Booking, CalendarMessage, Discussion, Placement
from discussions.releasing import release
from schools import clock
from schools.models import Event, Notice
from tests import factories as make
from tests.discussions.meetings import DAY, schedule
from tests.discussions.proposals import ask, at, leave_out, make_proposal, move_it, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(council, olwen):
    return make_proposal(council, olwen)


@pytest.fixture
def people(nia, alun, olwen):
    return [(nia, "headteacher"), (alun, "adviser"), (olwen, "officer")]


def outcome(placement):
    placement.refresh_from_db()
    return placement.refused_because or placement.released


def test_what_is_released_is_scheduled_booked_and_told_as_if_by_hand(proposal, school, people, olwen):
    placement = ask(place(proposal, school, people=people), olwen)
    release(placement)
    discussion = outcome(placement)
    assert (discussion.starts_at, discussion.setting, discussion.language) == (at(10), "at_school", "both")
    assert discussion.school == school
    assert {row.person for row in discussion.participants.all()} == {person for person, _part in people}
    assert Booking.all_rows.filter(discussion=discussion, live=True).count() == 4
    letters = CalendarMessage.all_rows.filter(discussion=discussion)
    assert {(row.person, row.occasion) for row in letters} == {(person, "invited") for person, _part in people}
    told = Event.all_rows.get(verb="discussion.scheduled")
    assert (told.by, told.acted_as, told.target_id) == (olwen, "council_officer", discussion.public_id)


def test_nothing_is_sent_of_what_was_not_released(proposal, school, people):
    placement = place(proposal, school, people=people)
    release(placement)
    assert outcome(placement) is None
    assert not Discussion.all_rows.exists()


def test_a_second_worker_finds_it_done(proposal, school, people, olwen):
    placement = ask(place(proposal, school, people=people), olwen)
    release(placement)
    release(placement)
    assert Discussion.all_rows.count() == 1


def test_schools_of_a_federation_meet_once(proposal, school, other_school, federation, people, olwen):
    for each in (school, other_school):
        each.federation = federation
        each.save()
    make.appoint(people[0][0], "headteacher", other_school)
    placement = ask(place(proposal, school, other_school, people=people, host=school), olwen)
    release(placement)
    assert outcome(placement).covered == [school, other_school]
    assert outcome(placement).host == school


def test_somebody_who_was_booked_meanwhile_is_not_booked_twice(proposal, school, other_school, people, olwen, owain):
    placement = ask(place(proposal, school, people=people), olwen)
    schedule(other_school, olwen, owain, olwen, date=DAY)
    release(placement)
    assert outcome(placement) == "taken"
    assert Discussion.all_rows.count() == 1


def test_a_school_that_was_given_a_date_by_hand_keeps_it(proposal, school, people, olwen, nia):
    placement = ask(place(proposal, school, people=people), olwen)
    schedule(school, olwen, nia, date=DAY, starts=dt.time(14), ends=dt.time(15))
    release(placement)
    assert outcome(placement) == "has_one"


def test_who_can_no_longer_take_part_is_not_invited(proposal, school, people, olwen, alun):
    placement = ask(place(proposal, school, people=people), olwen)
    alun.assignments.all().update(ends_on=make.YESTERDAY)
    release(placement)
    assert outcome(placement) == "gone"


def test_nobody_is_invited_to_what_has_passed(proposal, school, people, olwen):
    yesterday = clock.today() - dt.timedelta(days=1)
    placement = place(proposal, school, people=people, starts_at=at(10, yesterday), ends_at=at(11, yesterday))
    release(ask(placement, olwen))
    assert outcome(placement) == "passed"


def test_an_officer_who_has_declared_an_interest_since_releases_nothing(proposal, school, people, elin):
    placement = ask(place(proposal, school, people=people), elin)
    release(placement)
    assert outcome(placement) == "not_allowed"


def test_a_discussion_that_stands_is_moved_and_another_officer_takes_part(
    proposal, school, people, olwen, lowri, nia, alun
):
    standing = schedule(school, olwen, nia, alun, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    others = [(nia, "headteacher"), (alun, "adviser"), (lowri, "officer")]
    placement = ask(move_it(proposal, standing, school, people=others), olwen)
    release(placement)
    moved = outcome(placement)
    assert (moved, moved.starts_at) == (standing, at(10))
    assert {row.person for row in moved.participants.all()} == {nia, alun, lowri}
    assert {row.person for row in Booking.all_rows.filter(live=True, school=None)} == {nia, alun, lowri}


def test_only_the_new_time_has_to_be_free_for_an_officer_who_joins_and_everybody_hears_once_what_concerns_them(
    proposal, school, other_school, people, olwen, lowri, owain, nia, alun
):
    standing = schedule(school, olwen, nia, alun, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    schedule(other_school, olwen, owain, lowri, date=DAY, starts=dt.time(14), ends=dt.time(15))
    before = set(CalendarMessage.all_rows.values_list("pk", flat=True))
    Notice.all_rows.all().delete()
    others = [(nia, "headteacher"), (alun, "adviser"), (lowri, "officer")]
    placement = ask(move_it(proposal, standing, school, people=others), olwen)
    release(placement)
    assert outcome(placement) == standing
    letters = CalendarMessage.all_rows.exclude(pk__in=before)
    assert {(row.person, row.occasion, row.starts_at) for row in letters} == {
        (nia, "changed", at(10)),
        (alun, "changed", at(10)),
        (lowri, "invited", at(10)),
        (olwen, "taken_off", at(14)),
    }
    told = Notice.all_rows.values_list("person", "notice_kind", "facts__starts")
    assert set(told) == {
        (nia.pk, "discussion_changed", "10:00"),
        (alun.pk, "discussion_changed", "10:00"),
        (lowri.pk, "discussion_scheduled", "10:00"),
    }


def test_a_room_and_a_link_that_were_entered_by_hand_stay(proposal, school, people, olwen, nia, alun):
    link = "https://meet.example/own"
    there = {"setting": "online", "online_link": link, "date": DAY, "starts": dt.time(14), "ends": dt.time(15)}
    standing = schedule(school, olwen, nia, alun, olwen, **there)
    words = {"setting": "online", "online_link": "https://meet.example/other"}
    release(ask(move_it(proposal, standing, school, people=people, **words), olwen))
    standing.refresh_from_db()
    assert (standing.starts_at, standing.online_link) == (at(10), link)


def test_whoever_released_what_cannot_be_set_up_is_told_once(proposal, school, other_school, people, olwen, owain):
    placement = ask(place(proposal, school, people=people), olwen)
    schedule(other_school, olwen, owain, olwen, date=DAY)
    Notice.all_rows.all().delete()
    release(placement)
    release(placement)
    told = Notice.all_rows.get(notice_kind="date_not_released")
    assert (told.person, told.school) == (olwen, school)


def test_a_discussion_that_was_changed_since_stays_as_it_is(proposal, school, people, olwen, nia):
    standing = schedule(school, olwen, nia, date=DAY, starts=dt.time(14), ends=dt.time(15))
    placement = ask(move_it(proposal, standing, school, people=people), olwen)
    Discussion.all_rows.filter(pk=standing.pk).update(version=9)
    release(placement)
    assert outcome(placement) == "changed"


def test_what_an_officer_cannot_schedule_is_not_theirs_to_see(
    proposal, school, other_school, people, olwen, elin, rhys
):
    own, other = place(proposal, school, people=people), leave_out(proposal, other_school)
    assert set(Placement.objects.visible_to(olwen)) == {own, other}
    assert set(Placement.objects.visible_to(elin)) == {other}  # who declared an interest in the first
    assert not Placement.objects.visible_to(rhys)  # of another council


def test_a_round_has_one_open_proposal(proposal, council, olwen):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_proposal(council, olwen, status="working", outcome="", ready_at=None)
    make_proposal(council, olwen, status="closed", closed_because="set_aside")
