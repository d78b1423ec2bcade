"""Where a school stands in its year: read from what exists, never kept."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from schools import clock
from schools.models import Event, GoverningBodyApproval, Plan, PlanPriority, School, SelfEvaluation, Version
from schools.models.base import reader_language

from .models import Answer, Discussion, DiscussionSchool, GuestAnswer, Participant, Party, Record
from .waiting import Step as Waiting
from .waiting import Waits, is_held, waiting_in

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
    covered: list[School] = field(default_factory=list)  # the schools of the discussion by key, this one among them
    together: list[str] = field(default_factory=list)  # and their names
    is_whole: bool = True  # else only its discussion is told of: it is another school year's, and something waits there
    # What follows is the school's own affair: it leads those who may do something about it, and is told to nobody else.
    is_begun: bool = False  # the self-evaluation
    plan_to_approve: int | None = None  # first year of the plan, written out, that no approval covers
    plan_ready_at: dt.datetime | None = None  # since when that is so

    @property
    def is_held(self) -> bool:
        return self.discussion is not None and is_held(self.discussion)

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
        asked = [self.school.pk] if self.guest_waits else []
        words: dict[str, Any] = {"covered": self.covered, "answered": self.answered, "asked": asked}
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


def meetings_of(**of: Any) -> QuerySet[DiscussionSchool]:
    """The live yearly discussions of the schools, of whatever year."""
    rows: QuerySet[DiscussionSchool] = DiscussionSchool.objects.as_system("when the schools meet").filter(
        live=True, discussion_kind=Discussion.Kind.YEARLY, **of
    )
    return rows


# What waits for the council or the service at many schools: since when, the place in the alphabet, the key, the year.
Since = QuerySet[Any]


def without_a_discussion(schools: QuerySet[School], year: int) -> Since:
    """Those that are ready for one: what a school submits or shares again later does not make it wait anew."""
    meetings = meetings_of(round__school_year=year, school=OuterRef("pk"))
    rows = schools.filter(~Exists(meetings), Exists(submissions_of(year)))
    since = Subquery(submissions_of(year).order_by("at").values("at")[:1])
    rows = rows.annotate(since=since).order_by()
    return rows.values_list("since", f"sort_{reader_language()}", "pk", Value(year))


def without_a_record(schools: QuerySet[School], year: int, *, reached: QuerySet[School]) -> Since:
    rows = _wholly(reached, school__in=schools.order_by().values("pk"), discussion__ends_at__lte=clock.now())
    rows = rows.filter(Q(discussion__record=None) | Q(discussion__record__status=Record.Status.DRAFT))
    return _once_each(rows).values_list(
        "discussion__ends_at", f"school__sort_{reader_language()}", "school", "round__school_year"
    )


def without_an_answer(schools: QuerySet[School], year: int, party: Party, *, reached: QuerySet[School]) -> Since:
    """For the council or the service, which answer once for all schools of a record."""
    answers = Answer.objects.as_system("who has answered").filter(
        record=OuterRef("discussion__record"), party=party, sending=OuterRef("discussion__record__sending")
    )
    sent = {"discussion__record__status": Record.Status.SENT}
    rows = _wholly(reached, school__in=schools.order_by().values("pk"), **sent).filter(~Exists(answers))
    return _once_each(rows).values_list(
        "discussion__record__sent_at", f"school__sort_{reader_language()}", "school", "round__school_year"
    )


def _wholly(reached: QuerySet[School], **of: Any) -> QuerySet[DiscussionSchool]:
    """The discussions all of whose schools are reached: what is done once for all of them needs that."""
    others = meetings_of(discussion=OuterRef("discussion")).exclude(school__in=reached.order_by().values("pk"))
    return meetings_of(**of).filter(~Exists(others))


def _once_each(rows: QuerySet[DiscussionSchool]) -> QuerySet[DiscussionSchool]:
    """One row a discussion, of its first school by name: a joint record waits once, not once for each school."""
    return rows.order_by("discussion_id", f"school__sort_{reader_language()}", "school").distinct("discussion_id")


def other_years_of(schools: QuerySet[School], year: int) -> list[SchoolYear]:
    """What is still open of the schools' discussions of other years, in one query: a record to write or to answer, a
    guest to say yes or no to. Of the rest of those years nothing is read.
    """
    unwritten = Q(discussion__record=None) | Q(discussion__record__status=Record.Status.DRAFT)
    to_do = Q(discussion__record__status=Record.Status.SENT) | Q(guest_waits__isnull=False)
    rows = _with_turns(meetings_of(school__in=schools.order_by().values("pk")).exclude(round__school_year=year))
    rows = rows.filter(to_do | unwritten & Q(discussion__ends_at__lte=clock.now()))
    return [
        _filled(SchoolYear(row.school, row.round.school_year, is_whole=False), row)
        for row in rows.select_related("school__council", "round", "discussion__record").order_by("pk")
    ]


def about_records(records: Collection[UUID]) -> list[SchoolYear]:
    """The discussions of these records, with who has answered; in one query."""
    rows = _with_turns(meetings_of(discussion__record__public_id__in=records))
    return [
        _filled(SchoolYear(row.school, row.round.school_year, is_whole=False), row)
        for row in rows.select_related("school__council", "round", "discussion__record").order_by("pk")
    ]


def _read_discussions(found: dict[int, SchoolYear], year: int) -> None:
    rows = _with_turns(meetings_of(round__school_year=year, school__in=found))
    for row in rows.select_related("discussion__record"):
        _filled(found[row.school_id], row)


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
    return rows.annotate(
        guest_waits=Subquery(first.values("public_id")[:1]),
        guest_asked_at=Subquery(first.values("added_at")[:1]),
        together=ArraySubquery(_schools_in(OuterRef("discussion"))),
        answered=ArraySubquery(answers.values_list(JSONObject(party="party", school="school"), flat=True)),
    )


def _filled(its: SchoolYear, row: Any) -> SchoolYear:
    its.discussion, its.record = row.discussion, getattr(row.discussion, "record", None)
    its.together = [each["name"] for each in row.together]
    its.covered = [School(pk=each["key"], council_id=each["council"]) for each in row.together]
    its.answered = {(answer["party"], answer["school"]) for answer in row.answered}
    if row.discussion.can_be_prepared:
        its.guest_waits, its.guest_asked_at = row.guest_waits, row.guest_asked_at
    return its


def _schools_in(discussion: Any) -> QuerySet[Any]:
    rows = DiscussionSchool.objects.as_system("which schools meet together").filter(discussion=discussion, live=True)
    words = JSONObject(key="school", council="school__council", name=f"school__name_{reader_language()}")
    return rows.order_by(f"school__sort_{reader_language()}", "school").values_list(words, flat=True)
