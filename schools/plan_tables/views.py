"""A plan that the school has already, in the tables of a Word document or a workbook: looked over, then brought in."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, plan_for
from schools.autosave import say_saved
from schools.models import BroughtPlan

from . import actions
from .boxes import NAMES, facts_of
from .column_forms import ColumnsForm
from .forms import BringForm, ConfirmForm, RemoveForm, RowsForm
from .mapping import title_of
from .queries import Judged, brought_for, brought_to, grants_of, judged, left_over

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
AT_ONCE = 10  # rows that are corrected on a page
SHOWN = 50  # rows on a page of the check


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The files of which something waits to be brought in."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    page = Paginator(brought_to(plan, request.user), 25).get_page(request.GET.get("page"))
    return render(request, "schools/plan_tables/index.html", {"school": plan.school, "plan": plan, "page": page})


@get_or_post
def add(request: Request, school: UUID, year: int) -> HttpResponse:
    """Send in a Word document or a workbook."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    form = BringForm.of(request)
    if form.attempt(actions.bring, plan, by=request.user):
        return redirect("plan_tables:columns", school, year, form.result.public_id)
    return render(request, "schools/plan_tables/add.html", {"school": plan.school, "plan": plan, "form": form})


@get_or_post
def columns(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """Which tables hold the plan, and what does each column say?"""
    found = brought_for(request.user, school, year, document)
    losing = partial(actions.lost_with, found)
    form = ColumnsForm.of(request, tables=found.tables, losing=losing, version=found.seen)
    if form.attempt(actions.map_columns, found, by=request.user):
        return redirect("plan_tables:rows", school, year, document)
    too_large = [(title_of(table), table["lang"]) for table in found.tables if table["too_large"]]
    context = {**_frame(found), "form": form, "too_large": too_large}
    return render(request, "schools/plan_tables/columns.html", context)


@get_or_post
def rows(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """What each row would say in the plan, ten at a time, to be corrected."""
    found = brought_for(request.user, school, year, document)
    if not found.things:
        return redirect("plan_tables:columns", school, year, document)
    page = Paginator(judged(found.things, found.plan), AT_ONCE).get_page(request.GET.get("page"))
    grants = grants_of(found.plan)
    form = RowsForm.of(request, rows=list(page), plan=found.plan, grants=grants, version=found.seen)
    form.begin_again_if_read_anew(found.things)
    if form.attempt(actions.correct, found, by=request.user):
        say_saved(request, _("The rows have been saved."))
        if page.has_next():
            return redirect(f"{reverse('plan_tables:rows', args=[school, year, document])}?page={page.number + 1}")
        return redirect("plan_tables:check", school, year, document)
    return render(request, "schools/plan_tables/rows.html", {**_frame(found), "form": form, "page": page})


@get_or_post
def check(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """What would be made of the file, beside what stands in the plan already; then it is brought in."""
    if ConfirmForm.repeats(request, actions.bring_in, BroughtPlan(public_id=document)):
        return redirect("plans:detail", school, year)
    found = brought_for(request.user, school, year, document)
    if not found.things:
        return redirect("plan_tables:columns", school, year, document)
    every = judged(found.things, found.plan)
    form = ConfirmForm.of(request, rows=every, plan_version=found.plan.version, version=found.seen)
    if form.attempt(actions.bring_in, found, by=request.user):
        if left_over(every):
            messages.success(request, _("The rows have been brought into the plan. What was left out stays here."))
            return redirect("plan_tables:index", school, year)
        messages.success(request, _("The rows have been brought into the plan. What stood there before is unchanged."))
        return redirect("plans:detail", school, year)
    page = Paginator(every, SHOWN).get_page(request.GET.get("page"))
    grants = grants_of(found.plan)
    shown = [(row, NAMES[row.thing["kind"]], facts_of(row, found.plan, grants)) for row in page]
    context = {**_frame(found), "form": form, "page": page, "rows": shown, **_counts(every)}
    return render(request, "schools/plan_tables/check.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """Delete what is left over."""
    if RemoveForm.repeats(request, actions.remove, BroughtPlan(public_id=document)):
        return redirect("plan_tables:index", school, year)
    found = brought_for(request.user, school, year, document)
    form = RemoveForm.of(request, goes=[(found, ())])
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("What was left of the file has been removed."))
        return redirect("plan_tables:index", school, year)
    left = [row for row in judged(found.things, found.plan) if row.there is None]
    return render(request, "schools/plan_tables/remove.html", {**_frame(found), "form": form, "left": left})


def _counts(every: list[Judged]) -> dict[str, Any]:
    """How many rows are made, stand there, lack something or are left out; and where the first that lacks begins."""
    lacking = [row for row in every if row.missing and not row.is_left_out and row.there is None]
    return {
        "made": sum(row.is_made for row in every),
        "there": sum(row.there is not None and not row.is_made for row in every),
        "lacking": len(lacking),
        "lacking_page": lacking[0].number // AT_ONCE + 1 if lacking else 1,
        "left": sum(row.is_lost_otherwise for row in every) - len(lacking),
    }


def _frame(found: BroughtPlan) -> dict[str, Any]:
    return {"school": found.plan.school, "plan": found.plan, "document": found}
