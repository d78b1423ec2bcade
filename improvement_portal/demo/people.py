"""Made-up people: their surnames mean 'example', 'sample' or 'fiction', so that nobody is anybody."""

import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.hashers import make_password

from schools.models import AdviserAssignment, Appointment, GuestOrganisation, Person, School, Service
from schools.models.base import Noun
from schools.policy import SCHOOL_TEAM, Role

from .places import BEGAN, FEDERATED, WORDS, Place, is_welsh_medium
from .rows import Rows

PASSWORD = "enfys-dros-y-cwm"  # noqa: S105 (made-up people, in demo mode only)
SCHOOLS_AN_ADVISER = 10
WHOLE_TEAM = [
    Role.SENIOR_LEADER,
    Role.CONTRIBUTOR,
    Role.CHAIR_OF_GOVERNORS,
    Role.GOVERNOR,
    Role.CLERK_TO_GOVERNORS,
    Role.DIARY_HELPER,
]
WELSH_WRITERS = {Role.CONTRIBUTOR, Role.GOVERNOR}  # in some of the English-medium schools


def has_welsh_writers(position: int) -> bool:
    """Whether somebody of this school's team writes in Welsh, whatever the language of the school."""
    return is_welsh_medium(position) or position % 5 == 0


@dataclass
class Cast:
    """Who works where: what the years of the schools need to know about people."""

    heads: dict[UUID, Person] = field(default_factory=dict)
    chairs: dict[UUID, Person] = field(default_factory=dict)
    teams: dict[UUID, list[Person]] = field(default_factory=dict)  # of those who write, the headteacher first
    advisers: dict[UUID, Person] = field(default_factory=dict)
    officers: dict[int, Person] = field(default_factory=dict)  # by number of the council


class People:
    def __init__(self, rows: Rows) -> None:
        self.rows, self.made, self.password = rows, 0, make_password(PASSWORD)

    def person(self, language: str) -> Person:
        first = WORDS["first_names"][self.made % len(WORDS["first_names"])]
        last = WORDS["surnames"][self.made // len(WORDS["first_names"]) % len(WORDS["surnames"])]
        self.made += 1
        plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
        return self.rows.add(
            Person,
            email=f"{plain}.{self.made}@enfys.example",
            name=f"{first} {last}",
            language=language,
            password=self.password,
        )

    def appoint(self, role: Role, place: Noun, language: str, person: Person | None = None) -> Person:
        person = person or self.person(language)
        at = {"guestorganisation": "guest_organisation"}.get(place.kind(), place.kind())
        self.rows.add(Appointment, person=person, role=role, starts_on=BEGAN, **{at: place})
        return person


def add_people(rows: Rows, service: Service, guests: GuestOrganisation, places: list[Place]) -> Cast:
    """Everybody; the first school of the first council has one person in each school role."""
    people, cast = People(rows), Cast()
    for place in places:
        for position, school in enumerate(place.schools):
            _add_school_people(people, cast, place, position, school)
        cast.officers[place.number] = people.appoint(Role.COUNCIL_OFFICER, place.council, "en")
        people.appoint(Role.COUNCIL_LEAD, place.council, "cy")
        people.appoint(Role.ADMINISTRATOR, place.council, "en")
        _add_advisers(people, cast, service, place)
    people.appoint(Role.SERVICE_LEAD, service, "cy")
    people.appoint(Role.GUEST, guests, "en")
    return cast


def _add_school_people(people: People, cast: Cast, place: Place, position: int, school: School) -> None:
    language = "cy" if is_welsh_medium(position) else "en"
    head = cast.heads[place.schools[FEDERATED[0]].public_id] if position == FEDERATED[1] else None
    cast.heads[school.public_id] = people.appoint(Role.HEADTEACHER, school, language, head)
    team = cast.teams[school.public_id] = [cast.heads[school.public_id]]
    first = place.is_first and position == 0
    for role in WHOLE_TEAM if first else [Role.CHAIR_OF_GOVERNORS]:
        also_welsh = role in WELSH_WRITERS and has_welsh_writers(position)
        person = people.appoint(role, school, "cy" if also_welsh else language)
        if role == Role.CHAIR_OF_GOVERNORS:
            cast.chairs[school.public_id] = person
        if role in SCHOOL_TEAM:
            team.append(person)


def _add_advisers(people: People, cast: Cast, service: Service, place: Place) -> None:
    for start in range(0, len(place.schools), SCHOOLS_AN_ADVISER):
        theirs = range(start, min(start + SCHOOLS_AN_ADVISER, len(place.schools)))
        language = "cy" if any(is_welsh_medium(position) for position in theirs) else "en"
        adviser = people.appoint(Role.SERVICE_ADVISER, service, language)
        for school in place.schools[start : start + SCHOOLS_AN_ADVISER]:
            people.rows.add(AdviserAssignment, adviser=adviser, service=service, school=school, starts_on=BEGAN)
            cast.advisers[school.public_id] = adviser
