"""What a new plan changes in the present one, and why each meeting could not stay where it was."""

from collections.abc import Mapping

from .diaries import Diaries, taking_part
from .plan import Cause, Move, Reason
from .problem import Meeting, Placement, Problem


def moves_of(problem: Problem, placements: Mapping[str, Placement]) -> tuple[Move, ...]:
    """Every meeting of the present plan that is elsewhere now, or left out."""
    changed = [key for key in sorted(problem.present) if placements.get(key) != problem.present[key]]
    return tuple(
        Move(
            key,
            problem.present[key],
            placements.get(key),
            problem.meetings[key].agreed,
            reasons_to_move(problem, key, placements),
        )
        for key in changed
    )


def reasons_to_move(problem: Problem, key: str, placements: Mapping[str, Placement]) -> tuple[Reason, ...]:
    """What no longer holds of where the meeting was; where all holds, the meetings for which it makes room."""
    meeting, before = problem.meetings[key], problem.present[key]
    if meeting.fixed:
        return (Reason(Cause.FIXED_OTHERWISE),)
    fixed = {other: each.fixed for other, each in problem.meetings.items() if each.fixed}
    broken = _no_longer_holds(problem, meeting, before, Diaries(problem, fixed))
    if broken:
        return tuple(broken)
    others = {other: each for other, each in placements.items() if other != key}
    return tuple(_clashes(problem, meeting, before, others)) or (Reason(Cause.MAKES_ROOM),)


def _no_longer_holds(problem: Problem, meeting: Meeting, before: Placement, diaries: Diaries) -> list[Reason]:
    """What stands against the placement by itself, or beside what is fixed."""
    found = []
    if before.officer not in meeting.officers:
        found.append(Reason(Cause.OFFICER, before.officer))
    if before.way not in meeting.ways:
        found.append(Reason(Cause.WAY))
    for key in sorted(taking_part(meeting, before)):
        person = problem.people.get(key)
        if person is None:
            continue
        if before.half_day not in person.free:
            found.append(Reason(Cause.NOT_FREE, key))
        elif (key, before.half_day) in diaries.places:
            found.append(Reason(Cause.BOOKED, key))
        elif diaries.room_on_day(person, before.half_day) == 0:
            found.append(Reason(Cause.DAILY_LIMIT, key))
        elif diaries.room_in_week(person, before.half_day) == 0:
            found.append(Reason(Cause.WEEKLY_LIMIT, key))
        elif not diaries.is_within_reach(key, before.half_day, before.way.place):
            found.append(Reason(Cause.TRAVEL, key))
    return found


def _clashes(problem: Problem, meeting: Meeting, before: Placement, others: Mapping[str, Placement]) -> list[Reason]:
    """For whom the meeting makes room: by person, the meetings that now take their half-day, day, week or road."""
    diaries = Diaries(problem, others)
    times = diaries.times
    found = []
    for key in sorted(taking_part(meeting, before)):
        mine = {
            other: each
            for other, each in others.items()
            if key in taking_part(problem.meetings[other], each)
            and problem.meetings[other].fixed is None
            and times.week[each.half_day] == times.week[before.half_day]
        }
        there = [other for other, each in mine.items() if each.half_day == before.half_day]
        day = [other for other, each in mine.items() if each.half_day in times.others[before.half_day]]
        person = problem.people[key]
        if there:
            found.append(Reason(Cause.MAKES_ROOM, key, tuple(sorted(there))))
        elif diaries.room_on_day(person, before.half_day) == 0 or not diaries.is_within_reach(
            key, before.half_day, before.way.place
        ):
            found.append(Reason(Cause.MAKES_ROOM, key, tuple(sorted(day))))
        elif diaries.room_in_week(person, before.half_day) == 0:
            found.append(Reason(Cause.MAKES_ROOM, key, tuple(sorted(mine))))
    return found
