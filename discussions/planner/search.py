"""The search for the best plan: a plan at once, the least number left out, council by council, and then the whole.

Each step starts from the best plan so far and never returns a worse one, so it can be ended at any time.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from .aims import score
from .checker import require_sound
from .diaries import Diaries
from .greedy import placed_at_once
from .model import Aim, Model, aims_of, filled
from .plan import Ending, Plan, Progress, Score, Stage
from .problem import Placement, Problem, require_whole
from .program import Limits, Objective, Relaxed, cost_of, minimised, relaxed, rounded_up, without_dear_columns
from .replan import moves_of

LEAST = Limits(nodes=2_000, rounds=4_000)
COUNCIL = Limits(nodes=300, rounds=600)
FEWEST_ROUNDS, EFFORT = 8, 800_000  # of the search over all meetings; effort is rounds × columns
EVERY = 0.02  # seconds


@dataclass
class Watch:
    """Looks after the clock and the officer's button, and tells how far the search is."""

    is_stopped: Callable[[], bool] = lambda: False
    tell: Callable[[Progress], None] = lambda progress: None
    seconds: float | None = None

    def __post_init__(self) -> None:
        self._begun, self._looked = time.monotonic(), float("-inf")
        self.ending = Ending.FINISHED

    def stop(self) -> bool:
        """Whether to end the search now; asked thousands of times a second, so it only looks now and then."""
        now = time.monotonic()
        if self.ending is Ending.FINISHED and now - self._looked >= EVERY:
            self._looked = now
            if self.is_stopped():
                self.ending = Ending.STOPPED
            elif self.seconds is not None and now - self._begun > self.seconds:
                self.ending = Ending.OUT_OF_TIME
        return self.ending is not Ending.FINISHED


def planned(problem: Problem, watch: Watch | None = None) -> Plan:
    """The best plan that the search finds, checked.

    Raises `BrokenProblem` for a problem that contradicts itself, and `Refuted` for a plan that breaks a rule.
    """
    require_whole(problem)
    search = Search(problem, watch or Watch())
    search.run()
    placements = dict(sorted(search.best.items()))
    require_sound(problem, placements)
    found = score(problem, placements)
    return Plan(
        placements=placements,
        left_out=tuple(sorted(problem.meetings.keys() - placements.keys())),
        score=found,
        bound=search.bound,
        ending=search.watch.ending,
        moved=moves_of(problem, placements),
    )


