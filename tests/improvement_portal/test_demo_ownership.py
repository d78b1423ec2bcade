"""Demo mode serves what the demo made and nothing else, and lets nobody in as a person whom it did not make up."""

import importlib
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.http import Http404

from improvement_portal.demo.build import load
from improvement_portal.demo.entrances import entrances
from improvement_portal.demo.ownership import REFUSAL, TEST_REFUSAL, is_ours, made_up_people, why_not_served
from schools import clock
from schools.models import Appointment, Council, GuestOrganisation, Person, School, Service
from schools.policy import Role
from tests import factories as make
from tests.database import as_demo

SERVING = {
    "serve": ["manage.py", "serve", "--port=0"],
    "runserver": ["manage.py", "runserver", "127.0.0.1:0"],
    "worker": ["manage.py", "worker", "--batch"],
    "wsgi": ["-c", "import improvement_portal.wsgi"],
    "gunicorn": ["-m", "gunicorn", "improvement_portal.wsgi", "--bind=127.0.0.1:0"],
}


@pytest.fixture
def demo(db):
    return load(schools=4, years=1, seed=1, today=clock.today())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", SERVING)
def test_demo_mode_does_not_serve_what_the_demo_did_not_make(how):
    make.make_council()
    done = subprocess.run(
        [sys.executable, *SERVING[how]],
        cwd=settings.BASE_DIR,
        env=as_demo(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (1, 3)
    assert REFUSAL in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", SERVING)
def test_test_mode_whose_key_everybody_can_read_serves_nobody(how):
    done = subprocess.run(
        [sys.executable, *SERVING[how]],
        cwd=settings.BASE_DIR,
        env=as_demo() | {"PORTAL_MODE": "test"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (1, 3)
    assert TEST_REFUSAL in done.stderr and "Traceback" not in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["worker", "wsgi"])
def test_demo_mode_serves_an_empty_database(how):
    done = subprocess.run([sys.executable, *SERVING[how]], cwd=settings.BASE_DIR, env=as_demo(), timeout=60)
    assert done.returncode == 0


def test_what_the_demo_made_is_served_and_a_real_council_beside_it_is_not(demo, settings):
    settings.DEMO, settings.TEST = True, False
    assert (is_ours(), why_not_served()) == (True, "")
    make.make_council()
    assert (is_ours(), why_not_served()) == (False, REFUSAL)
    settings.DEMO = False
    assert why_not_served() == "", "outside demo mode nobody asks"


def test_people_or_a_service_without_a_council_are_not_an_empty_database(db):
    assert is_ours() is None
    Service.all_rows.create(name_cy="Gwasanaeth", name_en="Service")
    assert is_ours() is False
    Service.all_rows.all().delete()
    make.make_person("Real")
    assert is_ours() is False
    for reset in (False, True):
        with pytest.raises(CommandError, match="councils or people that the demo did not make"):
            call_command("demo_data", reset=reset)
    assert Person.objects.count() == 1


def real_places(council: Council) -> dict[Role, object]:
    names = {"name_cy": "Esgobaeth", "name_en": "Diocese"}
    return {
        Role.HEADTEACHER: make.make_school(council),
        Role.COUNCIL_OFFICER: council,
        Role.SERVICE_LEAD: make.make_service(council),
        Role.GUEST: GuestOrganisation.all_rows.create(council=council, **names),
    }


def test_real_people_are_neither_listed_nor_entered_even_where_they_came_first(db, rf, settings, monkeypatch):
    officers = [
        make.appoint(make.make_person("Real"), role, place).person
        for role, place in real_places(make.make_council()).items()
    ]
    assert entrances() == []
    settings.PORTAL_MODE = "demo"
    enter = importlib.import_module("improvement_portal.demo_entry.views").enter
    for person in officers:
        request = rf.post("/en/enter/", {"person": str(person.public_id)})
        request.user = AnonymousUser()
        with pytest.raises(Http404):
            enter(request)


def test_a_made_up_person_with_a_role_at_a_real_place_is_left_out(demo):
    school = School.all_rows.first()
    head = Appointment.all_rows.get(school=school, role=Role.HEADTEACHER).person
    assert head in made_up_people()
    make.appoint(head, Role.COUNCIL_OFFICER, make.make_council(), ends_on=make.YESTERDAY)
    assert head not in made_up_people()
    assert str(head.public_id) not in {entrance.public_id for entrance in entrances()}


def test_a_service_that_also_works_for_a_real_council_is_no_demo_service(demo):
    service = Service.all_rows.get()
    lead = Appointment.all_rows.filter(role=Role.SERVICE_LEAD).first().person
    assert lead in made_up_people()
    service.councils.create(council=make.make_council(), starts_on=make.LONG_AGO)
    assert lead not in made_up_people()
