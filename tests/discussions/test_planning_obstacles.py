"""What stands in the way of a discussion, and that the smallest change that is named does place it."""

import pytest
from hypothesis import given, settings

from discussions.planner.diaries import Diaries
from discussions.planner.problem import Role
from discussions.planner.search import planned
from discussions.planning_obstacles import changed, reasons_out, smallest_change
from discussions.planning_reasons import reasons_there
from tests.discussions.planner.by_hand import is_allowed
from tests.discussions.planner.years import meeting, person, year, years


@given(years())
@settings(max_examples=60, deadline=None)
def test_the_named_smallest_change_applied_does_place_the_discussion(problem):
    plan = planned(problem)
    standing = Diaries(problem, plan.placements)
    for key in plan.left_out:
        change = smallest_change(problem, standing, problem.meetings[key])
        if change is None:
            continue
        assert change.size > 0  # else it would not have been left out
        after = changed(problem, problem.meetings[key], change)
        assert is_allowed(after, {**plan.placements, key: change.at})
        assert planned(after).score.left_out < plan.score.left_out


@given(years(with_present=True))
@settings(max_examples=40, deadline=None)
def test_every_discussion_says_why_it_is_there_or_what_stands_in_the_way(problem):
    plan = planned(problem)
    there, out = reasons_there(problem, plan), reasons_out(problem, plan)
    assert set(there) == set(plan.placements) and set(out) == set(plan.left_out)
    assert all(out.values())


def codes(reasons):
    return [each.code for each in reasons]


@pytest.fixture
def busy():
    """One day, two half-days; Nia is free in the morning, and her adviser in the afternoon only."""
    people = [
        person("Nia", Role.HEAD, {0}),
        person("Alun", Role.ADVISER, {1}),
        person("Olwen", Role.OFFICER, {0, 1}),
    ]
    return year(1, people, [meeting("Nant", ["Nia", "Alun"])])


def test_where_two_are_never_free_together_both_are_named_and_one_is_asked(busy):
    (found,) = reasons_out(busy, planned(busy)).values()
    assert codes(found) == ["no_common", "nearest", "needs_free"]
    assert found[0].people == ("Alun", "Nia")
    assert (found[1].half_day, found[2].people) == (("2026-09-14", "morning"), ("Alun",))


def test_two_schools_of_one_half_day_compete_for_it():
    people = [person("Nia", Role.HEAD, {0}), person("Olwen", Role.OFFICER, {0, 1})]
    both = year(1, people, [meeting("Bryn", ["Nia"]), meeting("Nant", ["Nia"])])
    plan = planned(both)
    (found,) = reasons_out(both, plan).values()
    assert codes(found) == ["contention", "nearest", "needs_free"]
    assert found[0].schools == tuple(plan.placements)
    assert found[2].people == ("Nia",)


def test_a_full_week_is_named_with_whose_it_is():
    people = [person("Nia", Role.HEAD, {0, 1}), person("Olwen", Role.OFFICER, {0, 1}, weekly_limit=1)]
    full = year(1, people, [meeting("Bryn", ["Nia"]), meeting("Nant", ["Nia"])])
    (found,) = reasons_out(full, planned(full)).values()
    assert codes(found)[-1] == "needs_limit"
    assert found[-1].people == ("Olwen",)


def test_which_language_somebody_works_in_is_never_among_the_reasons():
    people = [person("Nia", Role.HEAD, {0}), person("Olwen", Role.OFFICER, {0}, tongue="en")]
    wished = year(1, people, [meeting("Nant", ["Nia"], wish="cy")])
    (found,) = reasons_there(wished, planned(wished)).values()
    assert codes(found) == ["only_choice"]