class Search:
    """The best plan so far, what is proved about all plans, and the steps that better both."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self.problem, self.watch = problem, watch
        self.fixed = {key: each.fixed for key, each in sorted(problem.meetings.items()) if each.fixed}
        self.open = [key for key in sorted(problem.meetings) if key not in self.fixed]
        self.diaries = Diaries(problem, self.fixed)
        # where each meeting can still be in a plan as good as the best
        self.openings = {key: self.diaries.openings(problem.meetings[key]) for key in self.open}
        self.best: dict[str, Placement] = {**self.fixed, **placed_at_once(problem, self.diaries, self.openings)}
        self.bound = self._without_choice()
        self.most_moved: int | None = None  # of agreed meetings; known once it is known how many must

    def _without_choice(self) -> Score:
        """What every plan costs at the least, by what stands in it anyhow."""
        standing = score(self.problem, self.fixed)
        if not self.open:
            return standing
        return standing._replace(**dict.fromkeys(Score._fields[:5], 0))

    def run(self) -> None:
        self.told(Stage.AT_ONCE, 1, 1)
        for step in (self.least, self.councils, self.whole):
            if self.open and not self.watch.stop():
                step()

    def told(self, stage: Stage, done: int, of: int) -> None:
        self.watch.tell(Progress(stage, done, of, score(self.problem, self.best)))

    def least(self) -> None:
        """The least number left out (and of agreed meetings moved, where there is a present plan), wishes aside."""
        model = filled(Model(self.problem, self.diaries, self.openings), with_soft_aims=False)
        self.limit_moves(model)
        self.prove(model, aims_of(model), LEAST)
        self.told(Stage.LEAST, 1, 1)

    def limit_moves(self, model: Model) -> None:
        """Find how many agreed meetings must move, and let only so many more give way."""
        moves = model.costs.get("agreed_moved")
        if not moves:
            return
        each = len(self.open) + 1  # of as few moves as can be, rather those that drop nothing
        objective = {column: each * cost + model.costs["dropped"].get(column, 0) for column, cost in moves.items()}
        values, cost, _linear, _bound = self.least_of(model, objective, LEAST)
        must = cost // each
        broken = sum(
            self.problem.present[key] not in openings for key, openings in model.openings.items() if self.is_agreed(key)
        )
        self.most_moved = self.problem.most_moved(must, broken)
        found = {**self.fixed, **model.placements(values)}
        before, after = score(self.problem, self.best), score(self.problem, found)
        if before.agreed_moved > self.most_moved or after < before:
            self.best = found

    def is_agreed(self, key: str) -> bool:
        return self.problem.meetings[key].agreed and key in self.problem.present

    def councils(self) -> None:
        """Each council's meetings placed anew, as well as can be, while all others stay."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.open:
            groups[self.problem.meetings[key].council].append(key)
        for done, council in enumerate(sorted(groups) if len(groups) > 1 else (), 1):
            if self.watch.stop():
                return
            standing = {key: each for key, each in self.best.items() if key not in set(groups[council])}
            diaries = Diaries(self.problem, standing)
            openings = {key: diaries.kept(self.problem.meetings[key], self.openings[key]) for key in groups[council]}
            model = filled(Model(self.problem, diaries, openings))
            self.lower(model, aims_of(model), COUNCIL)
            self.told(Stage.COUNCILS, done, len(groups))

    def whole(self) -> None:
        """All meetings at once: betters what councils could not better alone, and proves how good the plan is."""
        model = filled(Model(self.problem, self.diaries, self.openings))
        rounds = max(FEWEST_ROUNDS, EFFORT // len(model.program.upper))
        self.prove(model, aims_of(model), Limits(nodes=1_000, rounds=rounds))
        self.told(Stage.WHOLE, 1, 1)

    def prove(self, model: Model, aims: list[Aim], limits: Limits) -> None:
        """Lower the cost in the model of all meetings, and keep what it proves as the bound of the plan's score."""
        bounds = self.lower(model, aims, limits)
        values, found = model.values(self.best), score(self.problem, self.best)._asdict()
        for aim, bound in bounds:
            for name, least in aim.split(bound).items():
                standing = found[name] - cost_of(model.costs[name], values)
                self.bound = self.bound._replace(**{name: max(least + standing, getattr(self.bound, name))})
        self.openings = {key: model.possible(key) for key in self.open}

    def lower(self, model: Model, aims: list[Aim], limits: Limits) -> list[tuple[Aim, int]]:
        """Lower the cost in each aim, never giving up a thing in the aims before it; answers what is proved of each."""
        proved = []
        if self.most_moved is not None:
            moves = model.costs["agreed_moved"]
            elsewhere = score(self.problem, self.best).agreed_moved - cost_of(moves, model.values(self.best))
            model.program.row(moves, upper=self.most_moved - elsewhere)
        for aim in aims:
            values, cost, linear, bound = self.least_of(model, aim.objective, limits)
            self.best = {**self.fixed, **self.best_outside(model), **model.placements(values)}
            proved.append((aim, bound))
            if self.watch.stop():
                break
            model.program.row(aim.objective, upper=cost)
            without_dear_columns(model.program, linear, cost)
        return proved

    def least_of(self, model: Model, objective: Objective, limits: Limits) -> tuple[list[int], int, Relaxed, int]:
        """The cheapest columns that are found, from the best plan on; their cost, and what is proved of any."""
        stop, values = self.watch.stop, model.values(self.best)
        cost = cost_of(objective, values)
        linear = relaxed(model.program, objective, stop)
        bound = min(cost, rounded_up(linear.bound))
        if bound < cost and linear.values is not None:
            values, cost = linear.values, cost_of(objective, linear.values)
        elif bound < cost and not stop():
            outcome = minimised(model.program, objective, limits, stop, values)
            if outcome.values is not None and cost_of(objective, outcome.values) < cost:
                values = outcome.values
                cost = cost_of(objective, values)
            bound = min(cost, max(bound, rounded_up(outcome.bound)))
        return values, cost, linear, bound

    def best_outside(self, model: Model) -> dict[str, Placement]:
        """Where the meetings that the model does not hold are."""
        return {key: each for key, each in self.best.items() if key not in model.columns}
