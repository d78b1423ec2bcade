"""Why each discussion is where a plan has it, or what stands in its way, as facts that a proposal keeps.

The planner explains in its own terms; here that becomes codes of sentences (`planning_words.SENTENCES`). Which language
somebody works in is used by the planner and left out here: it was told in private.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from discussions.planner.aims import Wish
from discussions.planner.facts import AskKind, Explanation, Obstacle, OfficerReason, Remedy, Why, WhyNot
from discussions.planner.plan import Cause, Move, Plan
from discussions.planner.plan import Reason as Found
from discussions.planner.problem import Placement, Problem
from discussions.planning_problem import BY_THE_SCHOOL

MOVED = {
    Cause.NOT_FREE: "moved_not_free",
    Cause.BOOKED: "moved_booked",
    Cause.DAILY_LIMIT: "moved_limit",
    Cause.WEEKLY_LIMIT: "moved_limit",
    Cause.TRAVEL: "moved_travel",
    Cause.OFFICER: "moved_officer",
    Cause.WAY: "moved_way",
    Cause.FIXED_OTHERWISE: "moved_way",
    Cause.MAKES_ROOM: "moved_room",
}
WITH_PEOPLE = {"moved_not_free", "moved_booked", "moved_limit", "moved_travel"}
WISHES = {
    (Wish.SCHOOL, True): "offered",
    (Wish.SCHOOL, False): "not_offered",
    (Wish.PERSON, True): "preferred",
    (Wish.PERSON, False): "person_wishes",
    (Wish.WAY, False): "way_wishes",
}
IN_THE_WAY = {
    Obstacle.NO_OFFICERS: "lacks_officer",
    Obstacle.NO_OFFICER_THEN: "no_officer_then",
    Obstacle.HELD: "held",
    Obstacle.UNPROVED: "not_known",
}


@dataclass(frozen=True)
class Reason:
    """One sentence to be: its code, and the people, schools and half-day that stand in it."""

    code: str
    people: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    half_day: tuple[str, str] | None = None  # date and part

    def as_fact(self) -> dict[str, Any]:
        found: dict[str, Any] = {"code": self.code}
        if self.people:
            found["people"] = list(self.people)
        if self.schools:
            found["schools"] = list(self.schools)
        if self.half_day:
            found["half_day"] = {"date": self.half_day[0], "part": self.half_day[1]}
        return found


def reasons_of(
    problem: Problem, plan: Plan, explanation: Explanation, prefer: Collection[str] = ()
) -> dict[str, list[Reason]]:
    """By meeting; people and schools by public id. `prefer`: who said which half-days they like best; that a lesson
    would have to be covered is no wish of anybody's.
    """
    moved = {move.meeting: list(_moved(move)) for move in plan.moved}
    found = {}
    for each in explanation.placed:
        found[each.meeting] = [*moved.get(each.meeting, ())]
        if not any(reason.code == "other_officer" for reason in found[each.meeting]):
            found[each.meeting] += _there(problem, plan.placements[each.meeting], each, prefer)
    for left in explanation.left_out:
        found[left.meeting] = [*moved.get(left.meeting, ()), *_out(problem, left)]
    return found


def _moved(move: Move) -> Iterator[Reason]:
    same_time = bool(move.after and (move.after.half_day, move.after.way) == (move.before.half_day, move.before.way))
    if same_time:
        yield Reason("other_officer")
    rows: dict[tuple[str, tuple[str, ...]], list[Found]] = defaultdict(list)
    for each in move.reasons:
        rows[MOVED[each.cause], each.meetings].append(each)
    for (code, meetings), same in rows.items():
        people = _named(row.person for row in same if row.person)
        if code in WITH_PEOPLE and same_time:
            yield Reason("officer_cannot", people)
        elif code in WITH_PEOPLE and not people:
            yield Reason("moved_gates")
        elif code != "moved_room" or meetings:
            yield Reason(code, people, meetings)


def _there(problem: Problem, placement: Placement, why: Why, prefer: Collection[str]) -> Iterator[Reason]:
    """Why just there: what is true of the half-day, of the day and of the wishes that are known."""
    if why.is_as_before:
        yield Reason("stays")
        return
    people = sorted(problem.meetings[why.meeting].people) + [each for each in (placement.officer,) if each]
    common = frozenset.intersection(*(problem.people[each].free for each in people))
    if not why.other_half_days:
        yield Reason("only_choice")
    elif placement.half_day == min(common, default=None):
        yield Reason("first_common", _named(people))
    else:
        yield Reason("all_available", _named(people))
    if why.officer_reason is OfficerReason.EVEN_LOAD:
        yield Reason("even_load")
    if why.day_with:
        yield Reason("shares_day", schools=why.day_with)
    yield from _wishes(problem, why, prefer)


def _wishes(problem: Problem, why: Why, prefer: Collection[str]) -> Iterator[Reason]:
    met: dict[tuple[Wish, bool], list[str]] = defaultdict(list)
    for each in why.wishes:
        if each.wish is not Wish.LANGUAGE and (each.wish is not Wish.PERSON or each.person in prefer):
            met[each.wish, each.is_met].append(each.person or "")
    speaks = problem.meetings[why.meeting].wish is not None
    if speaks:
        yield Reason("wished_language")
    for (wish, is_met), people in met.items():
        if code := WISHES.get((wish, is_met)):
            yield Reason(code, _named(people))
    if not met and not speaks:
        yield Reason("no_wishes")


def _out(problem: Problem, left: WhyNot) -> Iterator[Reason]:
    if left.obstacle is Obstacle.NO_COMMON_HALF_DAY:
        people = _named(left.people)
        if len(people) < len(left.people):
            yield Reason("no_common_gates" if people else "no_school_day")
        else:
            yield Reason("no_common" if len(people) > 1 else "no_common_one", people)
    elif left.obstacle is Obstacle.CONTENTION:
        yield Reason("contention", schools=tuple(each for each in left.group if each != left.meeting))
    else:
        yield Reason(IN_THE_WAY[left.obstacle])
    for remedy in left.remedies:
        yield from _remedy(problem, remedy)


def _remedy(problem: Problem, remedy: Remedy) -> Iterator[Reason]:
    """The half-day, then what each has to grant for it, and what has to move."""
    half_day = problem.half_days[remedy.placement.half_day]
    yield Reason("nearest", half_day=(half_day.date.isoformat(), half_day.part.value))
    asked: dict[AskKind, list[str]] = defaultdict(list)
    for ask in remedy.asks:
        asked[ask.kind].append(ask.person or "")
    if AskKind.FREE in asked:
        yield Reason("needs_free", _named(asked[AskKind.FREE]))
    if more := [*asked[AskKind.DAILY], *asked[AskKind.WEEKLY]]:
        yield Reason("needs_limit", _named(more))
    if AskKind.OFFICER in asked:
        joining = _named(asked[AskKind.OFFICER])
        yield Reason("needs_colleague", joining) if joining else Reason("needs_officer")
    if remedy.moves:
        yield Reason("needs_moves", schools=tuple(sorted(remedy.moves)))


def _named(people: Collection[str] | Iterator[str]) -> tuple[str, ...]:
    """Those who are people, each once: the school itself is nobody."""
    return tuple(dict.fromkeys(key for key in people if key and not key.startswith(BY_THE_SCHOOL)))
