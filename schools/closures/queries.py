"""The days of one school, each as the reader may know it."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from schools import clock
from schools.access import May, may
from schools.models import ClosedDay, InsetDay, Person, School


@dataclass(frozen=True)
class Day:
    """A day on which the school cannot meet. `row` is what a keeper of its days may remove."""

    day: dt.date
    words: str
    row: ClosedDay | None = None

    @property
    def has_passed(self) -> bool:
        return self.day < clock.today()

    @property
    def place(self) -> tuple[bool, int]:
        """Days to come from the next one on, then days that have passed, the latest first."""
        return self.has_passed, -self.day.toordinal() if self.has_passed else self.day.toordinal()


def days_of(person: Person, school: School) -> list[Day]:
    """From the first day of this school year on. Why the school keeps a day free is for those who keep its days."""
    begins = clock.midnight_before(clock.current_school_year()).date()
    inset = InsetDay.objects.visible_to(person).filter(schools=school, day__gte=begins).values_list("day", flat=True)
    found = [Day(day, _("INSET day, entered by the council")) for day in inset]
    own: Any = ClosedDay.objects.as_system("on which day a school cannot meet is told").filter(
        school=school, day__gte=begins
    )
    if may(person, May.KEEP_SCHOOL_DAYS, school):
        found += [Day(row.day, row.get_reason_display(), row) for row in own]
    else:
        told = {each.day for each in found}
        found += [Day(day, _("Not available")) for day in own.values_list("day", flat=True) if day not in told]
    return sorted(found, key=attrgetter("place"))
