"""What comes out: where every meeting is, what is left out, and how good that is beside what can be proved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from .problem import Placement


class Score(NamedTuple):
    """What a plan costs, the weightiest first: two plans compare as these do, place by place, and less is better.

    The first two say how far it departs from what people have agreed to; they are 0 where there is no present plan.
    """

    dropped: int  # agreed meetings that are left out
    agreed_moved: int  # agreed meetings that change their half-day, those that are dropped among them
    left_out: int
    left_out_priority: int
    changed: int  # other changes to the present plan
    wishes: int  # the weight of wishes not met (see `aims`)
    travel_days: int  # days on which an adviser travels, each adviser's counted
    load: int  # how uneven the officers' load is: the sum over officers of 1 + 2 + … + meetings


SOFT = ("changed", "wishes", "travel_days", "load")


class Ending(StrEnum):
    """How a search ended. Only `FINISHED` promises the same plan for the same problem, byte for byte."""

    FINISHED = "finished"
    STOPPED = "stopped"  # by the officer
    OUT_OF_TIME = "out of time"  # the safety stop in seconds


class Stage(StrEnum):
    AT_ONCE = "at once"
    LEAST = "least"
    COUNCILS = "councils"
    WHOLE = "whole"


@dataclass(frozen=True)
class Progress:
    """Where the search is: so many steps of a stage are done, and the best plan so far costs that much."""

    stage: Stage
    done: int
    of: int
    score: Score


Placements = Mapping[str, Placement]


@dataclass(frozen=True)
class Plan:
    """`bound` is, aim by aim, what no plan can be under that is as good as this one in the aims before it."""

    placements: Placements
    left_out: tuple[str, ...]
    score: Score
    bound: Score
    ending: Ending = Ending.FINISHED
    moved: tuple["Move", ...] = field(default=())

    @property
    def is_proved_least(self) -> bool:
        """Whether no plan leaves fewer meetings out (of those that keep as much of what is agreed)."""
        return self.score.left_out <= self.bound.left_out

    @property
    def soft_gap(self) -> float:
        """The widest gap between cost and bound in the aims after those of leaving out, as a share of the cost."""
        pairs = ((getattr(self.score, name), getattr(self.bound, name)) for name in SOFT)
        return max((cost - bound) / cost if cost else 0.0 for cost, bound in pairs)


class Cause(StrEnum):
    """Why a meeting of the present plan cannot stay where it was, or why it gave way."""

    NOT_FREE = "not free"
    BOOKED = "booked"
    DAILY_LIMIT = "daily limit"
    WEEKLY_LIMIT = "weekly limit"
    TRAVEL = "travel"
    OFFICER = "officer no longer in the pool"
    WAY = "way no longer open"
    FIXED_OTHERWISE = "fixed otherwise"
    MAKES_ROOM = "makes room"


@dataclass(frozen=True)
class Reason:
    """One fact: whom it concerns, and the other meetings that play a part in it."""

    cause: Cause
    person: str | None = None
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A meeting that the new plan has elsewhere than the present one; `after` is None where it had to be left out."""

    meeting: str
    before: Placement
    after: Placement | None
    agreed: bool
    reasons: tuple[Reason, ...]
