"""The plan as a 0/1 programme: one column for each meeting and each of its openings.

Rows: each meeting once or left out; nobody twice in a half-day; limits of day and week; and for travel, cliques: for
each person and day, the morning's places A and the afternoon's places B that are all too far from all of A share one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .aims import departs, load_cost, wish_costs
from .diaries import Diaries, taking_part
from .problem import Placement, Problem, Role
from .program import Objective, Program


@dataclass
class Use:
    """One person's share in a column: they would be at `place` (or nowhere) in that half-day."""

    column: int
    place: str
    meeting: str


@dataclass
class Model:
    """The programme of the meetings that have openings here, while everything that stands in the diaries stays.

    With the meaning of its columns, and what they cost by the names in `Score`.
    """

    problem: Problem
    diaries: Diaries
    openings: Mapping[str, list[Placement]]
    program: Program = field(default_factory=Program)
    columns: dict[str, list[int]] = field(default_factory=dict)  # of a meeting's openings
    out: dict[str, int] = field(default_factory=dict)  # 1 where the meeting is left out
    row_of: dict[str, int] = field(default_factory=dict)  # that has it once or left out
    uses: dict[tuple[str, int], list[Use]] = field(default_factory=lambda: defaultdict(list))
    going: list[tuple[int, list[int]]] = field(default_factory=list)  # a day of travel, and what makes it one
    steps: list[tuple[list[int], list[int]]] = field(default_factory=list)  # an officer's meetings, and their steps
    raises: dict[tuple[str, str], int] = field(default_factory=dict)  # 1 where a limit of somebody's is raised by one
    costs: dict[str, Objective] = field(default_factory=lambda: defaultdict(dict))  # by the names in `Score`

    def placements(self, values: list[int]) -> dict[str, Placement]:
        return {
            key: opening
            for key, columns in self.columns.items()
            for column, opening in zip(columns, self.openings[key], strict=True)
            if values[column]
        }

    def possible(self, key: str) -> list[Placement]:
        """The meeting's openings whose columns have not been closed."""
        return [
            opening
            for column, opening in zip(self.columns[key], self.openings[key], strict=True)
            if self.program.upper[column]
        ]

    def values(self, placements: Mapping[str, Placement]) -> list[int]:
        """The columns as the placements have them; what has no such opening is left out."""
        found = [0] * len(self.program.upper)
        for key, columns in self.columns.items():
            chosen = [c for c, each in zip(columns, self.openings[key], strict=True) if placements.get(key) == each]
            found[chosen[0] if chosen else self.out[key]] = 1
        for day, causes in self.going:
            found[day] = int(any(found[column] for column in causes))
        for meetings, steps in self.steps:
            for step in steps[: sum(found[column] for column in meetings)]:
                found[step] = 1
        return found


@dataclass(frozen=True)
class Aim:
    """One or two costs that are minimised at once; `weight` is what one unit of the first costs in the second.

    The weight is more than the second can come to, so the first always decides.
    """

    names: tuple[str, ...]
    weight: int
    objective: Objective

    def split(self, cost: int) -> dict[str, int]:
        """The cost, or a bound of it, as the costs of each name."""
        return dict(zip(self.names, divmod(cost, self.weight) if len(self.names) > 1 else (cost,), strict=True))


DAILY, WEEKLY = "daily", "weekly"
TOGETHER = (
    ("dropped", "agreed_moved"),
    ("left_out", "left_out_priority"),
    ("changed",),
    ("wishes",),
    ("travel_days",),
    ("load",),
)


def aims_of(model: Model) -> list[Aim]:
    """What the model's plans are to be good at, the weightiest first; what cannot cost anything is left away."""
    found = []
    for names in TOGETHER:
        *firsts, last = ((model.costs.get(name, {})) for name in names)
        weight = sum(last.values()) + 1 if firsts else 1
        objective = dict(last)
        for column, cost in (item for first in firsts for item in first.items()):
            objective[column] = objective.get(column, 0) + weight * cost
        if objective:
            found.append(Aim(names, weight, objective))
    return found


def filled(model: Model, *, with_soft_aims: bool = True, may_be_raised: Iterable[str] = ()) -> Model:
    """The same with its columns, rows and costs; the limits of these people may be raised by one, at no cost here.

    Without soft aims it only knows of meetings left out and of departures from the present plan.
    """
    for person in sorted(may_be_raised):
        for limit in (DAILY, WEEKLY):
            model.raises[person, limit] = model.program.column()
    for key in model.openings:
        _add_meeting(model, key)
        if with_soft_aims:
            _add_wishes(model, key)
    for (_person, _half_day), uses in sorted(model.uses.items()):
        if len({use.meeting for use in uses}) > 1:
            model.program.at_most([use.column for use in uses], 1)
    _add_days(model)
    _add_weeks(model)
    if with_soft_aims:
        _add_travel_days(model)
        _add_load(model)
    return model


