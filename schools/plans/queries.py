"""A development plan as one content: the same form for the page, the check before sharing, and the frozen version."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools import clock
from schools.access import May, may, one_of, version_for
from schools.clock import current_school_year, school_year_bounds, school_year_words, three_school_years_words
from schools.history import fingerprint, may_see_history
from schools.models import (
    GoverningBodyApproval,
    Person,
    Plan,
    PlanPriority,
    Priority,
    PriorityLink,
    School,
    Section,
    SelfEvaluation,
    Version,
)
from schools.models.base import reader_language

from .approvals import holds

Content = dict[str, Any]
Circle = Section.Circle
Known = set[tuple[UUID, str]]  # a self-evaluation and the code of an area in it

READERS = [
    (May.READ_LIVING_SELF_EVALUATION, Circle.TEAM),
    (May.READ_SHARED_SELF_EVALUATION, Circle.GOVERNORS),
    (May.READ_SUBMITTED_SELF_EVALUATION, Circle.COUNCIL),
]
# In which versions each reader outside the team reads the areas of a self-evaluation.
READ_IN: dict[Circle, list[Version.Kind]] = {
    Circle.GOVERNORS: [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION],
    Circle.COUNCIL: [Version.Kind.SELF_EVALUATION],
}


@dataclass(frozen=True)
class Gap:
    """What stands in the way of sharing, and the page on which it is mended."""

    sentence: str
    route: str


@dataclass(frozen=True)
class Remark:
    """What a reader might miss or ask about, and the place on the plan's page where it begins."""

    sentence: str
    place: str  # the id of a heading


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


def reading_as(person: Person, school: School) -> Circle | None:
    """What of the school's self-evaluation this person can come to read, as the widest reader of it; None: nothing."""
    for permission, circle in READERS:
        if may(person, permission, school):
            return circle
    return None


def priorities_of(plan: Plan) -> list[PlanPriority]:
    """Year by year, with their targets, actions and what they come from, in four queries."""
    links = PriorityLink.objects.as_system("a plan says where it comes from").order_by("pk")
    links = links.select_related("priority__section__area", "priority__section__self_evaluation")
    rows = plan.priorities.prefetch_related("targets", "actions", Prefetch("priority_links", links))
    return list(rows.order_by("year", "pk"))


def content_of(
    plan: Plan,
    approval: GoverningBodyApproval | None,
    *,
    reader: Circle | None = Circle.COUNCIL,
    priorities: list[PlanPriority] | None = None,
) -> Content:
    """Everything the plan says now, and the approval if it is of just that; one query, and four for its `priorities`
    where they are not at hand.

    The self-evaluation behind it stays the school's own. Its team alone reads the words of its living priorities;
    other readers learn of no area that they cannot read.
    """
    priorities = priorities_of(plan) if priorities is None else priorities
    for_team = reader == Circle.TEAM
    sources = [link.priority for row in priorities for link in row.priority_links.all()]
    known = None if for_team else areas_known_to(reader, (each.section.self_evaluation for each in sources))
    return {
        "school": str(plan.school.public_id),
        "first_year": plan.first_year,
        "priorities": [_priority(row, known) for row in priorities],
        "approval": _approval(approval) if approval and holds(approval, plan) else None,
    }


def areas_known_to(reader: Circle | None, evaluations: Iterable[SelfEvaluation]) -> Known:
    """The areas that this reader can read in some version of these self-evaluations: each with its code."""
    wanted = {each.public_id for each in evaluations}
    if reader is None or not wanted:
        return set()
    rows = Version.objects.as_system("a plan names no area that its readers cannot read").filter(
        thing_id__in=wanted, version_kind__in=READ_IN[reader]
    )
    return {(version.thing_id, area["code"]) for version in rows for area in version.words["areas"]}


def is_known(source: Priority, known: Known) -> bool:
    return (source.section.self_evaluation.public_id, source.section.area.code) in known


def readable(content: Content) -> Content:
    """The same content made ready for a page: year by year, names in its language, dates beside their warnings."""
    language, first = reader_language(), content["first_year"]
    years: list[Content] = [
        {"number": number, "words": school_year_words(first + number - 1), "priorities": []} for number in (1, 2, 3)
    ]
    for number, priority in enumerate(content["priorities"], start=1):
        comes_from = [{**source, "area": source[f"area_{language}"]} for source in priority["comes_from"]]
        actions = [{**action, "outside": _lies_outside(action, first)} for action in priority["actions"]]
        shown = {**priority, "number": number, "comes_from": comes_from, "actions": actions}
        years[priority["year"] - 1]["priorities"].append(shown)
    return {**content, "years": years, "period": three_school_years_words(first)}


