"""Planning anew after news: what moves, how little, and why."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.planner.plan import Cause, Reason
from discussions.planner.problem import Placement, Role, Setting, Way
from discussions.planner.search import planned
from tests.discussions.planner.by_hand import broken
from tests.discussions.planner.years import ONLINE, meeting, person, year, years

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agreed(problem, plan):
    """The same year once all that is placed is agreed."""
    meetings = {key: replace(each, agreed=key in plan.placements) for key, each in problem.meetings.items()}
    return replace(problem, meetings=meetings, present=plan.placements)


@some
@given(years())
def test_without_news_nothing_moves(problem):
    plan = planned(problem)
    again = planned(agreed(problem, plan))
    assert again.placements == plan.placements
    assert again.moved == ()


@some
@given(years(), st.sampled_from(["Hari", "Aled", "Olwen"]), st.integers(0, 7))
def test_somebody_who_cannot_come_moves_no_more_than_must_move_and_few_that_need_not(problem, who, half_day):
    present = planned(problem)
    ill = replace(problem.people[who], free=problem.people[who].free - {half_day})
    news = replace(agreed(problem, present), people={**problem.people, who: ill})
    plan = planned(news)
    cannot_stay = broken(news)
    assert plan.score.agreed_moved <= max(cannot_stay + 1, 6 * cannot_stay // 5)
    assert len([each for each in plan.moved if each.agreed]) == plan.score.agreed_moved + plan.score.changed
    assert all(each.reasons for each in plan.moved)


def two_meetings(**more):
    people = [person("Huw", Role.HEAD, range(6)), person("Hari", Role.HEAD, range(6))]
    people += [person("Aled", Role.ADVISER, range(6), **more), person("Olwen", Role.OFFICER, range(6))]
    meetings = [meeting("M", ["Huw", "Aled"], agreed=True), meeting("N", ["Hari", "Aled"], agreed=True)]
    return year(3, people, meetings, present={"M": Placement(0, "Olwen", ONLINE), "N": Placement(1, "Olwen", ONLINE)})


def with_person(problem, key, **more):
    return replace(problem, people={**problem.people, key: replace(problem.people[key], **more)})


def reasons(problem):
    return {each.meeting: each.reasons for each in planned(problem).moved}


def test_who_is_no_longer_free_is_named():
    news = with_person(two_meetings(), "Huw", free=frozenset({2, 3, 4}))
    assert reasons(news) == {"M": (Reason(Cause.NOT_FREE, "Huw"),)}


def test_an_officer_who_left_the_pool_is_named_and_the_half_day_stays():
    problem = with_person(two_meetings(), "Olwen", free=frozenset(range(6)))
    people = {**problem.people, "Owain": person("Owain", Role.OFFICER, range(6))}
    meetings = {**problem.meetings, "M": replace(problem.meetings["M"], officers=frozenset({"Owain"}))}
    plan = planned(replace(problem, people=people, meetings=meetings))
    (move,) = plan.moved
    assert (move.meeting, move.reasons) == ("M", (Reason(Cause.OFFICER, "Olwen"),))
    assert (move.after.half_day, plan.score.agreed_moved, plan.score.changed) == (0, 0, 1)


def test_a_lower_limit_moves_one_and_names_whom_it_binds():
    (reason,) = next(iter(reasons(with_person(two_meetings(), "Aled", daily_limit=1)).values()))
    assert reason.cause is Cause.MAKES_ROOM
    assert reason.person == "Aled"
    assert reason.meetings in (("M",), ("N",))


def test_what_another_meeting_needs_is_told_as_room_made_for_it():
    """Hari can only come when Huw does; Huw can come later."""
    news = with_person(two_meetings(), "Hari", free=frozenset({0}))
    assert reasons(news) == {
        "M": (Reason(Cause.MAKES_ROOM, "Aled", ("N",)), Reason(Cause.MAKES_ROOM, "Olwen", ("N",))),
        "N": (Reason(Cause.NOT_FREE, "Hari"),),
    }


def test_nothing_gives_way_where_nothing_may():
    news = replace(with_person(two_meetings(), "Hari", free=frozenset({0})), may_move=0)
    plan = planned(news)
    assert (plan.left_out, plan.score.agreed_moved) == (("N",), 1)


def test_a_longer_road_moves_one_of_two_that_were_on_one_day():
    problem = two_meetings()
    places = {"M": Way(Setting.SCHOOL, "North"), "N": Way(Setting.SCHOOL, "South")}
    meetings = {key: replace(each, ways=(places[key],)) for key, each in problem.meetings.items()}
    present = {key: replace(each, way=places[key]) for key, each in problem.present.items()}
    near = replace(problem, meetings=meetings, present=present, travel={("North", "South"): 60})
    assert reasons(near) == {}
    (moved,) = planned(replace(near, travel={("South", "North"): 61})).moved
    assert moved.reasons[0].cause is Cause.MAKES_ROOM


def test_what_was_never_agreed_may_go_where_it_is_best_but_only_for_a_reason():
    problem = two_meetings()
    meetings = {key: replace(each, agreed=False) for key, each in problem.meetings.items()}
    assert planned(replace(problem, meetings=meetings)).moved == ()
