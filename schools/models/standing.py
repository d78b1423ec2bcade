"""Where a person's roles reach today. Every scope and every permission is answered from here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Q

from schools import clock
from schools.policy import GRANTS, OPEN_DESPITE_CONFLICT, May, Role

from .authority import current

Reach = dict[int, frozenset[Role]]
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Standing:
    """Integer keys of the places reached, with the roles held there, of one person on one day."""

    at_schools: Reach = field(default_factory=dict)
    at_councils: Reach = field(default_factory=dict)
    at_services: Reach = field(default_factory=dict)
    at_guest_organisations: Reach = field(default_factory=dict)
    advised: frozenset[int] = frozenset()
    served: frozenset[int] = frozenset()
    conflicts: frozenset[int] = frozenset()
    approving: frozenset[int] = frozenset()  # schools whose head or chair gave the governor this right

    @property
    def roles(self) -> frozenset[Role]:
        every: Iterable[Reach] = (
            self.at_schools,
            self.at_councils,
            self.at_services,
            self.at_guest_organisations,
        )
        return frozenset(role for reach in every for roles in reach.values() for role in roles)

    @property
    def council_ids(self) -> frozenset[int]:
        return frozenset(self.at_councils)

    @property
    def service_ids(self) -> frozenset[int]:
        return frozenset(self.at_services)

    @property
    def guest_organisation_ids(self) -> frozenset[int]:
        return frozenset(self.at_guest_organisations)

    def schools_where(self, permission: May) -> list[int]:
        """Schools where a role held at the school itself grants this, conflicts not yet considered."""
        given = self.approving if permission is May.RECORD_APPROVAL else frozenset()
        return [*_where(self.at_schools, permission), *sorted(given)]

    def councils_where(self, permission: May) -> list[int]:
        return _where(self.at_councils, permission)

    def services_where(self, permission: May) -> list[int]:
        return _where(self.at_services, permission)

    def councils_reached(self, permission: May) -> list[int]:
        """Councils where a role held there grants this, or the lead of a service that works for them today."""
        return sorted({*self.councils_where(permission), *self._served_where(permission)})

    def reaches(self, permission: May, at: str = "school") -> Q:
        """The rows whose school this permission reaches; `at` is the path to the school ('' for School itself)."""
        own, council = (f"{at}_id", f"{at}__council_id") if at else ("pk", "council_id")
        reached = NOTHING
        if schools := self.schools_where(permission) + self._advised_where(permission):
            reached |= Q(**{f"{own}__in": sorted(set(schools))})
        if councils := self.councils_where(permission) + self._served_where(permission):
            reached |= Q(**{f"{council}__in": sorted(set(councils))})
        if self.conflicts and permission not in OPEN_DESPITE_CONFLICT:
            reached &= ~Q(**{f"{own}__in": sorted(self.conflicts)})
        return reached

    def grants(self, permission: May, school: Any) -> bool:
        """The same question for one school already at hand."""
        if school.pk in self.conflicts and permission not in OPEN_DESPITE_CONFLICT:
            return False
        near = self.schools_where(permission) + self._advised_where(permission)
        wide = self.councils_where(permission) + self._served_where(permission)
        return school.pk in near or school.council_id in wide

    def _advised_where(self, permission: May) -> list[int]:
        held = any(Role.SERVICE_ADVISER in roles for roles in self.at_services.values())
        return sorted(self.advised) if held and permission in GRANTS[Role.SERVICE_ADVISER] else []

    def _served_where(self, permission: May) -> list[int]:
        held = any(Role.SERVICE_LEAD in roles for roles in self.at_services.values())
        return sorted(self.served) if held and permission in GRANTS[Role.SERVICE_LEAD] else []


def _where(reach: Reach, permission: May) -> list[int]:
    return [place for place, roles in reach.items() if any(permission in GRANTS[role] for role in roles)]


def standing_of(person_id: int, rows: Collection[Any]) -> Standing:
    """Standing from appointments read with `closed_schools` and `approves`.

    Two further queries, and only where they can matter.
    """
    reach: dict[str, dict[int, set[Role]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for place in ("school", "council", "service", "guest_organisation"):
            if key := getattr(row, f"{place}_id"):
                reach[place][key].add(Role(row.role))
    held = {place: {key: frozenset(roles) for key, roles in keys.items()} for place, keys in reach.items()}
    services = held.get("service", {})
    return Standing(
        at_schools=held.get("school", {}),
        at_councils=held.get("council", {}),
        at_services=services,
        at_guest_organisations=held.get("guest_organisation", {}),
        advised=_advised(person_id, services),
        served=_served(services),
        conflicts=frozenset(key for row in rows for key in row.closed_schools),
        approving=frozenset(row.school_id for row in rows if row.approves),
    )


def _advised(person_id: int, services: Reach) -> frozenset[int]:
    """Schools assigned today by a service that the person still works for and that still serves the council."""
    ids = [key for key, roles in services.items() if Role.SERVICE_ADVISER in roles]
    if not ids:
        return frozenset()
    today = clock.today()
    assignments = apps.get_model("schools", "AdviserAssignment").all_rows.filter(
        current(today), adviser_id=person_id, service_id__in=ids
    )
    still_served = apps.get_model("schools", "ServiceCouncil").all_rows.filter(current(today), service_id__in=ids)
    rows = assignments.filter(school__council_id__in=still_served.values("council_id"))
    return frozenset(rows.values_list("school_id", flat=True))


def _served(services: Reach) -> frozenset[int]:
    ids = [key for key, roles in services.items() if Role.SERVICE_LEAD in roles]
    if not ids:
        return frozenset()
    rows = apps.get_model("schools", "ServiceCouncil").all_rows.filter(current(clock.today()), service_id__in=ids)
    return frozenset(rows.values_list("council_id", flat=True))


def closed_to(person: Any, day: date) -> Any:
    """The schools in which this person (a key, or a reference to one) has declared an interest that lasts that day."""
    rows = apps.get_model("schools", "ConflictOfInterest").all_rows.filter(current(day), person=person)
    return ArraySubquery(rows.values("school"))


def approves_by_right(appointment: Any) -> Any:
    """Whether somebody gave this governor (a reference to the appointment) the right to record approvals."""
    rows = apps.get_model("schools", "ApprovalRight").all_rows.filter(appointment=appointment, taken_back_on=None)
    return Exists(rows.filter(appointment__role=Role.GOVERNOR))
