"""What a school does with its development plan: begin it, draw priorities, plan, have it approved, share it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.history import freeze, once_only, record, revise, tells
from schools.models import (
    Action,
    GoverningBodyApproval,
    Person,
    Plan,
    PlanPriority,
    PlanSection,
    PlanText,
    Priority,
    PriorityLink,
    School,
    Target,
    Version,
)
from schools.notice_kinds import PLAN_READY, PLAN_SHARED
from schools.notices import council_and_adviser_of, path_to, people_at, tell
from schools.plan_approvals import earliest_approval, holds, is_put_forward, last_approval_of
from schools.plan_checks import gaps_in, is_written
from schools.plan_contents import content_of
from schools.plan_progress import raise_what_shows, require_without_progress
from schools.policy import Role
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.workflow import locked, locked_all, move, require_seen, save_typing, save_version

# The parts of a plan as they stand in an address, and which of their fields go into the history of texts.
PARTS: dict[str, type[PlanPriority] | type[Target] | type[Action]] = {
    "priorities": PlanPriority,
    "targets": Target,
    "actions": Action,
}
TEXTS: dict[Any, tuple[str, ...]] = {
    PlanPriority: ("text",),
    Target: ("text", "expected_outcome"),
    Action: ("text", "lead"),
}

STARTED = tells("plan.started", gettext_lazy("The development plan was started."))
DRAWN = tells("plan.drawn", gettext_lazy("Priorities were drawn from the self-evaluation into the plan."))
LINKED = tells("plan_priority.linked", gettext_lazy("What a priority of the plan comes from was changed."))
ADDED = {
    PlanPriority: tells("plan_priority.added", gettext_lazy("A priority was added to the plan.")),
    Target: tells("target.added", gettext_lazy("A target was added to the plan.")),
    Action: tells("action.added", gettext_lazy("An action was added to the plan.")),
}
EDITED = {
    PlanPriority: tells("plan_priority.edited", gettext_lazy("A priority of the plan was changed.")),
    Target: tells("target.edited", gettext_lazy("A target of the plan was changed.")),
    Action: tells("action.edited", gettext_lazy("An action of the plan was changed.")),
}
REMOVED = {
    PlanPriority: tells("plan_priority.removed", gettext_lazy("A priority was removed from the plan.")),
    Target: tells("target.removed", gettext_lazy("A target was removed from the plan.")),
    Action: tells("action.removed", gettext_lazy("An action was removed from the plan.")),
}
PUT_FORWARD = tells(
    "plan.put_forward", gettext_lazy("The chair of governors and the clerk were told that the plan is ready.")
)
APPROVED = tells("plan.approved", gettext_lazy("The governing body’s approval of the plan was recorded."))
SHARED = tells(
    "plan.shared",
    gettext_lazy("The development plan was shared as version %(number)s."),
    gettext_lazy("The school shared its development plan, version %(number)s."),
)


@once_only
def start(school: School, *, year: int, by: Person, once: UUID) -> Plan:
    """Begin the plan of the three school years from `year` on."""
    require(by, May.WRITE_PLAN, school)
    locked(school)
    if school.plans.filter(first_year=year).exists():
        raise Refused(_("The plan that begins in this school year has already been started."), "year")
    plan = Plan.objects.create(school=school, first_year=year)
    for part in PlanSection:
        PlanText.objects.create(plan=plan, part=part)
    record(STARTED, plan, by=by, school=school, once=once, year=year)
    return plan


@once_only
def draw(plan: Plan, *, priorities: list[Priority], year: int, by: Person, once: UUID) -> Plan:
    """Make each of these self-evaluation priorities a priority of the plan, with its words and their language."""
    _change(plan, by)
    priorities = list(priorities)
    _check_sources(plan, priorities, "priorities")
    if plan.priorities.filter(links__in=priorities).exists():
        raise Refused(
            _("One of these priorities is already in the plan. Open the page again to see which are left."),
            "priorities",
        )
    for source in priorities:
        _put_in(plan, source.text, source.lang, year, [source], by)
    record(DRAWN, plan, by=by, school=plan.school, once=once)
    return plan


@once_only
def write(
    plan: Plan, *, text: str, lang: str, year: int, comes_from: list[Priority], by: Person, once: UUID
) -> PlanPriority:
    """Write one priority in the plan's own words, drawn from one or several of the self-evaluation."""
    _change(plan, by)
    comes_from = list(comes_from)
    _check_sources(plan, comes_from, "comes_from")
    priority = _put_in(plan, text, lang, year, comes_from, by)
    record(ADDED[PlanPriority], priority, by=by, school=plan.school, once=once)
    return priority


