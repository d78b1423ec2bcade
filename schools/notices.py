"""A message to people: kept on the site, sent by e-mail in the background, each in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation

from schools import clock, when_it_goes
from schools.clock import today
from schools.letters import write_letters
from schools.mailing import dues_of
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    Council,
    Notice,
    Person,
    School,
    ServiceCouncil,
)
from schools.models.authority import current, overlapping
from schools.notice_kinds import (
    ADDRESS_AT_SCHOOL_CHANGED,
    ADDRESS_CHANGED,
    HANDED_OVER,
    INTEREST_DECLARED,
    ROLE_GIVEN,
    NoticeKind,
)
from schools.policy import COUNCIL_ROLES, Role
from schools.tasks import post_letters


def path_to(route: str, *arguments: Any) -> str:
    """The address of a page without its language prefix; the reader's own is put before it later."""
    with translation.override("en"):
        return reverse(route, args=arguments).removeprefix("/en")


def tell(
    people: Iterable[Person],
    kind: NoticeKind,
    target: Any,
    *,
    path: str,
    school: School | None = None,
    by_mail: bool = True,
    mail_also_to: str = "",
    once: str = "",
    **facts: Any,
) -> list[Notice]:
    """Leave a notice for each person, and put its mail into the queue, in the same transaction: when it goes follows
    from the class of the kind, and for news from what the reader chose and where they work (`schools.mailing`).

    `path` is the page to open, without the language prefix: the reader's own language is put before it.
    `by_mail=False` is for those who get a letter of another kind about it, such as an invitation with its calendar;
    `mail_also_to` is an address that was the person's own until now.
    """
    about = [(target, path, facts)]
    return tell_of_each(people, kind, about, school=school, by_mail=by_mail, mail_also_to=mail_also_to, once=once)


def tell_of_each(
    people: Iterable[Person],
    kind: NoticeKind,
    about: Iterable[tuple[Any, str, dict[str, Any]]],
    *,
    school: School | None = None,
    by_mail: bool = True,
    mail_also_to: str = "",
    once: str = "",
) -> list[Notice]:
    """The same of several things, each with the page to open and its facts, at once.

    What is told under the key `once` is told to a person once: whoever calls it has looked.
    """
    readers = list(dict.fromkeys(people))
    rows = [
        Notice(
            person=person,
            school=school,
            target_kind=target._meta.label_lower,
            target_id=target.public_id,
            path=path,
            facts=facts,
            emailed_also_to=mail_also_to,
            once_key=once,
        )
        for target, path, facts in about
        for person in readers
    ]
    return _leave(rows, kind, readers, by_mail=by_mail)


def tell_at_each(
    people: Mapping[School, Iterable[Person]], kind: NoticeKind, target: Any, *, page: str, **facts: Any
) -> list[Notice]:
    """The same at several schools at once: `page` is the route of the page to open, which takes the school alone."""
    tellings = [
        Telling(its_people, target, school, path_to(page, school.public_id), facts)
        for school, its_people in people.items()
    ]
    return tell_all(tellings, kind)


@dataclass(frozen=True)
class Telling:
    """One thing to tell these people: under which school, and on which page they read more."""

    people: Iterable[Person]
    target: Any
    school: School
    path: str
    facts: dict[str, Any]


def tell_all(tellings: Iterable[Telling], kind: NoticeKind) -> list[Notice]:
    """Several things to different people, at once: the same number of queries for any number."""
    rows = [
        Notice(
            person=person,
            school=each.school,
            target_kind=each.target._meta.label_lower,
            target_id=each.target.public_id,
            path=each.path,
            facts=each.facts,
        )
        for each in tellings
        for person in each.people
    ]
    return _leave(rows, kind, dict.fromkeys(each.person for each in rows), by_mail=True)


def _leave(notices: list[Notice], kind: NoticeKind, readers: Iterable[Person], *, by_mail: bool) -> list[Notice]:
    dues = dues_of(list(readers), kind.mail) if by_mail else {}
    for each in notices:
        each.notice_kind = kind.name
        if by_mail:
            each.mail_class, each.mail_due_at = kind.mail, dues[each.person_id].at
    by_themselves = [each for each in notices if by_mail and not dues[each.person_id].in_digest]
    write_letters(by_themselves)
    Notice.objects.as_system("notices are left for others").bulk_create(notices)
    if any(each.mail_due_at <= clock.now() for each in by_themselves if each.mail_due_at):
        post_letters.enqueue()
    when_it_goes.note(dues.values())
    return notices


def tell_of_role(appointment: Appointment, *, besides: Iterable[Person | None]) -> None:
    """The headteacher hears of every role at the school that somebody else gave."""
    school = appointment.school
    if school is not None:
        heads = [person for person in people_at(school, Role.HEADTEACHER) if person not in besides]
        tell(heads, ROLE_GIVEN, appointment, school=school, path=path_to("people:index"))


def tell_of_handing_over(appointment: Appointment) -> None:
    """The outgoing headteacher learns the day; they open the portal once more to see what is left to do."""
    if (school := appointment.school) is not None and appointment.ends_on:
        day = appointment.ends_on.isoformat()
        tell([appointment.person], HANDED_OVER, appointment, school=school, path=path_to("home:index"), day=day)


