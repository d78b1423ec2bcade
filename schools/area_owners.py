"""Who looks after an area of a self-evaluation: one of the school's team, known to the team alone."""

from django.db.models import Exists, OuterRef, QuerySet

from schools import clock
from schools.models import Appointment, Person, School, Section
from schools.models.authority import current
from schools.policy import SCHOOL_TEAM


def team_of(school: School) -> QuerySet[Person]:
    """Those who write for the school today, by name."""
    people = Person.objects.filter(pk__in=_held_at(school).values("person"), is_active=True)
    return people.order_by("name", "pk")


def owner_is_in_team(school: School) -> Exists:
    """For sections: whether whoever was named to look after the area still belongs to the team."""
    return Exists(_held_at(school).filter(person=OuterRef("owner"), person__is_active=True))


def areas_looked_after_by(person: Person) -> QuerySet[Section]:
    """The areas of this school year, and of the next, that somebody looks after in the role they act in."""
    rows = Section.objects.visible_to(person).filter(owner=person)
    rows = rows.filter(self_evaluation__school_year__gte=clock.current_school_year())
    order = ("self_evaluation__school_year", "self_evaluation__school", "area__position")
    return rows.select_related("area", "self_evaluation__school").order_by(*order)


def _held_at(school: School) -> QuerySet[Appointment]:
    rows = Appointment.objects.as_system("who belongs to the team today")
    return rows.filter(current(clock.today()), school=school, role__in=sorted(SCHOOL_TEAM))
