"""Whom a discussion concerns, and the messages about it. The record's own messages stand with the record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from discussions.models import Discussion, Participant
from schools import clock
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    GuestOrganisation,
    MailClass,
    Person,
    School,
    ServiceCouncil,
)
from schools.models.authority import current
from schools.notice_kinds import NoticeKind, notice_kind
from schools.notices import advisers_of, advising, path_to, people_at, tell, tell_of_each
from schools.policy import COUNCIL_ROLES, Role
from schools.words import names_together

SCHEDULED = notice_kind(
    "discussion_scheduled",
    _("%(schools)s: professional discussion on %(day)s"),
    _("The professional discussion of %(schools)s is on %(day)s from %(starts)s to %(ends)s."),
    mail=MailClass.AT_ONCE,
)
WRITTEN_DOWN = notice_kind(
    "discussion_written_down",
    _("%(schools)s: the professional discussion of %(day)s has been written down"),
    _("The professional discussion of %(schools)s, held on %(day)s from %(starts)s to %(ends)s, was written down."),
)
CHANGED = notice_kind(
    "discussion_changed",
    _("%(schools)s: the professional discussion has been changed"),
    _("The professional discussion of %(schools)s has been changed. It is on %(day)s from %(starts)s to %(ends)s."),
    mail=MailClass.AT_ONCE,
)
CANCELLED = notice_kind(
    "discussion_cancelled",
    _("%(schools)s: the professional discussion has been cancelled"),
    _("The professional discussion of %(schools)s on %(day)s has been cancelled."),
    mail=MailClass.AT_ONCE,
)
TAKEN_OFF = notice_kind(
    "discussion_taken_off",
    _("%(schools)s: you no longer take part in the professional discussion"),
    _("You no longer take part in the professional discussion of %(schools)s on %(day)s."),
    mail=MailClass.AT_ONCE,
)
GUEST_ASKED = notice_kind(
    "discussion_guest_asked",
    _("%(schools)s: may a guest take part in the professional discussion?"),
    _(
        "The council asks whether a guest from %(organisation)s may take part in the professional discussion of "
        "%(schools)s on %(day)s. Nothing is sent to the guest until you say yes."
    ),
)
GUEST_WELCOME = notice_kind(
    "discussion_guest_welcome",
    _("%(schools)s: the headteacher said yes to a guest"),
    _("The headteacher said yes: the guest from %(organisation)s is invited to the professional discussion."),
)
GUEST_DECLINED = notice_kind(
    "discussion_guest_declined",
    _("%(schools)s: the headteacher said no to a guest"),
    _("The headteacher said no: the guest from %(organisation)s is not invited to the professional discussion."),
)

HEAD_TOOK_PLACE = notice_kind(
    "discussion_head_took_place",
    _("%(schools)s: the new headteacher takes part in the professional discussion"),
    _(
        "In the professional discussion of %(schools)s on %(day)s the new headteacher has taken the place of the one "
        "before. Both have been told."
    ),
    mail=MailClass.AT_ONCE,
)
HEAD_IS_TAKEN = notice_kind(
    "discussion_head_is_taken",
    _("%(schools)s: the new headteacher is booked elsewhere during the professional discussion"),
    _(
        "The new headteacher is booked elsewhere during the professional discussion of %(schools)s on %(day)s, so they "
        "do not take part in it yet. Change when it is, or who takes part."
    ),
    mail=MailClass.AT_ONCE,
)
CANNOT_COME = notice_kind(
    "discussion_cannot_come",
    _("%(schools)s: somebody cannot come to the professional discussion"),
    _(
        "Somebody who is invited to the professional discussion of %(schools)s on %(day)s cannot come. The reason is "
        "on the page of the discussion. You can change when it is, or who takes part."
    ),
    mail=MailClass.AT_ONCE,
)
ANOTHER_TIME = notice_kind(
    "discussion_another_time",
    _("%(schools)s: somebody asks for another time for the professional discussion"),
    _(
        "Somebody who is invited to the professional discussion of %(schools)s on %(day)s would need another time. "
        "When they could come is on the page of the discussion. You can change when it is, or who takes part."
    ),
    mail=MailClass.AT_ONCE,
)
COMING_AFTER_ALL = notice_kind(
    "discussion_coming_after_all",
    _("%(schools)s: somebody can come to the professional discussion after all"),
    _(
        "Somebody who could not come to the professional discussion of %(schools)s on %(day)s has said that they are "
        "coming."
    ),
    mail=MailClass.AT_ONCE,
)

PARTS: dict[Role, Participant.As] = {
    Role.HEADTEACHER: Participant.As.HEADTEACHER,
    Role.SERVICE_ADVISER: Participant.As.ADVISER,
    Role.COUNCIL_OFFICER: Participant.As.OFFICER,
    Role.COUNCIL_LEAD: Participant.As.OFFICER,
    Role.CHAIR_OF_GOVERNORS: Participant.As.CHAIR_OF_GOVERNORS,
    Role.GUEST: Participant.As.GUEST,
}


def times_of(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    """Day and times as facts: the day is put into the reader's words later."""
    starts, ends = (at.astimezone(clock.LONDON) for at in (starts_at, ends_at))
    return {"day": starts.date().isoformat(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}


def facts_of(discussion: Discussion) -> dict[str, Any]:
    """When it is and which schools it is about, as facts for notices."""
    return {
        "schools_cy": names_together([school.name_cy for school in discussion.covered], "cy"),
        "schools_en": names_together([school.name_en for school in discussion.covered], "en"),
        **times_of(discussion.starts_at, discussion.ends_at),
    }


def announce(
    discussion: Discussion,
    kind: NoticeKind,
    *,
    by: Person | None,
    to: Collection[int],
    widely: bool = False,
    besides: Collection[int] = (),
) -> None:
    """Tell those who take part (they get a letter with their calendar besides, unless it was held before it was
    written down) and, `widely`, whom it concerns, but for those who are told something else (`besides`).
    """
    by_mail = kind is WRITTEN_DOWN
    told: dict[str, Any] = {"path": path_of(discussion), **facts_of(discussion)}
    knows = {by.pk} if by else set()
    _tell(Person.objects.filter(pk__in=set(to) - knows), kind, discussion, discussion, by_mail=by_mail, **told)
    if widely:
        _tell(concerned(discussion.covered, besides={*to, *knows, *besides}), kind, discussion, discussion, **told)


def tell_officers(discussion: Discussion, kind: NoticeKind, *, by: Person | None = None) -> None:
    """Those who take part, else the council's: something is theirs to know or to do. `by` knows it already."""
    officers = [person for person in officers_of(discussion) if person != by]
    _tell(officers, kind, discussion, discussion, path=path_of(discussion), **facts_of(discussion))


def ask_about_guests(discussion: Discussion, guests: Iterable[Participant]) -> None:
    """Ask the headteacher of each school about each guest, by the organisation the guest comes from."""
    asked = list(guests)
    heads = heads_of(discussion.covered) if asked else []
    organisations = organisations_of(asked) if asked else {}
    about = []
    for guest in asked:
        path = path_to("professional_discussions:consent", discussion.public_id, guest.public_id)
        about.append((guest, path, {**facts_of(discussion), **organisations[guest.person_id]}))
    for school, readers in told_under(heads, discussion.covered).items():
        tell_of_each(readers, GUEST_ASKED, about, school=school)


def tell_the_answer(discussion: Discussion, guest: Participant, *, by: Person) -> None:
    """The officers, and the headteachers of the other schools, hear how it ended."""
    kind = GUEST_WELCOME if guest.consent == Participant.Consent.GIVEN else GUEST_DECLINED
    facts = {**facts_of(discussion), **organisations_of([guest])[guest.person_id]}
    people = [person for person in (*officers_of(discussion), *heads_of(discussion.covered)) if person.pk != by.pk]
    _tell(people, kind, discussion, discussion, path=path_of(discussion), **facts)


def _tell(people: Iterable[Person], kind: NoticeKind, target: Any, discussion: Discussion, **words: Any) -> None:
    """Each person once, under a school that is open to them: there they find the message among their own."""
    for school, readers in told_under(people, discussion.covered).items():
        tell(readers, kind, target, school=school, **words)


def told_under(people: Iterable[Person], schools: Collection[School]) -> dict[School, list[Person]]:
    """These people, each under the first of the schools where they work or which they advise, else the first open."""
    found: dict[School, list[Person]] = defaultdict(list)
    if len(schools) == 1:
        return {school: list(people) for school in schools}
    why = "under which school each is told"
    at = Appointment.objects.as_system(why).filter(Appointment.current(), school__in=schools)
    advised = AdviserAssignment.objects.as_system(why).filter(current(clock.today()), school__in=schools)
    conflicts = ConflictOfInterest.objects.as_system(why).filter(current(clock.today()), school__in=schools)
    near = {*at.values_list("person", "school"), *advised.values_list("adviser", "school")}
    closed = set(conflicts.values_list("person", "school"))
    for person in dict.fromkeys(people):
        still = [school for school in schools if (person.pk, school.pk) not in closed]
        own = [school for school in still if (person.pk, school.pk) in near]
        for school in (own or still)[:1]:
            found[school].append(person)
    return found


def path_of(discussion: Discussion) -> str:
    return path_to("professional_discussions:detail", discussion.public_id)


def concerned(schools: Collection[School], *, besides: Collection[int]) -> list[Person]:
    """The schools' headteachers and diary helpers and their advisers today; an interest closes its own school only."""
    found = [
        person
        for school in schools
        for person in (*people_at(school, Role.HEADTEACHER, Role.DIARY_HELPER), *advisers_of(school))
    ]
    return [person for person in dict.fromkeys(found) if person.pk not in besides]


def able_to_take_part(schools: Collection[School]) -> QuerySet[Appointment]:
    """Roles by which somebody can take part: heads (the coming ones too), chairs, advisers, officers, guests.

    All but the coming heads hold their role today; nobody has a conflict.
    """
    council = next(iter(schools)).council_id
    services = ServiceCouncil.objects.as_system("who works for the council")
    serving = services.filter(current(clock.today()), council=council)
    able = (
        Q(school__in=schools, role__in=[Role.HEADTEACHER.value, Role.CHAIR_OF_GOVERNORS.value])
        | Q(council=council, role__in=[role.value for role in COUNCIL_ROLES])
        | Q(role=Role.SERVICE_ADVISER.value, person__in=advising(schools), service__in=serving.values("service"))
        | Q(role=Role.GUEST.value, guest_organisation__council=council)
    )
    coming = Q(role=Role.HEADTEACHER.value, starts_on__gt=clock.today())
    rows = Appointment.objects.as_system("who can take part").filter(able, Appointment.current() | coming)
    return rows.filter(person__in=_open_to(schools).values("pk"))


def taking_part(discussion: Discussion) -> list[int]:
    """Keys of those who are booked and invited, while they hold the role in which they are, and no interest."""
    able = {(row.person_id, PARTS[Role(row.role)]) for row in able_to_take_part(discussion.covered)}
    rows = discussion.participants.filter(consent__in=[Participant.Consent.NOT_NEEDED, Participant.Consent.GIVEN])
    return [row.person_id for row in rows if (row.person_id, row.taking_part_as) in able]


def heads_of(schools: Collection[School]) -> list[Person]:
    """The headteacher of each school; an interest in another of the schools does not close the own one."""
    return list(dict.fromkeys(person for school in schools for person in people_at(school, Role.HEADTEACHER)))


def officers_of(discussion: Discussion) -> list[Person]:
    """The officers who take part; where none does, the council's."""
    rows = Participant.objects.as_system("whom to tell").filter(discussion=discussion)
    council = Q(council=discussion.round.council, role__in=[role.value for role in COUNCIL_ROLES])
    officers = _open_to(discussion.covered).filter(pk__in=_appointed(council))
    taking_part = rows.filter(taking_part_as=Participant.As.OFFICER).values("person")
    return list(officers.filter(pk__in=taking_part)) or list(officers)


def organisations_of(guests: Collection[Participant]) -> dict[int, dict[str, Any]]:
    """Where each guest comes from, by person, as facts."""
    rows = Appointment.objects.as_system("where a guest comes from").filter(
        Appointment.current(),
        role=Role.GUEST,
        person__in=[guest.person_id for guest in guests],
        guest_organisation__council__rounds__discussions__in={guest.discussion_id for guest in guests},
    )
    found: dict[int, dict[str, Any]] = {
        guest.person_id: {"organisation_cy": "–", "organisation_en": "–"} for guest in guests
    }
    for row in rows.select_related("guest_organisation").order_by("pk"):
        place: GuestOrganisation = row.guest_organisation
        found[row.person_id] = {"organisation_cy": place.name_cy, "organisation_en": place.name_en}
    return found


def _appointed(where: Q) -> Any:
    rows = Appointment.objects.as_system("whom to tell").filter(Appointment.current(), where)
    return rows.values("person")


def _open_to(schools: Collection[School]) -> Any:
    """People who may sign in and have declared no interest in any of these schools."""
    conflicts = ConflictOfInterest.objects.as_system("whom not to tell")
    closed = conflicts.filter(current(clock.today()), school__in=schools)
    return Person.objects.filter(is_active=True).exclude(pk__in=closed.values("person")).order_by("pk")
