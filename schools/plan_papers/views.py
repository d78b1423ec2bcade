"""A development plan on paper: as a Word document or a tagged PDF, and on two pages for the governors' meeting."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from schools import plan_approvals as approvals
from schools import plan_contents as contents
from schools.access import May, Request, may, one_of, plan_for, version_for
from schools.documents.answers import document_of
from schools.documents.outline import Outline, file_name_of
from schools.inspected import asks_for_plan
from schools.looking import note_look
from schools.models import Plan, Version

from .meeting import for_the_meeting
from .outlines import of_approved, of_living, of_shared
from .post_inspection import of_living_plan, of_shared_plan


@require_safe
def living(request: Request, school: UUID, year: int, kind: str) -> FileResponse:
    """The plan as it stands now, for those who read it; it says that it is the school's own."""
    plan, content = _living(request, school, year)
    return _given(of_living(plan, contents.readable(content)), kind)


@require_safe
def shared(request: Request, school: UUID, year: int, number: int, kind: str) -> HttpResponse | FileResponse:
    """A shared version. Outside the school an older one leads to the one that counts now."""
    frozen: Any = version_for(request.user, school, Version.Kind.PLAN, year, number)
    if frozen.newer_number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("plan_papers:shared", school, year, frozen.newer_number, kind)
    note_look(request, frozen)
    return _given(of_shared(frozen, contents.readable(frozen.words)), kind)


@require_safe
def approved(request: Request, school: UUID, year: int, number: int, kind: str) -> FileResponse:
    """The plan as the governing body approved it."""
    plan = plan_for(request.user, school, year)
    frozen = one_of(_approved_of(request, plan), number=number)
    frozen.school = plan.school
    return _given(of_approved(frozen, contents.readable(frozen.words)), kind)


@require_safe
def post_inspection(request: Request, school: UUID, year: int, kind: str) -> FileResponse:
    """What the living plan does about each recommendation, for those who read its page."""
    plan = plan_for(request.user, school, year)
    reader = contents.reading_as(request.user, plan.school)
    content = contents.readable(contents.content_of(plan, None, reader=reader))
    return _given(of_living_plan(plan, content, asks_for_plan(plan.school)), kind)


@require_safe
def post_inspection_shared(
    request: Request, school: UUID, year: int, number: int, kind: str
) -> HttpResponse | FileResponse:
    """The same of a version that was shared. Outside the school an older one leads to the one that counts now."""
    frozen: Any = version_for(request.user, school, Version.Kind.PLAN, year, number)
    if frozen.newer_number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("plan_papers:post_inspection_shared", school, year, frozen.newer_number, kind)
    note_look(request, frozen)
    return _given(of_shared_plan(frozen, contents.readable(frozen.words), asks_for_plan(frozen.school)), kind)


@require_safe
def meeting(request: Request, school: UUID, year: int) -> FileResponse:
    """The paper for the governors' meeting, to be printed."""
    plan, content = _living(request, school, year)
    last = _approved_of(request, plan).order_by("-number").first()
    before, prepared = last.words if last else None, approvals.prepared_for(plan)
    return _given(for_the_meeting(plan, contents.readable(content), before, prepared), "pdf")


def _living(request: Request, school: UUID, year: int) -> tuple[Plan, contents.Content]:
    plan = plan_for(request.user, school, year)
    approval = approvals.last_approval_of(plan)
    return plan, contents.content_of(plan, approval, reader=contents.reading_as(request.user, plan.school))


def _approved_of(request: Request, plan: Plan) -> Any:
    rows = Version.objects.visible_to(request.user)
    return rows.filter(version_kind=Version.Kind.APPROVED_PLAN, thing_id=plan.public_id)


def _given(outline: Outline, kind: str) -> FileResponse:
    return document_of(outline, kind, file_name_of(outline))
