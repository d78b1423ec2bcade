"""What was released of a proposal becomes discussions; what cannot any more says why, and holds back nothing else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from discussions import releasing
from discussions.models import Booking, CalendarMessage, Discussion, Placement, Reply, RoundSchool
from discussions.releasing import release, release_all
from schools import clock
from schools.models import Event, Notice, School
from tests import factories as make
from tests.discussions.meetings import DAY, ids, schedule
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


def test_whoever_released_what_cannot_be_set_up_is_told_once(proposal, school, other_school, people, olwen, owain):
    placement = ask(place(proposal, school, people=people), olwen)
    schedule(other_school, olwen, owain, olwen, date=DAY)
    Notice.all_rows.all().delete()
    release(placement)
    release(placement)
    told = Notice.all_rows.get(notice_kind="date_not_released")
    assert (told.person, told.school) == (olwen, school)


def test_whoever_comes_and_goes_with_a_move_hears_of_the_right_time_alone(
    proposal, school, other_school, olwen, lowri, nia, alun, owain
):
    """Lowri is booked elsewhere at the hour that the discussion leaves, and free at the one to which it comes."""
    standing = schedule(school, olwen, nia, alun, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    schedule(other_school, lowri, owain, lowri, date=DAY, starts=dt.time(14), ends=dt.time(15))
    others = [(nia, "headteacher"), (alun, "adviser"), (lowri, "officer")]
    placement = ask(move_it(proposal, standing, school, people=others), olwen)
    assert release(placement) and outcome(placement) == standing
    letters = CalendarMessage.all_rows.filter(discussion=standing).order_by("pk")
    assert [(row.person, row.occasion, row.starts_at) for row in letters if row.person in (olwen, lowri)] == [
        (olwen, "invited", at(14)), (olwen, "taken_off", at(14)), (lowri, "invited", at(10))
    ]  # fmt: skip
    kinds = Notice.all_rows.filter(person=lowri, target_id=standing.public_id).values_list("notice_kind", flat=True)
    assert list(kinds) == ["discussion_scheduled"]


def test_what_stands_keeps_its_room_its_link_and_its_answers(proposal, school, people, olwen, nia, alun):
    where = {"place": "Llyfrgell", "online_link": "https://cyfarfod.example/a"}
    standing = schedule(school, olwen, nia, alun, olwen, date=DAY, **where)
    Reply.all_rows.create(participant=standing.participants.get(person=nia), answer="coming", sequence=0, given_by=nia)
    stays = ask(move_it(proposal, standing, school, people=people), olwen)
    assert release(stays) and outcome(stays) == standing
    standing.refresh_from_db()
    assert (standing.place, standing.online_link, standing.sequence) == (*where.values(), 0)
    assert not Event.all_rows.filter(verb__in=["discussion.rescheduled", "discussion.participants"]).exists()


def test_a_guest_who_is_there_already_stays_and_is_asked_about_no_second_time(
    proposal, school, people, olwen, nia, alun, gareth
):
    standing = schedule(
        school, olwen, nia, alun, olwen, guests=ids(gareth), date=DAY, starts=dt.time(14), ends=dt.time(15)
    )
    placement = ask(move_it(proposal, standing, school, people=[*people, (gareth, "guest")]), olwen)
    assert release(placement) and outcome(placement).starts_at == at(10)
    assert standing.participants.filter(person=gareth).count() == 1


def test_discussions_that_make_room_for_each_other_are_both_moved(
    proposal, school, other_school, people, olwen, nia, alun, owain
):
    """Olwen is in both, and each comes to the hour of the other."""
    one = schedule(school, olwen, nia, alun, olwen, date=DAY)
    two = schedule(other_school, olwen, owain, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    there = {"starts_at": at(14), "ends_at": at(15)}
    first = ask(move_it(proposal, one, school, people=people, **there), olwen)
    second = ask(move_it(proposal, two, other_school, people=[(owain, "headteacher"), (olwen, "officer")]), olwen)
    release_all([first, second])
    assert (outcome(first).starts_at, outcome(second).starts_at) == (at(14), at(10))


def test_a_chain_of_moves_goes_as_far_as_it_can(proposal, school, other_school, people, olwen, nia, alun, owain):
    """The first goes to where the second was; the second cannot go where it should, so both stay and say why."""
    one = schedule(school, olwen, nia, alun, olwen, date=DAY)
    two = schedule(other_school, olwen, owain, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    third = make.make_school(school.council, "Ysgol y Llan")
    head = make.make_person("Heledd")
    make.appoint(head, "headteacher", third)
    schedule(third, olwen, head, olwen, date=DAY, starts=dt.time(16), ends=dt.time(17))
    first = ask(move_it(proposal, one, school, people=people, starts_at=at(14), ends_at=at(15)), olwen)
    their = [(owain, "headteacher"), (olwen, "officer")]
    second = ask(move_it(proposal, two, other_school, people=their, starts_at=at(16), ends_at=at(17)), olwen)
    release_all([first, second])
    assert (outcome(first), outcome(second)) == ("taken", "taken")
    one.refresh_from_db()
    assert one.starts_at == at(10) and Booking.all_rows.filter(live=True, discussion=one).count() == 4


def test_a_fault_in_one_holds_back_no_other_and_is_raised(
    proposal, school, other_school, people, olwen, owain, monkeypatch
):
    bad = ask(place(proposal, school, people=people), olwen)
    good = ask(place(proposal, other_school, people=[(owain, "headteacher")], starts_at=at(14), ends_at=at(15)), olwen)
    really = releasing._settle

    def faulty(placement):
        if placement.pk == bad.pk:
            raise ZeroDivisionError
        return really(placement)

    monkeypatch.setattr(releasing, "_settle", faulty)
    with pytest.raises(ZeroDivisionError):
        release_all([bad, good])
    assert (outcome(bad), outcome(good).school) == (None, other_school)
    assert bad.waits_for_release


def test_a_school_that_takes_no_part_any_more_or_has_closed_is_not_invited(
    proposal, school, other_school, people, olwen, owain
):
    out = ask(place(proposal, school, people=people), olwen)
    RoundSchool.all_rows.create(round=proposal.round, school=school, takes_part=False, not_because="x", lang="en")
    closed = ask(
        place(proposal, other_school, people=[(owain, "headteacher")], starts_at=at(14), ends_at=at(15)), olwen
    )
    School.all_rows.filter(pk=other_school.pk).update(closed_on=DAY)
    release_all(Placement.all_rows.filter(pk__in=[out.pk, closed.pk]))
    assert (outcome(out), outcome(closed)) == ("no_part", "no_part")


def test_nothing_goes_out_once_the_proposal_was_set_aside(proposal, school, people, olwen):
    waiting = ask(place(proposal, school, people=people), olwen)
    type(proposal).all_rows.filter(pk=proposal.pk).update(status="closed", closed_because="set_aside")
    release(waiting)
    assert outcome(waiting) == "set_aside" and not Discussion.all_rows.exists()


def test_a_release_by_somebody_whose_account_was_closed_since_is_refused(proposal, school, people, olwen):
    waiting = ask(place(proposal, school, people=people), olwen)
    type(olwen).objects.filter(pk=olwen.pk).update(is_active=False)
    release(Placement.all_rows.get(pk=waiting.pk))
    assert outcome(waiting) == "not_allowed"


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
