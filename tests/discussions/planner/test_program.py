"""The 0/1 programme: its limits, what it proves, and what becomes of a search that does not end."""

import time

import pytest

from discussions.planner import program
from discussions.planner.program import Limits, Program, Status, cost_of, minimised, relaxed, rounded_up
from discussions.planner.program import without_dear_columns as close

PLENTY = Limits(nodes=1_000, rounds=10_000)


def never():
    return False


def triangle(corners=3):
    """Of each two corners next to each other one must be taken: the relaxation takes halves."""
    found = Program()
    columns = [found.column() for _corner in range(corners)]
    for one, other in zip(columns, columns[1:] + columns[:1], strict=True):
        found.row({one: 1, other: 1}, lower=1)
    return found, dict.fromkeys(columns, 1)


def pigeons(count=9):
    """More pigeons than holes, no two beside each other: easy to say, long to prove."""
    found = Program()
    objective = {}
    for pigeon in range(count):
        row = [found.column() for _hole in range(count - 1)]
        out = found.column()
        objective[out] = 1 + pigeon % 3
        found.row(dict.fromkeys([*row, out], 1), 1, 1)
    for hole in range(count - 1):
        mine = [pigeon * count + hole for pigeon in range(count)]
        for number, one in enumerate(mine):
            for other in mine[number + 1 :]:
                found.at_most([one, other], 1)
    return found, objective


def test_the_cheapest_solution_is_found_and_proved():
    shape, objective = triangle()
    linear = relaxed(shape, objective, never)
    outcome = minimised(shape, objective, PLENTY, never)
    assert (linear.bound, linear.values, rounded_up(linear.bound)) == (1.5, None, 2)
    assert (outcome.status, cost_of(objective, outcome.values), outcome.bound) == (Status.OPTIMAL, 2, 2)


def test_a_search_that_comes_to_its_limit_says_so_and_its_bound_still_holds():
    shape, objective = pigeons()
    whole = minimised(shape, objective, PLENTY, never)
    assert (whole.status, cost_of(objective, whole.values)) == (Status.OPTIMAL, 1)
    cut = minimised(shape, objective, Limits(nodes=1, rounds=1), never)
    assert cut.status is Status.LIMIT
    assert cut.bound <= 1
    assert minimised(shape, objective, Limits(nodes=1, rounds=1), never) == cut


def test_a_start_is_never_answered_under_another_cost():
    shape, objective = triangle()
    objective[0] = 5
    outcome = minimised(shape, objective, PLENTY, never, [1, 1, 1])
    assert (outcome.values, cost_of(objective, outcome.values)) == ([0, 1, 1], 2)


def test_a_programme_without_a_solution_says_so():
    shape = Program()
    shape.row({shape.column(): 1}, lower=2)
    assert minimised(shape, {0: 1}, PLENTY, never).status is Status.INFEASIBLE


def test_columns_too_dear_for_a_cost_are_closed_and_no_others():
    shape = Program()
    columns = [shape.column() for _each in range(3)]
    shape.row(dict.fromkeys(columns, 1), 1, 1)
    objective = {1: 2, 2: 4}
    close(shape, relaxed(shape, objective, never), 2)
    assert shape.upper == [1, 1, 0]


class Slow:
    """An engine that hears nothing while it runs."""

    def run(self):
        time.sleep(0.3)

    def ignore(self, *_words):
        pass

    setCallback = startCallback = setOptionValue = ignore


def test_a_search_that_does_not_end_when_it_is_told_to_is_left_to_itself(monkeypatch):
    monkeypatch.setattr(program, "PATIENCE", 0.01)
    monkeypatch.setattr(program, "_engine", lambda *_words, **_more: Slow())
    shape, objective = triangle()
    assert relaxed(shape, objective, lambda: True).values is None
    outcome = minimised(shape, objective, PLENTY, lambda: True)
    assert (outcome.status, outcome.values) == (Status.STOPPED, None)


@pytest.mark.parametrize(("bound", "least"), [(1.0000001, 1), (0.9999999, 1), (1.01, 2), (float("-inf"), 0)])
def test_a_bound_is_rounded_up_but_for_what_is_only_an_error(bound, least):
    assert rounded_up(bound) == least
