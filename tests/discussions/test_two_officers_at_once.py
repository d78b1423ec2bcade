"""Two officers at the same moment, in threads with real transactions on committed rows: whatever they do, nobody is in
two places, one of them arrives, and the other reads why not.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count

from discussions.bookings import stretch_of
from discussions.models import Booking, Discussion, DiscussionSchool
from discussions.professional_discussions import actions
from schools.refusals import Refused
from tests import factories as make
from tests.at_once import at_once

from .meetings import guest_of, ids, key, schedule, words

pytestmark = pytest.mark.django_db(transaction=True)

MORNING, AFTERNOON = (dt.time(10), dt.time(11)), (dt.time(14), dt.time(15))


@pytest.fixture
def schools(council: Any, service: Any, alun: Any) -> list[Any]:
    """Three schools that Alun advises, each with a head."""
    found = [make.make_school(council, f"Ysgol {name}") for name in ("Un", "Dau", "Tri")]
    for number, school in enumerate(found):
        make.assign(alun, service, school)
        school.head = make.make_person(f"Pennaeth{number}")
        make.appoint(school.head, "headteacher", school)
    return found


def one_arrives(*acts: Callable[[], Any], sentence: str) -> None:
    """Exactly one act is done; the others are refused with this sentence."""
    outcomes = at_once(*acts)
    refused = [each.message for each in outcomes if isinstance(each, Refused)]
    assert len(refused) == len(acts) - 1, outcomes
    assert all(sentence in message for message in refused), refused
    nobody_is_in_two_places()


def nobody_is_in_two_places() -> None:
    """Live bookings follow live discussions, and of one person or school none overlaps another."""
    live = list(Booking.all_rows.filter(live=True).select_related("discussion"))
    assert all(row.discussion.is_live and row.during == stretch_of(row.discussion) for row in live)
    for row in live:
        same = [each for each in live if (each.person_id, each.school_id) == (row.person_id, row.school_id)]
        assert not any(
            each.pk != row.pk and each.during.lower < row.during.upper and row.during.lower < each.during.upper
            for each in same
        )
    twice = DiscussionSchool.all_rows.filter(live=True).values("school", "round").annotate(number=Count("pk"))
    assert not twice.filter(number__gt=1).exists()


def at(times: tuple[dt.time, dt.time], **other: Any) -> dict[str, Any]:
    return {"starts": times[0], "ends": times[1], **other}


def move(discussion: Discussion, by: Any, times: tuple[dt.time, dt.time]) -> Callable[[], Any]:
    typed = {name: value for name, value in words(**at(times)).items() if name != "guests"}
    return lambda: actions.reschedule(discussion, version=1, by=by, once=key(), **typed)


def take_part(discussion: Discussion, by: Any, *people: Any) -> Callable[[], Any]:
    return lambda: actions.change_participants(discussion, participants=ids(*people), version=1, by=by, once=key())


def say_yes(guest: Any, head: Any) -> Callable[[], Any]:
    return lambda: actions.answer_about_guest(guest, answer="given", by=head, once=key())


@pytest.mark.parametrize("_again", range(2))
def test_two_moves_onto_one_advisers_time_end_with_one_moved(_again, schools, olwen, lowri, alun):
    one, other, _third = schools
    first = schedule(one, olwen, one.head, alun, **at(MORNING))
    second = schedule(other, lowri, other.head, alun, **at((dt.time(11), dt.time(12))))
    one_arrives(move(first, olwen, AFTERNOON), move(second, lowri, AFTERNOON), sentence="Alun is already booked on")
    hours = sorted(each.starts_at.hour for each in Discussion.all_rows.all())
    assert hours in ([10, 14], [11, 14]), "the other stayed where it was"


def test_a_move_and_a_new_discussion_at_one_time_end_with_one(schools, olwen, lowri, alun):
    one, other, _third = schools
    first = schedule(one, olwen, one.head, alun, **at(MORNING))
    one_arrives(
        move(first, olwen, AFTERNOON),
        lambda: schedule(other, lowri, other.head, alun, **at(AFTERNOON)),
        sentence="Alun is already booked on",
    )
    assert Booking.all_rows.filter(person=alun, live=True).count() in (1, 2)


def test_two_who_exchange_the_times_of_their_discussions_block_neither_each_other_nor_the_database(
    schools, olwen, lowri, alun
):
    """Each wants the time that the other has: whoever is first is refused, and nothing waits for ever."""
    one, other, _third = schools
    first = schedule(one, olwen, one.head, alun, **at(MORNING))
    second = schedule(other, lowri, other.head, alun, **at(AFTERNOON))
    outcomes = at_once(move(first, olwen, AFTERNOON), move(second, lowri, MORNING))
    assert all("Alun is already booked on" in each.message for each in outcomes)
    nobody_is_in_two_places()


def test_one_person_added_to_two_discussions_at_once_takes_part_in_one(schools, olwen, lowri, alun):
    one, other, _third = schools
    first, second = schedule(one, olwen, one.head), schedule(other, lowri, other.head)
    one_arrives(
        take_part(first, olwen, one.head, alun),
        take_part(second, lowri, other.head, alun),
        sentence="Alun is already booked on",
    )
    assert [each.participants.count() for each in (first, second)] in ([1, 2], [2, 1])


def test_one_person_added_and_scheduled_elsewhere_at_once_takes_part_in_one(schools, olwen, lowri, alun):
    one, other, _third = schools
    first = schedule(one, olwen, one.head)
    one_arrives(
        take_part(first, olwen, one.head, alun),
        lambda: schedule(other, lowri, other.head, alun),
        sentence="Alun is already booked on",
    )
    assert Booking.all_rows.filter(person=alun, live=True).count() == 1


def test_two_schedule_one_school_at_once_with_nobody_in_common(schools, council, olwen, lowri):
    school = schools[0]
    chair = make.make_person("Cadeirydd")
    make.appoint(chair, "chair_of_governors", school)
    one_arrives(
        lambda: schedule(school, olwen, school.head, **at(MORNING)),
        lambda: schedule(school, lowri, chair, **at(MORNING)),
        sentence="Ysgol Un already has its professional discussion of this school year",
    )
    assert Discussion.all_rows.count() == 1
    assert Booking.all_rows.filter(school=school, live=True).count() == 1


def test_a_joint_discussion_and_one_of_a_single_school_of_it_at_once_end_with_one(schools, federation, olwen, lowri):
    one, other, _third = schools
    for school in (one, other):
        school.federation = federation
        school.save()
    one_arrives(
        lambda: schedule(one, olwen, one.head, also=ids(other), **at(MORNING)),
        lambda: schedule(other, lowri, other.head, **at(AFTERNOON)),
        sentence="Ysgol Dau already has its professional discussion of this school year",
    )
    assert DiscussionSchool.all_rows.filter(school=other, live=True).count() == 1


def test_two_heads_who_say_yes_to_one_guest_at_once_get_the_guest_once(schools, gareth, olwen):
    one, other, _third = schools
    found = [schedule(each, olwen, each.head, guests=ids(gareth), **at(MORNING)) for each in (one, other)]
    one_arrives(
        *(say_yes(guest_of(each), school.head) for each, school in zip(found, (one, other), strict=True)),
        sentence="Gareth is already booked on",
    )
    assert sorted(guest_of(each).consent for each in found) == ["asked", "given"]


def test_a_cancelled_discussion_frees_its_people_for_whoever_waits_or_refuses_them(schools, olwen, lowri, alun):
    one, other, _third = schools
    first = schedule(one, olwen, one.head, alun)
    outcomes = at_once(
        lambda: actions.cancel(first, reason="Eira", lang="cy", by=olwen, once=key()),
        lambda: schedule(other, lowri, other.head, alun),
    )
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert all("Alun is already booked on" in each.message for each in refused)
    assert Booking.all_rows.filter(person=alun, live=True).count() == 1 - len(refused)
    nobody_is_in_two_places()


def test_three_who_book_one_adviser_at_once_get_one_booking(schools, olwen, lowri, alun, council):
    third = make.make_person("Trydydd")
    make.appoint(third, "council_officer", council)
    officers = zip(schools, (olwen, lowri, third), strict=True)
    one_arrives(
        *(lambda place=place, by=by: schedule(place, by, place.head, alun) for place, by in officers),
        sentence="Alun is already booked on",
    )
    assert Booking.all_rows.filter(person=alun, live=True).count() == 1


@pytest.mark.parametrize("whose", ["person", "school"])
def test_the_database_itself_takes_one_of_two_bookings_that_nothing_else_holds_apart(whose, schools, olwen, alun):
    """No lock and no form between them: rows of two discussions, put in by two transactions at once."""
    one, other, third = schools
    found = [schedule(one, olwen, one.head, **at(MORNING)), schedule(other, olwen, other.head, **at(AFTERNOON))]
    taken = {"person": alun, "school": third}[whose]
    during = stretch_of(found[0])

    def put_in(discussion: Discussion) -> Any:
        try:
            with transaction.atomic():
                return Booking.all_rows.create(discussion=discussion, during=during, **{whose: taken})
        except IntegrityError as error:
            return error

    outcomes = at_once(*(lambda each=each: put_in(each) for each in found))
    (error,) = (each for each in outcomes if isinstance(each, IntegrityError))
    assert f"{whose}_is_not_double_booked" in str(error)
    assert Booking.all_rows.filter(live=True, **{whose: taken}).count() == 1
