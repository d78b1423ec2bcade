"""The people of the places somebody manages; what roles are called; whom and what can be chosen."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools import clock
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    Council,
    GuestOrganisation,
    Invitation,
    Person,
    School,
    Service,
)
from schools.models.authority import Organisation, current
from schools.models.base import reader_language
from schools.models.titles import Titles, role_words, titles_at
from schools.policy import GIVEN_ONLY_BY, INVITES, PLACES, May, Place, Role

Anywhere = School | Organisation  # an organisation in which roles are held: council, service, guest organisation
ONE_DAY = dt.timedelta(days=1)
HAT = "hat"  # session key of the role acted in
PLACES_READ = ("school__council", "council", "service", "guest_organisation__council")


def kind_of(place: Anywhere) -> Place:
    return {School: Place.SCHOOL, Council: Place.COUNCIL, Service: Place.SERVICE}.get(
        type(place), Place.GUEST_ORGANISATION
    )


def roles_given_by(person: Person, kind: Place) -> list[Role]:
    """The roles this person may give at a place of this kind, in the role they act in."""
    acting = person.standing.roles
    return [
        role for role in Role if kind in PLACES[role] and (role not in GIVEN_ONLY_BY or acting & GIVEN_ONLY_BY[role])
    ]


@dataclass(frozen=True)
class ManagedPlace:
    """A place whose people somebody manages, as it stands in a list of choices."""

    kind: Place
    place: Any

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.place.public_id}"

    @property
    def name(self) -> str:
        return str(self.place.name)


def managed_places(person: Person) -> list[ManagedPlace]:
    """First the organisations themselves, then the schools by name, then the council's guest organisations."""
    standing = person.standing
    councils = set(standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
    services = set(standing.services_where(May.MANAGE_SERVICE_PEOPLE))
    own: dict[str, ManagedPlace] = {}
    for row in person.appointments_today:
        if row.council_id in councils:
            own.setdefault(f"c{row.council_id}", ManagedPlace(Place.COUNCIL, row.council))
        if row.service_id in services:
            own.setdefault(f"s{row.service_id}", ManagedPlace(Place.SERVICE, row.service))
    schools = School.objects.visible_to(person).filter(standing.reaches(INVITES[Place.SCHOOL], at=""))
    guests = GuestOrganisation.objects.visible_to(person).filter(council_id__in=councils)
    return [
        *own.values(),
        *(ManagedPlace(Place.SCHOOL, school) for school in schools.order_by(f"sort_{reader_language()}")),
        *(ManagedPlace(Place.GUEST_ORGANISATION, each) for each in guests.order_by(f"name_{reader_language()}")),
    ]


def at_places(places: Iterable[ManagedPlace]) -> Q:
    """Rows whose role is at one of these places."""
    keys: dict[Place, list[int]] = {kind: [] for kind in Place}
    for each in places:
        keys[each.kind].append(each.place.pk)
    found = Q(pk__in=[])
    for kind, ids in keys.items():
        if ids:
            found |= Q(**{f"{kind.value}__in": ids})
    return found


def people_at(person: Person, places: Iterable[ManagedPlace], when: str = "", name: str = "") -> QuerySet[Appointment]:
    """The roles held at these places; `when` is "ended", "all" or (empty) today and later."""
    rows = Appointment.objects.visible_to(person).filter(at_places(places))
    today = clock.today()
    if when == "ended":
        rows = rows.filter(ends_on__lt=today)
    elif when != "all":
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    if name:
        rows = rows.filter(Q(person__name__icontains=name) | Q(person__email__icontains=name))
    return rows.select_related("person", *PLACES_READ).order_by("person__name", "person", "starts_on", "pk")


def open_invitations(person: Person) -> QuerySet[Invitation]:
    """Neither accepted nor withdrawn, newest first; those that expired are still there to be withdrawn."""
    rows = Invitation.objects.visible_to(person).filter(used_at=None, withdrawn_at=None)
    return rows.select_related("invited_by", "letter", *PLACES_READ).order_by("-pk")


def why_dead(invitation: Invitation | None, *, signed_in: bool = False) -> str:
    """Why this link no longer works, as a sentence; empty while it does. Says nothing about anybody's account."""
    if invitation is None:
        return _("This link does not work. Check that you opened the newest message that was sent to you.")
    if invitation.used_at:
        if signed_in:
            return _("This invitation has already been accepted.")
        return _("This invitation has already been accepted. Sign in to use the portal.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn. Ask the person who invited you.")
    if invitation.expires_at <= clock.now():
        return _("This invitation has expired. Ask the person who invited you to send a new one.")
    if invitation.ends_on and invitation.ends_on < clock.today():
        return _("The last day of this role has passed. Ask the person who invited you.")
    if invitation.school and invitation.school.closed_on and invitation.school.closed_on < clock.today():
        return _("This school has closed, so the role can no longer be taken up. Ask the person who invited you.")
    return ""


def why_not_hand_over(held: Appointment) -> str:
    """That a headship is being handed over already, and to whom: the next begins on the day after its last day."""
    if held.ends_on is None:
        return ""
    after: dict[str, Any] = {"school": held.school_id, "role": held.role, "starts_on": held.ends_on + ONE_DAY}
    words = {"day": date_format(after["starts_on"])}
    invited = Invitation.objects.as_system("is a hand-over under way?").filter(Invitation.live(clock.now()), **after)
    if invitation := invited.first():
        return _(
            "This has been handed over already: %(name)s is invited to be headteacher from %(day)s. "
            "Withdraw that invitation first."
        ) % {"name": invitation.name, **words}
    given = Appointment.objects.as_system("has a hand-over been accepted?").filter(**after).select_related("person")
    if following := given.first():
        return _("This has been handed over already: %(name)s is headteacher from %(day)s. End that role first.") % {
            "name": following.person.name,
            **words,
        }
    return ""


def assignments_of(person: Person) -> QuerySet[AdviserAssignment]:
    """Who advises which school today or later, for the lead of the service."""
    services = person.standing.services_where(May.MANAGE_SERVICE_PEOPLE)
    rows = AdviserAssignment.objects.visible_to(person).filter(service_id__in=services)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today())).select_related("adviser", "school", "service")
    declared = ConflictOfInterest.objects.as_system("the lead sees to another adviser").filter(
        Q(ends_on=None) | Q(ends_on__gte=clock.today()), person=OuterRef("adviser"), school=OuterRef("school")
    )
    rows = rows.annotate(has_interest=Exists(declared))
    return rows.order_by("adviser__name", "adviser", f"school__sort_{reader_language()}", "pk")


