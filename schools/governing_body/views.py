from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import plan_approvals as approvals
from schools import plan_checks as checks
from schools import plan_contents as contents
from schools.access import May, Request, may, one_of, plan_for
from schools.autosave import say_saved
from schools.copies import copy_of
from schools.models import PreparedApproval, Version
from schools.unanswered import still_open_in

from . import actions
from .forms import ApproveForm, PrepareForm, PutForwardForm, RemoveForm, RightsForm
from .queries import governors_of, rights_seen_at

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def approve(request: Request, school: UUID, year: int) -> HttpResponse:
    """Record that the governing body approved the plan as it stands."""
    plan = plan_for(request.user, school, year, May.RECORD_APPROVAL)
    approval, ready = approvals.last_approval_of(plan), approvals.prepared_for(plan)
    changed_on = approvals.last_changed_on(plan)
    form = ApproveForm.of(request, plan=plan, changed_on=changed_on, ready=ready, last=approval, version=plan.seen)
    if form.attempt(actions.record_approval, plan, by=request.user):
        say_saved(request, _("The approval has been recorded. The headteacher can share the plan now."))
        return redirect("plans:detail", school, year)
    said: dict[str, Any] = {"approval": approval, "approval_holds": approvals.holds(approval, plan)}
    raw = contents.raw_content_of(plan)
    remarks = checks.remarks_on(contents.content_of(plan, None, raw=raw))
    said["unanswered"] = still_open_in(plan, contents.parts_of(raw))
    context = {"school": plan.school, "plan": plan, "form": form, "remarks": remarks, "prepared": ready, **said}
    context["may_give"] = may(request.user, May.LET_RECORD_APPROVAL, plan.school)
    return render(request, "schools/governing_body/approve.html", context)


@get_or_post
def prepare(request: Request, school: UUID, year: int) -> HttpResponse:
    """Ahead of the meeting: its date, which one it is, and comments so far. It is no approval."""
    plan = plan_for(request.user, school, year, May.RECORD_APPROVAL)
    found = approvals.prepared_for(plan)
    words = {name: getattr(found, name) for name in ("meets_on", "meeting", "comments", "lang")} if found else {}
    form = PrepareForm.of(request, initial=words, version=found.seen if found else 0)
    if form.attempt(actions.prepare, plan, by=request.user):
        say_saved(request, _("The approval has been prepared. After the meeting it is recorded here."))
        return redirect("governing_body:approve", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "prepared": found}
    return render(request, "schools/governing_body/prepare.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """Take back what was prepared."""
    if RemoveForm.repeats(request, actions.remove, PreparedApproval(public_id=item)):
        return redirect("governing_body:approve", school, year)
    plan = plan_for(request.user, school, year, May.RECORD_APPROVAL)
    found = one_of(PreparedApproval.objects.visible_to(request.user).filter(plan=plan), public_id=item)
    found.plan = plan
    form = RemoveForm.of(request, goes=[(found, actions.PREPARED_TEXTS)])
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("What was prepared for the meeting has been removed."))
        return redirect("governing_body:approve", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "prepared": found}
    return render(request, "schools/governing_body/remove.html", context)


@get_or_post
def put_forward(request: Request, school: UUID, year: int) -> HttpResponse:
    """The headteacher tells the chair and the clerk that the plan is ready for the governing body."""
    plan = plan_for(request.user, school, year, May.SHARE_PLAN)
    form = PutForwardForm.of(request)
    if form.attempt(actions.put_forward, plan, by=request.user):
        messages.success(request, _("The chair and the clerk have been told that the plan is ready."))
        return redirect("plans:detail", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "why_not": actions.why_not_put_forward(plan)}
    return render(request, "schools/governing_body/put_forward.html", context)


@get_or_post
def rights(request: Request, school: UUID, year: int) -> HttpResponse:
    """Which governors may record the approval, beside the chair and the clerk."""
    plan = plan_for(request.user, school, year, May.LET_RECORD_APPROVAL)
    governors = governors_of(plan.school)
    form = RightsForm.of(request, governors=governors, version=rights_seen_at(plan.school))
    if form.attempt(actions.let_record, plan.school, by=request.user):
        messages.success(request, _("It has been saved who may record the approval."))
        return redirect("governing_body:approve", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "governors": governors}
    return render(request, "schools/governing_body/rights.html", context)


@require_safe
def approved(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The plan as the governing body approved it, for those who read the living plan."""
    frozen, latest = _frozen(request, school, year, number)
    context = {
        "school": frozen.school,
        "version": frozen,
        "latest": latest,
        "content": contents.readable(frozen.words),
    }
    return render(request, "schools/governing_body/approved.html", context)


@require_safe
def copy(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The same as a file, by which its fingerprint can be checked."""
    return copy_of(_frozen(request, school, year, number)[0])


def _frozen(request: Request, school: UUID, year: int, number: int) -> tuple[Version, int]:
    """One approved version of a plan, and the number of the one that was approved last."""
    plan = plan_for(request.user, school, year)
    rows = Version.objects.visible_to(request.user)
    rows = rows.filter(version_kind=Version.Kind.APPROVED_PLAN, thing_id=plan.public_id)
    found: Version = one_of(rows, number=number)
    found.school = plan.school
    return found, rows.order_by("-number").values_list("number", flat=True)[0]
