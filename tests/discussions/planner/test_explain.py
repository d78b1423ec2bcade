"""Why a discussion is where it is, why another has no place, and what would give it one."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from discussions.planner.explain import explained
from discussions.planner.facts import Ask, AskKind, Obstacle, OfficerReason
from discussions.planner.plan import Cause, Reason
from discussions.planner.problem import Placement, Role, Setting, Tongue, Way
from discussions.planner.remedies import applied
from discussions.planner.search import planned
from improvement_portal.benchmarks.planner_instances import instance
from tests.discussions.planner.by_hand import every_plan, is_allowed
from tests.discussions.planner.years import ONLINE, meeting, person, year, years

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
some = settings(max_examples=40, deadline=None, suppress_health_check=SLOW)


def told(problem):
    plan = planned(problem)
    return plan, explained(problem, plan)


@some
@given(years())
def test_every_meeting_is_told_of_once(problem):
    plan, explanation = told(problem)
    assert [each.meeting for each in explanation.placed] == sorted(plan.placements)
    assert [each.meeting for each in explanation.left_out] == sorted(plan.left_out)
    assert all(each.obstacle is not Obstacle.UNPROVED for each in explanation.left_out)


def is_placed_by_each_remedy(problem, plan, why):
    for remedy in why.remedies:
        after = applied(problem, why.meeting, remedy.asks)
        placements = {**plan.placements, **remedy.moves, why.meeting: remedy.placement}
        assert is_allowed(after, placements)
        assert remedy.moves.keys() <= plan.placements.keys()
        assert planned(after).score.left_out < plan.score.left_out


@some
@given(years())
def test_a_remedy_once_applied_places_the_meeting_and_drops_no_other(problem):
    plan, explanation = told(problem)
    for each in explanation.left_out:
        is_placed_by_each_remedy(problem, plan, each)


def is_a_smallest_group(problem, group):
    fixed = {key: each for key, each in problem.meetings.items() if each.fixed}
    for gone in (None, *group):
        some_of_them = {key: problem.meetings[key] for key in group if key != gone}
        alone = replace(problem, meetings={**fixed, **some_of_them})
        assert planned(alone).score.left_out == (gone is None)


@some
@given(years(most_meetings=5))
def test_a_group_that_competes_cannot_all_be_placed_but_any_of_it_can_without_one(problem):
    for each in told(problem)[1].left_out:
        if each.obstacle is Obstacle.CONTENTION:
            is_a_smallest_group(problem, each.group)


@pytest.mark.parametrize("regime", ["typical", "tight", "officers scarce"])
def test_in_a_year_of_a_whole_council_each_that_is_left_out_has_a_reason_and_a_way_out(regime):
    problem = instance(26, regime, 1)
    plan, explanation = told(problem)
    assert len(explanation.left_out) == plan.score.left_out > 0
    for each in explanation.left_out:
        assert each.remedies
        is_placed_by_each_remedy(problem, plan, each)
        if each.obstacle is Obstacle.CONTENTION:
            is_a_smallest_group(problem, each.group)


def single_asks(problem, key):
    for half_day in range(len(problem.half_days)):
        yield Ask(AskKind.OFFICER, None, half_day)
        for who in problem.people:
            yield Ask(AskKind.FREE, who, half_day)
    for who, each in problem.people.items():
        if each.daily_limit is not None:
            yield Ask(AskKind.DAILY, who)
        if each.weekly_limit is not None:
            yield Ask(AskKind.WEEKLY, who)
        if each.role is Role.OFFICER:
            yield Ask(AskKind.OFFICER, who)


@settings(some, max_examples=25)
@given(years(most_meetings=3))
def test_where_a_remedy_asks_two_things_no_single_one_would_do(problem):
    plan, explanation = told(problem)
    hard = [each for each in explanation.left_out if not each.remedies or each.remedies[0].size > 1]
    for each in hard:
        wanted = {*plan.placements, each.meeting}
        council = problem.meetings[each.meeting].council
        known = set().union(*(one.officers for one in problem.meetings.values() if one.council == council))
        for ask in single_asks(problem, each.meeting):
            if ask.kind is AskKind.OFFICER and ask.person and ask.person not in known:
                continue  # somebody of another council
            after = applied(problem, each.meeting, [ask])
            assert not any(wanted <= found.keys() for found in every_plan(after))


@some
@given(years())
def test_what_else_is_said_to_be_possible_is_possible(problem):
    plan, explanation = told(problem)
    for each in explanation.placed:
        where, what = plan.placements[each.meeting], problem.meetings[each.meeting]
        possible = {
            placement
            for half_day in range(len(problem.half_days))
            for officer in what.officers
            for way in what.ways
            if is_allowed(problem, {**plan.placements, each.meeting: (placement := Placement(half_day, officer, way))})
        }
        if each.is_fixed:
            continue
        assert set(each.other_half_days) == {one.half_day for one in possible} - {where.half_day}
        then = {one.officer for one in possible if (one.half_day, one.way) == (where.half_day, where.way)}
        assert set(each.other_officers) == then - {where.officer}


def test_a_meeting_without_officers_says_so_and_asks_for_one():
    problem = year(1, [person("Huw", Role.HEAD, {1})], [meeting("M", ["Huw"], [])])
    (why,) = told(problem)[1].left_out
    assert why.obstacle is Obstacle.NO_OFFICERS
    assert [each.asks for each in why.remedies] == [(Ask(AskKind.OFFICER, None, 1),)]


def test_those_who_have_no_half_day_in_common_are_named_and_nobody_else():
    people = [person("Huw", Role.HEAD, {0, 1}), person("Aled", Role.ADVISER, {2}), person("Pat", Role.PARTNER, {0, 2})]
    problem = year(2, [*people, person("Olwen", Role.OFFICER, range(4))], [meeting("M", ["Huw", "Aled", "Pat"])])
    (why,) = told(problem)[1].left_out
    assert (why.obstacle, why.people) == (Obstacle.NO_COMMON_HALF_DAY, ("Aled", "Huw"))
    assert {each.asks for each in why.remedies} == {
        (Ask(AskKind.FREE, "Aled", 0),),
        (Ask(AskKind.FREE, "Huw", 2),),
    }


def test_the_half_days_in_which_no_officer_can_come_are_named():
    people = [person("Huw", Role.HEAD, {0, 1}), person("Olwen", Role.OFFICER, {2}), person("Owain", Role.OFFICER, {1})]
    mine, other = meeting("M", ["Huw"]), meeting("N", ["Olwen"], ["Owain"], fixed=Placement(2, "Owain", ONLINE))
    (why,) = told(year(2, people, [mine, other]))[1].left_out
    assert (why.obstacle, why.half_days) == (Obstacle.NO_OFFICER_THEN, (0, 1))
    assert why.remedies[0].asks == (Ask(AskKind.FREE, "Olwen", 0),)
    assert (Ask(AskKind.OFFICER, "Owain"),) in [each.asks for each in why.remedies]


def test_what_is_fixed_or_full_is_told_half_day_by_half_day():
    people = [person("Huw", Role.HEAD, {0, 1}), person("Aled", Role.ADVISER, range(4), weekly_limit=1)]
    people += [person("Hari", Role.HEAD, range(4)), person("Olwen", Role.OFFICER, range(4))]
    fixed = meeting("N", ["Hari", "Aled"], fixed=Placement(1, "Olwen", ONLINE))
    (why,) = told(year(2, people, [meeting("M", ["Huw", "Aled"]), fixed]))[1].left_out
    assert why.obstacle is Obstacle.HELD
    assert [(each.half_day, each.reasons) for each in why.held] == [
        (0, (Reason(Cause.WEEKLY_LIMIT, "Aled"),)),
        (1, (Reason(Cause.BOOKED, "Aled"), Reason(Cause.BOOKED, "Olwen"))),
    ]
    assert why.remedies[0].asks == (Ask(AskKind.WEEKLY, "Aled"),)


def test_those_who_compete_are_named_with_whom_they_need_and_when():
    heads = [person(f"H{number}", Role.HEAD, {0, 1}) for number in range(3)]
    both = [person("Aled", Role.ADVISER, {0, 1}), person("Olwen", Role.OFFICER, range(4))]
    free = meeting("Elsewhere", ["Hari"])
    meetings = [free, *(meeting(f"M{number}", [f"H{number}", "Aled"]) for number in range(3))]
    (why,) = told(year(2, [*heads, *both, person("Hari", Role.HEAD, {3})], meetings))[1].left_out
    assert (why.obstacle, why.group) == (Obstacle.CONTENTION, ("M0", "M1", "M2"))
    assert [(each.person, each.half_days) for each in why.contended] == [("Aled", (0, 1)), ("Olwen", (0, 1))]
    assert all(len(each.asks) == 2 for each in why.remedies)


def test_a_remedy_may_move_another_meeting():
    """Huw can only come when Hari does, and Hari could come later."""
    people = [person("Huw", Role.HEAD, {0}), person("Hari", Role.HEAD, {0, 2}), person("Olwen", Role.OFFICER, {0})]
    problem = year(2, people, [meeting("M", ["Huw"]), meeting("N", ["Hari"], priority=True)])
    (why,) = told(problem)[1].left_out
    assert why.meeting == "M"
    assert len(why.remedies[0].asks) == 1


def test_an_officer_is_there_for_a_reason():
    people = [person("Huw", Role.HEAD, {0}), person("Hari", Role.HEAD, {2})]
    people += [
        person("Olwen", Role.OFFICER, {0, 2}, tongue=Tongue.BOTH),
        person("Owain", Role.OFFICER, {0}, tongue=Tongue.ENGLISH),
    ]
    meetings = [
        meeting("M", ["Huw"], ["Olwen", "Owain"], wish=Tongue.WELSH),
        meeting("N", ["Hari"], ["Olwen", "Owain"], preferred=frozenset({1})),
    ]
    why, other = told(year(2, people, meetings))[1].placed
    assert (why.officer_reason, why.other_officers) == (OfficerReason.LANGUAGE, ("Owain",))
    assert [(each.wish, each.is_met) for each in why.wishes] == [("language", True)]
    assert other.officer_reason is OfficerReason.ONLY_ONE
    assert [(each.wish, each.is_met) for each in other.wishes] == [("school", False)]


def test_a_day_of_travel_that_is_shared_says_with_whom():
    people = [person("Huw", Role.HEAD, {0}), person("Hari", Role.HEAD, {1})]
    people += [person("Aled", Role.ADVISER, {0, 1}), person("Olwen", Role.OFFICER, {0, 1})]
    ways = [Way(Setting.SCHOOL, "North")], [Way(Setting.SCHOOL, "South")]
    meetings = [meeting("M", ["Huw", "Aled"], ways=ways[0]), meeting("N", ["Hari", "Aled"], ways=ways[1])]
    assert [each.day_with for each in told(year(1, people, meetings))[1].placed] == [("N",), ("M",)]
