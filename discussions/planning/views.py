"""Dates for all discussions of a year at once: asked for, looked at beside what stands, released or set aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import round_for
from discussions.asking_for_dates import stop as stop_search
from discussions.asking_for_dates import what_stopping_did
from discussions.models import Proposal, Round
from discussions.planning_words import changes_words, doubtful_words, failed_words, figures_words, progress_words
from discussions.proposal_doubts import doubts_about
from discussions.proposed_dates import ON_A_PAGE, people_in, placements_of, shown_lines, stands_any
from schools.access import May, Request

from . import actions, queries
from .forms import ProposeForm, ReleaseForm, SetAsideForm, StopForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
NONE = "none"  # asked for by the address: no date is ticked at first


@require_safe
def index(request: Request, year: int, council: UUID) -> HttpResponse:
    """How far the search is; or what it found, beside what stands."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    proposal = queries.latest_of(request.user, round_)
    context: dict[str, Any] = {**_frame(round_), "proposal": proposal}
    if proposal:
        context["asked"] = queries.asked_together(request.user, proposal)
    if proposal and proposal.is_working:
        context["progress"] = progress_words(proposal)
    elif proposal and proposal.closed_because != Proposal.Closed.FAILED:
        context |= _shown(request, round_, proposal)
    return render(request, "discussions/planning/index.html", context)


@require_safe
def progress(request: Request, year: int, council: UUID) -> HttpResponse:
    """The part of the page that is read anew while dates are worked out; once they are, the whole page is."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    proposal = queries.latest_of(request.user, round_)
    if proposal is None or not proposal.is_working:
        return HttpResponse(content_type="text/plain", headers={"HX-Refresh": "true"})
    words = {**_frame(round_), "proposal": proposal, "progress": progress_words(proposal)}
    return render(request, "discussions/planning/progress.html", words)


@get_or_post
def propose(request: Request, year: int, council: UUID) -> HttpResponse:
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    if round_.pk is None:  # nothing of this year has been set up
        return redirect("rounds:detail", year, council)
    form = ProposeForm.of(request, stands=stands_any([round_]))
    if form.attempt(actions.propose, round_, by=request.user):
        return redirect("planning:index", year, council)
    proposal = queries.latest_of(request.user, round_)
    gives_way = proposal if proposal and proposal.status == Proposal.Status.READY else None
    context = {**_frame(round_), "form": form, "gives_way": gives_way}
    return render(request, "discussions/planning/propose.html", context)


@get_or_post
def stop(request: Request, year: int, council: UUID) -> HttpResponse:
    """End the search early; where it has ended by itself meanwhile, what it found is shown."""
    round_, proposal = _open_proposal(request, year, council)
    form = StopForm.of(request)
    if form.attempt(stop_search, proposal, by=request.user):
        messages.success(request, what_stopping_did(form.result))
        return redirect("planning:index", year, council)
    if not proposal.is_working and not form.is_bound:
        return redirect("planning:index", year, council)
    context = {**_frame(round_), "form": form, "is_of_several": proposal.together is not None}
    return render(request, "discussions/planning/stop.html", context)


@get_or_post
def set_aside(request: Request, year: int, council: UUID) -> HttpResponse:
    round_, proposal = _open_proposal(request, year, council)
    form = SetAsideForm.of(request)
    if form.attempt(actions.set_aside, proposal, by=request.user):
        messages.success(request, _("The proposal has been set aside. What was released of it stays."))
        return redirect("planning:index", year, council)
    return render(request, "discussions/planning/set_aside.html", {**_frame(round_), "form": form})


@get_or_post
def release(request: Request, year: int, council: UUID) -> HttpResponse:
    """The dates that can be released; all of them are ticked but those that are doubtful by now."""
    round_, proposal = _open_proposal(request, year, council)
    placements = placements_of(request.user, proposal)
    rows = queries.to_release(placements)
    people = people_in(rows)
    form = ReleaseForm.of(
        request,
        offered=rows,
        people={key: each.name for key, each in people.items()},
        doubts=doubts_about(round_, rows, people, thoroughly=request.method == "POST"),
        ticked=request.GET.get("ticked") != NONE,
    )
    if form.attempt(actions.release, proposal, by=request.user):
        messages.success(request, _("The invitations are being sent. This page says of each discussion how far it is."))
        return redirect("planning:index", year, council)
    ticked = {"none": NONE, "are_ticked": request.GET.get("ticked") != NONE}
    context = {**_frame(round_), "form": form, "rows": rows, "changes": changes_words(placements), **ticked}
    return render(request, "discussions/planning/release.html", context)


def _shown(request: Request, round_: Round, proposal: Proposal) -> dict[str, Any]:
    """What was found, a page of it; and of what can still be released, how much is doubtful by now."""
    placements = placements_of(request.user, proposal)
    people, offered = people_in(placements), queries.to_release(placements) if proposal.is_open else []
    doubts = doubts_about(round_, offered, people)
    page = Paginator(placements, ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": shown_lines(request.user, page, proposal, placements, people, doubts),
        "failed": failed_words(placements),
        "changes": changes_words(placements),
        "offered": len(offered),
        "doubtful": doubtful_words(len(doubts)) if doubts else "",
        "figures": figures_words(proposal),
    }


def _frame(round_: Round) -> dict[str, Any]:
    return {"council": round_.council, "year": round_.school_year}


def _open_proposal(request: Request, year: int, council: UUID) -> tuple[Round, Proposal]:
    """The latest proposal; 404 where there was none."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    proposal = queries.latest_of(request.user, round_)
    if proposal is None:
        raise Http404
    return round_, proposal
