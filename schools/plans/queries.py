"""What a plan may draw on, which plan could be started, and which versions of it were shared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from schools import clock
from schools.access import May, may, one_of, version_for
from schools.clock import current_school_year, three_school_years_words
from schools.history import fingerprint, may_see_history
from schools.models import (
    GoverningBodyApproval,
    Person,
    Plan,
    Priority,
    PriorityLink,
    School,
    Version,
)
from schools.plan_contents import Content
from schools.plan_progress import may_go_on


def sources_for(plan: Plan, person: Person) -> QuerySet[Priority]:
    """The living self-evaluations' priorities this plan may draw on, newest self-evaluation first.

    Those of the year before the plan and of its own years, but no untouched copies in a year after it began: the plan
    has the words that they were copied from; and whatever it already draws on.
    """
    near = Q(section__self_evaluation__school_year__range=(plan.first_year - 1, plan.first_year + 2))
    near &= ~Q(carried=True, section__self_evaluation__school_year__gt=plan.first_year)
    drawn = Q(pk__in=PriorityLink.objects.visible_to(person).filter(plan_priority__plan=plan).values("priority"))
    rows = Priority.objects.visible_to(person).filter(near | drawn, section__self_evaluation__school=plan.school)
    elsewhere = (
        PriorityLink.objects.visible_to(person).filter(priority=OuterRef("pk")).exclude(plan_priority__plan=plan)
    )
    other_plan = elsewhere.order_by("-plan_priority__plan__first_year").values("plan_priority__plan__first_year")[:1]
    rows = rows.annotate(in_plan_of=Subquery(other_plan))
    order = ("-section__self_evaluation__school_year", "section__area__position", "pk")
    return rows.select_related("section__area", "section__self_evaluation").order_by(*order)


def not_yet_in(plan: Plan, person: Person) -> QuerySet[Priority]:
    """The same, without those that already stand behind a priority of the plan."""
    drawn = PriorityLink.objects.visible_to(person).filter(plan_priority__plan=plan)
    return sources_for(plan, person).exclude(pk__in=drawn.values("priority"))


def to_start(living: Iterable[Plan]) -> dict[str, Any] | None:
    """The plan that could be started next: this year's, beside the one followed meanwhile; or, early, next year's."""
    begun, this_year = {plan.first_year: plan for plan in living}, current_school_year()
    year = next((year for year in (this_year, this_year + 1) if year not in begun), None)
    if year is None:
        return None
    present = max((first for first in begun if first < year <= first + 2), default=None)
    early = year > this_year
    return {
        "period": three_school_years_words(year),
        "early": early,
        "present": begun[present].period if present and not early else "",
    }


def first_step(plan: Plan, person: Person) -> str:
    """The route that comes after a plan was started: what goes on from the plan before, or else drawing."""
    return "year_end:carry" if may_go_on(plan, person).exists() else "plans:draw"


def shared_versions_of(person: Person, school: School) -> QuerySet[Version]:
    """The shared versions of a school's plans that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.PLAN)
    return rows.defer("content").order_by("-school_year", "-number")


def shared_version_for(person: Person, school: UUID, year: int, number: int) -> tuple[Version, Version]:
    """One shared version of a plan, and the one that was shared last: 404 if it is not theirs to read."""
    frozen = version_for(person, school, Version.Kind.PLAN, year, number)
    place: Any = frozen.school
    return frozen, one_of(shared_versions_of(person, place).filter(thing_id=frozen.thing_id))


def last_shared_of(person: Person, plan: Plan) -> Version | None:
    """The version of the plan that the council and the service read now."""
    return shared_versions_of(person, plan.school).filter(thing_id=plan.public_id).first()


def is_as_shared(content: Content, latest: Version | None) -> bool:
    """Whether sharing this content would only repeat the version shared last."""
    return latest is not None and latest.sha256 == fingerprint(content)


def shared_in_this_year(versions: QuerySet[Version]) -> Version | None:
    """The version by which the step of this school year has been taken: of a plan that covers it, shared in it."""
    year = current_school_year()
    rows = versions.filter(school_year__range=(year - 2, year), at__gte=clock.midnight_before(year))
    return rows.order_by("-at").first()


def has_history_for(person: Person, plan: Plan, approval: GoverningBodyApproval | None) -> bool:
    """Whether there is history this person may read: the school's own, or of what it did as a school."""
    done = approval is not None or plan.status == Plan.Status.SHARED
    return may_see_history(person, plan.school) or (done and may(person, May.SEE_OUTSIDE_HISTORY, plan.school))


def latest_of_each(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Of each plan the version shared last: the one that counts outside the school."""
    latest = versions.order_by("thing_id", "-number").distinct("thing_id")
    return versions.filter(pk__in=latest.values("pk"))
