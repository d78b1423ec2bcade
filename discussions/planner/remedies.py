"""The smallest changes that give a meeting its place: somebody frees a half-day, takes one more, or joins the pool."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .aims import wishes_unmet
from .diaries import Diaries, taking_part
from .facts import Ask, AskKind, Remedy
from .model import DAILY, WEEKLY, Model, filled
from .problem import Meeting, Person, Placement, Problem, Role
from .program import Limits, Stop, minimised

NEWCOMER = "+"  # the key of a further officer who is in nobody's pool yet
MOST = 3  # remedies that are told of one meeting
SEARCH = Limits(nodes=500, rounds=1_000)
LIMITS = {AskKind.DAILY: DAILY, AskKind.WEEKLY: WEEKLY}


def applied(problem: Problem, key: str, asks: Iterable[Ask]) -> Problem:
    """The problem after everything that is asked for the meeting has been granted."""
    people, meeting = dict(problem.people), problem.meetings[key]
    for ask in asks:
        if ask.kind is AskKind.OFFICER:
            joining = ask.person or NEWCOMER
            meeting = replace(meeting, officers=meeting.officers | {joining})
            if ask.person is None and ask.half_day is not None:
                people[joining] = Person(joining, Role.OFFICER, frozenset({ask.half_day}))
            continue
        person = people[ask.person or ""]
        if ask.kind is AskKind.FREE and ask.half_day is not None:
            person = replace(person, free=person.free | {ask.half_day})
        elif ask.kind is AskKind.DAILY:
            person = replace(person, daily_limit=(person.daily_limit or 0) + ask.by)
        else:
            person = replace(person, weekly_limit=(person.weekly_limit or 0) + ask.by)
        people[person.key] = person
    return replace(problem, people=people, meetings={**problem.meetings, key: meeting})


class Remedies:
    """Looks for the smallest changes to one plan."""

    def __init__(self, problem: Problem, placements: Mapping[str, Placement], stop: Stop) -> None:
        newcomer = Person(NEWCOMER, Role.OFFICER, frozenset(range(len(problem.half_days))))
        self.problem = replace(problem, people={**problem.people, NEWCOMER: newcomer})
        self.placements, self.stop = placements, stop
        self.as_it_is = Diaries(self.problem, placements)

    def of(self, key: str) -> tuple[Remedy, ...]:
        """The smallest changes that place the meeting, those for which nothing moves first; empty where none does."""
        meeting = self.problem.meetings[key]
        found = [Remedy(tuple(asks), placement, {}) for placement, asks in self.within(meeting, self.as_it_is)]
        found.sort(key=lambda each: self.rank(meeting, each))
        least = found[0].size if found else None
        found = [each for each in found if each.size == least]
        if least is None or least > 1:
            for movable in self.circles(meeting):
                moving = self.with_moves(key, movable)
                if moving and (least is None or moving.size < least):
                    found, least = [moving, *found[:1]], moving.size
                if least == 1 or self.stop():
                    break
        return varied(found)

    def rank(self, meeting: Meeting, remedy: Remedy) -> tuple[object, ...]:
        kinds = sorted(list(AskKind).index(ask.kind) + (ask.person is None) for ask in remedy.asks)
        return remedy.size, kinds, wishes_unmet(self.problem, meeting, remedy.placement), remedy.placement

    def circles(self, meeting: Meeting) -> Iterator[list[str]]:
        """What may move: first the meetings of the same council or people, then all that are not fixed."""
        loose = [key for key in sorted(self.placements) if self.problem.meetings[key].fixed is None]
        near = [
            key
            for key in loose
            if self.problem.meetings[key].council == meeting.council
            or taking_part(self.problem.meetings[key], self.placements[key]) & meeting.people
        ]
        yield near
        if len(near) < len(loose):
            yield loose

    def within(self, meeting: Meeting, diaries: Diaries) -> Iterator[tuple[Placement, list[Ask]]]:
        """Every placement that is possible beside what stands, with what has to be asked for it."""
        pool = meeting.officers | self.colleagues(meeting) | {NEWCOMER}
        for half_day in range(len(self.problem.half_days)):
            if any((person, half_day) in diaries.places for person in meeting.people):
                continue
            for officer in sorted(pool):
                for way in meeting.ways:
                    placement = Placement(half_day, officer, way)
                    asks = asks_for(meeting, placement, diaries)
                    if asks is not None:
                        yield placement, asks

    def colleagues(self, meeting: Meeting) -> set[str]:
        """The officers of the council's other meetings."""
        others = (each.officers for each in self.problem.meetings.values() if each.council == meeting.council)
        return set().union(*others)

    def with_moves(self, key: str, movable: list[str]) -> Remedy | None:
        """The fewest asks when others may move, and then the fewest moves; every other meeting keeps some place."""
        problem, meeting = self.problem, self.problem.meetings[key]
        standing = {other: each for other, each in self.placements.items() if other not in set(movable)}
        diaries = Diaries(problem, standing)
        asks = dict(self.within(meeting, diaries))
        openings = {other: diaries.openings(problem.meetings[other]) for other in movable}
        model = Model(problem, diaries, {key: sorted(asks), **openings})
        filled(model, with_soft_aims=False, may_be_raised=meeting.people | {each.officer or "" for each in asks})
        columns = self.ask_columns(model, key, asks)
        weight = len(movable) + 1
        objective = {column: weight * ask.by for column, ask in columns.items()}
        for other in movable:
            model.program.upper[model.out[other]] = 0
            for column, opening in zip(model.columns[other], openings[other], strict=True):
                if opening != self.placements[other]:
                    objective[column] = 1
        model.program.upper[model.out[key]] = 0
        outcome = minimised(model.program, objective, SEARCH, self.stop)
        if outcome.values is None:
            return None
        found = model.placements(outcome.values)
        granted = sorted((each for column, each in columns.items() if outcome.values[column]), key=repr)
        moves = {other: found[other] for other in movable if found[other] != self.placements[other]}
        return Remedy(tuple(granted), found[key], moves)

    def ask_columns(self, model: Model, key: str, asks: Mapping[Placement, list[Ask]]) -> dict[int, Ask]:
        """A column for each ask that 1 grants, and rows that keep closed what is not granted."""
        columns = {column: Ask(AskKind(limit), person) for (person, limit), column in model.raises.items()}
        numbers = {ask: column for column, ask in columns.items()}
        for column, placement in zip(model.columns[key], model.openings[key], strict=True):
            for ask in asks[placement]:
                if ask not in numbers:
                    numbers[ask] = model.program.column()
                    columns[numbers[ask]] = ask
                model.program.row({column: 1, numbers[ask]: -1}, upper=0)
        return columns


