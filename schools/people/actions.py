"""What is done with people: invited, let in, given a role, taken out of it, assigned; the language they choose."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.account_letters import write_invitation as write_invitation_letter
from schools.history import once_only, record, tells
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
from schools.models.authority import current as current_on
from schools.models.authority import overlapping
from schools.models.headship import headship_taken_up
from schools.notices import tell_of_handing_over, tell_of_role
from schools.policy import INVITES, Role
from schools.refusals import Refused
from schools.tasks import post_letters
from schools.workflow import kept_by, locked, locked_all

from .days import in_order, set_last_day, taken_back
from .queries import ONE_DAY, Anywhere, kind_of, roles_given_by, why_dead, why_not_hand_over

INVITED = tells("invitation.sent", gettext_lazy("Somebody was invited to a role."))
WITHDRAWN = tells("invitation.withdrawn", gettext_lazy("An invitation was withdrawn."))
BEGUN = tells("role.begun", gettext_lazy("An invitation was accepted and a role given."))
ENDED = tells("role.ended", gettext_lazy("The last day of a role was set."))
CANCELLED = tells("role.cancelled", gettext_lazy("A role was cancelled before it began or on its first day."))
LISTED = tells("guest_organisation.listed", gettext_lazy("A guest organisation was added to the list."))
ASSIGNED = tells("adviser.assigned", gettext_lazy("The improvement service assigned somebody to the school."))
UNASSIGNED = tells("adviser.assignment_ended", gettext_lazy("The last day of an assignment to the school was set."))
LANGUAGE_CHOSEN = tells("language.chosen", gettext_lazy("The language was chosen."))


def require_may_give(person: Person, role: Role, place: Anywhere) -> None:
    """Refuse with 403 unless the person manages the people of this place and may give and end this role."""
    require(person, INVITES[kind_of(place)], place)
    if role not in roles_given_by(person, kind_of(place)):
        raise PermissionDenied


@once_only
def invite(place: Anywhere, *, by: Person, once: UUID | None, **words: Any) -> Invitation:
    """Offer a role at this place to an e-mail address; the link is made and mailed in the background.

    `words`: role, name, email, language, starts_on and, if wanted, ends_on and acting.
    """
    require_may_give(by, Role(words["role"]), place)
    invitation = write_invitation(place, by=by, once=once, **words)
    write_invitation_letter(invitation)
    post_letters.enqueue()
    return invitation


@once_only
def invite_guest(
    council: Council,
    *,
    organisation: GuestOrganisation | None,
    name_cy: str = "",
    name_en: str = "",
    by: Person,
    once: UUID,
    **words: Any,
) -> Invitation:
    """Invite a guest, from an organisation on the council's list or from a new one."""
    require(by, May.MANAGE_COUNCIL_PEOPLE, council)
    if organisation is None:
        once_a_list = "one_guest_organisation_a_council_and_name_"
        listed = _("This organisation is on the council’s list already. Choose it there.")
        with kept_by(f"{once_a_list}cy", listed, "name_cy"), kept_by(f"{once_a_list}en", listed, "name_en"):
            organisation = GuestOrganisation.objects.create(council=council, name_cy=name_cy, name_en=name_en)
        record(LISTED, organisation, by=by, council=council)
    return invite(organisation, role=Role.GUEST, by=by, once=once, **words)


def write_invitation(
    place: Anywhere,
    *,
    role: str,
    name: str,
    email: str,
    language: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    acting: bool = False,
    by: Person | None,
    once: UUID | None = None,
) -> Invitation:
    """The invitation itself, not yet mailed. Its first secret is known to nobody."""
    in_order(starts_on, ends_on)
    locked_all([place])  # or two who invite at once would both find that there is no invitation yet
    at = {kind_of(place).value: place}
    email = email.strip().lower()
    if by and email == by.email.lower():
        raise Refused(_("You cannot invite yourself. Ask somebody else who manages people here."), "email")
    rows = Invitation.objects.as_system("is there already an invitation like this?")
    if rows.filter(Invitation.live(clock.now()), email=email, role=role, **at).exists():
        raise Refused(_("There is already an invitation to this address for this role. Withdraw it first."), "email")
    held = Appointment.objects.as_system("is the role already held?").filter(person__email=email, role=role, **at)
    if held.filter(overlapping(starts_on, ends_on)).exists():
        raise Refused(_("The person with this address already holds this role on some of these days."), "email")
    days = {"starts_on": starts_on, "ends_on": ends_on}
    is_acting = acting and role == Role.HEADTEACHER
    invitation = Invitation(
        role=role, name=name.strip(), email=email, language=language, acting=is_acting, invited_by=by, **days, **at
    )
    invitation.new_token()
    invitation.save()
    record(INVITED, invitation, by=by, once=once, role=str(role), **_where(invitation))
    return invitation


