"""Where a school stands in its year: read from what exists, never kept."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from schools import clock
from schools.models import Event, GoverningBodyApproval, Plan, PlanPriority, School, SelfEvaluation, Version
from schools.models.base import reader_language

from .models import Answer, Discussion, DiscussionSchool, GuestAnswer, Participant, Party, Record

CHANGES_A_PLAN = Q(verb="plan.drawn") | Q(verb__regex=r"^(plan_priority|target|action)\.")


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
    guest_waits: UUID | None = None  # the first guest about whom this school's headteacher is to say yes or no
    guest_asked_at: dt.datetime | None = None
    together: list[str] = field(default_factory=list)  # names of all schools of the discussion, this one among them
    # What follows is the school's own affair: it leads those who may do something about it, and is told to nobody else.
    is_begun: bool = False  # the self-evaluation
    plan_to_approve: int | None = None  # first year of the plan, written out, that no approval covers
    plan_ready_at: dt.datetime | None = None  # since when that is so

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
    """The year of each school, in the order given; two queries however many schools."""
    rows: Any = _with_what_is_begun(_with_what_is_shared(schools, year), year)
    read = ("submitted_at", "plan_shared_at", "is_begun", "plan_to_approve", "plan_ready_at")
    found = {row.pk: SchoolYear(row, year, **{name: getattr(row, name) for name in read}) for row in rows}
    _read_discussions(found, year)
    return list(found.values())


def _with_what_is_shared(schools: QuerySet[School], year: int) -> QuerySet[School]:
    """In the query that reads the schools: the dates of what they have submitted and shared."""
    plans = Version.objects.as_system("when a plan was shared").filter(
        school=OuterRef("pk"),
        version_kind=Version.Kind.PLAN,
        school_year__range=(year - 2, year),  # a plan covers three school years and is revised in each
        at__gte=clock.midnight_before(year),
        at__lt=clock.midnight_before(year + 1),
    )
    return schools.annotate(
        submitted_at=Subquery(submissions_of(year).order_by("at").values("at")[:1]),  # for the first time
        plan_shared_at=Subquery(plans.order_by("-at").values("at")[:1]),
    )


def submissions_of(year: int) -> QuerySet[Version]:
    """Of the school of the outer query."""
    rows: QuerySet[Version] = Version.objects.as_system("when a self-evaluation was submitted").filter(
        school=OuterRef("pk"), version_kind=Version.Kind.SELF_EVALUATION, school_year=year
    )
    return rows


def _with_what_is_begun(schools: QuerySet[School], year: int) -> QuerySet[School]:
    """In the query that reads the schools: is there a draft to lead to, and a written plan that no approval covers?"""
    begun = SelfEvaluation.objects.as_system("whether there is a draft to lead to")
    approvals = GoverningBodyApproval.objects.as_system("whether a plan is approved").filter(plan=OuterRef("pk"))
    priorities = PlanPriority.objects.as_system("whether there is something to approve").filter(plan=OuterRef("pk"))
    bare = priorities.filter(Q(targets=None) | Q(actions=None))
    plans = Plan.objects.as_system("which plans wait for approval").annotate(
        approved=Coalesce(Subquery(approvals.order_by("-pk").values("plan_version")[:1]), 0),
        waits=Case(When(Exists(priorities) & ~Exists(bare) & ~Q(approved=F("version")), then=F("first_year"))),
    )
    changed = Event.objects.as_system("since when a plan waits").filter(CHANGES_A_PLAN)
    changed = changed.filter(Q(target_id=OuterRef("public_id")) | Q(within_id=OuterRef("public_id")))
    since = Coalesce(
        Subquery(changed.filter(at__gt=OuterRef("approved_at")).order_by("at", "pk").values("at")[:1]),
        Subquery(changed.order_by("at", "pk").values("at")[:1]),
    )
    plans = plans.annotate(approved_at=Subquery(approvals.order_by("-pk").values("recorded_at")[:1])).annotate(
        since=since
    )
    newest = plans.filter(school=OuterRef("pk"), first_year__range=(year - 2, year)).order_by("-first_year")
    return schools.annotate(
        is_begun=Exists(begun.filter(school=OuterRef("pk"), school_year=year)),
        plan_to_approve=Subquery(newest.values("waits")[:1]),
        plan_ready_at=Subquery(newest.values("since")[:1]),
    )


def meetings_of(year: int, **of: Any) -> QuerySet[DiscussionSchool]:
    """The live yearly discussions of the schools."""
    rows: QuerySet[DiscussionSchool] = DiscussionSchool.objects.as_system("when the schools meet").filter(
        live=True, discussion_kind=Discussion.Kind.YEARLY, round__school_year=year, **of
    )
    return rows


# What waits for the council or the service at many schools: since when, the place in the alphabet, and the key.
Since = QuerySet[Any]


def without_a_discussion(schools: QuerySet[School], year: int) -> Since:
    """Those that are ready for one: what a school submits or shares again later does not make it wait anew."""
    rows = schools.filter(~Exists(meetings_of(year, school=OuterRef("pk"))), Exists(submissions_of(year)))
    since = Subquery(submissions_of(year).order_by("at").values("at")[:1])
    return rows.annotate(since=since).order_by().values_list("since", f"sort_{reader_language()}", "pk")


def without_a_record(schools: QuerySet[School], year: int) -> Since:
    rows = meetings_of(year, school__in=schools.order_by().values("pk"), discussion__ends_at__lte=clock.now())
    rows = rows.filter(Q(discussion__record=None) | Q(discussion__record__status=Record.Status.DRAFT))
    return _once_each(rows).values_list("discussion__ends_at", f"school__sort_{reader_language()}", "school")


def without_an_answer(schools: QuerySet[School], year: int, party: Party) -> Since:
    """For the council or the service, which answer once for all schools of a record."""
    answers = Answer.objects.as_system("who has answered").filter(
        record=OuterRef("discussion__record"), party=party, sending=OuterRef("discussion__record__sending")
    )
    rows = meetings_of(year, school__in=schools.order_by().values("pk"), discussion__record__status=Record.Status.SENT)
    return _once_each(rows.filter(~Exists(answers))).values_list(
        "discussion__record__sent_at", f"school__sort_{reader_language()}", "school"
    )


def _once_each(rows: QuerySet[DiscussionSchool]) -> QuerySet[DiscussionSchool]:
    """One row a discussion, of its first school by name: a joint record waits once, not once for each school."""
    return rows.order_by("discussion_id", f"school__sort_{reader_language()}", "school").distinct("discussion_id")


def _read_discussions(found: dict[int, SchoolYear], year: int) -> None:
    said = GuestAnswer.objects.as_system("which school has answered").filter(
        participant=OuterRef("pk"), school=OuterRef(OuterRef("school"))
    )
    asked = Participant.objects.as_system("what headteachers are asked").filter(
        ~Exists(said), discussion=OuterRef("discussion"), consent=Participant.Consent.ASKED
    )
    answers = Answer.objects.as_system("who has answered").filter(
        record=OuterRef("discussion__record"), sending=OuterRef("discussion__record__sending")
    )
    first = asked.order_by("pk")
    rows: Any = (
        meetings_of(year, school__in=found)
        .select_related("discussion__record")
        .annotate(
            guest_waits=Subquery(first.values("public_id")[:1]),
            guest_asked_at=Subquery(first.values("added_at")[:1]),
            together=ArraySubquery(_names_in(OuterRef("discussion"))),
            answered=ArraySubquery(answers.values_list(JSONObject(party="party", school="school"), flat=True)),
        )
    )
    for row in rows:
        its = found[row.school_id]
        its.discussion, its.record = row.discussion, getattr(row.discussion, "record", None)
        its.together = row.together
        its.answered = {(answer["party"], answer["school"]) for answer in row.answered}
        if row.discussion.can_be_prepared:
            its.guest_waits, its.guest_asked_at = row.guest_waits, row.guest_asked_at


def _names_in(discussion: Any) -> QuerySet[Any]:
    rows = DiscussionSchool.objects.as_system("which schools meet together").filter(discussion=discussion, live=True)
    return rows.order_by(f"school__sort_{reader_language()}", "school").values(f"school__name_{reader_language()}")
