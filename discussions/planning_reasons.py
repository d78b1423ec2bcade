"""Why each discussion is where a plan has it, or what stands in its way, as facts that a proposal keeps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discussions.planner.plan import Cause, Move, Plan
from discussions.planner.plan import Reason as Found
from discussions.planner.problem import Problem
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


def reasons_of(problem: Problem, plan: Plan) -> dict[str, list[Reason]]:
    """By meeting, why it is where it is, or what stands in its way; people and schools by public id."""
    found: dict[str, list[Reason]] = defaultdict(list)
    for move in plan.moved:
        found[move.meeting] += _moved(problem, move)
    for key, before in problem.present.items():
        if plan.placements.get(key) == before:
            found[key].append(Reason("stays"))
    return found


def _moved(problem: Problem, move: Move) -> Iterator[Reason]:
    if move.after and move.after.half_day == move.before.half_day and move.after.way == move.before.way:
        yield Reason("other_officer")
    codes: dict[tuple[str, tuple[str, ...]], list[Found]] = defaultdict(list)
    for each in move.reasons:
        codes[MOVED[each.cause], each.meetings].append(each)
    for (code, meetings), rows in codes.items():
        people = tuple(row.person for row in rows if row.person and not row.person.startswith(BY_THE_SCHOOL))
        if code in WITH_PEOPLE and not people:
            yield Reason("moved_gates")
        else:
            yield Reason(code, people, meetings)
