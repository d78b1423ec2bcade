"""People around Nia's school for the walks: invited, held roles, assigned advisers, declared interests."""

from typing import Any
from uuid import uuid4

from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest
from schools.people import actions as people
from schools.policy import Role
from tests import factories as make


def add_people(world: Any) -> None:
    cast, school = world.cast, world.school
    for n in range(world.size):
        words = {"name": "CANARY-invited-person", "email": f"gwahoddedig.{n}@example.test", "language": "en"}
        day = {"starts_on": clock.today()}
        invitation = people.invite(school, role=Role.GOVERNOR, by=cast.nia, once=uuid4(), **words, **day)
        member = make.appoint(make.make_person("CANARY-school-person"), Role.CONTRIBUTOR, school)
        interested = make.make_person("CANARY-interested-person")
        ConflictOfInterest.all_rows.create(person=interested, school=school, **day)
    other = {"name": cast.nia.name, "email": cast.nia.email, "language": "cy", "starts_on": clock.today()}
    place = cast.owain.appointments.get().school
    world.invited = people.invite(place, role=Role.GOVERNOR, by=cast.olwen, once=uuid4(), **other)
    world.arguments |= {
        "people:invite": [f"school-{school.public_id}"],
        "people:withdraw": [invitation.public_id],
        "people:end": [member.public_id],
        "people:hand_over": [cast.nia.appointments.get().public_id],
        "people:end_assignment": [AdviserAssignment.all_rows.filter(adviser=cast.alun).get().public_id],
        "people:end_interest": [ConflictOfInterest.all_rows.get(person=cast.elin).public_id],
    }
