"""Where a school stands in its year: read from what exists, never kept."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, JSONObject

from schools import clock
from schools.models import (
    Clarification,
    Event,
    GoverningBodyApproval,
    Plan,
    PlanPriority,
    School,
    SelfEvaluation,
    Version,
)
from schools.models.base import reader_language
from schools.models.plan import CHANGES_A_PLAN, approved_anew
from schools.plan_revisions import RevisionDue, revision_in, with_the_plan_in_force

from .models import Answer, Discussion, DiscussionSchool, GuestAnswer, Participant, Record
from .replied import with_those_awaited
from .waiting import Awaited, Waits, is_held, waiting_in
from .waiting import Step as Waiting
from .wishes import with_wish_asked_since


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
    cancelled_at: dt.datetime | None = None  # the last of its discussions of this year that was called off
    discussion: Discussion | None = None
    record: Record | None = None
    answered: set[tuple[str, int | None]] = field(default_factory=set)
    guests_wait: list[UUID] = field(default_factory=list)  # about whom this school's headteacher is to say yes or no
    guest_asked_at: dt.datetime | None = None
    silent: dict[int, dt.datetime] = field(default_factory=dict)  # who has not said whether they come, since when
    head_is_silent: bool = False  # whether this school's headteacher is among them
    not_coming_since: dt.datetime | None = None  # the first who cannot come, or not then
    covered: list[School] = field(default_factory=list)  # the schools of the discussion, this one among them: their
    # keys, councils and names
    is_whole: bool = True  # else only its discussion is told of: it is another school year's, and something waits there
    # What follows is the school's own affair: it leads those who may do something about it, and is told to nobody else.
    is_begun: bool = False  # the self-evaluation
    plan_to_approve: int | None = None  # first year of the plan, written out, that no approval covers
    plan_ready_at: dt.datetime | None = None  # since when that is so
    plan_waits: UUID | None = None  # and its public id
    plan_to_share: dict[str, Any] | None = None  # of the plan as approved: first year, day, when recorded, anew
    plan_in_force: dict[str, Any] | None = None  # as approved: first year, day, that of the first report after it
    wish_asked_at: dt.datetime | None = None  # since when it is asked in which language it wishes to meet
    questions: list[dict[str, Any]] = field(default_factory=list)  # about what it submitted, not answered; oldest first

    @property
    def together(self) -> list[str]:
        """The names of the schools of the discussion, in the language that is active now."""
        return [school.name for school in self.covered]

    @property
    def overdue(self) -> RevisionDue | None:
        """The revision of the plan in force, once its day has passed."""
        due = revision_in(self.plan_in_force)
        return due if due and due.overdue else None

    @property
    def is_held(self) -> bool:
        return self.discussion is not None and is_held(self.discussion, self.record)

    @property
    def ready_since(self) -> dt.datetime | None:
        """Since when a discussion could be scheduled: from the first submission, or from the last one called off."""
        return max(filter(None, (self.submitted_at, self.cancelled_at)), default=None)

    @property
    def is_sent(self) -> bool:
        return self.record is not None and self.record.status == Record.Status.SENT

    @property
    def is_agreed(self) -> bool:
        return self.record is not None and self.record.status == Record.Status.AGREED

    def waits(self, step: Waiting) -> Waits | None:
        """This step in the discussion, if it waits: of this school, or of all its schools together."""
        if self.discussion is None:
            return None
        asked = [self.school.pk] if self.guests_wait else []
        heads_of = frozenset([self.school.pk] if self.head_is_silent else [])
        awaited = Awaited(frozenset(self.silent), heads_of, self.not_coming_since is not None)
        words: dict[str, Any] = {"covered": self.covered, "answered": self.answered, "asked": asked, "awaited": awaited}
        found = [each for each in waiting_in(self.discussion, self.record, **words) if each.step == step]
        own = [each for each in found if len(self.covered) == len(each.schools) or self.school in each.schools]
        return own[0] if own else None

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
    return [each for each in years_and_open_ones(schools, year) if each.is_whole]


def years_and_open_ones(schools: QuerySet[School], year: int) -> list[SchoolYear]:
    """The same, and then what is still open of the schools' discussions of other years: a record to write or to
    answer, a guest to say yes or no to. Of the rest of those years nothing is read.
    """
    rows: Any = with_the_plan_in_force(_with_what_is_shared(schools, year), year)
    rows = with_wish_asked_since(_with_questions(with_what_is_begun(rows, year)), year)
    read = (
        "submitted_at",
        "plan_shared_at",
        "cancelled_at",
        "is_begun",
        "plan_to_approve",
        "plan_ready_at",
        "plan_waits",
        "plan_to_share",
        "plan_in_force",
        "wish_asked_at",
        "questions",
    )
    found = {row.pk: SchoolYear(row, year, **{name: getattr(row, name) for name in read}) for row in rows}
    others = []
    for row in _this_year_or_open(_with_turns(meetings_of(school__in=found)), year):
        its = found[row.school_id]
        if row.round.school_year == year:
            _filled(its, row)
        else:
            others.append(_filled(SchoolYear(its.school, row.round.school_year, is_whole=False), row))
    return [*found.values(), *others]


def _this_year_or_open(rows: QuerySet[Any], year: int) -> QuerySet[Any]:
    unwritten = Q(discussion__record=None) | Q(discussion__record__status=Record.Status.DRAFT)
    is_open = Q(discussion__record__status=Record.Status.SENT) | Q(guests_wait__len__gt=0)
    is_open |= unwritten & held_by_now()
    is_open |= Q(discussion__starts_at__gt=clock.now()) & (Q(silent__len__gt=0) | Q(not_coming_since__isnull=False))
    found = rows.filter(Q(round__school_year=year) | is_open)
    return found.select_related("round", "discussion__record").order_by("pk")


def held_by_now() -> Q:
    """What `discussions.waiting.is_held` says of one discussion, of the rows of schools in discussions."""
    return Q(discussion__ends_at__lte=clock.now()) | Q(discussion__record__sending__gt=0)


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
        cancelled_at=cancelled_at_in(year),
    )


def cancelled_at_in(year: int) -> Subquery:
    """When a discussion of that year of the school of the outer query was called off, the last time."""
    called_off = DiscussionSchool.objects.as_system("which discussions were called off").filter(
        school=OuterRef(OuterRef("pk")), round__school_year=year, live=False
    )
    acts = Event.objects.as_system("when they were called off").filter(
        verb="discussion.cancelled", school=OuterRef("pk"), target_id__in=called_off.values("discussion__public_id")
    )
    return Subquery(acts.order_by("-at").values("at")[:1])


def _with_questions(schools: QuerySet[School]) -> QuerySet[School]:
    """In the query that reads the schools: what was asked about their self-evaluations of any year."""
    asked = Clarification.objects.as_system("what waits for the school's answer").filter(
        frozen__school=OuterRef("pk"), status="asked"
    )
    words = JSONObject(id="public_id", at="asked_at", year="frozen__school_year", number="frozen__number")
    return schools.annotate(questions=ArraySubquery(asked.order_by("pk").values_list(words, flat=True)))


def submissions_of(year: int) -> QuerySet[Version]:
    """Of the school of the outer query."""
    rows: QuerySet[Version] = Version.objects.as_system("when a self-evaluation was submitted").filter(
        school=OuterRef("pk"), version_kind=Version.Kind.SELF_EVALUATION, school_year=year
    )
    return rows


def with_what_is_begun(schools: QuerySet[School], year: int) -> QuerySet[School]:
    """In the query that reads the schools: is there a draft to lead to, and a written plan that no approval covers?

    A plan that was approved before and is being changed waits again once the headteacher has put it forward as it
    stands: nobody calls the governing body for every word that is written.
    """
    begun = SelfEvaluation.objects.as_system("whether there is a draft to lead to")
    approvals = GoverningBodyApproval.objects.as_system("whether a plan is approved").filter(plan=OuterRef("pk"))
    priorities = PlanPriority.objects.as_system("whether there is something to approve").filter(plan=OuterRef("pk"))
    bare = priorities.filter(Q(targets=None) | Q(actions=None))
    forward = Event.objects.as_system("whether it was put forward as it stands").filter(
        target_id=OuterRef("public_id"), verb="plan.put_forward"
    )
    forward = forward.annotate(then=Cast(KeyTextTransform("version", "facts"), models.IntegerField()))
    asked = ~Q(approved=F("version")) & (Q(approved=0) | Exists(forward.filter(then=OuterRef("version"))))
    plans = Plan.objects.as_system("which plans wait for approval").annotate(
        approved=Coalesce(Subquery(approvals.order_by("-pk").values("plan_version")[:1]), 0),
        waits=Case(When(Exists(priorities) & ~Exists(bare) & asked, then=F("first_year"))),
    )
    changed = Event.objects.as_system("since when a plan waits").filter(CHANGES_A_PLAN)
    changed = changed.filter(Q(target_id=OuterRef("public_id")) | Q(within_id=OuterRef("public_id")))
    since = Coalesce(
        Subquery(changed.filter(at__gt=OuterRef("approved_at")).order_by("at", "pk").values("at")[:1]),
        Subquery(changed.order_by("at", "pk").values("at")[:1]),
    )
    last = approvals.order_by("-pk")
    plans = plans.annotate(approved_at=Subquery(last.values("recorded_at")[:1])).annotate(since=since)
    newest = plans.filter(school=OuterRef("pk"), first_year__range=(year - 2, year)).order_by("-first_year")
    return schools.annotate(
        is_begun=Exists(begun.filter(school=OuterRef("pk"), school_year=year)),
        plan_to_approve=Subquery(newest.values("waits")[:1]),
        plan_ready_at=Subquery(newest.values("since")[:1]),
        plan_waits=Subquery(newest.filter(waits__isnull=False).values("public_id")[:1]),
        plan_to_share=Subquery(newest.values(approved_now=_approved_and_not_shared(last))[:1]),
    )


def _approved_and_not_shared(approvals: QuerySet[GoverningBodyApproval]) -> Case:
    """Of the plan of the outer query, whose approvals these are, the last one first."""
    shared = Version.objects.as_system("whether it was shared since").filter(
        thing_id=OuterRef("public_id"), version_kind=Version.Kind.PLAN, at__gte=OuterRef("approved_at")
    )
    anew = Case(When(approved_anew(), then=Value(True)), default=Value(False))
    day = Subquery(approvals.values("approved_on")[:1])
    approval = JSONObject(first="first_year", on=day, at="approved_at", anew=anew)
    return Case(When(Q(approved=F("version")) & ~Exists(shared), then=approval))


def meetings_of(**of: Any) -> QuerySet[DiscussionSchool]:
    """The live yearly discussions of the schools, of whatever year."""
    rows: QuerySet[DiscussionSchool] = DiscussionSchool.objects.as_system("when the schools meet").filter(
        live=True, discussion_kind=Discussion.Kind.YEARLY, **of
    )
    return rows


def about_records(records: Collection[UUID]) -> list[SchoolYear]:
    """The discussions of these records, with who has answered; in one query."""
    return about_discussions(discussion__record__public_id__in=records)


def about_discussions(**which: Any) -> list[SchoolYear]:
    """What is open in these discussions, whoever may follow their schools."""
    rows = _with_turns(meetings_of(**which))
    return [
        _filled(SchoolYear(row.school, row.round.school_year, is_whole=False), row)
        for row in rows.select_related("school__council", "round", "discussion__record").order_by("pk")
    ]


def _with_turns(rows: QuerySet[DiscussionSchool]) -> QuerySet[Any]:
    """In the query that reads the discussions: who has answered, and which guest waits for this school's yes or no."""
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
    return with_those_awaited(rows).annotate(
        guests_wait=ArraySubquery(first.values("public_id")),
        guest_asked_at=Subquery(first.values("added_at")[:1]),
        together=ArraySubquery(_schools_in(OuterRef("discussion"))),
        answered=ArraySubquery(answers.values_list(JSONObject(party="party", school="school"), flat=True)),
    )


def _filled(its: SchoolYear, row: Any) -> SchoolYear:
    its.discussion, its.record = row.discussion, getattr(row.discussion, "record", None)
    its.covered = [School(**each) for each in row.together]
    its.silent = {each["person"]: dt.datetime.fromisoformat(each["since"]) for each in row.silent}
    its.head_is_silent, its.not_coming_since = row.head_is_silent, row.not_coming_since
    its.answered = {(answer["party"], answer["school"]) for answer in row.answered}
    if row.discussion.can_be_prepared:
        its.guests_wait, its.guest_asked_at = row.guests_wait, row.guest_asked_at
    return its


def _schools_in(discussion: Any) -> QuerySet[Any]:
    rows = DiscussionSchool.objects.as_system("which schools meet together").filter(discussion=discussion, live=True)
    names = {name: f"school__{name}" for name in ("name_cy", "name_en")}
    words = JSONObject(pk="school", council_id="school__council", **names)
    return rows.order_by(f"school__sort_{reader_language()}", "school").values_list(words, flat=True)