def advisers_now(schools: Iterable[School]) -> dict[int, list[str]]:
    """Who advises each of these schools today, by the school's key: names."""
    rows = AdviserAssignment.objects.as_system("said before and after somebody is assigned besides").filter(
        current(clock.today()), school__in=schools
    )
    found: dict[int, list[str]] = {}
    for school, name in rows.order_by("starts_on", "pk").values_list("school", "adviser__name"):
        found.setdefault(school, []).append(name)
    return found


def own_service(person: Person) -> Service | None:
    """The service whose people this person manages (the first, where there are several)."""
    services = person.standing.services_where(May.MANAGE_SERVICE_PEOPLE)
    return next((row.service for row in person.appointments_today if row.service_id in services), None)


def titles_there(place: Anywhere) -> dict[str, str]:
    """What roles are called at this place by its council or service, by role."""
    council = place.council_id if isinstance(place, School) else place.pk if isinstance(place, Council) else None
    found = titles_at([council] if council else [], [place.pk] if isinstance(place, Service) else [])
    return {role: title.title for (_kind, _key, role), title in found.items()}


def advisers_of(person: Person, service: Service) -> list[Person]:
    rows = Appointment.objects.visible_to(person).filter(service=service, role=Role.SERVICE_ADVISER)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today())).select_related("person")
    return list(dict.fromkeys(row.person for row in rows.order_by("person__name")))


