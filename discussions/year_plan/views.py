"""One page of a year, from which somebody who has just come can go on: for the council, and its service's lead."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import round_for, years_to_plan
from discussions.models import EarlierDecision, Round, YearDecision
from discussions.planned_year import schools_of
from schools import clock
from schools.access import May, Request, may, one_of

from . import actions
from .decisions import decisions_of, lines_of
from .forms import ChangeDecisionForm, DecisionForm
from .next_steps import comes_next, where_we_are
from .queries import months_of, standing_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 20


@require_safe
def detail(request: Request, year: int, council: UUID) -> HttpResponse:
    """Where the year is and what comes next, then month by month, then what was decided and why."""
    round_ = round_for(request.user, council, year)
    plans = may(request.user, May.PLAN_DISCUSSIONS, round_.council) and year in years_to_plan()
    standing = standing_of(request.user, round_)
    page = Paginator(decisions_of(request.user, round_), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(round_),
        "may_plan": plans,
        "where": where_we_are(standing),
        "steps": comes_next(round_, standing, plans=plans),
        "months": months_of(request.user, round_),
        "page": page,
        "lines": lines_of(page),
    }
    return render(request, "discussions/year_plan/detail.html", context)


@get_or_post
def add(request: Request, year: int, council: UUID) -> HttpResponse:
    """Write down a decision and its reason."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    schools = schools_of(request.user, round_.council)
    initial = {"decided_on": clock.today(), "lang": (get_language() or "en")[:2]}
    form = DecisionForm.of(request, schools=schools, initial=initial)
    if form.attempt(actions.write_down, round_.council, year=year, by=request.user):
        messages.success(request, _("The decision has been written down."))
        return redirect("year_plan:detail", year, council)
    return render(request, "discussions/year_plan/add.html", {**_frame(round_), "form": form})


@get_or_post
def edit(request: Request, year: int, council: UUID, decision: UUID) -> HttpResponse:
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    found = _decision(request, round_, decision)
    form = ChangeDecisionForm.of(
        request,
        schools=schools_of(request.user, round_.council),
        initial=ChangeDecisionForm.words_of(found),
        version=found.seen,
    )
    if form.attempt(actions.change, found, by=request.user):
        messages.success(request, _("The decision has been saved."))
        return redirect("year_plan:detail", year, council)
    context = {**_frame(round_), "form": form, "decision": found}
    return render(request, "discussions/year_plan/edit.html", context)


@require_safe
def earlier(request: Request, year: int, council: UUID, decision: UUID) -> HttpResponse:
    """What a decision said before it was changed, the newest first."""
    round_ = round_for(request.user, council, year)
    found = _decision(request, round_, decision)
    rows = EarlierDecision.objects.visible_to(request.user).filter(decision=found)
    page = Paginator(rows.select_related("school", "written_by"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_frame(round_), "decision": found, "page": page}
    return render(request, "discussions/year_plan/earlier.html", context)


def _decision(request: Request, round_: Round, decision: UUID) -> YearDecision:
    rows = YearDecision.objects.visible_to(request.user).filter(council=round_.council, school_year=round_.school_year)
    found: YearDecision = one_of(rows.select_related("school", "written_by", "changed_by"), public_id=decision)
    found.council = round_.council
    return found


def _frame(round_: Round) -> dict[str, Any]:
    return {"round": round_, "council": round_.council, "year": round_.school_year}
