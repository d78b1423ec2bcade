"""Days without school in made-up councils: INSET days of the council, of each school, and days for an inspection."""

import datetime as dt
from collections.abc import Iterable

from schools.models import ClosedDay, InsetDay, WhyClosed
from schools.school_days import no_school_meets

from .places import Place
from .rows import Rows

COUNCIL_DAYS = ((9, 1), (2, 22), (7, 20))  # month and day, at the edges of terms
SCHOOL_DAYS = ((11, 2), (4, 12))
INSPECTED = {0: (3, 8), 7: (5, 10)}  # by the school's position: three days are kept free from this one on


def add_calendar(rows: Rows, places: Iterable[Place], this_year: int) -> None:
    """For this school year and the next; the days for an inspection in this one."""
    for place in places:
        for year in (this_year, this_year + 1):
            for month, day in COUNCIL_DAYS:
                inset = rows.add(InsetDay, council=place.council, day=_from(year, month, day))
                for school in place.schools:
                    rows.add(InsetDay.schools.through, insetday=inset, school=school)
            for position, school in enumerate(place.schools):
                month, day = SCHOOL_DAYS[position % len(SCHOOL_DAYS)]
                rows.add(ClosedDay, school=school, day=_from(year, month, day), reason=WhyClosed.INSET)
        for position, (month, day) in INSPECTED.items():
            for school in place.schools[position : position + 1]:
                kept = dict.fromkeys(_from(this_year, month, day + n) for n in range(3))
                for each in kept:
                    rows.add(ClosedDay, school=school, day=each, reason=WhyClosed.INSPECTION)


def _from(year: int, month: int, day: int) -> dt.date:
    """That day of the school year, or the first one after it on which schools meet."""
    found = dt.date(year if month >= 9 else year + 1, month, day)
    while no_school_meets(found):
        found += dt.timedelta(days=1)
    return found
