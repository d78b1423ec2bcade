"""Everything that planning a year's discussions needs to know, read in a fixed number of questions, as plain facts.

People and schools are named by their keys, as bookings name them; they never leave the server. Read for the portal
itself: nothing of it is shown but by pages that ask for `May.SEE_PLANNING` and leave out the schools that an interest
closes to the reader.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from schools import clock
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, School, ServiceCouncil
from schools.models.authority import overlapping
from schools.policy import COUNCIL_ROLES, Role

from .models import (
    Discussion,
    DiscussionSchool,
    LanguageWish,
    Participant,
    Round,
    RoundOfficer,
    RoundSchool,
    TravelTime,
)
from .models.round import Setting


@dataclass(frozen=True)
class Able:
    """Somebody who can take part, and between which days (inclusive; none: as long as anybody knows)."""

    person: int
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class ToPlace:
    """One discussion that is to find its time: of one school, or of several of a federation together."""

    schools: tuple[int, ...]  # the first is where they meet, if they meet at one of them
    heads: tuple[tuple[Able, ...], ...]  # of each school, in the same order
    advisers: tuple[tuple[Able, ...], ...]
    officers: tuple[Able, ...]  # of the pool, those who can take part at every one of these schools
    guests: tuple[int, ...]  # whom to ask, once it is scheduled
    is_first: bool  # a mark of planning, for nobody else to see
    setting: str  # models.round.Setting
    town: str  # where it takes place; empty online, and where it is not known
    languages: tuple[str, ...]  # what the schools wish, those that have said so: cy, en or both
    interpreter: bool

    @property
    def key(self) -> int:
        return self.schools[0]


@dataclass(frozen=True)
class Fixed:
    """A discussion that has its time already."""

    discussion: UUID
    schools: tuple[int, ...]
    people: tuple[int, ...]
    starts_at: dt.datetime
    ends_at: dt.datetime
    setting: str  # Discussion.Setting
    town: str


@dataclass(frozen=True)
class RoundFacts:
    council: int
    school_year: int
    first_day: dt.date | None
    last_day: dt.date | None
    minutes: int
    morning_from: dt.time
    afternoon_from: dt.time
    place: str  # the council's office
    travel_minutes: int
    local_minutes: int
    exceptions: dict[frozenset[str], int]  # between two towns, their names in small letters
    to_place: tuple[ToPlace, ...]
    fixed: tuple[Fixed, ...]
    names: dict[int, str] = field(default_factory=dict)  # of the people

    def minutes_between(self, one: str, other: str) -> int:
        """How long it takes from one town to the other; none is needed to a place that is online or not known."""
        towns = frozenset((one.casefold(), other.casefold()))
        if "" in towns:
            return 0
        if len(towns) == 1:
            return self.local_minutes
        return self.exceptions.get(towns, self.travel_minutes)


def round_for_planning(round_: Round, anew: Collection[int] = ()) -> RoundFacts:
    """In eleven questions, however many schools. A round that has been kept, please.

    `anew`: discussions (by key) that have their time and may get another: they are to place like the others.
    """
    rows = list(_taking_part(round_))
    fixed = _fixed(round_, besides=anew)
    placed = {school for each in fixed for school in each.schools}
    people = _People(round_, [row.school_id for row in rows])
    wishes = _wishes(round_, rows)
    groups: dict[tuple[str, int], list[RoundSchool]] = defaultdict(list)
    for row in rows:
        if row.school_id not in placed:
            key = ("together", row.together_at_id) if row.together_at_id else ("alone", row.school_id)
            groups[key].append(row)
    return RoundFacts(
        council=round_.council_id,
        school_year=round_.school_year,
        first_day=round_.first_day,
        last_day=round_.last_day,
        minutes=round_.minutes,
        morning_from=round_.morning_from,
        afternoon_from=round_.afternoon_from,
        place=round_.place,
        travel_minutes=round_.travel_minutes,
        local_minutes=round_.local_minutes,
        exceptions=_exceptions(round_),
        to_place=tuple(_to_place(round_, group, people, wishes) for group in groups.values()),
        fixed=tuple(fixed),
        names=people.names,
    )


def _taking_part(round_: Round) -> Iterable[RoundSchool]:
    rows = RoundSchool.objects.as_system("what is planned").filter(
        round=round_, takes_part=True, school__closed_on=None
    )
    return rows.select_related("school").prefetch_related("guests").order_by("school__public_id")


def _wishes(round_: Round, rows: Collection[RoundSchool]) -> dict[int, LanguageWish]:
    found = LanguageWish.objects.as_system("what is planned").filter(
        school_year=round_.school_year, school__in=[row.school_id for row in rows]
    )
    return {wish.school_id: wish for wish in found}


def _exceptions(round_: Round) -> dict[frozenset[str], int]:
    rows = TravelTime.objects.as_system("what is planned").filter(round=round_)
    return {frozenset((row.first_town.casefold(), row.second_town.casefold())): row.minutes for row in rows}


def days_of(round_: Round) -> tuple[dt.date, dt.date]:
    """The window; the whole school year while none has been entered."""
    if round_.first_day and round_.last_day:
        return round_.first_day, round_.last_day
    return clock.school_year_bounds(round_.school_year)


class _People:
    """Heads and advisers by school, and the officers of the pool, as far as they can take part in these days."""

    def __init__(self, round_: Round, schools: Collection[int]) -> None:
        self.names: dict[int, str] = {}
        self.closed = self._closed(round_, schools)
        self.heads: dict[int, list[Able]] = defaultdict(list)
        officers: dict[int, list[Able]] = defaultdict(list)
        for row in self._appointments(round_, schools):
            self.names[row.person_id] = row.person.name
            place = self.heads[row.school_id] if row.school_id else officers[row.person_id]
            place.append(Able(row.person_id, row.starts_on, row.ends_on))
        self.advisers = self._advisers(round_, schools)
        self.pool: list[tuple[RoundOfficer, list[Able]]] = []
        pool = RoundOfficer.objects.as_system("what is planned").filter(round=round_).order_by("person__public_id")
        for each in pool.prefetch_related("schools"):
            if each.person_id in officers:
                self.pool.append((each, officers[each.person_id]))

    def _closed(self, round_: Round, schools: Collection[int]) -> set[tuple[int, int]]:
        """Person and school: a declared interest closes the school for all these days, whenever in them it begins."""
        rows = ConflictOfInterest.objects.as_system("who cannot take part").filter(
            overlapping(*days_of(round_)), school__in=schools
        )
        return set(rows.values_list("person", "school"))

    def _appointments(self, round_: Round, schools: Collection[int]) -> Iterable[Appointment]:
        wanted = Q(school__in=schools, role=Role.HEADTEACHER.value)
        wanted |= Q(council=round_.council_id, role__in=[role.value for role in COUNCIL_ROLES])
        rows = Appointment.objects.as_system("who can take part").filter(
            wanted, overlapping(*days_of(round_)), person__is_active=True
        )
        return rows.select_related("person").order_by("person__public_id", "starts_on")

    def _advisers(self, round_: Round, schools: Collection[int]) -> dict[int, list[Able]]:
        """Assigned in these days, by a service that works for the council then and for which they work then."""
        why, days = "who can take part", overlapping(*days_of(round_))
        held = Appointment.objects.as_system(why).filter(
            days, role=Role.SERVICE_ADVISER, person=OuterRef("adviser"), service=OuterRef("service")
        )
        serving = ServiceCouncil.objects.as_system(why).filter(
            days, service=OuterRef("service"), council=round_.council_id
        )
        rows = AdviserAssignment.objects.as_system(why).filter(
            days, Exists(held), Exists(serving), school__in=schools, adviser__is_active=True
        )
        found: dict[int, list[Able]] = defaultdict(list)
        for row in rows.select_related("adviser").order_by("adviser__public_id", "starts_on"):
            self.names[row.adviser_id] = row.adviser.name
            found[row.school_id].append(Able(row.adviser_id, row.starts_on, row.ends_on))
        return found

    def open_to(self, able: Iterable[Able], schools: Collection[int]) -> tuple[Able, ...]:
        return tuple(each for each in able if not any((each.person, school) in self.closed for school in schools))

    def officers_at(self, schools: Collection[int]) -> tuple[Able, ...]:
        found: list[Able] = []
        for each, able in self.pool:
            if not each.only_some or set(schools) <= {school.pk for school in each.schools.all()}:
                found += self.open_to(able, schools)
        return tuple(found)


def _to_place(round_: Round, group: list[RoundSchool], people: _People, wishes: dict[int, LanguageWish]) -> ToPlace:
    host = next((row for row in group if row.school_id == row.together_at_id), group[0])
    ordered = [host, *(row for row in group if row is not host)]
    keys = tuple(row.school_id for row in ordered)
    setting = host.setting or round_.setting
    said = [wishes[key] for key in keys if key in wishes]
    guests = {guest.pk: guest for row in ordered for guest in row.guests.all()}
    people.names.update({key: guest.name for key, guest in guests.items()})
    return ToPlace(
        schools=keys,
        heads=tuple(people.open_to(people.heads[key], [key]) for key in keys),
        advisers=tuple(people.open_to(people.advisers[key], [key]) for key in keys),
        officers=people.officers_at(keys),
        guests=tuple(guests),
        is_first=any(row.is_first for row in ordered),
        setting=setting,
        town=_town(setting, host.school, round_),
        languages=tuple(dict.fromkeys(wish.language for wish in said)),
        interpreter=any(wish.interpreter for wish in said),
    )


def _town(setting: str, school: School, round_: Round) -> str:
    return {Setting.AT_SCHOOL.value: school.town, Setting.ELSEWHERE.value: round_.town}.get(setting, "")


def _fixed(round_: Round, besides: Collection[int]) -> list[Fixed]:
    rows = DiscussionSchool.objects.as_system("what has its time").filter(
        round=round_, live=True, discussion_kind=Discussion.Kind.YEARLY
    )
    rows = rows.exclude(discussion__in=besides)
    schools: dict[Discussion, list[School]] = defaultdict(list)
    for row in rows.select_related("discussion__host", "school").order_by("discussion__starts_at", "pk"):
        schools[row.discussion].append(row.school)
    coming = Participant.objects.as_system("who has that time taken").filter(
        discussion__in=schools, consent__in=[Participant.Consent.NOT_NEEDED, Participant.Consent.GIVEN]
    )
    people: dict[int, list[int]] = defaultdict(list)
    for discussion, person in coming.order_by("pk").values_list("discussion", "person"):
        people[discussion].append(person)
    return [
        Fixed(
            discussion=found.public_id,
            schools=tuple(school.pk for school in its),
            people=tuple(people[found.pk]),
            starts_at=found.starts_at,
            ends_at=found.ends_at,
            setting=found.setting,
            town=(found.host or its[0]).town if found.setting == Discussion.Setting.AT_SCHOOL else "",
        )
        for found, its in schools.items()
    ]
