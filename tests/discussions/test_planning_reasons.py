"""Why a discussion is where it is, or what stands in its way: facts of the planner as codes of sentences."""

import json

from hypothesis import given, settings

from discussions.planner.explain import explained
from discussions.planner.problem import Role
from discussions.planner.search import planned
from discussions.planning_problem import BY_THE_SCHOOL
from discussions.planning_reasons import reasons_of
from discussions.planning_words import SENTENCES
from tests.discussions.planner.years import meeting, person, year, years


def reasons(problem):
    plan = planned(problem)
    return reasons_of(problem, plan, explained(problem, plan))


def codes(found):
    return [each.code for each in found]


@given(years(with_present=True))
@settings(max_examples=40, deadline=None)
def test_every_discussion_left_out_says_what_stands_in_the_way_and_every_reason_has_its_sentence(problem):
    plan = planned(problem)
    found = reasons_of(problem, plan, explained(problem, plan))
    assert set(found) == set(problem.meetings)
    assert all(found[key] for key in plan.left_out)
    said = [each for rows in found.values() for each in rows]
    assert {each.code for each in said} <= set(SENTENCES)
    assert all("%(people)s" not in str(SENTENCES[each.code]) or each.people for each in said)
    assert all("%(schools)s" not in str(SENTENCES[each.code]) or each.schools for each in said)
    assert json.loads(json.dumps([each.as_fact() for each in said])) == [each.as_fact() for each in said]


def test_where_two_are_never_free_together_both_are_named_and_one_is_asked():
    people = [
        person("Nia", Role.HEAD, {0}),
        person("Alun", Role.ADVISER, {1}),
        person("Olwen", Role.OFFICER, {0, 1}),
    ]
    (found,) = reasons(year(1, people, [meeting("Nant", ["Nia", "Alun"])])).values()
    assert codes(found)[:3] == ["no_common", "nearest", "needs_free"]
    assert found[0].people == ("Alun", "Nia")
    assert len(found[2].people) == 1


def test_two_schools_of_one_half_day_compete_for_it():
    people = [person("Nia", Role.HEAD, {0}), person("Olwen", Role.OFFICER, {0, 1})]
    both = year(1, people, [meeting("Bryn", ["Nia"]), meeting("Nant", ["Nia"])])
    placed = planned(both).placements
    (out,) = {"Bryn", "Nant"} - set(placed)
    found = reasons(both)[out]
    assert codes(found)[:3] == ["contention", "nearest", "needs_free"]
    assert found[0].schools == tuple(placed)


def test_a_school_that_is_closed_is_never_asked_to_open():
    gate = person(BY_THE_SCHOOL + "Nant", Role.PARTNER, {0}, may_be_asked=False)
    people = [gate, person("Nia", Role.HEAD, {1}), person("Olwen", Role.OFFICER, {0, 1})]
    (found,) = reasons(year(1, people, [meeting("Nant", ["Nia", gate.key])])).values()
    assert codes(found) == ["no_common_gates", "nearest", "needs_free"]
    assert found[2].people == ("Nia",)


def test_which_language_somebody_works_in_is_never_among_the_reasons():
    people = [
        person("Nia", Role.HEAD, {0}),
        person("Olwen", Role.OFFICER, {0}, tongue="en"),
        person("Owain", Role.OFFICER, {0}, tongue="cy"),
    ]
    wished = year(1, people, [meeting("Nant", ["Nia"], officers=("Olwen", "Owain"), wish="cy")])
    (found,) = reasons(wished).values()
    assert codes(found) == ["only_choice", "wished_language"]
