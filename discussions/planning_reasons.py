"""Why each discussion is where a plan has it, as facts that a proposal keeps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discussions.planner.aims import Wish, unmet
from discussions.planner.diaries import Diaries, taking_part
from discussions.planner.plan import Cause, Move, Plan
from discussions.planner.plan import Reason as Found
from discussions.planner.problem import Meeting, Placement, Problem, Role
from discussions.planning_problem import BY_THE_SCHOOL

MOVED = {
    Cause.NOT_FREE: "moved_not_free",
    Cause.BOOKED: "moved_booked",
    Cause.DAILY_LIMIT: "moved_limit",
    Cause.WEEKLY_LIMIT: "moved_limit",
    Cause.TRAVEL: "moved_travel",
    Cause.OFFICER: "moved_officer",
    Cause.WAY: "moved_way",
    Cause.FIXED_OTHERWISE: "moved_way",
    Cause.MAKES_ROOM: "moved_room",
}
WITH_PEOPLE = {"moved_not_free", "moved_booked", "moved_limit", "moved_travel"}


@dataclass(frozen=True)
class Reason:
    """One sentence to be (`planning_words.SENTENCES`): its code, and the people and schools that stand in it."""

    code: str
    people: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    half_day: tuple[str, str] | None = None  # date and part

    def as_fact(self) -> dict[str, Any]:
        found: dict[str, Any] = {"code": self.code}
        if self.people:
            found["people"] = list(self.people)
        if self.schools:
            found["schools"] = list(self.schools)
        if self.half_day:
            found["half_day"] = {"date": self.half_day[0], "part": self.half_day[1]}
        return found


def people_of(meeting: Meeting) -> tuple[str, ...]:
    """Those who must come, without the school itself."""
    return tuple(sorted(key for key in meeting.people if not key.startswith(BY_THE_SCHOOL)))


def reasons_there(problem: Problem, plan: Plan) -> dict[str, list[Reason]]:
    """By meeting that has a place, why it is there; people and schools by public id."""
    moved = {move.meeting: move for move in plan.moved}
    alone = Diaries(problem, {key: each.fixed for key, each in problem.meetings.items() if each.fixed})
    found = {}
    for key, at in plan.placements.items():
        if key in moved:
            found[key] = list(_moved(moved[key]))
        elif key in problem.present:
            found[key] = [Reason("stays")]
        else:
            found[key] = list(_chosen(problem, plan, alone, problem.meetings[key], at))
    return found


def _moved(move: Move) -> Iterator[Reason]:
    if move.after and move.after.half_day == move.before.half_day and move.after.way == move.before.way:
        yield Reason("other_officer")
    rows: dict[tuple[str, tuple[str, ...]], list[Found]] = defaultdict(list)
    for each in move.reasons:
        rows[MOVED[each.cause], each.meetings].append(each)
    for (code, meetings), same in rows.items():
        people = tuple(row.person for row in same if row.person and not row.person.startswith(BY_THE_SCHOOL))
        if code in WITH_PEOPLE and not people:
            yield Reason("moved_gates")
        elif code != "moved_room" or meetings:
            yield Reason(code, people, meetings)


def _chosen(problem: Problem, plan: Plan, alone: Diaries, meeting: Meeting, at: Placement) -> Iterator[Reason]:
    openings = alone.openings(meeting)
    if len({each.half_day for each in openings}) == 1:
        yield Reason("only_choice")
    officers = {each.officer for each in openings if each.half_day == at.half_day}
    if len(officers) == 1 and len(meeting.officers) > 1 and at.officer:
        yield Reason("only_officer", (at.officer,))
    if others := _same_day(problem, plan, meeting, at):
        yield Reason("shares_day", schools=others)
    yield from _wishes(problem, meeting, at)


def _wishes(problem: Problem, meeting: Meeting, at: Placement) -> Iterator[Reason]:
    """What was wished and is met or not; which language somebody works in is never among it."""
    lacking = unmet(problem, meeting, at)
    people = tuple(each.person for each in lacking if each.wish is Wish.PERSON and each.person)
    if people:
        yield Reason("person_wishes", people)
    if any(each.wish is Wish.WAY for each in lacking):
        yield Reason("way_wishes")
    wished = meeting.preferred or any(problem.people[key].preferred for key in taking_part(meeting, at))
    if wished and not people:
        yield Reason("all_wishes")


def _same_day(problem: Problem, plan: Plan, meeting: Meeting, at: Placement) -> tuple[str, ...]:
    """The other schools at which the adviser is on that day."""
    if at.way.place is None:
        return ()
    advisers = {key for key in meeting.people if problem.people[key].role is Role.ADVISER}
    day = problem.half_days[at.half_day].day
    return tuple(
        key
        for key, other in sorted(plan.placements.items())
        if key != meeting.key
        and other.way.place
        and problem.half_days[other.half_day].day == day
        and advisers & problem.meetings[key].people
    )
