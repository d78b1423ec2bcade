"""Nobody is in two places: half-open stretches, refused by the database, in words, and under real concurrency."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.bookings import moment, stretch_of
from discussions.models import Booking, Discussion
from discussions.professional_discussions import actions
from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest, Service
from schools.refusals import Refused
from tests import factories as make

from .meetings import DAY, guest_of, ids, key, schedule, words


@pytest.fixture
def neighbour(council: Any, alun: Any) -> Any:
    """Another school that Alun advises."""
    school = make.make_school(council, "Ysgol y Ffin")
    make.assign(alun, AdviserAssignment.all_rows.get(adviser=alun).service, school)
    return school


def test_ten_to_eleven_and_eleven_to_twelve_do_not_clash(discussion, neighbour, olwen, alun):
    after = schedule(neighbour, olwen, alun, olwen, starts=dt.time(11), ends=dt.time(12))
    assert after.starts_at == discussion.ends_at


def test_an_adviser_who_is_taken_is_named_with_the_time(discussion, neighbour, olwen, alun):
    with pytest.raises(Refused, match=r"Alun is already booked on .* from 10:00 to 11:00\.") as refusal:
        schedule(neighbour, olwen, alun, starts=dt.time(10, 59), ends=dt.time(12))
    assert refusal.value.field == "starts"
    assert "Nant y Coed" not in refusal.value.message, "it does not say with whom"
    assert Discussion.all_rows.count() == 1


def test_everybody_who_is_taken_is_named(discussion, neighbour, olwen, alun):
    with pytest.raises(Refused, match=r"Alun is already .* Olwen is already|Olwen is already .* Alun is already"):
        schedule(neighbour, olwen, alun, olwen)


def test_a_school_that_is_taken_is_named(discussion, school):
    during = stretch_of(discussion)
    with pytest.raises(IntegrityError, match="school_is_not_double_booked"), transaction.atomic():
        Booking.all_rows.create(discussion=discussion, school=school, during=during)


def test_moving_onto_somebodys_other_discussion_is_refused_and_nothing_moves(discussion, neighbour, olwen, alun):
    other = schedule(neighbour, olwen, alun, starts=dt.time(14), ends=dt.time(15))
    typed = words(starts=dt.time(10, 30), ends=dt.time(11, 30))
    del typed["guests"]
    with pytest.raises(Refused, match="Alun is already booked"):
        actions.reschedule(other, version=1, by=olwen, once=key(), **typed)
    other.refresh_from_db()
    assert other.starts_at.astimezone(clock.LONDON).hour == 14


def test_a_move_that_overlaps_its_own_old_time_is_no_clash(discussion, olwen):
    typed = words(starts=dt.time(10, 30), ends=dt.time(11, 30))
    del typed["guests"]
    assert actions.reschedule(discussion, version=1, by=olwen, once=key(), **typed).sequence == 1


def test_somebody_who_was_taken_off_or_whose_discussion_was_cancelled_is_free(discussion, neighbour, olwen, nia, alun):
    actions.change_participants(discussion, participants=ids(nia), version=1, by=olwen, once=key())
    assert schedule(neighbour, olwen, alun).pk


def test_a_guest_who_is_taken_when_the_head_says_yes_is_named(school, neighbour, olwen, nia, alun, gareth):
    first, second = (
        schedule(school, olwen, nia, guests=ids(gareth)),
        schedule(neighbour, olwen, alun, guests=ids(gareth)),
    )
    make.appoint(nia, "headteacher", neighbour)
    actions.answer_about_guest(guest_of(first), answer="given", by=nia, once=key())
    with pytest.raises(Refused, match="Gareth is already booked"):
        actions.answer_about_guest(guest_of(second), answer="given", by=nia, once=key())
    assert guest_of(second).consent == "asked"


def lose_the_assignment(school: Any, person: Any) -> None:
    AdviserAssignment.all_rows.filter(adviser=person, school=school).update(ends_on=make.YESTERDAY)


def declare(school: Any, person: Any) -> None:
    ConflictOfInterest.all_rows.create(person=person, school=school, starts_on=make.LONG_AGO)


@pytest.mark.parametrize("happens", [lose_the_assignment, declare])
def test_who_no_longer_takes_part_is_free_and_their_other_times_are_not_told(
    happens, discussion, school, neighbour, olwen, nia, alun
):
    elsewhere = schedule(neighbour, olwen, alun, starts=dt.time(14), ends=dt.time(15))
    happens(school, alun)
    typed = words(starts=dt.time(14), ends=dt.time(15))
    del typed["guests"]
    discussion.refresh_from_db()
    actions.reschedule(discussion, version=1, by=olwen, once=key(), **typed)
    held = Booking.all_rows.filter(live=True, person=alun)
    assert list(held.values_list("discussion", flat=True)) == [elsewhere.pk]
    assert set(Booking.all_rows.filter(live=True, discussion=discussion).values_list("person", flat=True)) == {
        nia.pk, olwen.pk, None,
    }  # fmt: skip


@pytest.mark.parametrize("happens", [lose_the_assignment, declare])
def test_who_lost_the_right_to_take_part_can_be_booked_for_another_discussion_at_that_time(
    happens, discussion, school, neighbour, olwen, alun
):
    happens(school, alun)
    assert schedule(neighbour, olwen, alun).pk
    with pytest.raises(Refused, match="Olwen is already booked"):
        schedule(make.make_school(school.council, "Ysgol y Bont"), olwen, olwen)


def test_who_may_take_part_again_is_booked_again_when_the_discussion_moves(discussion, school, olwen, alun):
    declare(school, alun)
    for hour in (14, 16):
        typed = words(starts=dt.time(hour), ends=dt.time(hour + 1))
        del typed["guests"]
        discussion.refresh_from_db()
        actions.reschedule(discussion, version=discussion.version, by=olwen, once=key(), **typed)
        assert Booking.all_rows.filter(live=True, person=alun).exists() == (hour == 16)
        ConflictOfInterest.all_rows.filter(person=alun).delete()


minutes = st.integers(min_value=0, max_value=600)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=minutes, b=minutes, c=minutes, d=minutes)
def test_two_stretches_are_refused_exactly_when_they_share_a_moment(a, b, c, d, discussion, alun):
    """Half-open: the end of one may be the start of the next; the database and arithmetic agree."""
    start = moment(DAY + dt.timedelta(days=1), dt.time(8))
    (one, two), (three, four) = sorted((a, b)), sorted((c, d))
    if one == two or three == four:
        return
    spans = [
        DateTimeTZRange(start + dt.timedelta(minutes=low), start + dt.timedelta(minutes=high), "[)")
        for low, high in ((one, two), (three, four))
    ]
    with transaction.atomic():
        Booking.all_rows.create(discussion=discussion, person=alun, during=spans[0])
        try:
            with transaction.atomic():
                Booking.all_rows.create(discussion=discussion, person=alun, during=spans[1])
            refused = False
        except IntegrityError:
            refused = True
        transaction.set_rollback(True)
    assert refused == (one < four and three < two)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_two_officers_who_book_one_adviser_at_the_same_moment_get_one_booking(_again, council, service, olwen, lowri):
    """Real transactions, on committed rows, in two threads that start together."""
    alun = make.make_person("Alun", language="cy")
    make.appoint(alun, "service_adviser", service)
    places = [make.make_school(council, f"Ysgol {name}") for name in ("Un", "Dau")]
    for place in places:
        make.assign(alun, Service.all_rows.get(pk=service.pk), place)
    # crossed, so that rows locked in the order they were ticked would block each other
    people = [[alun, olwen, lowri], [lowri, olwen, alun]]
    ready, outcomes = threading.Barrier(2), []

    def book(place: Any, officer: Any, chosen: list[Any]) -> None:
        try:
            ready.wait(timeout=20)
            outcomes.append(schedule(place, officer, *chosen))
        except Refused as refusal:
            outcomes.append(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=book, args=each) for each in zip(places, (olwen, lowri), people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    sentences = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(outcomes) == 2
    assert len(sentences) == 1
    assert "Alun is already booked on" in sentences[0]
    assert Discussion.all_rows.count() == 1
    assert Booking.all_rows.filter(person=alun, live=True).count() == 1
    assert connection.is_usable()
