"""How long beforehand people at schools hear of a discussion, in school days: a lesson has to be covered, papers read.

What is worked out or proposed keeps enough notice; an officer who places by hand is asked once and may go below it.
"""

import datetime as dt

from schools import clock
from schools.school_days import DAY, SchoolDays, days_from

ENOUGH = 10  # school days: two weeks at school, so that cover can be arranged and the agenda agreed


def school_days_until(days: SchoolDays, day: dt.date) -> int:
    """Those after today up to and including `day`; where no terms are known, any day on which schools could meet."""
    return sum(not days.is_closed(each) for each in days_from(clock.today() + DAY, day))


def is_at_short_notice(days: SchoolDays, day: dt.date) -> bool:
    return day < first_with_notice(days)


def first_with_notice(days: SchoolDays) -> dt.date:
    """The first day that lies far enough ahead."""
    day, left = clock.today(), ENOUGH
    while left:
        day += DAY
        left -= not days.is_closed(day)
    return day
