"""A question built once gives what the queryset itself would give, to each who asks."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from schools import clock
from schools.models import Appointment, Person
from schools.models.people import NOBODY, _held
from schools.models.prepared import Prepared
from schools.policy import Role
from tests import factories as make

PLACES = ("school", "council", "service", "guest_organisation")


def facts(rows):
    return sorted((row.pk, row.role, *(str(getattr(row, place)) for place in PLACES)) for row in rows)


def test_everybody_reads_their_own_roles_by_one_query_as_the_queryset_gives_them(nia, rhys, olwen, alun, gareth):
    for person in (nia, rhys, olwen, alun, gareth):
        person.forget_roles()
        with CaptureQueriesContext(connection) as asked:
            found = person.appointments_today
            read = facts(found)
        assert len(asked) == 1
        rows = person.appointments.filter(Appointment.current()).select_related(*PLACES)
        assert read == facts(rows) != []
        assert all(row.person is person for row in found)


def test_who_holds_no_role_reads_none(rhys):
    nobody = make.make_person("Nobody")
    assert nobody.appointments_today == [] and rhys.appointments_today != []


def test_a_role_is_held_from_its_first_to_its_last_day(school, monkeypatch):
    person = make.make_person("Somebody")
    today = clock.today()
    make.appoint(person, Role.GOVERNOR, school, starts_on=today, ends_on=today + dt.timedelta(days=1))
    held = []
    for days in (-1, 0, 1, 2):
        monkeypatch.setattr(clock, "today", lambda day=today + dt.timedelta(days=days): day)
        person.forget_roles()
        held.append(len(person.appointments_today))
    assert held == [0, 1, 1, 0]


def test_a_question_that_names_nothing_to_put_in_is_refused():
    with pytest.raises(RuntimeError, match="name just once"):
        Prepared(Appointment.all_rows.all(), NOBODY)
    with pytest.raises(RuntimeError, match="name just once"):
        Prepared(Person.objects.filter(Q(pk=NOBODY) | Q(appointments=NOBODY)), NOBODY)


@pytest.mark.django_db(transaction=True)
def test_the_same_question_is_asked_by_many_threads_each_on_its_own_connection():
    school = make.make_school(make.make_council())
    people = [make.make_person(f"Person {number}") for number in range(6)]
    for person in people:
        make.appoint(person, Role.GOVERNOR, school)
    question = _held(Appointment.current(), clock.today())

    def ask(person):
        try:
            return [row.person_id for row in question.ask(person.pk)]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        assert list(pool.map(ask, people * 20)) == [[person.pk] for person in people * 20]
