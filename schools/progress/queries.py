"""How far a plan is: its priorities with what is followed under each, the last note of each, and all notes in order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from schools import clock
from schools.clock import school_year_words
from schools.models import (
    Action,
    Citation,
    Milestone,
    Person,
    Plan,
    PlanPriority,
    PlanTerm,
    Progress,
    ProgressNote,
    TermReview,
)
from schools.plan_progress import term_of

FOLLOWED: dict[str, type[Action] | type[Milestone]] = {"actions": Action, "milestones": Milestone}
LONGEST_BAR = 100


@dataclass
class Line:
    """One action or milestone, and the last that was noted of it."""

    kind: str
    thing: Any
    last: ProgressNote | None


@dataclass
class Followed:
    """One priority of the plan, by the number that it has on every page."""

    number: int
    priority: PlanPriority
    lines: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in FOLLOWED})
    reviews: list[TermReview] = field(default_factory=list)

    def bars(self, unit: int) -> list[tuple[str, int, int]]:
        """In how many actions it stands how: the state in words, the number, and the length of its bar."""
        states = [line.thing.status for line in self.lines["actions"]]
        return [(str(state.label), number := states.count(state), number * unit) for state in Progress]


def numbered(plan: Plan, person: Person) -> list[Followed]:
    """The plan's priorities in the order of its pages."""
    rows = PlanPriority.objects.visible_to(person).filter(plan=plan).order_by("year", "pk")
    return [Followed(number, row) for number, row in enumerate(rows, start=1)]


def followed_in(plan: Plan, person: Person) -> list[Followed]:
    """All that is followed in the plan; five queries."""
    found = numbered(plan, person)
    by_key = {each.priority.pk: each for each in found}
    last = {
        (note.action_id, note.milestone_id): note
        for note in notes_of(plan, person)
        .order_by("action_id", "milestone_id", "-at", "-pk")
        .distinct("action_id", "milestone_id")
    }
    for kind, model in FOLLOWED.items():
        for thing in model.objects.visible_to(person).filter(plan_priority__plan=plan):
            key = (thing.pk, None) if kind == "actions" else (None, thing.pk)
            by_key[thing.plan_priority_id].lines[kind].append(Line(kind, thing, last.get(key)))
    for review in TermReview.objects.visible_to(person).filter(plan_priority__plan=plan):
        by_key[review.plan_priority_id].reviews.append(review)
    for each in found:
        each.reviews = in_order(each.reviews)
    return found


def chart_of(found: Iterable[Followed]) -> list[tuple[Followed, list[tuple[str, int, int]]]]:
    """For each priority with actions: in how many it stands how, the longest bar of all being LONGEST_BAR long."""
    rows = [each for each in found if each.lines["actions"]]
    most = max((number for each in rows for _state, number, _length in each.bars(1)), default=1)
    return [(each, [(words, n, round(n * LONGEST_BAR / most)) for words, n, _l in each.bars(1)]) for each in rows]


def notes_of(plan: Plan, person: Person) -> QuerySet[ProgressNote]:
    """All notes of the plan, the newest first."""
    under = Q(action__plan_priority__plan=plan) | Q(milestone__plan_priority__plan=plan)
    return ProgressNote.objects.visible_to(person).filter(under).select_related("by")


def with_evidence(notes: QuerySet[ProgressNote], person: Person) -> QuerySet[ProgressNote]:
    """The evidence behind each is read by the school's team alone."""
    cited = Citation.objects.visible_to(person).select_related("evidence")
    return notes.prefetch_related(Prefetch("citations", cited))


def in_order(reviews: Iterable[TermReview]) -> list[TermReview]:
    """The newest term first; the terms follow each other by their letters too, but for autumn, which begins a year."""
    return sorted(reviews, key=lambda row: (row.school_year, PlanTerm.values.index(row.term)), reverse=True)


def terms_to_review(priority: PlanPriority) -> dict[str, tuple[int, PlanTerm]]:
    """The terms of the plan's years, up to the one after this, of which nothing has been written yet."""
    written: set[Any] = set(priority.reviews.values_list("school_year", "term"))
    first, today = priority.plan.first_year, clock.today()
    terms = [(year, term) for year in range(first, first + 3) for term in PlanTerm]
    now = (clock.school_year_of(today), term_of(today))
    begun = terms[: terms.index(now) + 1] if now in terms else (terms if now[0] > first else terms[:1])
    return {f"{year}-{term}": (year, term) for year, term in reversed(begun) if (year, term.value) not in written}


def term_words(year: int, term: PlanTerm) -> str:
    return f"{term.label} {school_year_words(year)}"


def grouped_by_day(notes: Iterable[ProgressNote]) -> dict[Any, list[ProgressNote]]:
    days: dict[Any, list[ProgressNote]] = defaultdict(list)
    for note in notes:
        days[note.at.astimezone(clock.LONDON).date()].append(note)
    return dict(days)
