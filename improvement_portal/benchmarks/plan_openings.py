"""What somebody could open of a development plan, and of the inspections that it answers."""

from collections.abc import Iterator

from schools.models import (
    Action,
    BroughtPlan,
    Consultation,
    Grant,
    GrantLine,
    Inspection,
    Milestone,
    NationalPriority,
    OwnDocument,
    Person,
    Plan,
    PlanPriority,
    PlanSection,
    PlanSummary,
    PreparedApproval,
    Recommendation,
    StatutoryAnswer,
    SummaryLine,
    SummaryPart,
    Target,
    TermReview,
    Version,
)
from schools.models.base import LANGUAGE_CODES
from schools.statutory_rows import ROWS

from .found import FEW, Found, few


def plans(person: Person) -> Iterator[Found]:
    for row in few(Plan, person, "-first_year", "pk").select_related("school"):
        own = {"school": row.school.public_id, "year": row.first_year}
        yield own
        for item in few(PlanPriority, person, "pk", plan=row):
            yield {**own, "item": item.public_id}
        for kind, model in (("targets", Target), ("actions", Action), ("milestones", Milestone)):
            for item in few(model, person, "pk", plan_priority__plan=row):
                yield {**own, "kind": kind, "item": item.public_id}


def plan_documents(person: Person) -> Iterator[Found]:
    for row in few(OwnDocument, person, in_use=True, self_evaluation=None).select_related("plan__school"):
        yield _of(row.plan, document=row.public_id)


def brought_plans(person: Person) -> Iterator[Found]:
    for row in few(BroughtPlan, person).select_related("plan__school"):
        yield _of(row.plan, document=row.public_id)


def sections(person: Person) -> Iterator[Found]:
    for own in _own(person):
        yield from ({**own, "part": part} for part in PlanSection.values)


def consultations(person: Person) -> Iterator[Found]:
    for row in few(Consultation, person).select_related("plan__school"):
        yield _of(row.plan, item=row.public_id)


def national_priorities(person: Person) -> Iterator[Found]:
    for own in _own(person):
        yield from ({**own, "national": row.public_id} for row in few(NationalPriority, person))


def grants(person: Person) -> Iterator[Found]:
    for row in few(Grant, person).select_related("plan__school"):
        yield _of(row.plan, item=row.public_id)


def lines(person: Person) -> Iterator[Found]:
    for row in few(GrantLine, person).select_related("grant__plan__school"):
        yield _of(row.grant.plan, item=row.public_id)


def followed(person: Person) -> Iterator[Found]:
    for kind, model in (("actions", Action), ("milestones", Milestone)):
        for row in few(model, person).select_related("plan_priority__plan__school"):
            yield _of(row.plan_priority.plan, kind=kind, item=row.public_id)


def reviews(person: Person) -> Iterator[Found]:
    for row in few(TermReview, person).select_related("plan_priority__plan__school"):
        yield _of(row.plan_priority.plan, item=row.public_id)


def targets(person: Person) -> Iterator[Found]:
    for row in few(Target, person, plan_priority__year=1).select_related("plan_priority__plan__school"):
        yield _of(row.plan_priority.plan, item=row.public_id)


def statutory_rows(person: Person) -> Iterator[Found]:
    for own in _own(person):
        yield from ({**own, "row": row.code} for row in ROWS)
    for answer in few(StatutoryAnswer, person).select_related("plan__school"):
        yield _of(answer.plan, item=answer.public_id)


def summaries(person: Person) -> Iterator[Found]:
    """Each part and line of a summary, its draft in both languages, and where it is published for everybody."""
    for own in _own(person):
        yield from ({**own, "part": part} for part in SummaryPart.values)
        yield from ({**own, "language": language} for language in LANGUAGE_CODES)
    for line in few(SummaryLine, person).select_related("summary__plan__school"):
        yield _of(line.document, item=line.public_id)
    for version in few(Version, person, version_kind=Version.Kind.PLAN_SUMMARY).select_related("school"):
        yield {"school": version.school.public_id, "year": version.school_year}


def public_summaries(person: Person | None) -> Iterator[Found]:
    rows = PlanSummary.objects.as_system("what is published is for everybody").filter(status="published")
    yield from ({"address": row.address} for row in rows.order_by("pk")[:FEW])


def prepared_approvals(person: Person) -> Iterator[Found]:
    yield from _own(person)
    for row in few(PreparedApproval, person).select_related("plan__school"):
        yield _of(row.plan, item=row.public_id)


def inspections(person: Person) -> Iterator[Found]:
    for row in few(Inspection, person).select_related("school"):
        own = {"school": row.school.public_id, "inspection": row.public_id}
        yield own
        yield from ({**own, "item": item.public_id} for item in few(Recommendation, person, inspection=row))


def themes(person: Person) -> Iterator[Found]:
    for row in few(Version, person, version_kind=Version.Kind.PLAN):
        yield from ({"area": each["area_code"]} for plan in row.words["priorities"] for each in plan["comes_from"])


def _own(person: Person) -> Iterator[Found]:
    for row in few(Plan, person, "-first_year", "pk").select_related("school"):
        yield _of(row)


def _of(plan: Plan, **more: object) -> Found:
    return {"school": plan.school.public_id, "year": plan.first_year, **more}