@once_only
def link(priority: PlanPriority, *, comes_from: list[Priority], version: int, by: Person, once: UUID) -> Any:
    """Let exactly these self-evaluation priorities stand behind a priority of the plan."""
    _change(priority.plan, by)
    comes_from = list(comes_from)
    _check_sources(priority.plan, comes_from, "comes_from")
    save_version(priority, version, by=by, verb=LINKED, once=once)
    priority.priority_links.exclude(priority__in=comes_from).delete()
    linked = set(priority.priority_links.values_list("priority", flat=True))
    for source in comes_from:
        if source.pk not in linked:
            PriorityLink.objects.create(plan_priority=priority, priority=source)
    return priority


@once_only
def add(priority: PlanPriority, model: Any, *, by: Person, once: UUID, **words: Any) -> Any:
    """Add a target or an action to a priority of the plan."""
    _change(priority.plan, by)
    locked(priority)
    _check_dates(words)
    part = model.objects.create(plan_priority=priority, **words)
    for name in TEXTS[model]:
        revise(part, name, by=by, school=priority.school)
    record(ADDED[model], part, by=by, school=priority.school, once=once)
    return part


@once_only
def edit(part: Any, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change a priority, a target or an action of the plan; without `once` it is an autosave."""
    _change(part.document, by)
    raise_what_shows(part, by, **words)
    _check_dates(words)
    model = type(part)
    return save_typing(part, version, by=by, verb=EDITED[model], once=once, texts=TEXTS[model], **words)


@once_only
def remove(part: Any, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take a priority (with its targets and actions), a target or an action out of the plan.

    Its words stay in the school's history of texts. It is not done where something else than was `seen` would go.
    """
    plan: Plan = part.document
    _change(plan, by)
    going = goes_with(locked(part))
    require_without_progress(part)
    require_seen(seen, [each for each, _texts in going])
    keep_words(going, by=by, school=plan.school)
    record(REMOVED[type(part)], part, by=by, school=plan.school, once=once)
    part.delete()
    return plan


@once_only
def record_approval(
    plan: Plan, *, approved_on: dt.date, meeting: str, lang: str, version: int, by: Person, once: UUID
) -> Plan:
    """Record that the governing body approved the plan as it stands now: that is, version `version` of it."""
    require(by, May.RECORD_APPROVAL, plan.school)
    if locked(plan).version != version:
        raise Refused(_("The plan has changed since you opened this page. Read it again, then record the approval."))
    if not plan.priorities.exists():
        raise Refused(_("There is no priority in the plan yet, so there is nothing to approve."))
    if approved_on > clock.today():
        raise Refused(
            _("The meeting cannot be in the future. Record the approval once the governing body has met."),
            "approved_on",
        )
    if approved_on < (earliest := earliest_approval(plan)):
        raise Refused(
            _("This date is too long ago for a meeting that approved this plan. Enter a date from %(day)s on.")
            % {"day": date_format(earliest)},
            "approved_on",
        )
    GoverningBodyApproval.objects.create(
        plan=plan, approved_on=approved_on, meeting=meeting, lang=lang, plan_version=version, recorded_by=by
    )
    record(APPROVED, plan, by=by, school=plan.school, once=once)
    return plan


@once_only
def put_forward(plan: Plan, *, by: Person, once: UUID) -> Plan:
    """Tell the chair of governors and the clerk that the plan, as it stands, is ready for the governing body."""
    school = plan.school
    require(by, May.SHARE_PLAN, school)
    plan.version = locked(plan).version
    if why := why_not_put_forward(plan):
        raise Refused(why)
    told = [each for each in people_at(school, Role.CHAIR_OF_GOVERNORS, Role.CLERK_TO_GOVERNORS) if each != by]
    if not told:
        raise Refused(_("The school has neither a chair of governors nor a clerk in the portal. Invite one first."))
    record(PUT_FORWARD, plan, by=by, school=school, once=once, version=plan.version)
    path = path_to("plans:detail", school.public_id, plan.first_year)
    tell(told, PLAN_READY, plan, path=path, school=school, period=plan.period)
    return plan


def why_not_put_forward(plan: Plan) -> str:
    """Why there is nothing to tell the chair and the clerk, as a sentence; empty when there is."""
    approval = last_approval_of(plan)
    if holds(approval, plan):
        return _("The governing body has approved the plan as it stands, so nobody has to be told that it is ready.")
    content = content_of(plan, approval)
    if not is_written(content):
        return _("The plan is ready once each priority has a target and an action. Write what is missing first.")
    if is_put_forward(plan):
        return _("The chair and the clerk have been told that the plan is ready, and it has not changed since.")
    return ""


@once_only
def share(plan: Plan, *, by: Person, once: UUID) -> Plan:
    """Freeze the approved plan as its next version and tell the council and the adviser.

    The living plan stays with the school, which may write on, have it approved and share it again.
    """
    school = plan.school
    require(by, May.SHARE_PLAN, school)
    plan.version = locked(plan).version
    approval = last_approval_of(plan)
    content = content_of(plan, approval)
    if gaps := gaps_in(content, approval):
        raise Refused(gaps[0].sentence)
    frozen = freeze(
        Version.Kind.PLAN,
        plan,
        content,
        by=by,
        school=school,
        school_year=plan.first_year,
        unchanged=_("Nothing has changed since you last shared the plan, so there is no new version to share."),
    )
    facts: dict[str, Any] = {"number": frozen.number, "period": plan.period}
    # Sharing changes no word of the plan, so its version stays the one that was approved.
    move(plan, Plan.Status.SHARED, by=by, verb=SHARED, school=school, once=once, facts=facts, version=F("version"))
    path = path_to("plans:version", school.public_id, plan.first_year, frozen.number)
    tell(council_and_adviser_of(school), PLAN_SHARED, plan, path=path, school=school, **facts)
    return plan


def _change(plan: Plan, by: Person) -> None:
    """The plan's content is about to change: its version is raised, and one writer at a time is let in."""
    require(by, May.WRITE_PLAN, plan.school)
    Plan.objects.visible_to(by).filter(pk=plan.pk).update(version=F("version") + 1)


def goes_with(part: Any) -> list[tuple[Any, tuple[str, ...]]]:
    """What is removed with it, itself the first, and where its words stand."""
    under = [*part.targets.all(), *part.actions.all()] if isinstance(part, PlanPriority) else []
    return [(each, TEXTS[type(each)]) for each in (part, *under)]


def _check_sources(plan: Plan, sources: list[Priority], field: str) -> None:
    """The plan is locked before them, everywhere, and they are not removed before the plan points at them."""
    if not sources:
        raise Refused(
            _("Tick at least one priority: every priority of the plan comes from the self-evaluation."), field
        )
    if any(source.section.self_evaluation.school_id != plan.school_id for source in sources):
        raise Refused(_("A priority of another school cannot stand behind this plan."), field)
    locked_all(sources)


def _check_dates(words: dict[str, Any]) -> None:
    if "ends_on" in words and words["ends_on"] < words["starts_on"]:
        raise Refused(_("The last date cannot be before the first date."), "ends_on")


def _put_in(plan: Plan, text: str, lang: str, year: int, sources: list[Priority], by: Person) -> PlanPriority:
    priority = PlanPriority.objects.create(plan=plan, text=text, lang=lang, year=year)
    for source in sources:
        PriorityLink.objects.create(plan_priority=priority, priority=source)
    revise(priority, "text", by=by, school=plan.school)
    return priority
