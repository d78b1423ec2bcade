"""What a school does with its development plan: begin it, have it approved, share it."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import freeze, once_only, record, tells
from schools.models import (
    GoverningBodyApproval,
    Person,
    Plan,
    PlanSection,
    PlanText,
    School,
    Version,
)
from schools.notice_kinds import PLAN_SHARED
from schools.notices import council_and_adviser_of, path_to, tell
from schools.plan_approvals import last_approval_of
from schools.plan_checks import gaps_in
from schools.plan_contents import content_of
from schools.refusals import Refused
from schools.workflow import locked, move

STARTED = tells("plan.started", gettext_lazy("The development plan was started."))
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
