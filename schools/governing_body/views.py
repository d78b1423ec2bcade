from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schools import plan_approvals as approvals
from schools import plan_checks as checks
from schools import plan_contents as contents
from schools.access import May, Request, plan_for

from . import actions
from .forms import ApproveForm, PutForwardForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def approve(request: Request, school: UUID, year: int) -> HttpResponse:
    """Record that the governing body approved the plan as it stands."""
    plan = plan_for(request.user, school, year, May.RECORD_APPROVAL)
    approval = approvals.last_approval_of(plan)
    form = ApproveForm.of(request, plan=plan, changed_on=approvals.last_changed_on(plan), version=plan.seen)
    if form.attempt(actions.record_approval, plan, by=request.user):
        messages.success(request, _("The approval has been recorded. The headteacher can share the plan now."))
        return redirect("plans:detail", school, year)
    said = {"approval": approval, "approval_holds": approvals.holds(approval, plan)}
    remarks = checks.remarks_on(contents.content_of(plan, None))
    context = {"school": plan.school, "plan": plan, "form": form, "remarks": remarks, **said}
    return render(request, "schools/governing_body/approve.html", context)


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
