"""What can be said about a plan: facts, from which others make sentences.

People, meetings and half-days are named as in the problem.
"""

from dataclasses import dataclass
from enum import StrEnum

from .aims import Wanted
from .plan import Placements, Reason
from .problem import Placement


class OfficerReason(StrEnum):
    """Why this officer and no other, the first that holds."""

    FIXED = "fixed"
    ONLY_ONE = "only one"  # nobody else of the pool could come then
    LANGUAGE = "language"  # the others who could come do not work in the language that the school wishes
    EVEN_LOAD = "even load"  # the others who could come have as many meetings, or more
    AS_GOOD = "as good"


@dataclass(frozen=True)
class Why:
    """Why a meeting is where it is.

    `other_half_days` are those to which it could still go while all others stay; `other_officers` those who could
    come in the officer's stead; `day_with` the meetings for which its adviser travels on the same day anyhow.
    """

    meeting: str
    is_fixed: bool
    is_as_before: bool
    wishes: tuple[Wanted, ...]
    other_half_days: tuple[int, ...]
    other_officers: tuple[str, ...]
    officer_reason: OfficerReason
    day_with: tuple[str, ...]


class Obstacle(StrEnum):
    """What stands in the way of a meeting, the first that holds."""

    NO_OFFICERS = "no officers"  # nobody is in the pool
    NO_COMMON_HALF_DAY = "no common half-day"  # of `people`, whoever the officer is
    NO_OFFICER_THEN = "no officer then"  # in the `half_days` that suit all others
    HELD = "held"  # by what is fixed or booked: `held` says what, half-day by half-day
    CONTENTION = "contention"  # the meetings of `group` cannot all be placed, any others can
    UNPROVED = "unproved"  # the search ended before it was known


@dataclass(frozen=True)
class Held:
    """A half-day that would suit all, and why it cannot be with that officer."""

    half_day: int
    officer: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Contended:
    """Somebody whom several meetings of a group need, the half-days open for these, and the limit if there is one."""

    person: str
    meetings: tuple[str, ...]
    half_days: tuple[int, ...]
    daily_limit: int | None
    weekly_limit: int | None


class AskKind(StrEnum):
    FREE = "free"  # the person frees the half-day
    DAILY = "daily"  # the person takes one more a day than their limit says
    WEEKLY = "weekly"  # … a week
    OFFICER = "officer"  # the person joins the pool; without a person: any further officer who is free then


@dataclass(frozen=True)
class Ask:
    """One thing that somebody would have to grant; `by` is more than 1 only for a limit that is overrun already."""

    kind: AskKind
    person: str | None = None
    half_day: int | None = None
    by: int = 1


@dataclass(frozen=True)
class Remedy:
    """A change after which the meeting has a place: what is asked, where it then is, and what moves for it."""

    asks: tuple[Ask, ...]
    placement: Placement
    moves: Placements

    @property
    def size(self) -> int:
        return sum(ask.by for ask in self.asks)


@dataclass(frozen=True)
class WhyNot:
    """Why a meeting is left out, and the smallest changes that place it, the best first."""

    meeting: str
    obstacle: Obstacle
    people: tuple[str, ...] = ()
    half_days: tuple[int, ...] = ()
    held: tuple[Held, ...] = ()
    group: tuple[str, ...] = ()
    contended: tuple[Contended, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Explanation:
    placed: tuple[Why, ...]
    left_out: tuple[WhyNot, ...]
