"""How good the plans of the year's discussions are, and how soon they are there, beside two simpler ways to plan.

The first is what the planner itself has at once (greedy, with chains of meetings that make way); the second an officer
who goes down the list of schools and takes the first half-day that suits everybody. Then news come: advisers and
officers fall ill, heads cannot come; the plan is made anew from the present one, and once more as if there were none.
"""

import random
import time
from dataclasses import dataclass, replace

from discussions.planner.aims import score
from discussions.planner.diaries import Diaries, taking_part
from discussions.planner.greedy import Board, placed_at_once
from discussions.planner.plan import Plan
from discussions.planner.problem import Placement, Problem, Role
from discussions.planner.search import planned

from .planner_instances import REGIMES, instance

SEEDS = {26: 5, 250: 3, 1460: 1}


@dataclass(frozen=True)
class Row:
    """One line of the result: one made-up year, and the news in it.

    `soft_gap` is the widest of the gaps, as a share, between wishes, days of travel and load and what is proved of
    each. `moved` counts agreed discussions that change their half-day, or lose it, when planned anew after the news;
    `broken` those that could not have stayed, and `moved_afresh` how many a plan from nothing would move.
    """

    schools: int
    regime: str
    seed: int
    left_out: int
    least_left_out: int
    greedy_left_out: int
    soft_gap: float
    seconds: float
    moved: int
    broken: int
    moved_afresh: int
    seconds_anew: float
    placed: int
    wishes: int
    travel_days: int
    load: int
    greedy_seconds: float
    greedy_wishes: int
    greedy_travel_days: int
    greedy_load: int
    first_slot_left_out: int
    first_slot_wishes: int
    first_slot_travel_days: int
    first_slot_load: int


def run(*, schools: int, years: int) -> list[Row]:
    """Each size (or the one that is asked for), each regime, each seed; the years do not matter."""
    sizes = [schools] if schools else SEEDS
    return [
        measured(size, regime, seed)
        for size in sizes
        for regime in REGIMES
        for seed in range(1, SEEDS.get(size, 3) + 1)
    ]


def measured(schools: int, regime: str, seed: int) -> Row:
    problem = instance(schools, regime, seed)
    fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
    begun = time.perf_counter()
    diaries = Diaries(problem, fixed)
    openings = {key: diaries.openings(problem.meetings[key]) for key in sorted(problem.meetings.keys() - fixed)}
    greedy = score(problem, {**fixed, **placed_at_once(problem, diaries, openings)})
    at_once = time.perf_counter()
    plan = planned(problem)
    done = time.perf_counter()
    first = score(problem, {**fixed, **first_slots(problem, diaries, openings)})
    news = after_news(problem, plan, random.Random(f"news {schools} {regime} {seed}"))  # noqa: S311 (made-up)
    return Row(
        schools,
        regime,
        seed,
        left_out=plan.score.left_out,
        least_left_out=plan.bound.left_out,
        greedy_left_out=greedy.left_out,
        soft_gap=round(plan.soft_gap, 4),
        seconds=round(done - at_once, 2),
        moved=news.moved,
        broken=news.broken,
        moved_afresh=news.moved_afresh,
        seconds_anew=news.seconds_anew,
        placed=len(plan.placements),
        wishes=plan.score.wishes,
        travel_days=plan.score.travel_days,
        load=plan.score.load,
        greedy_seconds=round(at_once - begun, 2),
        greedy_wishes=greedy.wishes,
        greedy_travel_days=greedy.travel_days,
        greedy_load=greedy.load,
        first_slot_left_out=first.left_out,
        first_slot_wishes=first.wishes,
        first_slot_travel_days=first.travel_days,
        first_slot_load=first.load,
    )


def first_slots(problem: Problem, diaries: Diaries, openings: dict[str, list[Placement]]) -> dict[str, Placement]:
    """The officer's plan: school by school, the first half-day that is still free for all."""
    board = Board(problem, diaries, openings)
    for key in openings:
        if opening := board.first_that_fits(key):
            board.put(key, opening)
    return board.placed


@dataclass(frozen=True)
class News:
    """What news did to a plan, see `Row`."""

    moved: int
    broken: int
    moved_afresh: int
    seconds_anew: float


def after_news(problem: Problem, plan: Plan, source: random.Random) -> News:
    """How much changes when the whole plan is agreed and news come."""
    news = with_news(problem, plan, source)
    broken = [key for key, each in plan.placements.items() if is_broken(news, key, each)]
    begun = time.perf_counter()
    anew = planned(news)
    seconds = time.perf_counter() - begun
    afresh = planned(replace(news, present={}))
    return News(anew.score.agreed_moved, len(broken), score(news, afresh.placements).agreed_moved, round(seconds, 2))


def with_news(problem: Problem, plan: Plan, source: random.Random) -> Problem:
    """All that is placed is agreed; one adviser in 25 is away for a week, one officer in 20 for two, and of the heads
    one in 33 cannot come. A fixed discussion that cannot stand after that is fixed no longer."""
    people = dict(problem.people)
    weeks = sorted({each.week for each in problem.half_days})
    for role, one_in, length in ((Role.ADVISER, 25, 1), (Role.OFFICER, 20, 2)):
        keys = sorted(key for key, each in people.items() if each.role is role)
        for key in source.sample(keys, max(1, len(keys) // one_in)):
            first = source.choice(weeks[: len(weeks) - length + 1])
            away = {n for n, each in enumerate(problem.half_days) if first <= each.week < first + length}
            people[key] = replace(people[key], free=people[key].free - away)
    for key in source.sample(sorted(plan.placements), max(1, len(plan.placements) * 3 // 100)):
        (head,) = (each for each in problem.meetings[key].people if people[each].role is Role.HEAD)
        people[head] = replace(people[head], free=people[head].free - {plan.placements[key].half_day})
    news = replace(problem, people=people, present=plan.placements)
    meetings = {
        key: replace(
            each, agreed=key in plan.placements, fixed=None if is_broken(news, key, each.fixed) else each.fixed
        )
        for key, each in problem.meetings.items()
    }
    return replace(news, meetings=meetings)


def is_broken(problem: Problem, key: str, placement: Placement | None) -> bool:
    """Whether somebody who takes part is not free any more."""
    return placement is not None and any(
        placement.half_day not in problem.people[person].free
        for person in taking_part(problem.meetings[key], placement)
    )
