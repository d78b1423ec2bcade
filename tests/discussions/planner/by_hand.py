"""The rules once more, written naively; and the best plan of a tiny year, found by trying everything."""

from itertools import product

from discussions.planner.aims import score
from discussions.planner.problem import Placement


def attends(problem, key, placement):
    meeting = problem.meetings[key]
    return {*meeting.people, *([placement.officer] if placement.officer else [])}


def is_allowed(problem, placements):
    """Whether no rule is broken by a meeting that is not fixed."""
    for key, meeting in problem.meetings.items():
        if meeting.fixed and placements.get(key) != meeting.fixed:
            return False
    loose = {key for key in placements if problem.meetings[key].fixed is None}
    return all(fits(problem, key, placements) for key in loose)


def fits(problem, key, placements):
    meeting, here = problem.meetings[key], placements[key]
    if here.officer not in meeting.officers or here.way not in meeting.ways:
        return False
    return all(suits(problem, name, here, placements) for name in attends(problem, key, here))


def suits(problem, name, here, placements):
    who, day = problem.people[name], problem.half_days[here.half_day]
    diary = [(each.half_day, each.way.place) for key, each in placements.items() if name in attends(problem, key, each)]
    diary += [(each.half_day, each.place) for each in who.booked]
    if here.half_day not in who.free or [half_day for half_day, _place in diary].count(here.half_day) > 1:
        return False
    same_day = [(half_day, place) for half_day, place in diary if problem.half_days[half_day].date == day.date]
    same_week = [half_day for half_day, _place in diary if problem.half_days[half_day].week == day.week]
    if who.daily_limit is not None and len(same_day) > who.daily_limit:
        return False
    if who.weekly_limit is not None and len(same_week) > who.weekly_limit:
        return False
    return not any(too_far(problem, here.way.place, place) for half_day, place in same_day if half_day != here.half_day)


def too_far(problem, one, other):
    if not one or not other or one == other:
        return False
    return max(problem.travel.get(pair, 0) for pair in ((one, other), (other, one))) > problem.between


def every_plan(problem):
    """Every allowed plan of a tiny year."""
    fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
    loose = [key for key in problem.meetings if key not in fixed]
    choices = []
    for key in loose:
        meeting = problem.meetings[key]
        each = [Placement(*found) for found in product(range(len(problem.half_days)), meeting.officers, meeting.ways)]
        choices.append([None, *(one for one in each if is_allowed(problem, {**fixed, key: one}))])
    for chosen in product(*choices):
        plan = {**fixed, **{key: each for key, each in zip(loose, chosen, strict=True) if each}}
        if is_allowed(problem, plan):
            yield plan


def broken(problem):
    """How many agreed meetings cannot stay just as they are, beside what is fixed."""
    fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
    agreed = [key for key in problem.present if problem.meetings[key].agreed and key not in fixed]
    return sum(not is_allowed(problem, {**fixed, key: problem.present[key]}) for key in agreed)


def best_score(problem):
    """The best score of all plans that move no more of what is agreed than may be moved."""
    scores = [score(problem, plan) for plan in every_plan(problem)]
    most = problem.most_moved(min(each.agreed_moved for each in scores), broken(problem))
    return min(each for each in scores if each.agreed_moved <= most)
