"""Who looks after an area of a self-evaluation: one of the school's team, known to the team alone."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from schools import clock
from schools.how_far import with_carried, with_last_written
from schools.models import Appointment, Passage, Person, Priority, School, Section, Strength
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
    """The areas of this school year, and of the next, that somebody looks after in the role they act in.

    Each knows whether something stands there, what came along that nobody has touched since, and when somebody wrote
    there last.
    """
    rows = Section.objects.visible_to(person).filter(owner=person)
    rows = rows.filter(self_evaluation__school_year__gte=clock.current_school_year())
    order = ("self_evaluation__school_year", "self_evaluation__school", "area__position")
    rows = rows.select_related("area", "self_evaluation__school", "self_evaluation__carried_from")
    return _with_state(rows).order_by(*order)


def _with_state(rows: QuerySet[Section]) -> QuerySet[Section]:
    lent = Q(same_text_as__isnull=False)
    texts, strengths, priorities = _there(Passage).exclude(text=""), _there(Strength), _there(Priority)
    written = Exists(texts) | Exists(strengths) | Exists(priorities) | lent
    return with_last_written(with_carried(rows)).annotate(is_written=written)


def _there(model: Any) -> QuerySet[Any]:
    """What stands in an area."""
    rows: QuerySet[Any] = model.objects.as_system("how far an area is")
    return rows.filter(section=OuterRef("pk"))


def _held_at(school: School) -> QuerySet[Appointment]:
    rows = Appointment.objects.as_system("who belongs to the team today")
    return rows.filter(current(clock.today()), school=school, role__in=sorted(SCHOOL_TEAM))
