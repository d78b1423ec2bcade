"""People around Nia's school for the walks: invited, held roles, assigned advisers, declared interests."""

import datetime as dt
from typing import Any
from uuid import uuid4

from schools import clock
from schools.models import AdviserAssignment, ConflictOfInterest
from schools.people import actions as people
from schools.policy import Role
from tests import factories as make

TOMORROW = clock.today() + dt.timedelta(days=1)


def add_people(world: Any) -> None:
    cast, school = world.cast, world.school
    for n in range(world.size):
        day = {"starts_on": clock.today()}
        words = {"email": f"gwahoddedig.{n}@example.test", "language": "en", **day}
        make.appoint(make.make_person("CANARY-school-person"), Role.CONTRIBUTOR, school)
        interested = make.make_person("CANARY-interested-person")
        ConflictOfInterest.all_rows.create(person=interested, school=school, **day)
        for kind, (place, role, by) in places(world).items():
            name = "CANARY-invited-person" if kind == "school" else "Gwahoddedig"
            sent = people.invite(place, role=role, name=name, by=by, once=uuid4(), **words)
            member = make.appoint(make.make_person("Aelod"), role, place)
            world.arguments |= {
                f"people:withdraw[{kind}]": [sent.public_id],
                f"people:end[{kind}]": [member.public_id],
                f"people:invite[{kind}]": [f"{kind}-{place.public_id}"],
            }
    to_come = make.appoint(make.make_person("Newydd"), Role.GOVERNOR, school, starts_on=TOMORROW)
    other = {"name": cast.nia.name, "email": cast.nia.email, "language": "cy", "starts_on": clock.today()}
    elsewhere = cast.owain.appointments.order_by("pk").first().school
    world.invited = people.invite(elsewhere, role=Role.GOVERNOR, by=cast.olwen, once=uuid4(), **other)
    world.arguments |= {
        "people:end[to-come]": [to_come.public_id],
        "people:invite[guest]": ["guest"],
        "people:invite[choose]": [],
        "people:join[opened]": [],
        "people:join[link]": ["no-such-link"],
        "people:hand_over": [cast.nia.appointments.get().public_id],
        "people:end_assignment": [AdviserAssignment.all_rows.filter(adviser=cast.alun, school=school).get().public_id],
        "people:end_interest": [ConflictOfInterest.all_rows.get(person=cast.elin).public_id],
    }


def places(world: Any) -> dict[str, tuple[Any, Role, Any]]:
    """By the word in their address: the places around Nia's school, a role held there, and who invites to it."""
    cast, school = world.cast, world.school
    return {
        "school": (school, Role.GOVERNOR, cast.nia),
        "council": (school.council, Role.COUNCIL_OFFICER, cast.olwen),
        "service": (cast.alun.appointments.get().service, Role.SERVICE_ADVISER, cast.mari),
        "guest_organisation": (cast.gareth.appointments.get().guest_organisation, Role.GUEST, cast.olwen),
    }
