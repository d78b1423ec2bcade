"""Nia's school has submitted; Olwen schedules its discussion with Nia, Alun and herself."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest

from discussions.models import Discussion, Participant, Record
from discussions.professional_discussions import actions
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from schools.self_evaluations import actions as self_evaluations
from tests import factories as make
from tests.discussions import rounds


def next_school_day() -> dt.date:
    """A week from now, but never in the next school year and never on a weekend."""
    day = clock.today() + dt.timedelta(days=7)
    while day.weekday() > 4 or clock.school_year_of(day) != clock.current_school_year():
        day += dt.timedelta(days=-1 if clock.school_year_of(day) != clock.current_school_year() else 1)
    return day


DAY = next_school_day()


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
    return actions.schedule(school, by=by, once=key(), **words(participants=ids(*people), **other))


def guest_of(discussion: Discussion) -> Participant:
    return Participant.all_rows.get(discussion=discussion, taking_part_as="guest")


@pytest.fixture
def submitted(school: Any, nia: Any) -> Any:
    """Nia's self-evaluation, submitted: in each area one strength to share and one priority that needs support."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    return self_evaluations.submit(evaluation, by=nia, once=key())


@pytest.fixture
def discussion(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    return schedule(school, olwen, nia, alun, olwen)


@pytest.fixture
def federated(school: Any, other_school: Any, federation: Any, nia: Any) -> Any:
    """Nia leads both schools of the federation."""
    make.appoint(nia, "headteacher", other_school)
    for place in (school, other_school):
        place.federation = federation
        place.save()
    return other_school


# A record of a discussion that was held yesterday; see rounds.py for its makers.


@pytest.fixture
def held(school: Any) -> Discussion:
    load_support_kinds()
    return rounds.make_discussion(school)


@pytest.fixture
def draft(held: Discussion, alun: Any) -> Record:
    return records.begin(held, by=alun, once=key())


@pytest.fixture
def written(draft: Record, alun: Any) -> Record:
    return rounds.write_record(draft, by=alun)


@pytest.fixture
def sent(written: Record, alun: Any) -> Record:
    return records.send(written, by=alun, once=key())
