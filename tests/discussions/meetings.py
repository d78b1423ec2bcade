"""Discussions as an officer schedules them, through the action itself."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from discussions.models import Discussion, Participant
from discussions.professional_discussions import actions
from schools import clock

# a week from now, but never in the next school year
_WEEK = clock.today() + dt.timedelta(days=7)
DAY = _WEEK if clock.school_year_of(_WEEK) == clock.current_school_year() else clock.today()


def key() -> UUID:
    return uuid4()


def words(**other: Any) -> dict[str, Any]:
    """What an officer types, unless the test is about something else."""
    usual = {
        "date": DAY,
        "starts": dt.time(10),
        "ends": dt.time(11),
        "setting": "at_school",
        "place": "",
        "online_link": "",
        "language": "both",
        "guests": [],
    }
    return usual | other


def ids(*people: Any) -> list[UUID]:
    return [person.public_id for person in people]


def schedule(school: Any, by: Any, *people: Any, **other: Any) -> Discussion:
    """Several schools meet at the first, unless the test is about that."""
    if other.get("also"):
        other = {"host": school.public_id, **other}
    return actions.schedule(school, by=by, once=key(), **words(participants=ids(*people), **other))


def guest_of(discussion: Discussion) -> Participant:
    return Participant.all_rows.get(discussion=discussion, taking_part_as="guest")
