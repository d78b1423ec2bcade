"""Why each discussion is where a plan has it, or what stands in its way, as facts that a proposal keeps."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