def tell_of_interest(conflict: ConflictOfInterest) -> None:
    """When an adviser cannot work with a school any more, those hear it who can see to another one."""
    school, why = conflict.school, "whom to tell"
    assigned = AdviserAssignment.objects.as_system(why).filter(
        overlapping(conflict.starts_on, conflict.ends_on), adviser=conflict.person_id, school=school
    )
    services = set(assigned.values_list("service", flat=True))
    if not services:
        return
    leading = Appointment.objects.as_system(why).filter(current(today()), service__in=services, role=Role.SERVICE_LEAD)
    leads = _without_conflicts(school, Q(pk__in=leading.values("person")))
    for people, page in ((leads, "people:assignments"), (officers_of(school), "people:interests")):
        tell(
            [person for person in people if person.pk != conflict.person_id],
            INTEREST_DECLARED,
            conflict,
            school=school,
            path=path_to(page),
            day=conflict.starts_on.isoformat(),
        )


def tell_of_address(person: Person, *, former: str) -> None:
    """Whoever reads the former address learns that it opens nothing any more; the letter goes to the new one too.

    With the address goes the way into every role, so those who manage the person's roles at a school hear of it too.
    """
    tell([person], ADDRESS_CHANGED, person, path=path_to("home:help"), mail_also_to=former)
    for held in person.appointments.filter(current(today()), school__isnull=False).select_related("school"):
        if school := held.school:
            managers = officers_of(school) if held.role == Role.HEADTEACHER else people_at(school, Role.HEADTEACHER)
            others = [each for each in managers if each != person]
            tell(others, ADDRESS_AT_SCHOOL_CHANGED, person, school=school, path=path_to("people:index"))


def council_and_adviser_of(school: School) -> list[Person]:
    """Today's officers of the school's council and today's advisers of the school, without conflicts."""
    return list(dict.fromkeys([*officers_of(school), *advisers_of(school)]))


def officers_of(school: School) -> list[Person]:
    rows = Appointment.objects.as_system("whom to tell").filter(
        current(today()), council_id=school.council_id, role__in=[role.value for role in COUNCIL_ROLES]
    )
    return _without_conflicts(school, Q(pk__in=rows.values("person")))


def officers_at(council: Council) -> list[Person]:
    """Today's officers of the council, whatever schools an interest closes to them."""
    rows = Appointment.objects.as_system("whom to tell").filter(
        current(today()), council=council, role__in=[role.value for role in COUNCIL_ROLES]
    )
    return list(Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("pk"))


def advisers_of(school: School) -> list[Person]:
    return _without_conflicts(school, Q(pk__in=advising([school])))


def leads_of(school: School) -> list[Person]:
    """Today's leads of the services that work for the school's council, without conflicts."""
    why = "whom to tell"
    serving = ServiceCouncil.objects.as_system(why).filter(current(today()), council_id=school.council_id)
    rows = Appointment.objects.as_system(why).filter(
        current(today()), service__in=serving.values("service"), role=Role.SERVICE_LEAD
    )
    return _without_conflicts(school, Q(pk__in=rows.values("person")))


def advising(schools: Iterable[School]) -> Any:
    """Keys of those assigned to these schools who still are advisers of a service that still works for the council."""
    why = "whom to tell"
    held = Appointment.objects.as_system(why).filter(
        current(today()), role=Role.SERVICE_ADVISER, person=OuterRef("adviser"), service=OuterRef("service")
    )
    serving = ServiceCouncil.objects.as_system(why).filter(
        current(today()), service=OuterRef("service"), council=OuterRef("school__council")
    )
    rows = AdviserAssignment.objects.as_system(why).filter(current(today()), school__in=schools)
    return rows.filter(Exists(held), Exists(serving)).values("adviser")


def people_at(school: School, *roles: Role) -> list[Person]:
    """Those who hold one of these roles at the school today."""
    rows = Appointment.objects.as_system("whom to tell").filter(
        current(today()), school=school, role__in=[role.value for role in roles]
    )
    return _without_conflicts(school, Q(pk__in=rows.values("person")))


def people_at_each(schools: Iterable[School], *roles: Role) -> dict[School, list[Person]]:
    """The same for many schools, in one query; schools at which nobody holds one of the roles are left out."""
    by_key = {school.pk: school for school in schools}
    why = "whom to tell"
    closed = ConflictOfInterest.objects.as_system(why).filter(
        current(today()), person=OuterRef("person"), school=OuterRef("school")
    )
    rows = Appointment.objects.as_system(why).filter(
        current(today()), ~Exists(closed), school__in=by_key, role__in=[role.value for role in roles]
    )
    found: dict[School, list[Person]] = {}
    for held in rows.filter(person__is_active=True).select_related("person").order_by("school", "person"):
        its_people = found.setdefault(by_key[held.school_id or 0], [])
        if held.person not in its_people:
            its_people.append(held.person)
    return found


def _without_conflicts(school: School, wanted: Q) -> list[Person]:
    closed = school.conflicts.filter(current(today())).values("person")
    return list(Person.objects.filter(wanted, is_active=True).exclude(pk__in=closed).order_by("pk"))
