"""A plan at once: the hardest meetings first, each in its best opening, then chains in which one makes way for another.

No clock is asked: the work is bounded by a number of tries, so that the same problem gives the same plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from .aims import wish_costs
from .diaries import Diaries, taking_part
from .problem import Placement, Problem

TRIES_EACH = 60  # how many placements are tried for each meeting, all chains together
DEEPEST = 3  # how many meetings may make way one after the other


class Board:
    """Meetings on their half-days, and who is thereby taken; every opening keeps the hard rules beside what stands."""

    def __init__(self, problem: Problem, diaries: Diaries, openings: Mapping[str, list[Placement]]) -> None:
        self.problem, self.diaries, self.openings = problem, diaries, openings
        self.placed: dict[str, Placement] = {}
        self.taken: dict[tuple[str, int], str] = {}
        self.in_week: dict[tuple[str, int], int] = defaultdict(int)
        self._week = diaries.times.week
        self._others = diaries.times.others

    def put(self, key: str, placement: Placement) -> None:
        self.placed[key] = placement
        for person in taking_part(self.problem.meetings[key], placement):
            self.taken[person, placement.half_day] = key
            self.in_week[person, self._week[placement.half_day]] += 1

    def lift(self, key: str) -> Placement:
        placement = self.placed.pop(key)
        for person in taking_part(self.problem.meetings[key], placement):
            del self.taken[person, placement.half_day]
            self.in_week[person, self._week[placement.half_day]] -= 1
        return placement

    def in_the_way(self, key: str, placement: Placement) -> set[str] | None:
        """The meetings that would have to go; None where a week is full, which no single one explains."""
        blocking: set[str] = set()
        people = taking_part(self.problem.meetings[key], placement)
        for person in people:
            blocking.update(self.blocking(person, placement))
        for person in people:
            room = self.diaries.room_in_week(self.problem.people[person], placement.half_day)
            if room is not None and self._in_week_without(person, placement.half_day, blocking) >= room:
                return None
        return blocking

    def blocking(self, person: str, placement: Placement) -> Iterator[str]:
        """The meetings that keep the person from being there by their half-day, or by the other one of the day."""
        if here := self.taken.get((person, placement.half_day)):
            yield here
        for other in self._others[placement.half_day]:
            if there := self.taken.get((person, other)):
                one_a_day = self.diaries.room_on_day(self.problem.people[person], other) == 1
                if one_a_day or self.problem.too_far(placement.way.place, self.placed[there].way.place):
                    yield there

    def _in_week_without(self, person: str, half_day: int, gone: set[str]) -> int:
        week = self._week[half_day]
        leaving = sum(
            person in taking_part(self.problem.meetings[key], self.placed[key])
            and self._week[self.placed[key].half_day] == week
            for key in gone
        )
        return self.in_week.get((person, week), 0) - leaving

    def first_that_fits(self, key: str) -> Placement | None:
        return next((each for each in self.openings[key] if self.in_the_way(key, each) == set()), None)


class Chains:
    """Places a meeting by lifting another one that finds a place elsewhere, perhaps by lifting a third."""

    def __init__(self, board: Board, tries: int) -> None:
        self.board, self.tries = board, tries

    def place(self, key: str, depth: int, keep: frozenset[str]) -> bool:
        board = self.board
        if opening := board.first_that_fits(key):
            board.put(key, opening)
            return True
        for opening in board.openings[key] if depth else ():
            if self.tries <= 0:
                return False
            self.tries -= 1
            blocking = board.in_the_way(key, opening)
            if not blocking or len(blocking) > 1 or blocking & keep:
                continue
            if self._swap(key, opening, next(iter(blocking)), depth, keep | {key}):
                return True
        return False

    def _swap(self, key: str, opening: Placement, other: str, depth: int, keep: frozenset[str]) -> bool:
        board = self.board
        before = board.lift(other)
        if board.in_the_way(key, opening) == set():
            board.put(key, opening)
            if self.place(other, depth - 1, keep):
                return True
            board.lift(key)
        board.put(other, before)
        return False


def cheapest_first(problem: Problem, key: str, openings: Sequence[Placement]) -> list[Placement]:
    """The meeting's openings, those that meet most wishes first, and otherwise in the order in which they come."""
    costs = wish_costs(problem, problem.meetings[key], openings)
    return [openings[number] for number in sorted(range(len(openings)), key=costs.__getitem__)]


def placed_at_once(problem: Problem, diaries: Diaries, openings: Mapping[str, list[Placement]]) -> dict[str, Placement]:
    """Placements of as many of the meetings as a quick search finds; what stands in the diaries stays.

    What the present plan has, and can keep, comes first, and what is agreed of it makes way for nothing.
    """
    openings = {key: cheapest_first(problem, key, each) for key, each in sorted(openings.items())}
    board = Board(problem, diaries, openings)
    order = sorted(openings, key=lambda key: (not problem.meetings[key].priority, len(openings[key]), key))
    for key in order:
        before = problem.present.get(key)
        if before in openings[key] and board.in_the_way(key, before) == set():
            board.put(key, before)
    kept = frozenset(key for key in board.placed if problem.meetings[key].agreed)
    chains = Chains(board, TRIES_EACH * len(order))
    for depth in range(DEEPEST + 1):
        for key in order:
            if key not in board.placed:
                chains.place(key, depth, kept)
    return board.placed
