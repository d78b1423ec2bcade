"""One person for each role, by whom the demo can be entered."""

from dataclasses import dataclass

from schools.models import Appointment
from schools.models.titles import role_words, titles_of
from schools.policy import Role

from .ownership import made_up_people


@dataclass(frozen=True)
class Entrance:
    role: str
    name: str
    email: str
    place: str
    public_id: str


def entrances() -> list[Entrance]:
    """The first person made up for each role, in the order of the policy page; never anybody else."""
    rows = Appointment.objects.as_system("the demo lists one person a role").filter(person__in=made_up_people())
    rows = rows.order_by("role", "pk").distinct("role")
    places = rows.select_related("person", "school", "council", "service", "guest_organisation")
    first = {row.role: row for row in places}
    titles = titles_of(first.values())
    return [
        Entrance(
            role=role_words(row, titles),
            name=row.person.name,
            email=row.person.email,
            place=row.place.name,
            public_id=str(row.person.public_id),
        )
        for role in Role
        if (row := first.get(role))
    ]
