"""The smallest group of meetings that compete with one that is left out, and over whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .diaries import taking_part
from .facts import Contended
from .greedy import Board
from .model import Model, filled
from .problem import Placement, Problem
from .program import Limits, Stop, minimised, relaxed

ENOUGH = Limits(nodes=500, rounds=1_000)
NOTHING = 1e-6


class Contention:
    """Finds such groups; a group that was found is remembered for all that are left out of it."""

    def __init__(self, problem: Problem, board: Board, stop: Stop) -> None:
        self.problem, self.board, self.stop = problem, board, stop
        self.groups: list[frozenset[str]] = []
        self.of_person: dict[str, list[str]] = defaultdict(list)
        for key, placement in sorted(board.placed.items()):
            for person in taking_part(problem.meetings[key], placement):
                self.of_person[person].append(key)

    def group_of(self, key: str) -> frozenset[str] | None:
        """Meetings that cannot all be placed, while all of them but any one can; None where none was found."""
        for known in self.groups:
            if key in known:
                return known
        group = self.proof([key, *self.rivals(key)])
        for rival in sorted(group or (), key=lambda each: (len(self.board.openings[each]), each), reverse=True):
            if group and rival in group and rival != key:
                group = self.proof([each for each in group if each != rival]) or group
        if group:
            self.groups.append(frozenset(group))
        return frozenset(group) if group else None

    def rivals(self, key: str) -> list[str]:
        """The meetings that hold a place of this one, those that hold a place of these, and so on, nearest first.

        Outside them nothing is in anybody's way: where not all meetings can be placed, not all of these can.
        """
        found, ahead = {key: None}, [key]
        for each in ahead:
            for opening in self.board.openings[each]:
                for rival in sorted(self.holding(each, opening) - found.keys()):
                    found[rival] = None
                    ahead.append(rival)
        return ahead[1:]

    def holding(self, key: str, opening: Placement) -> set[str]:
        """The meetings that have a part in keeping the meeting from that opening."""
        found, times = set(), self.board.diaries.times
        for person in taking_part(self.problem.meetings[key], opening):
            found |= set(self.board.blocking(person, opening))
            room = self.board.diaries.room_in_week(self.problem.people[person], opening.half_day)
            if room is not None:
                week = times.week[opening.half_day]
                mine = self.of_person[person]
                there = {each for each in mine if times.week[self.board.placed[each].half_day] == week}
                found |= there if len(there) >= room else set()
        return found - {key}

    def proof(self, keys: list[str]) -> list[str] | None:
        """Those of the meetings on whose account not all can be placed (with the fixed ones alone beside them).

        The linear relaxation names them, by what it would give for leaving one of them out; where it can place all of
        them only by halves, none can be spared. None where all can be placed.
        """
        openings = {key: self.board.openings[key] for key in sorted(keys)}
        model = filled(Model(self.problem, self.board.diaries, openings), with_soft_aims=False)
        out = model.costs["left_out"]
        linear = relaxed(model.program, out, self.stop)
        if linear.bound > NOTHING:
            return [key for key in openings if abs(linear.prices[model.row_of[key]]) > NOTHING]
        if linear.values is not None:
            return None
        outcome = minimised(model.program, out, ENOUGH, self.stop)
        return list(openings) if outcome.bound > NOTHING else None


def contended(problem: Problem, openings: Mapping[str, list[Placement]], group: Iterable[str]) -> tuple[Contended, ...]:
    """The people whom several of the group need, with the half-days that are open for these."""
    needed: dict[str, set[str]] = defaultdict(set)
    half_days: dict[str, set[int]] = defaultdict(set)
    for key in sorted(group):
        for opening in openings[key]:
            for person in taking_part(problem.meetings[key], opening):
                needed[person].add(key)
                half_days[person].add(opening.half_day)
    return tuple(
        Contended(
            person,
            tuple(sorted(needed[person])),
            tuple(sorted(half_days[person])),
            problem.people[person].daily_limit,
            problem.people[person].weekly_limit,
        )
        for person in sorted(needed)
        if len(needed[person]) > 1
    )
