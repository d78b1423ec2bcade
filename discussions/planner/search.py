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
from .model import Aim, Model, aims_of, built
from .plan import Ending, Plan, Progress, Score, Stage
from .problem import Placement, Problem, require_whole
from .program import Limits, cost_of, linear_bound, minimised, rounded_up
from .replan import moves_of

LEAST = Limits(nodes=2_000, iterations=2_000_000)
COUNCIL = Limits(nodes=300, iterations=100_000)
WHOLE = Limits(nodes=1_000, iterations=400_000)
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
        self.best: dict[str, Placement] = {**self.fixed, **placed_at_once(problem, self.fixed, self.open)}
        self.bound = self._without_choice()

    def _without_choice(self) -> Score:
        """What every plan costs at the least, by what stands in it anyhow."""
        standing = score(self.problem, self.fixed)
        if not self.open:
            return standing
        return standing._replace(left_out=0, left_out_priority=0, agreed_moved=0, changed=0)

    def run(self) -> None:
        self.told(Stage.AT_ONCE, 1, 1)
        for step in (self.least, self.councils, self.whole):
            if self.open and not self.watch.stop():
                step()

    def told(self, stage: Stage, done: int, of: int) -> None:
        self.watch.tell(Progress(stage, done, of, score(self.problem, self.best)))

    def least(self) -> None:
        """The least number left out, and of the agreed meetings moved; the wishes, for later, cost nothing yet."""
        model = built(self.problem, Diaries(self.problem, self.fixed), self.open, with_soft_aims=False)
        self.prove(model, [aim for aim in aims_of(model) if aim.names != ("wishes",)], LEAST)
        self.told(Stage.LEAST, 1, 1)

    def councils(self) -> None:
        """Each council's meetings placed anew, as well as can be, while all others stay; a large one counts as one."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.open:
            groups[self.problem.meetings[key].council].append(key)
        for done, council in enumerate(sorted(groups) if len(groups) > 1 else (), 1):
            if self.watch.stop():
                return
            standing = {key: each for key, each in self.best.items() if key not in set(groups[council])}
            model = built(self.problem, Diaries(self.problem, standing), groups[council])
            self.lower(model, aims_of(model), COUNCIL)
            self.told(Stage.COUNCILS, done, len(groups))

    def whole(self) -> None:
        """All meetings at once: betters what councils could not better alone, and proves how good the plan is."""
        model = built(self.problem, Diaries(self.problem, self.fixed), self.open)
        self.prove(model, aims_of(model), WHOLE)
        self.told(Stage.WHOLE, 1, 1)

    def prove(self, model: Model, aims: list[Aim], limits: Limits) -> None:
        """Lower the cost in the model of all meetings, and keep what it proves as the bound of the plan's score."""
        bounds = self.lower(model, aims, limits)
        values, found = model.values(self.best), score(self.problem, self.best)._asdict()
        for aim, bound in bounds:
            for name, least in aim.split(bound).items():
                standing = found[name] - cost_of(model.costs[name], values)
                self.bound = self.bound._replace(**{name: max(least + standing, getattr(self.bound, name))})

    def lower(self, model: Model, aims: list[Aim], limits: Limits) -> list[tuple[Aim, int]]:
        """Lower the cost in each aim, never giving up a thing in the aims before it; answers what is proved of each."""
        values, proved = model.values(self.best), []
        for aim in aims:
            cost = cost_of(aim.objective, values)
            bound = min(cost, rounded_up(linear_bound(model.program, aim.objective, self.watch.stop)))
            if bound < cost and not self.watch.stop():
                outcome = minimised(model.program, aim.objective, limits, self.watch.stop, values)
                if outcome.values is not None and cost_of(aim.objective, outcome.values) < cost:
                    values = outcome.values
                    cost = cost_of(aim.objective, values)
                bound = min(cost, max(bound, rounded_up(outcome.bound)))
            proved.append((aim, bound))
            model.program.row(aim.objective, upper=cost)
            if self.watch.stop():
                break
        self.best = {**self.fixed, **self.best_outside(model), **model.placements(values)}
        return proved

    def best_outside(self, model: Model) -> dict[str, Placement]:
        """Where the meetings that the model does not hold are."""
        return {key: each for key, each in self.best.items() if key not in model.columns}
