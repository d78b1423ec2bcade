"""Dates for several councils at once: asked for, followed and read. Releasing is each council’s own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import years_to_plan
from discussions.asking_for_dates import may_stop, what_stopping_did
from discussions.asking_for_dates import stop as stop_search
from discussions.planning_words import figures_words, progress_words
from discussions.proposed_dates import ON_A_PAGE, people_in, placements_of, role_of_asker, shown_lines, stands_any
from schools.access import May, Request, may

from . import actions
from .forms import AskForm, StopForm
from .queries import candidates, last_search, line_of, search_for

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask(request: Request, year: int) -> HttpResponse:
    """The councils that can be planned at once, all ticked; and of each other one, why it cannot be."""
    if year not in years_to_plan():
        raise Http404
    found = candidates(request.user, year)
    able = [each for each in found if not each.why_not]
    ticked = request.POST.getlist("councils")  # what can take part no more: the action says so, or that it is a repeat
    offered = [each.council for each in found if each in able or str(each.council.public_id) in ticked]
    form = AskForm.of(
        request,
        offered=[(council.public_id, council.name) for council in offered],
        stands=stands_any([each.round for each in able]),
    )
    if form.attempt(actions.ask, year, by=request.user):
        return redirect("planning_together:detail", year, form.result.together)
    context = {
        "year": year,
        "form": form if able or form.is_bound else None,
        "not_able": [each for each in found if each.why_not],
        "last": last_search(request.user, year),
    }
    return render(request, "discussions/planning_together/ask.html", context)


@require_safe
def detail(request: Request, year: int, search: UUID) -> HttpResponse:
    """How far the whole search is, and what it found for each council."""
    proposals = search_for(request.user, year, search)
    return render(request, "discussions/planning_together/detail.html", _frame(request, year, proposals))


@require_safe
def progress(request: Request, year: int, search: UUID) -> HttpResponse:
    """The part of the page that is read anew while dates are worked out; once they are, the whole page is."""
    frame = _frame(request, year, search_for(request.user, year, search))
    if frame["working"] is None:
        return HttpResponse(content_type="text/plain", headers={"HX-Refresh": "true"})
    return render(request, "discussions/planning_together/progress.html", frame)


@get_or_post
def stop(request: Request, year: int, search: UUID) -> HttpResponse:
    """End the search early, for all councils; where it has ended by itself meanwhile, what it found is shown."""
    proposals = search_for(request.user, year, search)
    if not may_stop(request.user, proposals):
        raise PermissionDenied
    form = StopForm.of(request)
    if form.attempt(stop_search, proposals[0], by=request.user):
        messages.success(request, what_stopping_did(form.result))
        return redirect("planning_together:detail", year, search)
    frame = _frame(request, year, proposals)
    if frame["working"] is None and not form.is_bound:
        return redirect("planning_together:detail", year, search)
    return render(request, "discussions/planning_together/stop.html", {**frame, "form": form})


@require_safe
def proposal(request: Request, year: int, search: UUID, council: UUID) -> HttpResponse:
    """What was found for one council, to read: releasing is the council’s."""
    proposals = search_for(request.user, year, search)
    found = next((each for each in proposals if each.round.council.public_id == council), None)
    if found is None:
        raise Http404
    context = {**_frame(request, year, proposals), "proposal": found, "council": found.round.council}
    context["may_plan"] = may(request.user, May.PLAN_DISCUSSIONS, found.round.council)
    if not found.is_working:
        placements = placements_of(request.user, found)
        page = Paginator(placements, ON_A_PAGE).get_page(request.GET.get("page"))
        lines = shown_lines(request.user, page, found, placements, people_in(placements))
        context |= {"page": page, "lines": lines, "figures": figures_words(found)}
    return render(request, "discussions/planning_together/proposal.html", context)


def _frame(request: Request, year: int, proposals: list[Any]) -> dict[str, Any]:
    working = next((each for each in proposals if each.is_working), None)
    return {
        "year": year,
        "search": proposals[0].together,
        "asked": proposals[0],
        "role": role_of_asker(proposals[0]),
        "lines_of_councils": [line_of(each) for each in proposals],
        "working": working,
        "progress": progress_words(working) if working else "",
        "may_stop": may_stop(request.user, proposals),
    }
