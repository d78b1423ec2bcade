"""What stands in the way of a discussion that a plan leaves out, and the least that somebody could change for it.

A change is one that places the discussion while everything else stays where the plan has it, so whoever makes it can be
sure of it: `changed` gives the problem as it is then, in which the plan with the discussion added breaks no rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from discussions.planner.diaries import Diaries
from discussions.planner.plan import Plan
from discussions.planner.problem import Meeting, Person, Placement, Problem, Role
from discussions.planning_problem import BY_THE_SCHOOL
from discussions.planning_reasons import Reason, people_of

ONE_MORE = "officer:one more"  # somebody who is not among the officers yet
MOST_NAMED = 4  # schools that compete; of more it is only said that they are many


@dataclass(frozen=True)
class Change:
    """Free these people for that half-day, let these take one more discussion, or add an officer; then it is there."""

    at: Placement
    free: tuple[str, ...] = ()
    one_more_each: tuple[str, ...] = ()
    one_more_officer: bool = False

    @property
    def size(self) -> int:
        return len(self.free) + len(self.one_more_each) + self.one_more_officer


def reasons_out(problem: Problem, plan: Plan) -> dict[str, list[Reason]]:
    """By meeting that is left out, what stands in the way and the smallest change that would place it."""
    fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
    alone, standing = Diaries(problem, fixed), Diaries(problem, plan.placements)
    return {key: list(_obstacles(problem, plan, alone, standing, problem.meetings[key])) for key in plan.left_out}


def _obstacles(problem: Problem, plan: Plan, alone: Diaries, standing: Diaries, meeting: Meeting) -> Iterator[Reason]:
    openings = alone.openings(meeting)
    if not openings:
        yield Reason("no_common", people_of(meeting))
    else:
        holding = _holding(problem, plan, meeting, openings)
        yield Reason("contention", schools=holding) if 0 < len(holding) <= MOST_NAMED else Reason("wider")
    if (change := smallest_change(problem, standing, meeting)) is not None:
        yield from _as_reasons(problem, change)


def _holding(problem: Problem, plan: Plan, meeting: Meeting, openings: list[Placement]) -> tuple[str, ...]:
    """The meetings that now hold the half-days in which it could be."""
    wanted = {(person, each.half_day) for each in openings for person in (*meeting.people, each.officer)}
    return tuple(
        key
        for key, at in sorted(plan.placements.items())
        if any((person, at.half_day) in wanted for person in (*problem.meetings[key].people, at.officer))
    )


def smallest_change(problem: Problem, standing: Diaries, meeting: Meeting) -> Change | None:
    """The change that asks the fewest, the earliest of several; None where no such change places the meeting."""
    found = [
        change
        for half_day in range(len(problem.half_days))
        for way in meeting.ways
        for officer in (*sorted(meeting.officers), ONE_MORE)
        if (change := _change_for(problem, standing, meeting, Placement(half_day, officer, way)))
    ]
    return min(found, key=lambda each: (each.size, each.one_more_officer, each.at.half_day, each.at), default=None)


def _change_for(problem: Problem, standing: Diaries, meeting: Meeting, at: Placement) -> Change | None:
    free: list[str] = []
    more: list[str] = []
    officers = {at.officer} if at.officer and at.officer != ONE_MORE else set()
    place = at.way.place
    for key in sorted(meeting.people | officers):
        person = problem.people[key]
        taken = (key, at.half_day) in standing.places
        if taken or (place and not standing.is_within_reach(key, at.half_day, place)):
            return None
        if at.half_day not in person.free:
            free.append(key)
        if not standing.has_room(person, at.half_day):
            if _is_over(standing, person, at.half_day):
                return None
            more.append(key)
    if any(key.startswith(BY_THE_SCHOOL) for key in free):
        return None  # nobody can open a school that is closed, or be there before they begin
    return Change(at, tuple(free), tuple(more), at.officer == ONE_MORE)


def _is_over(standing: Diaries, person: Person, half_day: int) -> bool:
    """Whether what stands is more than the limit already, so that one more discussion would not be enough."""
    times = standing.times
    day, week = standing.on_day.get((person.key, times.day[half_day]), 0), standing.in_week
    in_week = week.get((person.key, times.week[half_day]), 0)
    limits = ((person.daily_limit, day), (person.weekly_limit, in_week))
    return any(limit is not None and used > limit for limit, used in limits)


def changed(problem: Problem, meeting: Meeting, change: Change) -> Problem:
    """The problem once the change has been made."""
    people = dict(problem.people)
    for key in change.free:
        people[key] = replace(people[key], free=people[key].free | {change.at.half_day})
    for key in change.one_more_each:
        people[key] = _with_one_more(people[key])
    meetings = dict(problem.meetings)
    if change.one_more_officer:
        people[ONE_MORE] = Person(ONE_MORE, Role.OFFICER, frozenset({change.at.half_day}))
        meetings[meeting.key] = replace(meeting, officers=meeting.officers | {ONE_MORE})
    return replace(problem, people=people, meetings=meetings)


def _with_one_more(person: Person) -> Person:
    daily, weekly = person.daily_limit, person.weekly_limit
    return replace(
        person,
        daily_limit=None if daily is None else daily + 1,
        weekly_limit=None if weekly is None else weekly + 1,
    )


def _as_reasons(problem: Problem, change: Change) -> Iterator[Reason]:
    half_day = problem.half_days[change.at.half_day]
    when = half_day.date.isoformat(), half_day.part.value
    yield Reason("nearest", half_day=when)
    if change.free:
        yield Reason("needs_free", change.free)
    if change.one_more_each:
        yield Reason("needs_limit", change.one_more_each)
    if change.one_more_officer:
        yield Reason("needs_officer")
