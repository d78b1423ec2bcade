"""The professional discussion: scheduled, moved, cancelled; who takes part, and who is only asked about."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from discussions.models import Booking, Discussion, DiscussionSchool, Participant, Round
from discussions.professional_discussions import actions
from discussions.records import actions as records
from schools import clock
from schools.models import ConflictOfInterest, Event, Notice
from schools.refusals import NotAllowed, Refused, Stale
from tests import factories as make

from .meetings import DAY, guest_of, ids, key, schedule, words


def taken(discussion: Discussion) -> set[str]:
    rows = Booking.all_rows.filter(discussion=discussion, live=True).select_related("person", "school")
    return {str(row.person or row.school) for row in rows}


def told(kind: str) -> set[str]:
    return {notice.person.name for notice in Notice.all_rows.filter(notice_kind=kind)}


def move_to(discussion: Discussion, by, **other) -> Discussion:
    new = words(**other)
    del new["guests"]
    return actions.reschedule(discussion, version=other.pop("version", discussion.version), by=by, once=key(), **new)


def test_an_officer_schedules_and_a_round_begins(discussion, council):
    begun = Round.all_rows.get()
    assert (begun.council, begun.school_year) == (council, clock.school_year_of(DAY))
    assert discussion.round == begun
    assert discussion.starts_at.astimezone(clock.LONDON).time() == dt.time(10)


def test_everybody_who_takes_part_and_the_school_are_booked(discussion):
    assert taken(discussion) == {"Nia", "Alun", "Olwen", "Ysgol Nant y Coed"}


def test_those_who_take_part_stand_as_what_they_are(discussion):
    stand = {row.person.name: row.taking_part_as for row in Participant.all_rows.all()}
    assert stand == {"Nia": "headteacher", "Alun": "adviser", "Olwen": "officer"}


def test_the_head_the_adviser_and_the_officer_are_proposed(
    school, olwen, lowri, nia, glyn, alun, beca, eira, elin, huw
):
    from discussions.candidates import candidates

    able = {each.person.name: each.proposed for each in candidates([school], olwen)}
    assert able == {"Nia": True, "Alun": True, "Olwen": True, "Lowri": False, "Glyn": False}


@pytest.mark.parametrize(
    "who", ["nia", "sion", "glyn", "dai", "alun", "mari", "rhys", "elin", "gareth", "ann", "idris"]
)
def test_nobody_but_the_councils_officers_without_a_conflict_schedules(who, request, school):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        schedule(school, person, person)


@pytest.mark.parametrize("who", ["elin", "beca", "eira", "rhys", "owain", "huw", "mari", "carys"])
def test_somebody_with_a_conflict_or_without_the_role_cannot_take_part(who, request, school, olwen, nia):
    with pytest.raises(Refused, match="can no longer take part"):
        schedule(school, olwen, nia, request.getfixturevalue(who))


def test_a_conflict_declared_later_closes_scheduling(discussion, school, olwen):
    ConflictOfInterest.all_rows.create(person=olwen, school=school, starts_on=make.LONG_AGO)
    olwen.forget_roles()
    with pytest.raises(PermissionDenied):
        actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())


@pytest.mark.parametrize(
    ("other", "sentence", "field"),
    [
        ({"date": dt.date(2001, 1, 5)}, "this school year or the next", "date"),
        ({"date": dt.date(2199, 1, 5)}, "this school year or the next", "date"),
        ({"starts": dt.time(6)}, "between 7:00 and 21:00", "starts"),
        ({"ends": dt.time(10)}, "later than the start", "ends"),
        ({"ends": dt.time(22)}, "not later than 21:00", "ends"),
        ({"setting": "online"}, "Enter the link", "online_link"),
        ({"setting": "online", "online_link": "ftp://example.org/"}, "beginning with https://", "online_link"),
        ({"setting": "online", "online_link": "http://example.org/"}, "beginning with https://", "online_link"),
        ({"setting": "elsewhere"}, "Enter the place", "place"),
        ({"participants": []}, "at least one person", "participants"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_with_a_sentence(other, sentence, field, school, olwen, nia):
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.schedule(school, by=olwen, once=key(), **words(**{"participants": ids(nia), **other}))
    assert refusal.value.field == field
    assert not Discussion.all_rows.exists()


def test_today_is_not_too_early(school, olwen, nia):
    assert schedule(school, olwen, nia, date=clock.today()).pk


def test_a_school_has_one_live_yearly_discussion_a_round(discussion, school, olwen, nia):
    with pytest.raises(Refused, match="Ysgol Nant y Coed already has its professional discussion of this school year"):
        schedule(school, olwen, nia, date=DAY, starts=dt.time(14), ends=dt.time(15))
    assert Discussion.all_rows.count() == 1


def test_pressing_schedule_twice_gives_one_discussion(school, olwen, nia):
    once, typed = key(), words(participants=ids(nia))
    first = actions.schedule(school, by=olwen, once=once, **typed)
    assert actions.schedule(school, by=olwen, once=once, **typed) == first
    assert Discussion.all_rows.count() == 1


def test_after_a_cancellation_everybody_is_free_and_a_new_one_can_be_scheduled(discussion, school, olwen, nia, alun):
    actions.cancel(discussion, reason="Y ffordd ar gau", lang="cy", by=olwen, once=key())
    discussion.refresh_from_db()
    assert (discussion.status, discussion.sequence, discussion.cancelled_because_lang) == ("cancelled", 1, "cy")
    assert taken(discussion) == set()
    assert not DiscussionSchool.all_rows.filter(live=True).exists()
    assert told("discussion_cancelled") == {"Nia", "Alun"}
    assert schedule(school, olwen, nia, alun).is_live


def test_what_is_cancelled_can_be_neither_cancelled_nor_moved_again(discussion, olwen):
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    with pytest.raises(NotAllowed, match="has been cancelled, so it can no longer"):
        actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    with pytest.raises(NotAllowed, match="has been cancelled, so it can no longer"):
        move_to(discussion, olwen, starts=dt.time(9))


def test_moving_takes_the_bookings_along_and_raises_the_sequence(discussion, olwen):
    move_to(discussion, olwen, starts=dt.time(14), ends=dt.time(15, 30))
    discussion.refresh_from_db()
    assert (discussion.sequence, discussion.version) == (1, 2)
    hours = {row.during.lower.astimezone(clock.LONDON).hour for row in Booking.all_rows.filter(live=True)}
    assert hours == {14}
    assert told("discussion_changed") == {"Nia", "Alun"}, "not Olwen, who did it"


def test_another_place_raises_the_sequence_and_another_language_does_not(discussion, olwen):
    move_to(discussion, olwen, language="cy")
    discussion.refresh_from_db()
    assert (discussion.language, discussion.sequence) == ("cy", 0)
    move_to(discussion, olwen, language="cy", setting="elsewhere", place="Y Llyfrgell")
    discussion.refresh_from_db()
    assert discussion.sequence == 1


def test_moving_to_where_it_stands_or_into_another_school_year_is_refused(discussion, olwen):
    with pytest.raises(Refused, match="Nothing has been changed"):
        move_to(discussion, olwen)
    with pytest.raises(Refused, match="another school year"):
        move_to(discussion, olwen, date=clock.school_year_bounds(clock.current_school_year() + 1)[0])


def test_the_second_of_two_officers_who_move_it_is_told_so(discussion, olwen, lowri):
    move_to(discussion, olwen, starts=dt.time(9))
    with pytest.raises(Stale):
        move_to(discussion, lowri, starts=dt.time(13), ends=dt.time(14))


def test_participants_come_and_go_and_their_bookings_with_them(discussion, olwen, nia, lowri, glyn):
    actions.change_participants(discussion, participants=ids(nia, lowri, glyn), version=1, by=olwen, once=key())
    assert taken(discussion) == {"Nia", "Lowri", "Glyn", "Ysgol Nant y Coed"}
    assert told("discussion_taken_off") == {"Alun"}
    assert {"Lowri", "Glyn"} <= told("discussion_scheduled")


def test_somebody_whose_role_ended_may_stay_or_be_taken_off(discussion, olwen, alun, nia):
    alun.appointments.update(ends_on=make.YESTERDAY)
    actions.change_participants(discussion, participants=ids(nia, alun), version=1, by=olwen, once=key())
    actions.change_participants(discussion, participants=ids(nia), version=2, by=olwen, once=key())
    assert taken(discussion) == {"Nia", "Ysgol Nant y Coed"}


def test_a_guest_is_only_asked_about_until_the_head_says_yes(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    guest = guest_of(discussion)
    assert guest.consent == "asked"
    assert "Gareth" not in taken(discussion)
    assert not discussion.calendar_messages.filter(person=gareth).exists()
    assert told("discussion_guest_asked") == {"Nia"}
    assert not Discussion.objects.visible_to(gareth).exists()
    actions.answer_about_guest(guest, answer="given", by=nia, once=key())
    assert "Gareth" in taken(discussion)
    assert discussion.calendar_messages.filter(person=gareth, occasion="invited").count() == 1
    assert Discussion.objects.visible_to(gareth).get() == discussion
    assert "Olwen" in told("discussion_guest_welcome")


def test_after_no_the_guest_learns_nothing_and_is_free(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    actions.answer_about_guest(guest_of(discussion), answer="refused", by=nia, once=key())
    assert guest_of(discussion).consent == "refused"
    assert "Gareth" not in taken(discussion)
    assert not Notice.all_rows.filter(person=gareth).exists()
    assert not Discussion.objects.visible_to(gareth).exists()


def test_the_head_is_asked_once_and_only_the_head(school, olwen, nia, sion, gareth):
    guest = guest_of(schedule(school, olwen, nia, guests=ids(gareth)))
    for person in (olwen, sion):
        with pytest.raises(PermissionDenied):
            actions.answer_about_guest(guest, answer="given", by=person, once=key())
    actions.answer_about_guest(guest, answer="refused", by=nia, once=key())
    with pytest.raises(NotAllowed, match="answered"):
        actions.answer_about_guest(guest, answer="given", by=nia, once=key())


def test_a_federations_schools_share_one_discussion(federated, school, olwen, nia, alun):
    discussion = schedule(school, olwen, nia, alun, also=ids(federated), place="Ysgol Pen y Bryn")
    assert {"Ysgol Nant y Coed", "Ysgol Pen y Bryn"} < taken(discussion)
    events = Event.all_rows.filter(verb="discussion.scheduled")
    assert {event.school for event in events} == {school, federated}
    with pytest.raises(Refused, match="Ysgol Pen y Bryn already has"):
        schedule(federated, olwen, nia, starts=dt.time(14), ends=dt.time(15))


def test_schools_of_different_federations_cannot_be_put_together(school, other_school, olwen, nia):
    with pytest.raises(Refused, match="one federation"):
        schedule(school, olwen, nia, also=ids(other_school))


def held_yesterday(discussion: Discussion) -> Discussion:
    ended = clock.now() - dt.timedelta(days=1)
    Discussion.all_rows.filter(pk=discussion.pk).update(starts_at=ended - dt.timedelta(hours=1), ends_at=ended)
    discussion.refresh_from_db()
    return discussion


def test_a_discussion_of_which_a_record_has_been_begun_can_be_neither_moved_nor_cancelled(discussion, olwen, alun):
    records.begin(held_yesterday(discussion), by=alun, once=key())
    with pytest.raises(NotAllowed, match="has been begun, so the discussion can be neither moved nor cancelled"):
        actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    with pytest.raises(NotAllowed, match="has been begun, so the discussion can be neither moved nor cancelled"):
        move_to(discussion, olwen, starts=dt.time(9))


def test_a_discussion_whose_day_has_passed_is_not_moved_but_can_be_said_not_to_have_taken_place(
    client, discussion, school, olwen, nia
):
    held_yesterday(discussion)
    with pytest.raises(NotAllowed, match="If it did not take place, cancel it and schedule another"):
        move_to(discussion, olwen, starts=dt.time(9))
    client.force_login(olwen)
    page = client.get(f"/en/discussions/{discussion.public_id}/").content.decode()
    assert "Say that it did not take place" in page
    assert "Change when and where" not in page
    actions.cancel(discussion, reason="Eira", lang="cy", by=olwen, once=key())
    assert schedule(school, olwen, nia).is_live


def test_about_a_guest_nothing_more_is_asked_or_answered_once_the_discussion_has_been_held(
    client, school, olwen, nia, gareth
):
    discussion = held_yesterday(schedule(school, olwen, nia, guests=ids(gareth)))
    guest = guest_of(discussion)
    with pytest.raises(NotAllowed, match="so a guest can no longer be invited to it"):
        actions.answer_about_guest(guest, answer="given", by=nia, once=key())
    client.force_login(nia)
    page = client.get(f"/en/discussions/{discussion.public_id}/guests/{guest.public_id}/consent/")
    assert "so a guest can no longer be invited to it" in page.content.decode()
    assert "It is your turn" not in client.get(f"/en/discussions/{discussion.public_id}/").content.decode()
