"""Which plan could be started, and which versions of it were shared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from schools import clock
from schools.access import May, may, one_of, version_for
from schools.clock import current_school_year, three_school_years_words
from schools.history import fingerprint, may_see_history
from schools.models import (
    GoverningBodyApproval,
    Person,
    Plan,
    PlanSummary,
    School,
    Version,
)
from schools.plan_approvals import last_approval_of
from schools.plan_checks import gaps_in
from schools.plan_contents import Content, content_of, parts_of, raw_content_of
from schools.plan_progress import may_go_on
from schools.plan_revisions import revision_of
from schools.statutory_facts import facts_of
from schools.statutory_rows import missing_in
from schools.unanswered import still_open_in

SAID_WITH_IT = ("missing", "missing_reason")  # in a version beside the plan itself: what the law asks for more, and why


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
    return "year_end:carry" if may_go_on(plan, person).exists() else "plan_parts:draw"


def shared_versions_of(person: Person, school: School) -> QuerySet[Version]:
    """The shared versions of a school's plans that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.PLAN)
    summaries = PlanSummary.objects.as_system("what is published is for everybody").filter(status="published")
    has_summary = Exists(summaries.filter(plan__public_id=OuterRef("thing_id")))
    return rows.annotate(has_summary=has_summary).defer("content").order_by("-school_year", "-number")


def shared_version_for(person: Person, school: UUID, year: int, number: int) -> tuple[Version, Version]:
    """One shared version of a plan, and the one that was shared last: 404 if it is not theirs to read."""
    frozen = version_for(person, school, Version.Kind.PLAN, year, number)
    place: Any = frozen.school
    return frozen, one_of(shared_versions_of(person, place).filter(thing_id=frozen.thing_id))


def last_shared_of(person: Person, plan: Plan) -> Version | None:
    """The version of the plan that the council and the service read now."""
    return shared_versions_of(person, plan.school).defer(None).filter(thing_id=plan.public_id).first()


def is_as_shared(content: Content, latest: Version | None) -> bool:
    """Whether sharing this content would only repeat the version shared last, whatever was missing when it was."""
    if latest is None:
        return False
    plan = {key: value for key, value in latest.words.items() if key not in SAID_WITH_IT}
    return fingerprint(plan) == fingerprint(content)


def before_sharing(plan: Plan, person: Person) -> dict[str, Any]:
    """The plan as others would read it, what stands in the way, and what the law asks for and does not find in it."""
    approval, latest, raw = last_approval_of(plan), last_shared_of(person, plan), raw_content_of(plan)
    content = content_of(plan, approval, raw=raw)
    return {
        "school": plan.school,
        "plan": plan,
        "content": content,
        "gaps": gaps_in(content),
        "missing": missing_in(content, facts_of(plan, approval)),
        "as_shared": latest if is_as_shared(content, latest) else None,
        "unanswered": still_open_in(plan, parts_of(raw)),
    }


def as_the_law_asks(plan: Plan, approval: GoverningBodyApproval | None, content: Content) -> dict[str, Any]:
    """How much the plan lacks, whether an inspection asks for a plan, and by when it is to be revised; one query."""
    facts = facts_of(plan, approval)
    return {
        "missing": len(missing_in(content, facts)),
        "inspected": facts.recommendations is not None,
        "revision": revision_of(approval.approved_on, facts.revision_due_on) if approval else None,
    }


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