def _add_meeting(model: Model, key: str) -> None:
    problem, meeting, program = model.problem, model.problem.meetings[key], model.program
    model.columns[key] = []
    for opening in model.openings[key]:
        column = program.column()
        model.columns[key].append(column)
        _price(model, column, departs(problem, meeting, opening))
        for person in taking_part(meeting, opening):
            model.uses[person, opening.half_day].append(Use(column, opening.way.place, key))
    model.out[key] = program.column()
    out = {"left_out": 1, "left_out_priority": int(meeting.priority)}
    _price(model, model.out[key], out | departs(problem, meeting, None))
    model.row_of[key] = len(program.row_bounds)
    program.row(dict.fromkeys([*model.columns[key], model.out[key]], 1), 1, 1)


def _add_wishes(model: Model, key: str) -> None:
    costs = wish_costs(model.problem, model.problem.meetings[key], model.openings[key])
    for column, cost in zip(model.columns[key], costs, strict=True):
        _price(model, column, {"wishes": cost})


def _price(model: Model, column: int, costs: Mapping[str, int]) -> None:
    for name, cost in costs.items():
        if cost:
            model.costs[name][column] = cost


def _add_days(model: Model) -> None:
    """Limits of one a day, and travel within a day."""
    times = model.diaries.times
    seen: set[tuple[int, ...]] = set()
    for person, half_day in sorted(model.uses):
        for other in times.others[half_day]:
            if other < half_day or (person, other) not in model.uses:
                continue
            early, late = model.uses[person, half_day], model.uses[person, other]
            if model.diaries.room_on_day(model.problem.people[person], half_day) == 1:
                _limit(model, person, DAILY, [use.column for use in early + late], 1)
                if (person, DAILY) not in model.raises:
                    continue
            for clique in _too_far_cliques(model.problem, early, late):
                if (found := tuple(sorted(clique))) not in seen:
                    seen.add(found)
                    model.program.at_most(found, 1)


def _limit(model: Model, person: str, limit: str, columns: list[int], room: int) -> None:
    """At most so many of the columns, or one more where the person's limit is raised."""
    raised = model.raises.get((person, limit))
    model.program.row(dict.fromkeys(columns, 1) | ({} if raised is None else {raised: -1}), upper=room)


def _too_far_cliques(problem: Problem, early: list[Use], late: list[Use]) -> Iterator[list[int]]:
    """For each place of the morning: all afternoons too far from it, and all mornings too far from all of these."""
    mornings, afternoons = _by_place(early), _by_place(late)
    far = {
        place: frozenset(other for other in afternoons if problem.too_far(place, other)) for place in sorted(mornings)
    }
    for afternoon_places in sorted({tuple(sorted(places)) for places in far.values() if places}):
        wanted = set(afternoon_places)
        alike = [place for place, places in far.items() if wanted <= places]
        yield [column for place in alike for column in mornings[place]] + [
            column for place in afternoon_places for column in afternoons[place]
        ]


def _by_place(uses: list[Use]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for use in uses:
        found[use.place].append(use.column)
    return found


def _add_weeks(model: Model) -> None:
    weeks: dict[tuple[str, int], list[int]] = defaultdict(list)
    rooms: dict[tuple[str, int], int] = {}
    meetings: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (person, half_day), uses in sorted(model.uses.items()):
        room = model.diaries.room_in_week(model.problem.people[person], half_day)
        if room is not None:
            key = person, model.diaries.times.week[half_day]
            rooms[key] = room
            weeks[key] += [use.column for use in uses]
            meetings[key] |= {use.meeting for use in uses}
    for (person, week), columns in weeks.items():
        if 0 < rooms[person, week] < len(meetings[person, week]):  # with no room at all there are no openings
            _limit(model, person, WEEKLY, columns, rooms[person, week])


def _add_travel_days(model: Model) -> None:
    """A column that is 1 on each day on which an adviser goes somewhere, unless they go there anyhow."""
    times = model.diaries.times
    by_day: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    for (person, half_day), uses in sorted(model.uses.items()):
        columns = [use.column for use in uses if use.place]
        if columns and model.problem.people[person].role is Role.ADVISER:
            by_day[person, times.day[half_day]].append(columns)
    gone = {(person, times.day[half_day]) for (person, half_day), at in model.diaries.places.items() if any(at)}
    for day, halves in by_day.items():
        if day in gone:
            continue
        column = model.program.column()
        model.costs["travel_days"][column] = 1
        model.going.append((column, [each for columns in halves for each in columns]))
        for columns in halves:
            model.program.row({**dict.fromkeys(columns, 1), column: -1}, upper=0)


def _add_load(model: Model) -> None:
    """Each further meeting of an officer costs one more than the last: their least sum is the most even load."""
    by_officer: dict[str, list[int]] = defaultdict(list)
    meetings: dict[str, set[str]] = defaultdict(set)
    for key, columns in model.columns.items():
        for column, opening in zip(columns, model.openings[key], strict=True):
            if opening.officer:
                by_officer[opening.officer].append(column)
                meetings[opening.officer].add(key)
    for officer, columns in sorted(by_officer.items()):
        before = model.diaries.load.get(officer, 0)
        steps = [model.program.column() for _meeting in meetings[officer]]
        for number, step in enumerate(steps, before + 1):
            model.costs["load"][step] = load_cost(number) - load_cost(number - 1)
        model.program.row({**dict.fromkeys(columns, 1), **dict.fromkeys(steps, -1)}, upper=0)
        model.steps.append((columns, steps))
