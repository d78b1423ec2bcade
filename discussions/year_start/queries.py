"""What of the year before can be taken over into a year, what is left out and why, and who advises whom then."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Round, RoundOfficer, RoundSchool, TravelTime
from discussions.next_year_days import Shifted, a_year_later
from discussions.planned_year import all_schools_of
from schools import clock
from schools.models import AdviserAssignment, Appointment, Council, Person, ServiceCouncil, Term
from schools.models.authority import current, overlapping
from schools.models.base import reader_language
from schools.policy import COUNCIL_ROLES, Role

WHY = "what is taken over from the year before"
HOW = ("minutes", "morning_from", "afternoon_from", "setting", "place", "town", "travel_minutes", "local_minutes")
PARTS = {
    "days": gettext_lazy("The first and the last day, as they stand below"),
    "how": gettext_lazy("Length, times of day, the usual place and the general travel times"),
    "travel": gettext_lazy("Times between two towns"),
    "officers": gettext_lazy("The officers who can take part, and at which schools"),
    "schools": gettext_lazy("Which schools take part"),
    "places": gettext_lazy("Where each school meets, if not at the usual place"),
    "together": gettext_lazy("Which federations meet together"),
    "guests": gettext_lazy("The guests to ask at each school"),
}
OF_SCHOOLS = ("places", "together", "guests")  # they stand beside the schools that take part


def round_before(council: Council, year: int) -> Round | None:
    """The discussions of the year before, knowing how much of them there is."""
    rows = Round.objects.as_system(WHY).filter(council=council, school_year=year - 1)
    times, pool = (model.objects.as_system(WHY).filter(round=OuterRef("pk")) for model in (TravelTime, RoundOfficer))
    found: Round | None = rows.annotate(has_times=Exists(times), has_pool=Exists(pool)).first()
    return found


@dataclass(frozen=True)
class Officer:
    """An officer of last year’s pool: taken over, or left out for a reason."""

    row: Any
    left_out: str

    @property
    def name(self) -> str:
        return str(self.row.person.name)


def officers_of(before: Round, first: dt.date, last: dt.date | None) -> list[Officer]:
    """Last year’s pool by name; who no longer works for the council in these days is left out."""
    held = Appointment.objects.as_system(WHY).filter(
        overlapping(max(first, clock.today()), last),
        person=OuterRef("person"),
        council=before.council_id,
        role__in=sorted(COUNCIL_ROLES),
    )
    rows = RoundOfficer.objects.as_system(WHY).filter(round=before).select_related("person")
    rows = rows.annotate(still=Exists(held), open_schools=Count("schools", filter=Q(schools__closed_on=None)))
    return [Officer(row, _why_left_out(row)) for row in rows.order_by("person__name", "pk")]


def _why_left_out(row: Any) -> str:
    names = {"name": row.person.name}
    if not row.still or not row.person.is_active:
        return _("%(name)s is left out, because they do not work for the council on these days.") % names
    if row.only_some and not row.open_schools:
        return _("%(name)s is left out, because none of the schools at which they took part is open any more.") % names
    return ""


TAKEN, STANDS, CLOSED, OUT, NEW = "taken", "stands", "closed", "out", "new"


def with_last_year(person: Person, council: Council, year: int) -> QuerySet[Any]:
    """The schools that are open or took part, each knowing what becomes of it (`turns`): by name.

    Of a school that an interest closes to the reader nothing is read, and nothing taken over.
    """
    rows = RoundSchool.objects.as_system(WHY).filter(round__council=council, school=OuterRef("pk"))
    last, now = rows.filter(round__school_year=year - 1), rows.filter(round__school_year=year)
    seen = all_schools_of(person, council)
    together = last.filter(together_at__in=seen.order_by().values("pk"))
    schools = seen.annotate(
        took_part=Subquery(last.values("takes_part")[:1]),
        not_because=Subquery(last.values("not_because")[:1]),
        reason_lang=Subquery(last.values("lang")[:1]),
        met_at=Subquery(last.values("setting")[:1]),
        together_at=Subquery(together.values(f"together_at__name_{reader_language()}")[:1]),
        stands=Exists(now),
    )
    turns = Case(
        When(closed_on__isnull=False, then=Value(CLOSED)),
        When(stands=True, then=Value(STANDS)),
        When(took_part=True, then=Value(TAKEN)),
        When(took_part=False, then=Value(OUT)),
        default=Value(NEW),
        output_field=CharField(),
    )
    return schools.filter(Q(closed_on=None) | Q(took_part__isnull=False)).annotate(turns=turns)


def how_many(schools: QuerySet[Any]) -> dict[str, int]:
    """How many of them are taken over, stand already, or are left out for which reason."""
    kinds = (TAKEN, STANDS, CLOSED, OUT, NEW)
    return schools.order_by().aggregate(**{kind: Count("pk", filter=Q(turns=kind)) for kind in kinds})


def with_advisers(schools: QuerySet[Any], council: Council, day: dt.date) -> QuerySet[Any]:
    """Each school knows who advises it on `day`: as the service has entered it, and as its own dates say."""
    held = Appointment.objects.as_system(WHY).filter(
        current(day), role=Role.SERVICE_ADVISER, person=OuterRef("adviser"), service=OuterRef("service")
    )
    serving = ServiceCouncil.objects.as_system(WHY).filter(current(day), service=OuterRef("service"), council=council)
    rows = AdviserAssignment.objects.as_system(WHY).filter(
        current(day), Exists(held), Exists(serving), school=OuterRef("pk"), adviser__is_active=True
    )
    return schools.annotate(advisers=ArraySubquery(rows.order_by("adviser__name").values("adviser__name")))


def days_of(before: Round | None, year: int, council: Council) -> Shifted | None:
    """Last year’s first and last day, a year later."""
    if before is None or before.first_day is None or before.last_day is None:
        return None
    terms: dict[int, list[tuple[dt.date, dt.date]]] = {year - 1: [], year: []}
    rows = Term.objects.as_system("term dates are public").filter(council=council, school_year__in=terms)
    for found, first, last in rows.values_list("school_year", "starts_on", "ends_on"):
        terms[found].append((first, last))
    days = before.first_day, before.last_day
    return a_year_later(days, clock.school_year_bounds(year), terms[year - 1], terms[year])


@dataclass(frozen=True)
class TakingOver:
    """What can be taken over, and what stands already in the year that begins."""

    before: Round | None
    days: Shifted | None
    officers: list[Officer]
    schools: dict[str, int]
    standing: frozenset[str]  # parts of which something has been set up already: they stay as they are

    @property
    def parts(self) -> list[str]:
        """What there is to take over."""
        return [part for part in PARTS if part not in self.standing and self._has(part)]

    @property
    def stays(self) -> list[str]:
        return [str(PARTS[part]) for part in PARTS if part in self.standing]

    def _has(self, part: str) -> bool:
        if self.before is None:
            return False
        if part in ("days", "how"):
            return self.days is not None
        if part == "travel":
            return bool(getattr(self.before, "has_times", False))
        if part == "officers":
            return any(not each.left_out for each in self.officers)
        return bool(self.schools[TAKEN])

    @property
    def first_day(self) -> dt.date | None:
        return self.days.first if self.days else None


def taking_over(person: Person, round_: Round) -> TakingOver:
    """In seven questions at most, however many schools; `round_` is of the year that begins, kept or not yet."""
    council, year = round_.council, round_.school_year
    before = round_before(council, year)
    days = days_of(before, year, council)
    first = round_.first_day or (days.first if days else clock.school_year_bounds(year)[0])
    last = round_.last_day or (days.last if days else clock.school_year_bounds(year)[1])
    officers = officers_of(before, first, last) if before else []
    schools = how_many(with_last_year(person, council, year))
    return TakingOver(before, days, officers, schools, frozenset(_standing(round_, schools)))


def _standing(round_: Round, schools: dict[str, int]) -> Iterable[str]:
    if round_.first_day:
        yield from ("days", "how")
    if round_.pk is None:
        return
    times, pool = (model.objects.as_system(WHY).filter(round=OuterRef("pk")) for model in (TravelTime, RoundOfficer))
    rows = Round.objects.as_system(WHY).filter(pk=round_.pk)
    kept = rows.annotate(has_travel=Exists(times), has_officers=Exists(pool)).values("has_travel", "has_officers").get()
    yield from (part for part in ("travel", "officers") if kept[f"has_{part}"])
    if schools[STANDS] and not schools[TAKEN]:
        yield from ("schools", *OF_SCHOOLS)


def first_day_of(round_: Round, days: Shifted | None) -> dt.date:
    """On which day it is looked who advises whom: the first of the discussions, as far as it is known."""
    return round_.first_day or (days.first if days else clock.school_year_bounds(round_.school_year)[0])