def gaps_in(content: Content, approval: GoverningBodyApproval | None) -> list[Gap]:
    """What stands in the way of sharing; empty when the plan can be shared."""
    gaps = []
    if not content["priorities"]:
        words = _("Draw at least one priority from the self-evaluation before you share the plan.")
        gaps.append(Gap(words, "plans:draw"))
    if approval is None:
        gaps.append(Gap(_("Record the governing body’s approval before you share the plan."), "plans:approve"))
    elif not content["approval"]:
        words = _(
            "The plan has changed since the governing body approved it. Record a new approval before you share it."
        )
        gaps.append(Gap(words, "plans:approve"))
    return gaps


def remarks_on(content: Content) -> list[Remark]:
    """What a reader might miss or ask about. Nothing of it stands in the way of approving or sharing the plan."""
    return [*_unfinished(content), *_years_without(content), *_outside(content)]


def is_written(content: Content) -> bool:
    """Whether there are priorities and each has a target and an action: the plan then waits for its approval."""
    return bool(content["priorities"]) and not _unfinished(content)


def _unfinished(content: Content) -> list[Remark]:
    remarks = []
    if bare := _without("targets", content):
        sentence = ngettext(
            "%(count)d priority has no target yet.", "%(count)d priorities have no target yet.", len(bare)
        )
        remarks.append(Remark(sentence % {"count": len(bare)}, f"priority-{bare[0]}"))
    if bare := _without("actions", content):
        sentence = ngettext(
            "%(count)d priority has no action yet.", "%(count)d priorities have no action yet.", len(bare)
        )
        remarks.append(Remark(sentence % {"count": len(bare)}, f"priority-{bare[0]}"))
    return remarks


def _years_without(content: Content) -> list[Remark]:
    """The law asks for priorities in each of the three years."""
    begun = {row["year"] for row in content["priorities"]}
    return [
        Remark(
            _("No priority begins in year %(number)d (%(year)s).")
            % {"number": number, "year": school_year_words(content["first_year"] + number - 1)},
            f"year-{number}",
        )
        for number in (1, 2, 3)
        if begun and number not in begun
    ]


def _outside(content: Content) -> list[Remark]:
    found = [
        number
        for number, row in enumerate(content["priorities"], start=1)
        for action in row["actions"]
        if _lies_outside(action, content["first_year"])
    ]
    if not found:
        return []
    sentence = ngettext(
        "The dates of %(count)d action lie outside the plan’s three school years.",
        "The dates of %(count)d actions lie outside the plan’s three school years.",
        len(found),
    )
    return [Remark(sentence % {"count": len(found)}, f"priority-{found[0]}")]


def _lies_outside(action: Content, first_year: int) -> bool:
    begins, ends = school_year_bounds(first_year)[0], school_year_bounds(first_year + 2)[1]
    return bool(action["starts_on"] < begins.isoformat() or action["ends_on"] > ends.isoformat())


def _without(part: str, content: Content) -> list[int]:
    """The priorities that have none, by their number on the page."""
    return [number for number, row in enumerate(content["priorities"], start=1) if not row[part]]


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


def _priority(row: PlanPriority, known: Known | None) -> Content:
    return {
        "id": str(row.public_id),
        "text": row.text,
        "lang": row.lang,
        "year": row.year,
        "comes_from": [
            _source(link.priority, with_words=known is None)
            for link in row.priority_links.all()
            if known is None or is_known(link.priority, known)
        ],
        "targets": [
            {
                "id": str(target.public_id),
                "text": target.text,
                "expected_outcome": target.expected_outcome,
                "lang": target.lang,
            }
            for target in row.targets.all()
        ],
        "actions": [
            {
                "id": str(action.public_id),
                "text": action.text,
                "lang": action.lang,
                "lead": action.lead,
                "starts_on": _iso(action.starts_on),
                "ends_on": _iso(action.ends_on),
            }
            for action in row.actions.all()
        ],
    }


def _source(priority: Priority, *, with_words: bool) -> Content:
    section = priority.section
    found = {
        "id": str(priority.public_id),
        "school_year": section.self_evaluation.school_year,
        "area_code": section.area.code,
        "area_cy": section.area.name_cy,
        "area_en": section.area.name_en,
    }
    return {**found, "text": priority.text, "lang": priority.lang} if with_words else found


def _approval(approval: GoverningBodyApproval) -> Content:
    return {"approved_on": _iso(approval.approved_on), "meeting": approval.meeting, "lang": approval.lang}


def _iso(day: dt.date) -> str:
    return day.isoformat()