@once_only
def withdraw(invitation: Invitation, *, by: Person, once: UUID) -> Invitation:
    """The link stops working at once."""
    require_may_give(by, Role(invitation.role), invitation.place)
    current: Invitation = locked(invitation)
    if current.used_at:
        raise Refused(_("This invitation has already been accepted. End the role instead."))
    if not current.withdrawn_at:
        current.withdrawn_at = clock.now()
        current.save(update_fields=["withdrawn_at"])
    record(WITHDRAWN, current, by=by, once=once, role=current.role, **_where(invitation))
    return current


@once_only
def accept(invitation: Invitation, *, by: Person, once: UUID | None) -> Appointment:
    """Take up the role that was offered to this person's own address; this and every other link to it is used up."""
    locked_all([invitation.place])
    current: Invitation = locked(invitation)
    if why_dead(current):
        raise Refused(why_dead(current))
    if by.email != current.email:
        raise PermissionDenied
    held = {"school": current.school, "council": current.council, "service": current.service}
    already = _("You already hold this role on some of these days. Ask the person who invited you.")
    with kept_by("same_role_once_at_a_time", already):
        appointment = Appointment.objects.create(
            person=by,
            role=current.role,
            acting=current.acting,
            guest_organisation=current.guest_organisation,
            starts_on=current.starts_on,
            ends_on=current.ends_on,
            **held,
        )
    current.used_at, current.used_by = clock.now(), by
    current.save(update_fields=["used_at", "used_by"])
    withdraw_open(appointment, by=by)
    by.forget_roles()
    record(BEGUN, appointment, by=by, once=once, role=current.role, **_where(current))
    if current.school:
        tell_of_role(appointment, besides=[by, current.invited_by])
    if current.role == Role.HEADTEACHER:
        headship_taken_up(appointment, by=by)
    return appointment


@once_only
def end(appointment: Appointment, *, by: Person, once: UUID, ends_on: dt.date | None = None) -> Appointment:
    """Set the last day of a role; one that has not begun, or has begun today and ends at once, is cancelled.

    No invitation that is still open leads back into it.
    """
    require_may_give(by, Role(appointment.role), appointment.place)
    locked_all([appointment.place])
    current: Appointment = locked(appointment)
    if current.person_id == by.pk:
        raise Refused(_("You cannot end your own role. Ask somebody else who manages people here."))
    withdraw_open(current, by=by)
    if current.starts_on > clock.today() or taken_back(current, ends_on):
        if current.role == Role.SERVICE_ADVISER:
            end_assignments(current, current.starts_on - ONE_DAY)
        record(CANCELLED, current, by=by, once=once, role=current.role, **_where(appointment))
        current.delete()
        return current
    if ends_on is None:
        raise Refused(_("Enter the last day of the role"), "ends_on")
    set_last_day(current, ends_on)
    if current.role == Role.SERVICE_ADVISER:
        end_assignments(current, ends_on)
    record(ENDED, current, by=by, once=once, role=current.role, on=ends_on.isoformat(), **_where(appointment))
    return current


