"""More relations to Nia's school, for the walks alone: they join the cast when the world of the walks is built.

Heulwen leads the school, Iwan advises it and Meinir leads the service, and each has declared an interest in the school.
Rhian chairs the governors of Owain's school, Tecwyn is a governor and Nerys a senior leader there. Mererid leads the
other school of the federation. Geraint is the lead of another council, Bethan of another service, Pedr a guest of the
other council. Tegwen leads Owain's school and is a governor of Nia's; she acts as the former.
"""

from typing import Any

from schools.models import ConflictOfInterest, Federation, GuestOrganisation
from schools.policy import Role
from tests import factories as make

INTERESTED = ("heulwen", "iwan", "meinir")


def add_federation(world: Any) -> None:
    """Two schools that meet together."""
    school = world.school
    names = {"name_cy": "Ffederasiwn y Nant", "name_en": "Nant Federation"}
    school.federation = Federation.all_rows.create(council=school.council, **names)
    school.save()
    world.partner = make.make_school(school.council, "Ysgol y Nant", federation=school.federation)


def add_relations(world: Any) -> None:
    cast, school = world.cast, world.school
    other = cast.owain.appointments.order_by("pk").first().school
    far_council, service = cast.rhys.appointments.get().council, cast.alun.appointments.get().service
    for name, role, place in (
        ("heulwen", Role.HEADTEACHER, school),
        ("iwan", Role.SERVICE_ADVISER, service),
        ("meinir", Role.SERVICE_LEAD, service),
        ("rhian", Role.CHAIR_OF_GOVERNORS, other),
        ("tecwyn", Role.GOVERNOR, other),
        ("nerys", Role.SENIOR_LEADER, other),
        ("mererid", Role.HEADTEACHER, world.partner),
        ("geraint", Role.COUNCIL_LEAD, far_council),
        ("bethan", Role.SERVICE_LEAD, make.make_service(far_council, name="Canolfan")),
        ("pedr", Role.GUEST, GuestOrganisation.all_rows.create(council=far_council, name_cy="Urdd", name_en="Guild")),
        ("tegwen", Role.HEADTEACHER, other),
    ):
        person = make.make_person(name.capitalize(), language="en")
        make.appoint(person, role, place)
        setattr(cast, name, person)
    make.assign(cast.iwan, service, school)
    make.appoint(cast.tegwen, Role.GOVERNOR, school)
    for name in INTERESTED:
        ConflictOfInterest.all_rows.create(person=getattr(cast, name), school=school, starts_on=make.LONG_AGO)


def add_open_schools(world: Any) -> None:
    """As many further open schools as make `size` of each who has several: Owain leads them and Alun advises them."""
    cast, council = world.cast, world.school.council
    service = cast.alun.appointments.get().service
    for n in range(world.size - 1):
        more = make.make_school(council, f"Ysgol y Cwm {n}")
        make.appoint(cast.owain, Role.HEADTEACHER, more)
        make.assign(cast.alun, service, more)
        make.write_in(make.make_self_evaluation(more))
