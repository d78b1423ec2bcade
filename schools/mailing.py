"""When each reader is mailed: by the class of the message, what they chose for news, and where they work."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial

from schools import clock
from schools.models import Appointment, MailClass, NewsByMail, Person, School
from schools.policy import SCHOOL_ROLES
from schools.quiet import Reader, may_be_mailed_at, next_digest, next_time, next_weekly
from schools.school_days import SchoolDays, school_days_for


@dataclass(frozen=True)
class Due:
    """When a message goes to somebody, in a digest or by itself, and whether it is a quiet time for them now."""

    at: dt.datetime
    in_digest: bool = False
    is_quiet: bool = False


def dues_of(people: Collection[Person], mail_class: MailClass) -> dict[int, Due]:
    """By the reader's key. Reminders wait for the digest that is being put together."""
    now = clock.now()
    if mail_class != MailClass.NEWS:
        return {person.pk: Due(now, in_digest=mail_class == MailClass.REMINDER) for person in people}
    readers = readers_of(person.pk for person in people)
    return {person.pk: due_of_news(readers[person.pk], NewsByMail(person.news_by_mail), now) for person in people}


def due_of_news(reader: Reader, wish: NewsByMail, now: dt.datetime) -> Due:
    quiet = not may_be_mailed_at(reader, now)
    if wish == NewsByMail.AT_ONCE:
        return Due(next_time(reader, now), is_quiet=quiet)
    when = next_weekly if wish == NewsByMail.WEEKLY else next_digest
    return Due(when(reader, now), in_digest=True, is_quiet=quiet)


def readers_of(people: Iterable[int]) -> dict[int, Reader]:
    """What quiet hours must know of these people (by key). Who also works elsewhere than at a school, such as an
    officer who is a governor, is at work when schools are not.
    """
    keys = set(people)
    rows = Appointment.objects.as_system("whose school days bind the reader").filter(
        Appointment.current(), person__in=keys
    )
    at: dict[int, set[tuple[int, int]]] = defaultdict(set)
    elsewhere = set()
    for person, role, school, council in rows.values_list("person", "role", "school", "school__council"):
        if role in SCHOOL_ROLES:
            at[person].add((school, council))
        else:
            elsewhere.add(person)
    bound = {key: schools for key, schools in at.items() if key not in elsewhere}
    days = school_days_at({school for schools in bound.values() for school in schools})
    return {key: Reader(tuple(days[school] for school, _council in sorted(bound.get(key, ())))) for key in keys}


def school_days_at(schools: Collection[tuple[int, int]]) -> dict[int, Callable[[dt.date], bool]]:
    """How each of these schools (by the keys of the school and of its council) tells its school days.

    Days of which nothing is known bind nobody.
    """
    rows = [School(pk=school, council_id=council) for school, council in schools]
    known = school_days_for(rows) if rows else {}
    return {school: partial(_may_be_school_day, days) for school, days in known.items()}


def _may_be_school_day(days: SchoolDays, day: dt.date) -> bool:
    return not days.is_closed(day)
