"""A year's discussions begin with what was set up for the year before; what came over is then looked over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import round_for
from discussions.models import Round, RoundCheck
from discussions.planned_year import schools_of
from schools.access import May, Request, may

from . import actions
from .forms import LookOverForm, StartForm
from .queries import first_day_of, taking_over, with_advisers, with_last_year

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 30
Item = RoundCheck.Item
LOOKED_AT_IN = {
    Item.DAYS: "rounds:when_and_where",
    Item.WHERE: "rounds:when_and_where",
    Item.TRAVEL: "rounds:travel",
    Item.OFFICERS: "rounds:officers",
    Item.SCHOOLS: "rounds:schools",
    Item.BESIDES: "rounds:schools",
    Item.WISHES: "rounds:schools",
}


@get_or_post
def start(request: Request, year: int, council: UUID) -> HttpResponse:
    """What would be taken over from the year before, and what is left out and why; then it is, with one press."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    over = taking_over(request.user, round_)
    form = StartForm.of(request, over=over, year=year)
    if form.attempt(actions.start, round_.council, year=year, by=request.user):
        messages.success(request, _("What you ticked has been taken over. Now look it over."))
        return redirect("year_start:check_list", year, council)
    day = first_day_of(round_, over.days)
    found = with_advisers(with_last_year(request.user, round_.council, year), round_.council, day)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_frame(round_), "over": over, "form": form, "page": page, "day": day}
    return render(request, "discussions/year_start/start.html", context)


@get_or_post
def check_list(request: Request, year: int, council: UUID) -> HttpResponse:
    """What is to be looked over: what somebody has, with their name and the day; what is left, to tick off."""
    permission = May.PLAN_DISCUSSIONS if request.method == "POST" else May.SEE_PLANNING
    round_ = round_for(request.user, council, year, permission)
    checks = _checks_of(round_)
    left = [item for item in Item if item not in checks]
    plans = may(request.user, May.PLAN_DISCUSSIONS, round_.council)
    form = LookOverForm.of(request, left=left) if plans and (left or request.method == "POST") else None
    if form and form.attempt(actions.look_over, round_.council, year=year, by=request.user):
        messages.success(request, _("Your ticks have been saved."))
        return redirect("year_start:check_list", year, council)
    day = first_day_of(round_, None)
    found = with_advisers(schools_of(request.user, round_.council), round_.council, day)
    context = {
        **_frame(round_),
        "form": form,
        "done": checks.values(),
        "left": [(item, _where(item, round_) if plans else "") for item in left],
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "day": day,
    }
    return render(request, "discussions/year_start/check_list.html", context)


def _checks_of(round_: Round) -> dict[str, RoundCheck]:
    if round_.pk is None:
        return {}
    return {check.item: check for check in round_.checks.select_related("by").order_by("pk")}


def _where(item: Item, round_: Round) -> str:
    """Where to look it over; who advises whom stands on the check-list itself."""
    if item == Item.CALENDAR:
        return reverse("school_calendar:detail", args=[round_.council.public_id, round_.school_year])
    name = LOOKED_AT_IN.get(item)
    return reverse(name, args=[round_.school_year, round_.council.public_id]) if name else "#advisers"


def _frame(round_: Round) -> dict[str, Any]:
    return {"round": round_, "council": round_.council, "year": round_.school_year, "before": round_.school_year - 1}