def asks_for(meeting: Meeting, placement: Placement, diaries: Diaries) -> list[Ask] | None:
    """What has to be asked before the meeting can be there; None where somebody is taken, or too far away."""
    half_day, officer = placement.half_day, placement.officer
    asks = []
    if officer == NEWCOMER:
        asks.append(Ask(AskKind.OFFICER, None, half_day))
    elif officer not in meeting.officers:
        asks.append(Ask(AskKind.OFFICER, officer))
    for key in sorted(taking_part(meeting, placement)):
        person = diaries.problem.people[key]
        if (key, half_day) in diaries.places or not diaries.is_within_reach(key, half_day, placement.way.place):
            return None
        if half_day not in person.free:
            if not person.may_be_asked:
                return None
            asks.append(Ask(AskKind.FREE, key, half_day))
        if overrun := diaries.overrun_on_day(person, half_day):
            asks.append(Ask(AskKind.DAILY, key, by=overrun))
        if overrun := diaries.overrun_in_week(person, half_day):
            asks.append(Ask(AskKind.WEEKLY, key, by=overrun))
    return asks


def varied(remedies: list[Remedy]) -> tuple[Remedy, ...]:
    """The first few: the best, then the best that ask somebody else or something else."""
    found: dict[tuple[object, ...], Remedy] = {}
    for each in remedies:
        found.setdefault(tuple((ask.kind, ask.person) for ask in each.asks), each)
    return tuple(found.values())[:MOST]
