"""Who takes part as headteacher follows who leads the school on the day of the discussion."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from discussions.announcements import (
    HEAD_IS_TAKEN,
    HEAD_TOOK_PLACE,
    SCHEDULED,
    TAKEN_OFF,
    announce,
    taking_part,
    tell_officers,
)
from discussions.bookings import free, lock_in_order
from discussions.calendar import Occasion
from discussions.changing import why_closed
from discussions.models import Discussion, Participant
from discussions.outbox import write_messages
from discussions.whose_time import take
from schools import clock
from schools.history import record_all, tells
from schools.models import Appointment, Person
from schools.models.authority import current
from schools.models.headship import follows_a_headship
from schools.policy import Role
from schools.refusals import Refused
from schools.workflow import locked, save_version

HEAD = Participant.As.HEADTEACHER
SUCCEEDED = tells(
    "discussion.head_changed",
    _("The new headteacher took the place of the one before in the professional discussion."),
)


@follows_a_headship
def take_over_discussions(headship: Appointment, *, by: Person) -> None:
    """The next headteacher takes the place of the one before in the discussions to come that lie in their time."""
    rows = Discussion.objects.as_system("the discussions that a new headteacher takes over").filter(
        discussion_schools__school=headship.school_id, status=Discussion.Status.SCHEDULED, starts_at__gt=clock.now()
    )
    for found in rows.order_by("pk"):
        discussion: Discussion = locked(found, "round__council")
        day = _day_of(discussion)
        in_their_time = headship.starts_on <= day <= (headship.ends_on or day)
        if in_their_time and not why_closed(discussion):
            _take_over(discussion, headship, by=by)


def _take_over(discussion: Discussion, headship: Appointment, *, by: Person) -> None:
    before = _heads_before(discussion, headship)
    if not before:
        return  # none of this school takes part
    new = headship.person_id
    leaving = [row for row in before if row.person_id not in _leading(discussion)]
    gone = [row.person_id for row in leaving]
    known = set(taking_part(discussion))
    try:
        with transaction.atomic():
            if new not in known:
                lock_in_order([new], [])
                take(discussion, [new])
    except Refused:
        tell_officers(discussion, HEAD_IS_TAKEN)
        return
    free(discussion, gone)
    discussion.participants.filter(pk__in=[row.pk for row in leaving]).delete()
    words = {"taking_part_as": HEAD, "consent": Participant.Consent.NOT_NEEDED}
    discussion.participants.update_or_create(person_id=new, defaults=words)
    save_version(discussion, discussion.version, verb=SUCCEEDED, by=by)
    record_all(SUCCEEDED, discussion.covered[1:], by=by, about=discussion)
    write_messages(discussion, gone, Occasion.TAKEN_OFF)
    announce(discussion, TAKEN_OFF, by=None, to=gone)
    if new not in known:
        write_messages(discussion, [new], Occasion.INVITED)
        announce(discussion, SCHEDULED, by=None, to=[new])
    tell_officers(discussion, HEAD_TOOK_PLACE)


def _heads_before(discussion: Discussion, headship: Appointment) -> list[Participant]:
    """Those who take part as headteacher and have led the same school before."""
    led = Appointment.objects.as_system("who led the school before").filter(
        role=Role.HEADTEACHER, school=headship.school_id, starts_on__lt=headship.starts_on
    )
    rows = discussion.participants.filter(taking_part_as=HEAD, person__in=led.values("person"))
    return list(rows.exclude(person=headship.person_id))


def _leading(discussion: Discussion) -> Collection[int]:
    """Keys of those who lead one of its schools on its day."""
    rows: Any = Appointment.objects.as_system("who leads the schools then").filter(
        current(_day_of(discussion)), role=Role.HEADTEACHER, school__in=discussion.covered
    )
    return set(rows.values_list("person", flat=True))


def _day_of(discussion: Discussion) -> dt.date:
    return discussion.starts_at.astimezone(clock.LONDON).date()
