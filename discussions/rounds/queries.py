"""What a year's planning shows: how far it is, its officers and its schools."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from discussions.models import Discussion, DiscussionSchool, LanguageWish, Round, RoundOfficer, RoundSchool
from discussions.planned_year import schools_of
from schools import clock
from schools.alphabet import sort_key
from schools.models import AdviserAssignment, Appointment, Council, Person, School
from schools.models.authority import current
from schools.models.base import Seen, reader_language
from schools.policy import May, Role

NOT_THERE_YET = Seen(1)  # the version of what is begun with the very form that shows it


def seen_of(round_: Round) -> Seen:
    return round_.seen if round_.pk else NOT_THERE_YET


def councils_planned_by(person: Person) -> QuerySet[Council]:
    """Those whose planning this person may see, by name."""
    rows = Council.objects.as_system("whose discussions this person plans, or whose service they lead")
    reached = person.standing.councils_reached(May.SEE_PLANNING)
    return rows.filter(pk__in=reached).order_by(f"name_{reader_language()}", "pk")


@dataclass(frozen=True)
class HowFar:
    """How many of the schools that the reader sees are how far."""

    schools: int
    taking_part: int
    not_taking_part: int
    wishes: int  # of those that take part
    without_head: int
    without_adviser: int
    placed: int

    @property
    def undecided(self) -> int:
        return self.schools - self.taking_part - self.not_taking_part

    @property
    def to_place(self) -> int:
        return self.taking_part - self.placed


def how_far(person: Person, round_: Round) -> HowFar:
    """In one question."""
    rows = with_planning(schools_of(person, round_.council), round_).order_by()
    takes_part = Q(takes_part=True)
    found = rows.aggregate(
        schools=Count("pk"),
        taking_part=Count("pk", filter=takes_part),
        not_taking_part=Count("pk", filter=Q(takes_part=False)),
        wishes=Count("pk", filter=takes_part & Q(has_wish=True)),
        without_head=Count("pk", filter=takes_part & Q(has_head=False)),
        without_adviser=Count("pk", filter=takes_part & Q(has_adviser=False)),
        placed=Count("pk", filter=takes_part & Q(meets_at__isnull=False)),
    )
    return HowFar(**found)


def with_planning(schools: QuerySet[School], round_: Round) -> QuerySet[Any]:
    """Each school knows whether it takes part (None: not decided), is led, advised and has its date."""
    today, why = clock.today(), "how far the planning is"
    planned = RoundSchool.objects.as_system(why).filter(round=round_.pk, school=OuterRef("pk"))
    wishes = LanguageWish.objects.as_system(why).filter(school_year=round_.school_year, school=OuterRef("pk"))
    heads = Appointment.objects.as_system(why).filter(school=OuterRef("pk"), role=Role.HEADTEACHER)
    advisers = AdviserAssignment.objects.as_system(why).filter(current(today), school=OuterRef("pk"))
    fixed = DiscussionSchool.objects.as_system(why).filter(
        round=round_.pk, school=OuterRef("pk"), live=True, discussion_kind=Discussion.Kind.YEARLY
    )
    return schools.annotate(
        takes_part=Subquery(planned.values("takes_part")[:1]),
        has_wish=Exists(wishes),
        has_head=Exists(heads.filter(Q(ends_on=None) | Q(ends_on__gte=today))),
        has_adviser=Exists(advisers),
        meets_at=Subquery(fixed.values("discussion__starts_at")[:1]),
    )


def rows_of(round_: Round, schools: Collection[School]) -> dict[int, RoundSchool]:
    """What is planned of these schools, by school."""
    rows = RoundSchool.objects.as_system("of schools whose planning the reader sees").filter(
        round=round_.pk, school__in=[school.pk for school in schools]
    )
    return {row.school_id: row for row in rows.select_related("together_at").order_by("pk")}


def wishes_of(year: int, schools: Collection[School]) -> dict[int, LanguageWish]:
    rows = LanguageWish.objects.as_system("of schools whose planning the reader sees").filter(
        school_year=year, school__in=[school.pk for school in schools]
    )
    return {row.school_id: row for row in rows}


@dataclass(frozen=True)
class Line:
    """A school in the table, with what is planned of it and what it wishes, if anything is."""

    school: Any  # with_planning
    row: RoundSchool | None
    wish: LanguageWish | None


def lines_of(round_: Round, schools: Collection[School]) -> list[Line]:
    rows, wishes = rows_of(round_, schools), wishes_of(round_.school_year, schools)
    return [Line(school, rows.get(school.pk), wishes.get(school.pk)) for school in schools]


def pool_of(round_: Round) -> list[RoundOfficer]:
    """The officers of the pool by name, each knowing of how many schools."""
    rows = RoundOfficer.objects.as_system("of a round whose planning the reader sees").filter(round=round_.pk)
    return list(rows.select_related("person").annotate(number=Count("schools")).order_by("person__name", "pk"))


def partners_of(school: School) -> list[School]:
    """The other open schools of its federation and council, by name."""
    if school.federation_id is None:
        return []
    rows = School.objects.as_system("the schools of one federation know each other")
    others = rows.filter(federation=school.federation_id, council=school.council_id, closed_on=None)
    return list(others.exclude(pk=school.pk).order_by(f"sort_{reader_language()}", "pk"))


def towns_of(round_: Round) -> list[str]:
    """Where its schools and the council's office are: each once, in order."""
    rows = School.objects.as_system("where schools are is public").filter(council=round_.council, closed_on=None)
    found = {town.casefold(): town for town in rows.exclude(town="").values_list("town", flat=True)}
    if round_.town:
        found.setdefault(round_.town.casefold(), round_.town)
    return sorted(found.values(), key=lambda town: sort_key(town, reader_language()))
