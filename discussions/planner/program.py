"""A 0/1 programme and its solving with HiGHS, one aim after the other.

A search is limited in nodes and in rounds, never in seconds, so that it ends at the same point however busy the machine
is. (HiGHS 1.16 does not tell the iterations of the simplex method while it searches.) Seconds and the officer's button
only come in through `Stop`; as HiGHS may take many seconds over one round, it works in a thread of its own, which is
left to itself where it does not end soon.
"""

import itertools
import math
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import highspy
import numpy as np
from highspy import cb as callbacks

Stop = Callable[[], bool]
"""Asked many times a second while a search runs; True ends it with the best so far."""

WHOLE = 1e-6  # how far a number may be from a whole one and still mean it
LOOK, PATIENCE = 0.02, 1.0  # seconds: how often to ask whether to stop, and how long to wait for the engine then
MARGIN = 1e-2  # far more than the errors of all reduced costs together


class Status(StrEnum):
    OPTIMAL = "optimal"
    LIMIT = "limit"  # of nodes or rounds: the same at every run
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"  # then the bound is infinite


@dataclass(frozen=True)
class Limits:
    """Of one search: nodes of its tree, and rounds (of cuts, dives, nodes) at which HiGHS asks whether to go on."""

    nodes: int
    rounds: int


@dataclass(frozen=True)
class Outcome:
    """`bound` is proved: no solution is below it. `values` is None where no solution is known."""

    status: Status
    values: list[int] | None
    bound: float


Objective = dict[int, int]  # column -> cost; all costs are whole, so a bound may be rounded up


@dataclass
class Program:
    """Columns are whole numbers from 0 to `upper`; in each row lower <= sum(coefficient × column) <= upper."""

    upper: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    row_bounds: list[tuple[float, float]] = field(default_factory=list)

    def column(self, upper: int = 1) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, terms: dict[int, int], lower: float = -highspy.kHighsInf, upper: float = highspy.kHighsInf) -> None:
        self.columns += terms.keys()
        self.coefficients += terms.values()
        self.starts.append(len(self.columns))
        self.row_bounds.append((lower, upper))

    def at_most(self, columns: Sequence[int], upper: int) -> None:
        self.row(dict.fromkeys(columns, 1), upper=upper)

    def among(self, kept: Collection[int]) -> "Program":
        """What the rows say of these columns alone, whatever the others are: every solution of the whole solves it."""
        number = {column: place for place, column in enumerate(sorted(kept))}
        found = Program([self.upper[column] for column in sorted(kept)])
        for row, (lower, upper) in enumerate(self.row_bounds):
            terms = range(self.starts[row], self.starts[row + 1])
            inside = [each for each in terms if self.columns[each] in number]
            is_whole = len(inside) == len(terms)
            if inside and (is_whole or all(self.coefficients[each] >= 0 for each in terms)):
                found.row(
                    {number[self.columns[each]]: self.coefficients[each] for each in inside},
                    lower if is_whole else -highspy.kHighsInf,
                    upper,
                )
        return found


def cost_of(objective: Objective, values: Sequence[int]) -> int:
    return sum(cost * values[column] for column, cost in objective.items())


@dataclass(frozen=True)
class Relaxed:
    """What the linear relaxation proves: no solution is below `bound`, and one with a column in it costs at least so
    much more as the column's entry in `reduced` says. `prices` are by how much each row raises the bound; `values` is
    its solution where that is in whole numbers, and so one of the programme itself.
    """

    bound: float
    reduced: list[float]
    prices: list[float]
    values: list[int] | None


def relaxed(program: Program, objective: Objective, stop: Stop) -> Relaxed:
    """The linear relaxation; it proves nothing (minus infinity) where it was stopped."""
    engine = _engine(program, objective, whole=False)
    if not _is_run(engine, stop) or engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return Relaxed(-highspy.kHighsInf, [], [], None)
    found = engine.getSolution()
    values = np.array(found.col_value)
    is_whole = bool(np.all(np.abs(values - np.round(values)) < WHOLE))
    return Relaxed(
        bound=float(engine.getInfo().objective_function_value),
        reduced=list(found.col_dual),
        prices=list(found.row_dual),
        values=[round(value) for value in values] if is_whole else None,
    )


