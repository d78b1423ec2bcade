"""What the governing body does about a plan: it is told that one is ready, and what it approved is recorded."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.copies import keep_document
from schools.history import freeze, once_only, record, revise, tells
from schools.models import (
    Appointment,
    ApprovalRight,
    Event,
    GoverningBodyApproval,
    Person,
    Plan,
    PreparedApproval,
    School,
    Version,
)
from schools.models.base import digest_of_seen
from schools.notice_kinds import PLAN_READY
from schools.notices import path_to, people_at, tell
from schools.plan_approvals import earliest_approval, holds, is_put_forward, last_approval_of, prepared_for
from schools.plan_approvals import follows as follows_of
from schools.plan_checks import is_written
from schools.plan_contents import content_of
from schools.policy import Role
from schools.refusals import Refused, Stale
from schools.sittings import keep_words
from schools.workflow import locked, require_seen, save_version

from .queries import governors_of, rights_seen_at

PUT_FORWARD = tells(
    "plan.put_forward", gettext_lazy("The chair of governors and the clerk were told that the plan is ready.")
)
APPROVED = tells("plan.approved", gettext_lazy("The governing body’s approval of the plan was recorded."))
NO_GOVERNOR = gettext_lazy("One of these people is no longer a governor of the school. Open the page again.")
LET = tells(
    "approval_right.given", gettext_lazy("A governor was given the right to record the governing body’s approval.")
)
CHOSEN = tells("approval_right.chosen", gettext_lazy("It was chosen which governors may record approvals."))
NO_LONGER = tells(
    "approval_right.taken_back",
    gettext_lazy("The right of a governor to record the governing body’s approval was taken back."),
)

PREPARED_TEXTS = ("meeting", "comments")
PREPARED = tells(
    "prepared_approval.written", gettext_lazy("The approval was prepared for a meeting of the governing body.")
)
USED = tells("prepared_approval.used", gettext_lazy("What was prepared for the meeting was used for the approval."))
REMOVED = tells("prepared_approval.removed", gettext_lazy("What was prepared for the meeting was removed."))


@once_only
def prepare(
    plan: Plan,
    *,
    meets_on: dt.date,
    meeting: str,
    lang: str,
    version: int,
    comments: str = "",
    by: Person,
    once: UUID,
) -> PreparedApproval:
    """Write down ahead of the meeting what is known of it; `version` is 0 where the page showed nothing prepared.

    It is no approval: the plan, its version and what the law asks of it stay as they are.
    """
    require(by, May.RECORD_APPROVAL, plan.school)
    locked(plan)
    _check_planned(plan, meets_on)
    words: dict[str, Any] = {"meets_on": meets_on, "meeting": meeting, "comments": comments, "lang": lang}
    who: dict[str, Any] = {"prepared_by": by, "prepared_at": clock.now()}
    found = prepared_for(plan)
    if found is not None:
        save_version(found, version, by=by, verb=PREPARED, once=once, texts=PREPARED_TEXTS, **words, **who)
        return found
    if version:
        raise Stale(dict.fromkeys(words, ""), 0, is_removed=True)
    found = PreparedApproval.objects.create(plan=plan, **words, **who)
    for name in filter(words.get, PREPARED_TEXTS):
        revise(found, name, by=by, school=plan.school)
    record(PREPARED, found, by=by, school=plan.school, once=once)
    return found


@once_only
def remove(prepared: PreparedApproval, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take back what was prepared. Its words stay in the school's history of texts."""
    plan = prepared.plan
    require(by, May.RECORD_APPROVAL, plan.school)
    standing = locked(prepared, "plan__school")
    require_seen(seen, [standing])
    _take_away(standing, REMOVED, by=by, once=once)
    return plan


def _take_away(prepared: PreparedApproval, verb: str, *, by: Person, once: UUID | None = None) -> None:
    keep_words([(prepared, PREPARED_TEXTS)], by=by, school=prepared.school)
    record(verb, prepared, by=by, school=prepared.school, once=once)
    prepared.delete()


def _check_planned(plan: Plan, meets_on: dt.date) -> None:
    first, last = earliest_approval(plan), clock.school_year_bounds(plan.first_year + 2)[1]
    if not first <= meets_on <= last:
        raise Refused(
            _("Enter a date from %(first)s to %(last)s for the meeting that is to approve this plan.")
            % {"first": date_format(first), "last": date_format(last)},
            "meets_on",
        )


