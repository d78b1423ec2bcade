"""Where a school stands in its year: read from what exists, never kept."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from schools import clock
from schools.models import GoverningBodyApproval, Plan, PlanPriority, School, SelfEvaluation, Version

from .models import Answer, Discussion, DiscussionSchool, Participant, Party, Record


class Step(StrEnum):
    """The steps of a school's year, in their order."""

    SELF_EVALUATION = auto()
    PLAN = auto()
    DISCUSSION = auto()
    RECORD = auto()
    AGREEMENT = auto()


@dataclass
class SchoolYear:
    """What exists of one school's year; everything else follows from it."""

    school: School
    year: int
    submitted_at: dt.datetime | None = None
    plan_shared_at: dt.datetime | None = None
    discussion: Discussion | None = None
    record: Record | None = None
    answered: set[tuple[str, int | None]] = field(default_factory=set)
    guest_waits: UUID | None = None  # the first guest about whom the headteacher is to say yes or no
    # What follows is the school's own affair: it leads those who may do something about it, and is told to nobody else.
    is_begun: bool = False  # the self-evaluation
    plan_to_approve: int | None = None  # the first year of the plan that no approval covers as it now stands

    @property
    def is_held(self) -> bool:
        return self.discussion is not None and self.discussion.ends_at <= clock.now()

    @property
    def is_sent(self) -> bool:
        return self.record is not None and self.record.status == Record.Status.SENT

    @property
    def is_agreed(self) -> bool:
        return self.record is not None and self.record.status == Record.Status.AGREED

    def has_answered(self, party: Party) -> bool:
        return (party.value, self.school.pk if party == Party.SCHOOL else None) in self.answered

    @property
    def done(self) -> set[Step]:
        """The steps that have been taken."""
        steps = {
            Step.SELF_EVALUATION: self.submitted_at is not None,
            Step.PLAN: self.plan_shared_at is not None,
            Step.DISCUSSION: self.is_held,
            Step.RECORD: self.is_sent or self.is_agreed,
            Step.AGREEMENT: self.is_agreed,
        }
        return {step for step, taken in steps.items() if taken}

    @property
    def now(self) -> Step | None:
        """The first step that has not been taken; None when the year's path is complete."""
        return next((step for step in Step if step not in self.done), None)


def years_of(schools: QuerySet[School], year: int) -> list[SchoolYear]:
    """The year of each school, in the order given; four queries however many schools."""
    rows: Any = _with_what_is_begun(schools, year)
    found = {row.pk: SchoolYear(row, year, is_begun=row.is_begun, plan_to_approve=row.plan_to_approve) for row in rows}
    _read_versions(found, year)
    by_discussion = _read_discussions(found, year)
    _read_records(by_discussion)
    return list(found.values())


def _read_versions(found: dict[int, SchoolYear], year: int) -> None:
    rows = Version.objects.as_system("the dates of what schools have shared").filter(school__in=found)
    rows = rows.filter(version_kind__in=[Version.Kind.SELF_EVALUATION, Version.Kind.PLAN])
    for school, kind, first_year, at in rows.values_list("school", "version_kind", "school_year", "at").order_by("at"):
        if kind == Version.Kind.SELF_EVALUATION and first_year == year:
            found[school].submitted_at = at
        elif kind == Version.Kind.PLAN and first_year <= year < first_year + 3 and shared_in(at) == year:
            found[school].plan_shared_at = at  # a plan covers three school years and is revised in each


def _with_what_is_begun(schools: QuerySet[School], year: int) -> QuerySet[School]:
    """In the query that reads the schools: is there a draft to lead to, and a plan that no approval covers?"""
    begun = SelfEvaluation.objects.as_system("whether there is a draft to lead to")
    approvals = GoverningBodyApproval.objects.as_system("whether a plan is approved").filter(plan=OuterRef("pk"))
    priorities = PlanPriority.objects.as_system("whether there is something to approve").filter(plan=OuterRef("pk"))
    plans = Plan.objects.as_system("which plans wait for approval").annotate(
        approved=Coalesce(Subquery(approvals.order_by("-pk").values("plan_version")[:1]), 0),
        waits=Case(When(Exists(priorities) & ~Q(approved=F("version")), then=F("first_year"))),
    )
    newest = plans.filter(school=OuterRef("pk"), first_year__range=(year - 2, year)).order_by("-first_year")
    return schools.annotate(
        is_begun=Exists(begun.filter(school=OuterRef("pk"), school_year=year)),
        plan_to_approve=Subquery(newest.values("waits")[:1]),
    )


def shared_in(at: dt.datetime) -> int:
    return clock.school_year_of(at.astimezone(clock.LONDON).date())


def _read_discussions(found: dict[int, SchoolYear], year: int) -> dict[int, list[SchoolYear]]:
    rows = DiscussionSchool.objects.as_system("when the schools meet").filter(
        school__in=found, live=True, discussion_kind=Discussion.Kind.YEARLY, round__school_year=year
    )
    by_discussion: dict[int, list[SchoolYear]] = defaultdict(list)
    asked = Participant.objects.as_system("what headteachers are asked").filter(
        discussion=OuterRef("discussion"), consent=Participant.Consent.ASKED
    )
    asked = asked.order_by("pk").values("public_id")[:1]
    for row in rows.select_related("discussion__record").annotate(guest_waits=Subquery(asked)):
        found[row.school_id].guest_waits = row.guest_waits if row.discussion.can_be_prepared else None
        found[row.school_id].discussion = row.discussion
        found[row.school_id].record = getattr(row.discussion, "record", None)
        by_discussion[row.discussion_id].append(found[row.school_id])
    return by_discussion


def _read_records(by_discussion: dict[int, list[SchoolYear]]) -> None:
    rows = Answer.objects.as_system("who has answered").filter(record__discussion__in=by_discussion)
    for row in rows.select_related("record"):
        if row.sending == row.record.sending:
            for school_year in by_discussion[row.record.discussion_id]:
                school_year.answered.add((row.party, row.school_id))
