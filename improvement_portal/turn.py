"""One thing that may wait for somebody in a school’s year: when, for whom, since when, where, and in which words."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from discussions.at_many import Since
from discussions.waiting import Step as Waits
from discussions.year import SchoolYear
from improvement_portal.turn_places import start_of
from schools.models import Person
from schools.policy import May

SOON = (5, 10)  # school days after which somebody is reminded of what others wait for, and once more
LATER = (30, 60)  # the same of what takes a school weeks to write, or the governing body a meeting


@dataclass(frozen=True)
class Turn:
    """Something that waits for somebody: when it waits, who may do it, and how it is said to them and to others.

    What waits in a discussion is said by `discussions.waiting` alone; `step` names it.
    """

    permission: May
    mine: Promise
    whose: Promise | str
    since: Callable[[SchoolYear], dt.datetime | None]
    url: Callable[[SchoolYear], str]
    waits_in_year: Callable[[SchoolYear], bool] = lambda year: False
    step: Waits | None = None
    whose_for: May | None = None  # `whose` is told to those only who may do this at the school
    at_many: Callable[..., Since] | None = None  # the same asked at many schools at once
    since_for: Callable[[SchoolYear, Person], dt.datetime | None] | None = None  # of what each does for themselves
    once: bool = False  # one person answers at once for all the schools of a discussion that they lead
    about: Callable[[SchoolYear], Iterable[UUID | None]] = lambda year: ()  # public ids of what notices ask for too
    page: str = ""  # the route at which each thing that it is about has a page of its own
    facts: Callable[[SchoolYear], dict[str, str]] = lambda year: {}  # what `mine` names besides the school
    key: str = ""  # under which it is reminded of; empty: it never is
    remind_after: tuple[int, ...] = SOON  # school days
    of_school: bool = False  # waits for the school's own people alone, whoever else may do it
    for_head: Promise | None = None  # said instead to whoever does it for the headteacher, not for themselves

    def waits_since(self, year: SchoolYear, person: Person) -> dt.datetime:
        since = self.since_for(year, person) if self.since_for else self.since(year)
        return since or start_of(year)

    def waits(self, year: SchoolYear) -> bool:
        if self.step:
            return year.waits(self.step) is not None
        return year.is_whole and self.waits_in_year(year)

    def is_for(self, person: Person, year: SchoolYear) -> bool:
        """Whether it waits for this person; what is done once for several schools needs the permission at all."""
        if self.step:
            found = year.waits(self.step)
            return found is not None and found.is_for(person)
        if self.of_school and year.school.pk not in person.standing.schools_where(self.permission):
            return False
        return self.waits(year) and person.standing.grants(self.permission, year.school)
