"""Why each meeting is where it is, and why others are left out."""

from collections.abc import Callable, Iterable
from itertools import combinations

from .aims import wanted, works_in
from .contention import Contention, contended
from .diaries import Diaries, taking_part
from .facts import Explanation, Held, Obstacle, OfficerReason, Why, WhyNot
from .greedy import Board
from .plan import Cause, Plan, Reason
from .problem import Meeting, Placement, Problem, Role
from .remedies import Remedies


def explained(problem: Problem, plan: Plan, stop: Callable[[], bool] = lambda: False) -> Explanation:
    """The facts about a plan of this problem; those left out after a stop are told without group and remedy."""
    explainer = Explainer(problem, plan, stop)
    return Explanation(
        tuple(explainer.why(key) for key in plan.placements),
        tuple(explainer.why_not(key) for key in plan.left_out),
    )


class Explainer:
    def __init__(self, problem: Problem, plan: Plan, stop: Callable[[], bool]) -> None:
        self.problem, self.plan, self.stop = problem, plan, stop
        fixed = {key: each.fixed for key, each in problem.meetings.items() if each.fixed}
        self.diaries = Diaries(problem, fixed)
        loose = sorted(problem.meetings.keys() - fixed.keys())
        openings = {key: self.diaries.openings(problem.meetings[key]) for key in loose}
        self.board = Board(problem, self.diaries, openings)
        for key, placement in plan.placements.items():
            if key not in fixed:
                self.board.put(key, placement)
        self.load = Diaries(problem, plan.placements).load
        self.contention = Contention(problem, self.board, stop)
        self.remedies = Remedies(problem, plan.placements, stop)

    def why(self, key: str) -> Why:
        """Why the meeting is where it is."""
        meeting, placement = self.problem.meetings[key], self.plan.placements[key]
        if meeting.fixed:
            fits = []
        else:
            self.board.lift(key)
            fits = [each for each in self.board.openings[key] if self.board.in_the_way(key, each) == set()]
            self.board.put(key, placement)
        others = sorted(
            each.officer
            for each in fits
            if each.officer and each.officer != placement.officer and each == placement_with(placement, each.officer)
        )
        return Why(
            meeting=key,
            is_fixed=meeting.fixed is not None,
            is_as_before=self.problem.present.get(key) == placement,
            wishes=tuple(wanted(self.problem, meeting, placement)),
            other_half_days=tuple(sorted({each.half_day for each in fits} - {placement.half_day})),
            other_officers=tuple(others),
            officer_reason=self.officer_reason(meeting, placement, others),
            day_with=self.day_with(key),
        )

    def officer_reason(self, meeting: Meeting, placement: Placement, others: list[str]) -> OfficerReason:
        if meeting.fixed or placement.officer is None:
            return OfficerReason.FIXED
        if not others:
            return OfficerReason.ONLY_ONE
        if meeting.wish and not meeting.interpreter:
            speaks = {each: works_in(self.problem.people[each].tongue, meeting.wish) for each in others}
            if not any(speaks.values()) and works_in(self.problem.people[placement.officer].tongue, meeting.wish):
                return OfficerReason.LANGUAGE
        if all(self.load[placement.officer] <= self.load[each] + 1 for each in others):
            return OfficerReason.EVEN_LOAD
        return OfficerReason.AS_GOOD

    def day_with(self, key: str) -> tuple[str, ...]:
        """The other meetings for which the same adviser travels that day."""
        mine = self.plan.placements[key]
        advisers = {
            each for each in self.problem.meetings[key].people if self.problem.people[each].role is Role.ADVISER
        }
        same_day = {mine.half_day, *self.diaries.times.others[mine.half_day]}
        return tuple(
            other
            for other, each in self.plan.placements.items()
            if other != key
            and mine.way.place
            and each.way.place
            and each.half_day in same_day
            and advisers & self.problem.meetings[other].people
        )

    def why_not(self, key: str) -> WhyNot:
        """What stands in the way of the meeting, and what would place it."""
        meeting = self.problem.meetings[key]
        remedies = () if self.stop() else self.remedies.of(key)
        if not meeting.officers:
            return WhyNot(key, Obstacle.NO_OFFICERS, remedies=remedies)
        common = self.common(meeting.people)
        if not common:
            return WhyNot(key, Obstacle.NO_COMMON_HALF_DAY, people=self.too_busy(meeting), remedies=remedies)
        suits = {officer: common & self.problem.people[officer].free for officer in sorted(meeting.officers)}
        if not any(suits.values()):
            half_days = tuple(sorted(common))
            return WhyNot(key, Obstacle.NO_OFFICER_THEN, half_days=half_days, remedies=remedies)
        if not self.board.openings[key]:
            return WhyNot(key, Obstacle.HELD, held=tuple(self.held(meeting, suits)), remedies=remedies)
        group = None if self.stop() else self.contention.group_of(key)
        if group is None:
            return WhyNot(key, Obstacle.UNPROVED, remedies=remedies)
        return WhyNot(
            key,
            Obstacle.CONTENTION,
            half_days=tuple(sorted({each.half_day for each in self.board.openings[key]})),
            group=tuple(sorted(group)),
            contended=contended(self.problem, self.board.openings, group),
            remedies=remedies,
        )

    def common(self, people: Iterable[str]) -> frozenset[int]:
        return frozenset.intersection(*(self.problem.people[person].free for person in people))

    def too_busy(self, meeting: Meeting) -> tuple[str, ...]:
        """The fewest of its people who have no half-day in common."""
        people = sorted(meeting.people)
        for size in range(1, len(people)):
            for some in combinations(people, size):
                if not self.common(some):
                    return some
        return tuple(people)

    def held(self, meeting: Meeting, suits: dict[str, frozenset[int]]) -> Iterable[Held]:
        """Half-day by half-day, what is fixed or booked there."""
        for officer, half_days in suits.items():
            for half_day in sorted(half_days):
                reasons: dict[Reason, None] = {}
                for way in meeting.ways:
                    placement = Placement(half_day, officer, way)
                    for person in sorted(taking_part(meeting, placement)):
                        if reason := self.against(person, placement):
                            reasons[reason] = None
                yield Held(half_day, officer, tuple(reasons))

    def against(self, person: str, placement: Placement) -> Reason | None:
        """What keeps the person from being there, apart from their own word."""
        half_day, who = placement.half_day, self.problem.people[person]
        if (person, half_day) in self.diaries.places:
            return Reason(Cause.BOOKED, person)
        if self.diaries.room_on_day(who, half_day) == 0:
            return Reason(Cause.DAILY_LIMIT, person)
        if self.diaries.room_in_week(who, half_day) == 0:
            return Reason(Cause.WEEKLY_LIMIT, person)
        if not self.diaries.is_within_reach(person, half_day, placement.way.place):
            return Reason(Cause.TRAVEL, person)
        return None


def placement_with(placement: Placement, officer: str) -> Placement:
    return Placement(placement.half_day, officer, placement.way)
