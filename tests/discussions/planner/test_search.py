"""The plan that is found: allowed, the best there is, and the same again."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.planner.aims import wish_costs, wishes_unmet
from discussions.planner.checker import broken_rules
from discussions.planner.diaries import Diaries
from discussions.planner.plan import Ending
from discussions.planner.problem import Problem, Role, Setting, Way
from discussions.planner.search import Watch, planned
from tests.discussions.planner.by_hand import best_score, is_allowed
from tests.discussions.planner.years import meeting, person, year, years

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
many = settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
some = settings(max_examples=60, deadline=None, suppress_health_check=SLOW)


@many
@given(years(with_present=True))
def test_no_hard_rule_is_ever_broken_and_what_is_fixed_stays(problem):
    plan = planned(problem)
    assert broken_rules(problem, plan.placements) == []
    assert is_allowed(problem, plan.placements)
    fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
    assert {key: plan.placements[key] for key in fixed} == fixed
    assert {*plan.left_out, *plan.placements} == problem.meetings.keys()


@some
@given(years(most_meetings=4, with_present=True))
def test_no_other_plan_of_a_tiny_year_is_better_in_the_order_of_the_aims(problem):
    plan = planned(problem)
    assert plan.score == plan.bound == best_score(problem)


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem with everything that has no order in another one."""
    source = random.Random(seed)

    def mixed(mapping):
        items = list(mapping.items())
        source.shuffle(items)
        return dict(items)

    def other(numbers):
        items = list(numbers)
        source.shuffle(items)
        return frozenset(items)

    return replace(
        problem,
        people={key: replace(each, free=other(each.free)) for key, each in mixed(problem.people).items()},
        meetings={key: replace(each, people=other(each.people)) for key, each in mixed(problem.meetings).items()},
        travel=mixed({(b, a): minutes for (a, b), minutes in problem.travel.items()}),
        present=mixed(problem.present),
    )


@some
@given(years(with_present=True), st.integers(0, 10**6))
def test_the_order_in_which_things_are_told_changes_nothing(problem, seed):
    assert planned(shuffled(problem, seed)) == planned(problem)


@st.composite
def planted(draw):
    """A year with a plan hidden in it: each has its half-day free, and the plan meets every wish."""
    days, count = 4, draw(st.integers(3, 8))
    slots = draw(st.lists(st.integers(0, 2 * days - 1), min_size=count, max_size=count, unique=True))
    heads, meetings = [], []
    for number, half_day in enumerate(slots):
        others = draw(st.lists(st.integers(0, 2 * days - 1), max_size=3))
        heads.append(person(f"H{number}", Role.HEAD, {half_day, *others}))
        meetings.append(meeting(f"M{number}", [f"H{number}", "Aled"], preferred=frozenset({half_day})))
    everyone = [person("Aled", Role.ADVISER, range(2 * days)), person("Olwen", Role.OFFICER, range(2 * days))]
    return year(days, [*heads, *everyone], meetings), slots


@some
@given(planted())
def test_a_planted_plan_that_meets_every_wish_is_found(case):
    problem, slots = case
    plan = planned(problem)
    assert [plan.placements[f"M{number}"].half_day for number in range(len(slots))] == slots
    assert plan.score.wishes == 0


def crowded(meetings, half_days, **more):
    """So many meetings of one adviser and one officer, who are free in that many half-days."""
    heads = [person(f"H{number}", Role.HEAD, range(half_days)) for number in range(meetings)]
    both = [person("Aled", Role.ADVISER, range(half_days)), person("Olwen", Role.OFFICER, range(half_days))]
    each = [
        meeting(f"M{number}", [f"H{number}", "Aled"], priority=number in more.get("priority", ()))
        for number in range(meetings)
    ]
    return year((half_days + 1) // 2, [*heads, *both], each)


def test_where_not_all_find_a_place_the_priority_schools_do():
    plan = planned(crowded(6, 4, priority={4, 5}))
    assert (plan.score.left_out, plan.score.left_out_priority, plan.is_proved_least) == (2, 0, True)
    assert not {"M4", "M5"} & set(plan.left_out)


def test_a_priority_school_never_costs_two_others_their_place():
    """The number left out comes first; priority decides among plans of the same number."""
    people = [person("H1", Role.HEAD, {0}), person("H2", Role.HEAD, {0}), person("A1", Role.ADVISER, {0})]
    people += [person("A2", Role.ADVISER, {0}), person("Olwen", Role.OFFICER, {0}), person("Owain", Role.OFFICER, {0})]
    meetings = [
        meeting("both", ["H1", "H2", "A1"], ["Olwen"], priority=True),
        meeting("one", ["H1", "A1"], ["Olwen"]),
        meeting("two", ["H2", "A2"], ["Owain"]),
    ]
    assert planned(year(1, people, meetings)).left_out == ("both",)


def test_an_even_load_comes_last_and_still_counts():
    heads = [person(f"H{number}", Role.HEAD, {number}) for number in range(6)]
    officers = [person(key, Role.OFFICER, range(6)) for key in ("Olwen", "Owain", "Orla")]
    meetings = [meeting(f"M{number}", [f"H{number}"], [each.key for each in officers]) for number in range(6)]
    plan = planned(year(3, [*heads, *officers], meetings))
    assert sorted(each.officer for each in plan.placements.values()) == ["Olwen"] * 2 + ["Orla"] * 2 + ["Owain"] * 2


def test_an_adviser_travels_on_as_few_days_as_can_be():
    near = {("North", "South"): 20}
    heads = [person(f"H{number}", Role.HEAD, range(6)) for number in range(2)]
    both = [person("Aled", Role.ADVISER, range(6)), person("Olwen", Role.OFFICER, range(6))]
    ways = [(Way(Setting.SCHOOL, place),) for place in ("North", "South")]
    meetings = [meeting(f"M{number}", [f"H{number}", "Aled"], ways=ways[number]) for number in range(2)]
    plan = planned(year(3, [*heads, *both], meetings, travel=near))
    assert plan.score.travel_days == 1
    assert planned(year(3, [*heads, *both], meetings, travel={("North", "South"): 61})).score.travel_days == 2


def test_a_search_that_is_stopped_says_so_and_keeps_an_allowed_plan():
    problem = crowded(8, 6)
    plan = planned(problem, Watch(is_stopped=lambda: True))
    assert plan.ending is Ending.STOPPED
    assert is_allowed(problem, plan.placements)
    assert planned(problem, Watch(seconds=0)).ending is Ending.OUT_OF_TIME
    assert planned(problem).ending is Ending.FINISHED


def test_a_year_without_meetings_has_an_empty_plan():
    plan = planned(year(1, [], []))
    assert (plan.placements, plan.left_out, plan.is_proved_least, plan.soft_gap) == ({}, (), True, 0.0)


@pytest.mark.parametrize("people", [[], ["Huw"]])
def test_nobody_from_an_empty_pool_is_made_up(people):
    plan = planned(year(1, [person("Huw", Role.HEAD, {0})], [meeting("M", ["Huw"], officers=people and [])]))
    assert plan.left_out == ("M",)


@many
@given(years())
def test_the_wishes_are_added_up_fast_and_slowly_to_the_same(problem):
    for each in problem.meetings.values():
        openings = Diaries(problem, {}).openings(each)
        slowly = [wishes_unmet(problem, replace(each, fixed=None), opening) for opening in openings]
        assert wish_costs(problem, each, openings) == slowly
