"""The cast: people everybody soon knows by their first names, and the places where they work.

Nia leads Ysgol Nant y Coed. Siôn is on her team, Glyn chairs her governors, Olwen is her council's officer, Alun her
adviser. Owain leads another school of the same council and must see nothing of hers. The rest are in `CAST`.
"""

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from discussions import inviting
from discussions.professional_discussions import forms as discussion_forms
from schools import clock
from schools.models import ConflictOfInterest, Council, Federation, GuestOrganisation, Person, School, Service
from schools.policy import Role
from tests import factories as make

AT_THE_END = ["tests.browser.examined", "tests.browser.pressed", "tests.terminal"]
pytest_plugins = ["tests.database", "tests.one_world", *AT_THE_END]

# first name -> (role, fixture name of the place)
CAST: dict[str, tuple[Role, str]] = {
    "nia": (Role.HEADTEACHER, "school"),
    "sion": (Role.SENIOR_LEADER, "school"),
    "carys": (Role.CONTRIBUTOR, "school"),
    "glyn": (Role.CHAIR_OF_GOVERNORS, "school"),
    "gwen": (Role.GOVERNOR, "school"),
    "clem": (Role.CLERK_TO_GOVERNORS, "school"),
    "dai": (Role.DIARY_HELPER, "school"),
    "owain": (Role.HEADTEACHER, "other_school"),
    "ffion": (Role.HEADTEACHER, "far_school"),
    "olwen": (Role.COUNCIL_OFFICER, "council"),
    "lowri": (Role.COUNCIL_LEAD, "council"),
    "elin": (Role.COUNCIL_OFFICER, "council"),  # has declared an interest in Nia's school
    "rhys": (Role.COUNCIL_OFFICER, "far_council"),
    "alun": (Role.SERVICE_ADVISER, "service"),  # adviser of Nia's school
    "beca": (Role.SERVICE_ADVISER, "service"),  # adviser of Owain's school
    "eira": (Role.SERVICE_ADVISER, "service"),  # was the adviser of Nia's school until yesterday
    "mari": (Role.SERVICE_LEAD, "service"),
    "gareth": (Role.GUEST, "diocese"),  # invited to discussions where a test says so
    "tomos": (Role.GUEST, "diocese"),  # never invited
    "ann": (Role.ADMINISTRATOR, "council"),
}
FORMER = "huw"  # led Nia's school until yesterday
NOBODY = "idris"  # can sign in, holds no role


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it again for rubbish was a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page that the last test opened in Welsh leaves no Welsh behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_the_morning_of_a_school_day(monkeypatch: Any) -> None:
    """Whoever runs the tests at night or on a Sunday schedules as on a school day's morning.

    That a start has passed, and that a day is without school, have tests of their own.
    """
    monkeypatch.setattr(discussion_forms, "has_passed", lambda at: False)
    monkeypatch.setattr(inviting, "has_passed", lambda at: False)
    monkeypatch.setattr(discussion_forms, "closed_on", lambda schools, day: [])


@pytest.fixture
def council(db: None) -> Council:
    return make.make_council("Dyffryn")


@pytest.fixture
def far_council(db: None) -> Council:
    return make.make_council("Glannau")


@pytest.fixture
def service(council: Council, far_council: Council) -> Service:
    return make.make_service(council, far_council)


@pytest.fixture
def diocese(council: Council) -> GuestOrganisation:
    names = {"name_cy": "Esgobaeth y Cwm", "name_en": "Diocese of the Valley"}
    return GuestOrganisation.all_rows.create(council=council, **names)


@pytest.fixture
def federation(council: Council) -> Federation:
    return Federation.all_rows.create(council=council, name_cy="Ffederasiwn y Nant", name_en="Nant Federation")


@pytest.fixture
def school(council: Council) -> School:
    return make.make_school(council, "Ysgol Nant y Coed")


@pytest.fixture
def other_school(council: Council) -> School:
    return make.make_school(council, "Ysgol Pen y Bryn")


@pytest.fixture
def far_school(far_council: Council) -> School:
    return make.make_school(far_council, "Ysgol Glan y Môr")


def member_of_the_cast(name: str) -> Callable[..., Person]:
    role, place = CAST[name]

    def fixture(request: Any) -> Person:
        where = request.getfixturevalue(place)
        person = make.make_person(name.capitalize(), language="cy" if name in ("nia", "glyn", "alun") else "en")
        make.appoint(person, role, where)
        if name in ("alun", "beca", "eira"):
            school = request.getfixturevalue("other_school" if name == "beca" else "school")
            ends = make.YESTERDAY if name == "eira" else None
            make.assign(person, where, school, ends_on=ends)
        if name == "elin":
            ConflictOfInterest.all_rows.create(
                person=person, school=request.getfixturevalue("school"), starts_on=make.LONG_AGO
            )
        return person

    return fixture


for _name in CAST:
    globals()[_name] = pytest.fixture(name=_name)(member_of_the_cast(_name))


@pytest.fixture
def huw(school: School) -> Person:
    person = make.make_person("Huw", language="en")
    make.appoint(person, Role.HEADTEACHER, school, ends_on=clock.today() - dt.timedelta(days=1))
    return person


@pytest.fixture
def idris(db: None) -> Person:
    return make.make_person("Idris", language="en")


@pytest.fixture
def cast(request: Any) -> SimpleNamespace:
    """Everybody at once, for tests that walk through all of them."""
    names = [*CAST, FORMER, NOBODY]
    return SimpleNamespace(**{name: request.getfixturevalue(name) for name in names})