def without_dear_columns(program: Program, found: Relaxed, most: int) -> None:
    """Close the columns that no solution of cost `most` or less can have; exact, and it shrinks what comes after."""
    for column, reduced in enumerate(found.reduced):
        if found.bound + reduced > most + MARGIN:
            program.upper[column] = 0


def minimised(
    program: Program, objective: Objective, limits: Limits, stop: Stop, start: Sequence[int] | None = None
) -> Outcome:
    """The cheapest solution, or the best within the limits, looked for from `start` on, if that is a solution.

    HiGHS 1.16 may answer with the start itself under the cost of a better solution that presolving found: so the
    values are added up again, and where they do not come to that cost the search is done without a start.
    """
    outcome, cost = _search(program, objective, limits, stop, start)
    if outcome.values is not None and abs(cost_of(objective, outcome.values) - cost) > 0.5:
        outcome, _cost = _search(program, objective, limits, stop, None)
    return outcome


def _search(
    program: Program, objective: Objective, limits: Limits, stop: Stop, start: Sequence[int] | None
) -> tuple[Outcome, float]:
    engine = _engine(program, objective, whole=True)
    engine.setOptionValue("mip_max_nodes", limits.nodes)
    if start is not None:
        hint = highspy.HighsSolution()
        hint.col_value = [float(value) for value in start]
        engine.setSolution(hint)
    if not _is_run(engine, stop, limits.rounds):
        return Outcome(Status.STOPPED, None, -highspy.kHighsInf), highspy.kHighsInf
    info, model_status = engine.getInfo(), engine.getModelStatus()
    if model_status == highspy.HighsModelStatus.kInfeasible:
        return Outcome(Status.INFEASIBLE, None, highspy.kHighsInf), highspy.kHighsInf
    is_optimal = model_status == highspy.HighsModelStatus.kOptimal
    status = Status.OPTIMAL if is_optimal else Status.STOPPED if stop() else Status.LIMIT
    values = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = [round(value) for value in engine.getSolution().col_value]
    return Outcome(status, values, float(info.mip_dual_bound)), float(info.objective_function_value)


def rounded_up(bound: float) -> int:
    """The least whole cost that a proved bound allows."""
    return 0 if bound == -highspy.kHighsInf else math.ceil(bound - WHOLE * max(1.0, abs(bound)))


def _engine(program: Program, objective: Objective, *, whole: bool) -> Any:
    engine = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
        engine.setOptionValue(name, value)
    engine.setOptionValue("mip_rel_gap", 0.0)
    engine.setOptionValue("mip_abs_gap", 0.999)  # all costs are whole
    model, count = highspy.HighsLp(), len(program.upper)
    model.num_col_, model.num_row_ = count, len(program.row_bounds)
    costs = np.zeros(count)
    costs[list(objective)] = list(objective.values())
    model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(count), np.array(program.upper, float)
    bounds = np.array(program.row_bounds, float).reshape(-1, 2)
    model.row_lower_, model.row_upper_ = bounds[:, 0].copy(), bounds[:, 1].copy()
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(program.starts, np.int32)
    model.a_matrix_.index_ = np.array(program.columns, np.int32)
    model.a_matrix_.value_ = np.array(program.coefficients, float)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    engine.passModel(model)
    return engine


def _is_run(engine: Any, stop: Stop, rounds: int | None = None) -> bool:
    """Run the engine; False where it was to stop and did not within `PATIENCE`, so that nothing is known of it."""
    asked = threading.Event()
    counted = itertools.count(1)

    def look(kind: Any, _message: str, _out: Any, into: Any, _data: Any) -> None:
        is_round = rounds is not None and kind == callbacks.HighsCallbackType.kCallbackMipInterrupt
        into.user_interrupt = asked.is_set() or (is_round and next(counted) > (rounds or 0))

    engine.setCallback(look, None)
    for kind in ("kCallbackMipInterrupt", "kCallbackSimplexInterrupt", "kCallbackIpmInterrupt"):
        engine.startCallback(getattr(callbacks.HighsCallbackType, kind))
    work = threading.Thread(target=engine.run, daemon=True)
    work.start()
    while work.is_alive() and not stop():
        work.join(LOOK)
    asked.set()
    work.join(PATIENCE)
    return not work.is_alive()
