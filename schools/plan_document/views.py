"""The school's own document beside its plan: the one that the answers to the statutory check name pages of."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, plan_for, version_for
from schools.attaching import AttachForm, DetachForm
from schools.looking import note_look
from schools.models import FrozenDocument, OwnDocument, Plan, Version
from schools.uploads.giving_out import given_out

from . import actions
from .queries import document_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """Which document it is, and what can be done with it."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    return render(request, "schools/plan_document/index.html", _frame(plan, document_of(plan)))


@get_or_post
def attach(request: Request, school: UUID, year: int) -> HttpResponse:
    """Send it in, or another one in the place of the one that is there."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    document = document_of(plan)
    form = AttachForm.of(request, replaces=document)
    if form.attempt(actions.attach, plan, by=request.user):
        messages.success(request, _("The document has been added to the plan."))
        return redirect("plan_document:index", school, year)
    return render(request, "schools/plan_document/attach.html", {**_frame(plan, document), "form": form})


@get_or_post
def detach(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    if DetachForm.repeats(request, actions.detach, OwnDocument(public_id=document)):
        return redirect("plan_document:index", school, year)
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = OwnDocument.objects.visible_to(request.user).filter(plan=plan, in_use=True)
    found = one_of(rows.select_related("by"), public_id=document)
    found.plan = plan
    form = DetachForm.of(request, goes=[(found, ())])
    if form.attempt(actions.detach, found, by=request.user):
        messages.success(request, _("The document has been taken off. What was approved or shared with it keeps it."))
        return redirect("plan_document:index", school, year)
    return render(request, "schools/plan_document/detach.html", {**_frame(plan, found), "form": form})


@require_safe
def download(request: Request, school: UUID, year: int) -> FileResponse:
    """The document that stands beside the living plan, for whoever may read that."""
    if (document := document_of(plan_for(request.user, school, year))) is None:
        raise Http404
    return given_out(document)


@require_safe
def approved(request: Request, school: UUID, year: int, number: int) -> FileResponse:
    """The document that stands in a version that the governing body approved, for those who read the living plan."""
    plan = plan_for(request.user, school, year)
    rows = Version.objects.visible_to(request.user).filter(version_kind=Version.Kind.APPROVED_PLAN)
    return _frozen_with(one_of(rows, thing_id=plan.public_id, number=number), request)


@require_safe
def shared(request: Request, school: UUID, year: int, number: int) -> HttpResponse | FileResponse:
    """The document in a shared version. Outside the school an older one leads to the version that counts now."""
    frozen: Any = version_for(request.user, school, Version.Kind.PLAN, year, number)
    if frozen.newer_number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("plans:version", school, year, frozen.newer_number)
    answer = _frozen_with(frozen, request)
    note_look(request, frozen)
    return answer


def _frozen_with(version: Version, request: Request) -> FileResponse:
    rows = FrozenDocument.objects.visible_to(request.user).select_related("file")
    return given_out(one_of(rows, seen_in=version).file, sha256=version.words["document"]["sha256"])


def _frame(plan: Plan, document: OwnDocument | None) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan, "document": document}