@once_only
def record_approval(
    plan: Plan,
    *,
    approved_on: dt.date,
    meeting: str,
    lang: str,
    version: int,
    comments: str = "",
    prepared: str = "",
    follows: str = "",
    by: Person,
    once: UUID,
) -> Plan:
    """Record that the governing body approved the plan as it stands now, version `version` of it, and freeze that.

    What was prepared for the meeting has been used then, and goes; `prepared` is the digest of what the page showed,
    `follows` the approval recorded last when it was opened.

    What is frozen names no area that the council cannot read: word for word it is what sharing the plan would send.
    """
    require(by, May.RECORD_APPROVAL, plan.school)
    plan.version = locked(plan).version
    _check(plan, version, approved_on, follows)
    ready = _ready(plan, prepared)
    words = {"approved_on": approved_on, "meeting": meeting, "lang": lang, "comments": comments}
    approval = GoverningBodyApproval(plan=plan, plan_version=version, recorded_by=by, **words)
    content, year = content_of(plan, approval), plan.first_year
    frozen = freeze(Version.Kind.APPROVED_PLAN, plan, content, by=by, school=plan.school, school_year=year)
    keep_document(frozen, content)
    GoverningBodyApproval.objects.create(plan=plan, plan_version=version, recorded_by=by, frozen=frozen, **words)
    record(APPROVED, plan, by=by, school=plan.school, once=once)
    if ready is not None:
        _take_away(ready, USED, by=by)
    return plan


def _check(plan: Plan, version: int, approved_on: dt.date, follows: str) -> None:
    if plan.version != version:
        raise Refused(_("The plan has changed since you opened this page. Read it again, then record the approval."))
    if not plan.priorities.exists():
        raise Refused(_("There is no priority in the plan yet, so there is nothing to approve."))
    _check_day(plan, approved_on)
    if follows and follows != follows_of(last_approval_of(plan)):
        raise Refused(
            _(
                "Somebody else has recorded the approval of this plan since you opened the page. Look at it first; "
                "record it again only if something in it is to be corrected."
            )
        )


def _ready(plan: Plan, seen: str) -> PreparedApproval | None:
    """What is prepared, if it is what the page showed whose digest is `seen`: nobody uses it up unread."""
    ready = prepared_for(plan)
    if seen and seen != digest_of_seen([ready] if ready else []):
        raise Refused(
            _(
                "What was prepared for this approval has been changed since you opened this page. Read it as it stands "
                "now; then put in what is still missing, and record the approval."
            )
        )
    return ready


def _check_day(plan: Plan, approved_on: dt.date) -> None:
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
def let_record(school: School, *, governors: list[Appointment], version: int, by: Person, once: UUID) -> School:
    """Let exactly these governors of the school record approvals, beside the chair and the clerk.

    `version` is that of the choice which the page showed (`rights_seen_at`).
    """
    require(by, May.LET_RECORD_APPROVAL, school)
    locked(school)
    wanted, standing = {each.pk for each in governors}, list(governors_of(school))
    if version != (now := rights_seen_at(school)):
        theirs = [each.public_id for each in standing if each.approves]  # type: ignore[attr-defined] # annotated
        raise Stale({"governors": theirs}, now, own=_chose_last(school) == by.pk)
    if not wanted <= {each.pk for each in standing}:
        raise Refused(str(NO_GOVERNOR), "governors")
    for row in standing:
        if row.approves == (row.pk in wanted):  # type: ignore[attr-defined] # annotated
            continue
        rights = ApprovalRight.objects.as_system("one is given or taken back").filter(appointment=row)
        if row.pk in wanted:
            right, verb = ApprovalRight.objects.create(appointment=row, given_by=by), LET
        else:
            right, verb = rights.get(taken_back_on=None), NO_LONGER
            rights.filter(pk=right.pk).update(taken_back_on=clock.today())
        record(verb, right, by=by, school=school)
    record(CHOSEN, school, by=by, school=school, once=once)
    return school


def _chose_last(school: School) -> int | None:
    acts = Event.objects.as_system("whose choice stands").filter(target_id=school.public_id, verb=CHOSEN)
    return acts.order_by("-pk").values_list("by", flat=True).first()