def schools_seen_by(person: Person, name: str = "") -> QuerySet[School]:
    """The schools to choose from, in the alphabet; `name` is what was typed to find one."""
    rows = School.objects.visible_to(person).filter(closed_on=None)
    if name:
        rows = rows.filter(Q(name_cy__icontains=name) | Q(name_en__icontains=name))
    return rows.order_by(f"sort_{reader_language()}", "pk")


def roles_at_schools(person: Person) -> QuerySet[Appointment]:
    """The roles that a person holds, or held, at schools themselves: in every role, not only the one acted in."""
    rows = Appointment.objects.as_system("an interest is declared in a school that one does not work at")
    return rows.filter(person=person, school__isnull=False)


def open_to_an_interest(person: Person, name: str = "") -> QuerySet[School]:
    """The schools in which this person may declare an interest: none of their own."""
    own = roles_at_schools(person).filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    return schools_seen_by(person, name).exclude(pk__in=own.values("school"))


def closed_by_interest(person: Person) -> list[School]:
    """The schools that this person would reach today, but for an interest they have declared."""
    if not person.standing.conflicts:
        return []
    rows = School.objects.visible_to(person).filter(pk__in=person.standing.conflicts)
    return list(rows.order_by(f"sort_{reader_language()}"))


def chosen_among(schools: QuerySet[School], shown: Iterable[School], chosen: str) -> list[School]:
    """Those shown, and the one that was chosen, if it is one of the schools and was found on another page."""
    found = list(shown)
    with suppress(ValueError):
        key = UUID(chosen)
        if key not in {each.public_id for each in found}:
            found += schools.filter(public_id=key)
    return found


def interests_of(person: Person) -> QuerySet[ConflictOfInterest]:
    """One's own, and for a council those declared in its schools."""
    rows = ConflictOfInterest.objects.visible_to(person).select_related("person", "school")
    return rows.order_by("-starts_on", "-pk")


def roles_to_come(person: Person) -> list[Appointment]:
    rows = Appointment.objects.visible_to(person).filter(person=person, starts_on__gt=clock.today())
    return list(rows.select_related(*PLACES_READ).order_by("starts_on"))


def titles_known_to(person: Person) -> Titles:
    """The titles of the organisations in which this person holds a role, read once per request."""
    known: Titles | None = getattr(person, "titles", None)
    if known is None:
        rows = person.appointments_today
        councils = [row.school.council_id if row.school else row.council_id for row in rows]
        services = [row.service_id for row in rows]
        known = titles_at([key for key in councils if key], [key for key in services if key])
        person.titles = known  # type: ignore[attr-defined] # kept for this request only
    return known


def title_of(appointment: Appointment, titles: Titles | None = None) -> str:
    """What the role is called on screen, by the organisation's own title if it has one."""
    return role_words(appointment, titles)


def title_acted_in(person: Person) -> str:
    """For the header: the title of the role the person acts in today; empty without one."""
    mine = [row for row in person.appointments_today if person.hat is None or row.role == person.hat]
    return title_of(mine[0]) if mine else ""


@dataclass(frozen=True)
class HatChoice:
    """A role to act in, with the places where it is held."""

    role: Role
    title: str
    places: str


def hats_of(person: Person) -> list[HatChoice]:
    held: dict[Role, list[Appointment]] = {}
    for row in person.appointments_today:
        held.setdefault(Role(row.role), []).append(row)
    return [
        HatChoice(role, title_of(rows[0]), ", ".join(str(row.place) for row in rows)) for role, rows in held.items()
    ]


def appointment_held_by(person: Person, role: UUID) -> QuerySet[Appointment]:
    return Appointment.objects.visible_to(person).filter(public_id=role).select_related("person", *PLACES_READ)
