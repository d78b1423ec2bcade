"""What a school does with its development plan: begin it, have it approved, share it."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.copies import keep_document
from schools.history import freeze, once_only, record, tells
from schools.models import (
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
from schools.statutory_facts import facts_of
from schools.statutory_rows import missing_in
from schools.workflow import locked, move

from .queries import is_as_shared, last_shared_of

STARTED = tells("plan.started", gettext_lazy("The development plan was started."))
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
def share(plan: Plan, *, reason: str = "", lang: str = "", seen: str | None = None, by: Person, once: UUID) -> Plan:
    """Freeze the plan as its next version and tell the council and the adviser.

    Where something is missing that the law asks for, that and the `reason` stay in the version for its readers; `seen`
    is what the page told to be missing. The living plan stays with the school, which may write on, have it approved
    and share it again.
    """
    school = plan.school
    require(by, May.SHARE_PLAN, school)
    plan.version = locked(plan).version
    approval = last_approval_of(plan)
    content = content_of(plan, approval)
    if gaps := gaps_in(content):
        raise Refused(gaps[0].sentence)
    if is_as_shared(content, last_shared_of(by, plan)):
        raise Refused(_("Nothing has changed since you last shared the plan, so there is no new version to share."))
    if missing := missing_in(content, facts_of(plan, approval)):
        _check_reason(missing, reason, seen)
        content |= {"missing": missing, "missing_reason": {"text": reason, "lang": lang}}
    frozen = freeze(Version.Kind.PLAN, plan, content, by=by, school=school, school_year=plan.first_year)
    keep_document(frozen, content)
    facts: dict[str, Any] = {"number": frozen.number, "period": plan.period}
    # Sharing changes no word of the plan, so its version stays the one that was approved.
    move(plan, Plan.Status.SHARED, by=by, verb=SHARED, school=school, once=once, facts=facts, version=F("version"))
    path = path_to("plans:version", school.public_id, plan.first_year, frozen.number)
    tell(council_and_adviser_of(school), PLAN_SHARED, plan, path=path, school=school, **facts)
    return plan


def _check_reason(missing: list[str], reason: str, seen: str | None) -> None:
    if seen is not None and set(missing) - set(seen.split()):
        raise Refused(
            _("More is missing from the plan by now than this page had told you. Read the list again, then share it.")
        )
    if not reason.strip():
        raise Refused(_("Say why the plan is shared although something that the law asks for is missing."), "reason")
