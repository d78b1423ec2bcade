from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, one_of, plan_for
from schools.autosave import say_saved
from schools.models import Grant, GrantLine, Plan
from schools.plan_contents import raw_content_of
from schools.plan_sections import awarded_in_all, grants_of, planned_in_all
from schools.unanswered import note, remind

from . import actions
from .forms import EditGrantForm, EditLineForm, GrantForm, LineForm, RemoveForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ADDED, SAVED, REMOVED = _("The grant has been added."), _("The grant has been saved."), _("The grant has been removed.")
LINE_ADDED, LINE_SAVED = _("The line has been added."), _("The line has been saved.")
LINE_REMOVED, MORE = _("The line has been removed."), _("It has been saved. You can add another here.")


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The plan's grants with their lines, the actions that they pay for, and the totals."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    grants = grants_of(raw_content_of(plan))
    totals = {"awarded": awarded_in_all(grants), "planned": planned_in_all(grants)}
    return render(request, "schools/grants/index.html", {**_frame(plan), "grants": grants, **totals})


@get_or_post
def add(request: Request, school: UUID, year: int) -> HttpResponse:
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    form = GrantForm.of(request, plan=plan, initial={"school_year": plan.first_year})
    if form.attempt(actions.add, plan, by=request.user):
        say_saved(request, ADDED)
        return redirect("grants:index", school, year)
    return render(request, "schools/grants/add.html", {**_frame(plan), "form": form})


@get_or_post
def edit(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    grant = _grant(request, school, year, item)
    words = {name: getattr(grant, name) for name in ("name", "lang", "school_year", "amount")}
    words["grant_kind"] = grant.grant_kind.public_id
    form = EditGrantForm.of(request, plan=grant.plan, initial=words, version=grant.seen)
    if _saved(request, form, grant, SAVED):
        return redirect("grants:index", school, year)
    return render(request, "schools/grants/edit.html", {**_frame(grant.plan), "form": form, "grant": grant})


@get_or_post
def remove(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, Grant(public_id=item)):
        return redirect("grants:index", school, year)
    grant = _grant(request, school, year, item)
    form = RemoveForm.of(request, goes=actions.goes_with(grant))
    if form.attempt(actions.remove, grant, by=request.user):
        messages.success(request, str(REMOVED))
        return redirect("grants:index", school, year)
    found = {"form": form, "grant": grant, "paid": actions.actions_paid_by(grant, request.user)}
    return render(request, "schools/grants/remove.html", {**_frame(grant.plan), **found})


@get_or_post
def add_line(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    grant = _grant(request, school, year, item)
    form = LineForm.of(request)
    if form.attempt(actions.add_line, grant, by=request.user):
        another = form.pressed == "another"
        say_saved(request, MORE if another else LINE_ADDED)
        return redirect("grants:add_line", school, year, item) if another else redirect("grants:index", school, year)
    return render(request, "schools/grants/add_line.html", {**_frame(grant.plan), "form": form, "grant": grant})


@get_or_post
def edit_line(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    line = _line(request, school, year, item)
    words = {name: getattr(line, name) for name in ("text", "lang", "amount")}
    form = EditLineForm.of(request, initial=words, version=line.seen)
    if _saved(request, form, line, LINE_SAVED):
        return redirect("grants:index", school, year)
    frame = _frame(line.document)
    return render(request, "schools/grants/edit_line.html", {**frame, "form": form, "grant": line.grant})


@get_or_post
def remove_line(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, GrantLine(public_id=item)):
        return redirect("grants:index", school, year)
    line = _line(request, school, year, item)
    form = RemoveForm.of(request, goes=actions.goes_with(line))
    if form.attempt(actions.remove, line, by=request.user):
        messages.success(request, str(LINE_REMOVED))
        return redirect("grants:index", school, year)
    frame = _frame(line.document)
    return render(request, "schools/grants/remove_line.html", {**frame, "form": form, "grant": line.grant})


def _saved(request: Request, form: Any, thing: Any, words: Any) -> bool:
    remind(form, thing)
    if not form.attempt(actions.edit, thing, by=request.user):
        return False
    note(form, thing)
    say_saved(request, words)
    return True


def _grant(request: Request, school: UUID, year: int, item: UUID) -> Grant:
    """One that this person may change."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = Grant.objects.visible_to(request.user).filter(plan=plan).select_related("grant_kind")
    grant: Grant = one_of(rows, public_id=item)
    grant.plan = plan
    return grant


def _line(request: Request, school: UUID, year: int, item: UUID) -> GrantLine:
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = GrantLine.objects.visible_to(request.user).filter(grant__plan=plan).select_related("grant__grant_kind")
    line: GrantLine = one_of(rows, public_id=item)
    line.grant.plan = plan
    return line


def _frame(plan: Plan) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
