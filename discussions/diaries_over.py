"""What nobody needs of a diary any more: times that are over, and all of whoever takes part in nothing any more."""

from typing import Any

from django.db.models import Q

from discussions.models import (
    CalendarBusy,
    FixedDuty,
    OwnCalendar,
    OwnLimits,
    TeachingWeek,
    TimeAway,
    UsualWeek,
)
from schools import clock
from schools.models import Appointment
from schools.policy import DIARY_OWNERS

WHY = "what is over is removed once a day"
OF_A_PERSON: tuple[Any, ...] = (TimeAway, FixedDuty, UsualWeek, TeachingWeek, OwnLimits, OwnCalendar)


def remove_what_is_over() -> int:
    """How many rows are gone: of former school years, busy times of former days, and of people without a role."""
    begins = clock.midnight_before(clock.current_school_year())
    gone = 0
    for model, over in (
        (TimeAway, Q(ends_at__lt=begins)),
        (FixedDuty, Q(ends_on__lt=begins.date())),
        (TeachingWeek, Q(term__ends_on__lt=begins.date())),
        (CalendarBusy, Q(during__endswith__lt=clock.now())),
    ):
        gone += model.objects.as_system(WHY).filter(over).delete()[0]
    lasting = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    posts = Appointment.objects.as_system(WHY).filter(lasting, role__in=DIARY_OWNERS)
    for model in OF_A_PERSON:
        gone += model.objects.as_system(WHY).exclude(person__in=posts.values("person")).delete()[0]
    return gone
