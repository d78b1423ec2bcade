"""Makers of proposals for tests, as the portal keeps them once they are worked out."""

import datetime as dt
from typing import Any

from discussions.models import Discussion, Placement, PlacementSchool, Proposal, Round
from schools import clock
from schools.school_days import DAY as ONE_DAY
from schools.school_days import bank_holidays, days_from
from tests.discussions.meetings import DAY

# far enough ahead for people at schools, in a week without a bank holiday
MONDAY = next(
    monday
    for weeks in range(3, 9)
    if not bank_holidays()
    & set(
        days_from(
            monday := clock.today() + dt.timedelta(weeks=weeks, days=-clock.today().weekday()), monday + 4 * ONE_DAY
        )
    )
)


def make_proposal(council: Any, by: Any, **words: Any) -> Proposal:
    """One that is ready to look at, unless the test is about something else."""
    round_, _new = Round.all_rows.get_or_create(council=council, school_year=clock.school_year_of(DAY))
    usual = {"round": round_, "status": "ready", "outcome": "finished", "ready_at": clock.now()}
    return Proposal.all_rows.create(asked_by=by, **(usual | words))


def place(proposal: Proposal, *schools: Any, people: Any = (), **words: Any) -> Placement:
    """These schools at ten o'clock on a day to come with these people: pairs of a person and what they are."""
    usual = {
        "key": str(schools[0].public_id),
        "starts_at": at(10),
        "ends_at": at(11),
        "setting": "at_school",
        "language": "both",
        "who": [{"person": str(person.public_id), "as": part} for person, part in people],
    }
    placement = Placement.all_rows.create(proposal=proposal, **(usual | words))
    for school in schools:
        PlacementSchool.all_rows.create(placement=placement, school=school)
    return placement


def leave_out(proposal: Proposal, *schools: Any, **words: Any) -> Placement:
    no_time = {"starts_at": None, "ends_at": None, "setting": "", "language": ""}
    return place(proposal, *schools, **(no_time | words))


def move_it(proposal: Proposal, discussion: Discussion, *schools: Any, people: Any, **words: Any) -> Placement:
    stands = {"present": discussion, "present_version": discussion.version}
    return place(proposal, *schools, people=people, **(stands | words))


def ask(placement: Placement, by: Any, role: str = "council_officer") -> Placement:
    Placement.all_rows.filter(pk=placement.pk).update(
        release_asked_at=clock.now(), release_asked_by=by, release_asked_as=role
    )
    placement.refresh_from_db()
    return placement


def at(hour: int, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.LONDON)
