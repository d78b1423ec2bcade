from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from schools import plan_contents as contents
from schools.access import May, Request, may, plan_for, version_for
from schools.inspected import answered_by, asks_for_plan
from schools.looking import note_look
from schools.models import Version


@require_safe
def detail(request: Request, school: UUID, year: int) -> HttpResponse:
    """What the living plan does about each recommendation, as a document of its own."""
    plan = plan_for(request.user, school, year)
    reader = contents.reading_as(request.user, plan.school)
    content = contents.readable(contents.content_of(plan, None, reader=reader))
    inspection = asks_for_plan(plan.school)
    context = {
        "school": plan.school,
        "plan": plan,
        "inspection": inspection,
        "rows": answered_by(inspection, content) if inspection else [],
        "editable": may(request.user, May.WRITE_PLAN, plan.school),
    }
    return render(request, "schools/post_inspection/detail.html", context)


@require_safe
def shared(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The same of a version that was shared. Outside the school an older one leads to the one that counts now."""
    frozen: Any = version_for(request.user, school, Version.Kind.PLAN, year, number)
    if frozen.newer_number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("post_inspection:shared", school, year, frozen.newer_number)
    note_look(request, frozen)
    content = contents.readable(frozen.words)
    inspection = asks_for_plan(frozen.school)
    context = {
        "school": frozen.school,
        "version": frozen,
        "period": content["period"],
        "inspection": inspection,
        "rows": answered_by(inspection, content) if inspection else [],
    }
    return render(request, "schools/post_inspection/shared.html", context)
