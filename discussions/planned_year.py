"""What a year's discussions are set up from: how they begin, and which schools, officers and guests there are."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.access import years_to_plan
from discussions.models import Round
from schools import clock
from schools.access import May, require
from schools.models import Appointment, Council, Person, School
from schools.models.authority import current
from schools.models.base import reader_language
from schools.policy import COUNCIL_ROLES, Role
from schools.refusals import Refused
from schools.workflow import locked


def begun(council: Council, year: int, by: Person) -> Round:
    """The discussions of that year, locked; they begin here where nothing of them is kept yet."""
    require(by, May.PLAN_DISCUSSIONS, council)
    if year not in years_to_plan():
        raise PermissionDenied
    rows = Round.objects.as_system("a year's discussions begin with what is first entered of them")
    found, _new = rows.get_or_create(council=council, school_year=year)
    round_: Round = locked(found)
    round_.council = council
    return round_


def faults_of_days(year: int, words: dict[str, Any]) -> Iterator[Refused]:
    """What is wrong with the first and the last day; what could not be understood is missing in the words."""
    first, last = clock.school_year_bounds(year)
    for name in ("first_day", "last_day"):
        day = words.get(name)
        if day and not first <= day <= last:
            between = {"first": date_format(first), "last": date_format(last)}
            yield Refused(_("Enter a date of this school year, from %(first)s to %(last)s.") % between, name)
    if words.get("first_day") and words.get("last_day") and words["last_day"] < words["first_day"]:
        yield Refused(_("Enter a last day that is not before the first day."), "last_day")


def all_schools_of(person: Person, council: Council) -> QuerySet[School]:
    """The council’s schools whose planning this person may see, closed ones too: none that an interest closes."""
    rows = School.objects.visible_to(person).filter(person.standing.reaches(May.SEE_PLANNING, at=""))
    return rows.filter(council=council).order_by(f"sort_{reader_language()}", "pk")


def schools_of(person: Person, council: Council) -> QuerySet[School]:
    """The open ones, by name."""
    return all_schools_of(person, council).filter(closed_on=None)


def officers_of_council(council: Council) -> QuerySet[Person]:
    """Those who work for the council today or will, by name."""
    rows = Appointment.objects.as_system("who can be chosen for the pool").filter(
        Q(ends_on=None) | Q(ends_on__gte=clock.today()), council=council, role__in=sorted(COUNCIL_ROLES)
    )
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("name", "pk")


def guests_of_council(council: Council) -> list[tuple[Person, str]]:
    """Those who may be asked as guests, each with the organisation they come from."""
    rows = Appointment.objects.as_system("who can be asked as a guest").filter(
        current(clock.today()), role=Role.GUEST, guest_organisation__council=council, person__is_active=True
    )
    rows = rows.select_related("person", "guest_organisation").order_by("person__name", "pk")
    return [(row.person, row.guest_organisation.name) for row in rows if row.guest_organisation]