@once_only
def hand_over(appointment: Appointment, *, last_day: dt.date, by: Person, once: UUID, **words: Any) -> Invitation:
    """A change of headteacher: the present one's last day is set, the next is invited from the day after.

    `words`: name, email, language and acting of the next headteacher.
    """
    school = appointment.school
    if school is None or appointment.role != Role.HEADTEACHER:
        raise PermissionDenied
    require_may_give(by, Role.HEADTEACHER, school)
    if last_day < clock.today():
        raise Refused(_("The last day cannot be before today. Enter today or a later day."), "last_day")
    locked_all([school])
    current: Appointment = locked(appointment)
    if refusal := why_not_hand_over(current):
        raise Refused(refusal)
    withdraw_open(current, by=by)
    set_last_day(current, last_day, "last_day")
    record(ENDED, current, by=by, school=school, role=current.role, on=last_day.isoformat())
    tell_of_handing_over(current)
    first_day = last_day + ONE_DAY
    return invite(school, role=Role.HEADTEACHER, starts_on=first_day, by=by, once=once, **words)


def withdraw_open(appointment: Appointment, *, by: Person) -> None:
    """A role that was taken up, or ended, is not taken up (again) by another invitation that still waits."""
    place = appointment.place
    rows = Invitation.objects.as_system("no other invitation leads into this role").filter(
        Invitation.live(clock.now()),
        email=appointment.person.email.lower(),
        role=appointment.role,
        **{kind_of(place).value: place},
    )
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        record(WITHDRAWN, row, by=by, role=row.role, **_where(row))


@once_only
def assign(
    service: Service,
    *,
    adviser: Person,
    school: School,
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: Person,
    once: UUID,
) -> AdviserAssignment:
    """This adviser works with this school, from the first to the last day."""
    require(by, May.MANAGE_SERVICE_PEOPLE, service)
    require(by, May.SEE_SCHOOL, school)
    in_order(starts_on, ends_on)
    refuse_unfit(service, adviser, school, starts_on, ends_on)
    already = _("This person is already assigned to this school on some of these days.")
    with kept_by("same_assignment_once_at_a_time", already, "adviser"):
        assignment = AdviserAssignment.objects.create(
            adviser=adviser, service=service, school=school, starts_on=starts_on, ends_on=ends_on
        )
    record(ASSIGNED, assignment, by=by, school=school, once=once)
    return assignment


def refuse_unfit(
    service: Service, adviser: Person, school: School, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    """An adviser of the service on the first day, without an interest in the school on any."""
    roles = Appointment.objects.as_system("only an adviser of the service is assigned").filter(
        person=adviser, service=service, role=Role.SERVICE_ADVISER
    )
    if not roles.filter(current_on(starts_on)).exists():
        raise Refused(_("This person does not advise schools for the service on the first day."), "adviser")
    rows = ConflictOfInterest.objects.as_system("an adviser with an interest in the school cannot advise it")
    if rows.filter(overlapping(starts_on, ends_on), person=adviser, school=school).exists():
        raise Refused(_("This person has declared a conflict of interest in this school."), "adviser")


@once_only
def end_assignment(assignment: AdviserAssignment, *, ends_on: dt.date, by: Person, once: UUID) -> AdviserAssignment:
    require(by, May.MANAGE_SERVICE_PEOPLE, assignment.service)
    current: AdviserAssignment = locked(assignment)
    record(UNASSIGNED, current, by=by, school=assignment.school, once=once, on=ends_on.isoformat())
    if taken_back(current, ends_on):
        current.delete()
    else:
        set_last_day(current, ends_on)
    return current


@once_only
def choose_language(*, language: str, by: Person, once: UUID) -> Person:
    by.language = language
    by.save(update_fields=["language"])
    record(LANGUAGE_CHOSEN, by, by=by, once=once, language=language)
    return by


def _where(row: Any) -> dict[str, Any]:
    """School or council of an act, for the history."""
    council = row.council or (row.guest_organisation.council if row.guest_organisation else None)
    return {"school": row.school, "council": council}


def end_assignments(appointment: Appointment, day: dt.date) -> None:
    """An adviser who leaves the service leaves its schools on the same day."""
    rows = AdviserAssignment.objects.as_system("an adviser's role ends").filter(
        adviser=appointment.person_id, service=appointment.service_id
    )
    rows.filter(starts_on__gt=day).delete()
    rows.filter(overlapping(day, None)).update(ends_on=day)
