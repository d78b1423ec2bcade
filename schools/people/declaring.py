"""What people declare: an interest in a school, which closes its content to them; and its end."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.history import once_only, record, tells
from schools.models import ConflictOfInterest, Person, School
from schools.models.authority import overlapping
from schools.notices import tell_of_interest
from schools.refusals import Refused
from schools.workflow import kept_by, locked

from .days import in_order, set_last_day
from .queries import roles_at_schools

DECLARED = tells("interest.declared", gettext_lazy("A conflict of interest was declared."))
INTEREST_WITHDRAWN = tells(
    "interest.withdrawn", gettext_lazy("A declared interest was withdrawn: it had been declared by mistake.")
)
INTEREST_ENDED = tells("interest.ended", gettext_lazy("The last day of a conflict of interest was set."))


@once_only
def declare(
    school: School, *, starts_on: dt.date, ends_on: dt.date | None, by: Person, once: UUID
) -> ConflictOfInterest:
    """From the first to the last day everything but the school's register entry is closed to the person."""
    require(by, May.SEE_SCHOOL, school)
    in_order(starts_on, ends_on)
    if is_of_own_school(by, school, starts_on, ends_on):
        raise Refused(
            _(
                "You hold a role at this school yourself, and an interest would close it to you. "
                "An interest is declared in a school that you do not work at or govern."
            ),
            "school",
        )
    mine = ConflictOfInterest.objects.visible_to(by).filter(person=by, school=school)
    already = _("You have already declared an interest in this school for some of these days.")
    if mine.filter(overlapping(starts_on, ends_on)).exists():
        raise Refused(already, "school")
    with kept_by("same_interest_once_at_a_time", already, "school"):
        conflict = ConflictOfInterest.objects.create(person=by, school=school, starts_on=starts_on, ends_on=ends_on)
    by.forget_roles()
    record(DECLARED, conflict, by=by, school=school, once=once)
    tell_of_interest(conflict)
    return conflict


def is_of_own_school(person: Person, school: School, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    return roles_at_schools(person).filter(overlapping(starts_on, ends_on), school=school).exists()


def refuse_own_school(person: Person, school: School, starts_on: dt.date, ends_on: dt.date | None) -> None:
    """The same for whoever enters an interest for somebody else."""
    if is_of_own_school(person, school, starts_on, ends_on):
        raise Refused(
            _(
                "This person holds a role at this school on some of these days, and an interest would close it to "
                "them. An interest is one in a school that somebody does not work at or govern."
            ),
            "school",
        )


@once_only
def end_interest(conflict: ConflictOfInterest, *, ends_on: dt.date, by: Person, once: UUID) -> ConflictOfInterest:
    """Set its last day; one that has closed the school for no whole day yet and ends before today is withdrawn."""
    if conflict.person_id != by.pk:
        raise PermissionDenied
    current: ConflictOfInterest = locked(conflict)
    if current.starts_on >= clock.today() and ends_on < clock.today():
        record(INTEREST_WITHDRAWN, current, by=by, school=conflict.school, once=once)
        current.delete()
        by.forget_roles()
        return current
    set_last_day(current, ends_on)
    record(INTEREST_ENDED, current, by=by, school=conflict.school, once=once, on=ends_on.isoformat())
    return current
