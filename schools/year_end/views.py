from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, plan_for
from schools.autosave import say_saved
from schools.evidence_ticks import evidence_to_tick
from schools.models import Target

from . import actions, queries
from .forms import AnswerForm, CarryForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """What became of the plan's targets, year by year."""
    plan = plan_for(request.user, school, year)
    context = {
        "years": queries.years_of_targets(plan, request.user),
        "editable": may(request.user, May.WRITE_PLAN, plan.school),
    }
    return render(request, "schools/year_end/index.html", {"school": plan.school, "plan": plan, **context})


@get_or_post
def answer(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """Whether one target was met, and if not wholly, why."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    target: Target = one_of(queries.targets_of(plan, request.user), public_id=item)
    target.plan_priority.plan = plan
    outcome: Any = getattr(target, "outcome", None)
    cited = list(target.citations.values_list("evidence__public_id", flat=True))
    words = {name: getattr(outcome, name) for name in ("result", "why", "lang")} if outcome else {}
    form = AnswerForm.of(
        request,
        items=evidence_to_tick(plan.school, request.user),
        initial={**words, "evidence": cited},
        version=outcome.seen if outcome else 0,
    )
    if form.attempt(actions.answer, target, by=request.user):
        say_saved(request, _("What became of the target has been saved."))
        return redirect("year_end:index", school, year)
    context = {"school": plan.school, "plan": plan, "target": target, "form": form}
    return render(request, "schools/year_end/answer.html", context)


@get_or_post
def carry(request: Request, school: UUID, year: int) -> HttpResponse:
    """The priorities of the plan before that may go on in this one."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    offered = queries.to_carry(plan, request.user)
    form = CarryForm.of(request, offered=offered)
    if form.attempt(actions.carry, plan, by=request.user):
        messages.success(request, _("The priorities have been carried over."))
        return redirect("plans:detail", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "offered": offered}
    return render(request, "schools/year_end/carry.html", context)
