"""The plain-language summary of a plan: its lines are drawn from the plan, put into both languages, and published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, plan_for, school_for
from schools.autosave import say_saved
from schools.documents.answers import document_of
from schools.documents.outline import file_name_of
from schools.history import fingerprint
from schools.models import Plan, PlanSummary, SummaryLine
from schools.models.base import LANGUAGE_CODES, reader_language
from schools.plan_approvals import holds, last_approval_of
from schools.summary_contents import Part, content_of, gaps_in, parts_of, readable, summary_of
from schools.summary_papers import draft_for_governors
from schools.summary_translated import ask_form, asking_about

from . import actions, queries
from .forms import EditLineForm, LineForm, LinkForm, PublishForm, RemoveForm, SilenceForm, TickForm, WithdrawForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The summary as it stands, part by part, in both languages."""
    plan = plan_for(request.user, school, year)
    summary = summary_of(plan)
    parts = parts_of(summary)
    editable = may(request.user, May.WRITE_PLAN, plan.school)
    sources = queries.sources_of(plan, request.user) if editable else None
    lines = [line for each in parts for line in each.lines]
    asking = asking_about(plan, lines, request.user) if editable else None
    context = {
        "summary": summary,
        "parts": [(each, queries.beside_the_plan(each.lines, sources)) for each in parts],
        "gaps": gaps_in(parts),
        "is_begun": any(each.is_answered for each in parts),
        "has_changed": _has_changed(summary, fingerprint(content_of(plan, parts))),
        "editable": editable,
        "asking": asking,
        "ask_form": ask_form(asking, request) if asking else None,
        "may_publish": may(request.user, May.PUBLISH_SUMMARY, plan.school),
    }
    return render(request, "schools/plan_summary/index.html", {**_frame(plan), **context})


@get_or_post
def choose(request: Request, school: UUID, year: int, part: str) -> HttpResponse:
    """What of the plan goes into one part of its summary."""
    plan, found = _part(request, school, year, part)
    sources = queries.sources_in(found.part, plan, request.user)
    offered = queries.not_ticked(sources, found)
    form = TickForm.of(request, sources=sources, offered=offered)
    if form.attempt(actions.tick, plan, by=request.user, part=part):
        messages.success(request, _("The lines are in the summary. Put them into plain words, in both languages."))
        return redirect("plan_summary:index", school, year)
    context = {**_frame(plan), "part": found, "form": form, "offered": offered}
    return render(request, "schools/plan_summary/choose.html", context)


@get_or_post
def add(request: Request, school: UUID, year: int, part: str) -> HttpResponse:
    plan, found = _part(request, school, year, part)
    form = LineForm.of(request)
    if form.attempt(actions.add, plan, by=request.user, part=part):
        say_saved(request, _("The line has been added."))
        return redirect("plan_summary:index", school, year)
    return render(request, "schools/plan_summary/add.html", {**_frame(plan), "part": found, "form": form})


@get_or_post
def nothing(request: Request, school: UUID, year: int, part: str) -> HttpResponse:
    """Say that there is nothing to say in a part this year, or take that back."""
    plan, found = _part(request, school, year, part)
    form = SilenceForm.of(request, is_silent=found.is_silent)
    if form.attempt(actions.silence, plan, by=request.user, part=part):
        messages.success(request, _("It has been saved."))
        return redirect("plan_summary:index", school, year)
    return render(request, "schools/plan_summary/nothing.html", {**_frame(plan), "part": found, "form": form})


@get_or_post
def edit(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """One line in plain words, in both languages."""
    line, part = _line(request, school, year, item)
    plan = line.summary.plan
    beside = queries.beside(line, queries.sources_of(plan, request.user))
    place = next(number for number, each in enumerate(part.lines, start=1) if each.pk == line.pk)
    at = next(iter(asking_about(plan, [line], request.user).beneath), None)
    form = EditLineForm.of(request, beside=beside, at=at, place=place, places=len(part.lines))
    if form.attempt(actions.edit, line, by=request.user):
        say_saved(request, _("The line has been saved."))
        return redirect("plan_summary:index", school, year)
    context = {**_frame(plan), "part": part, "beside": beside, "at": at, "form": form}
    return render(request, "schools/plan_summary/edit.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, SummaryLine(public_id=item)):
        return redirect("plan_summary:index", school, year)
    line, part = _line(request, school, year, item)
    form = RemoveForm.of(request, goes=[(line, actions.TEXTS)])
    if form.attempt(actions.remove, line, by=request.user):
        messages.success(request, _("The line has been removed."))
        return redirect("plan_summary:index", school, year)
    context = {**_frame(line.summary.plan), "part": part, "form": form}
    return render(request, "schools/plan_summary/remove.html", context)


@require_safe
def draft(request: Request, school: UUID, year: int, language: str) -> FileResponse:
    """What is written in one language, labelled as a draft, for the governors to read meanwhile."""
    plan = plan_for(request.user, school, year)
    if language not in LANGUAGE_CODES:
        raise Http404
    outline = draft_for_governors(plan, content_of(plan, parts_of(summary_of(plan))), language)
    return document_of(outline, "pdf", file_name_of(outline))


@get_or_post
def publish(request: Request, school: UUID, year: int) -> HttpResponse:
    """The headteacher reads both languages once more, chooses the address, and publishes."""
    plan = plan_for(request.user, school, year, May.PUBLISH_SUMMARY)
    summary = summary_of(plan)
    parts = parts_of(summary)
    content = content_of(plan, parts)
    now, approval = fingerprint(content), last_approval_of(plan)
    chosen = {"link": actions.LISTED if summary.is_listed else actions.UNLISTED} if summary and summary.address else {}
    form = PublishForm.of(request, shown_now=actions.state_of(summary, content), initial=chosen)
    if form.attempt(actions.publish, plan, by=request.user):
        messages.success(request, _("The summary has been published."))
        return redirect("plan_summary:published", school, year)
    context = {
        "form": form,
        "summary": summary,
        "gaps": gaps_in(parts),
        "is_as_published": bool(summary and summary.address) and not _has_changed(summary, now),
        "is_approved": holds(approval, plan),
        "both": [(language, readable(content, language)) for language in LANGUAGE_CODES],
    }
    return render(request, "schools/plan_summary/publish.html", {**_frame(plan), **context})


@require_safe
def published(request: Request, school: UUID, year: int) -> HttpResponse:
    """What everybody reads, and where: for the school, and for the council and the service."""
    place = school_for(request.user, school, May.READ_SHARED_PLAN)
    rows = PlanSummary.objects.as_system("what is published is for everybody").filter(status="published")
    rows = rows.filter(plan__school=place, plan__first_year=year).select_related("plan", "published")
    summary: PlanSummary = one_of(rows)
    summary.plan.school = place
    version: Any = summary.published
    context = {
        "summary": summary,
        "version": version,
        "parts": readable(version.words, reader_language()),
        "addresses": [(language, _address(request, summary, language)) for language in LANGUAGE_CODES],
        "may_publish": may(request.user, May.PUBLISH_SUMMARY, place),
        "inside": may(request.user, May.READ_LIVING_PLAN, place),
    }
    return render(request, "schools/plan_summary/published.html", {**_frame(summary.plan), **context})


@get_or_post
def link(request: Request, school: UUID, year: int) -> HttpResponse:
    """Another address for the public page."""
    plan = plan_for(request.user, school, year, May.PUBLISH_SUMMARY)
    summary = _out(plan)
    form = LinkForm.of(request, shown_now=actions.state_of(summary))
    if form.attempt(actions.move_page, plan, by=request.user):
        messages.success(request, _("The page has another address now. Nothing is found at the one before."))
        return redirect("plan_summary:published", school, year)
    return render(request, "schools/plan_summary/link.html", {**_frame(plan), "summary": summary, "form": form})


@get_or_post
def withdraw(request: Request, school: UUID, year: int) -> HttpResponse:
    """Take the public page away."""
    plan = plan_for(request.user, school, year, May.PUBLISH_SUMMARY)
    form = WithdrawForm.of(request)
    if form.attempt(actions.withdraw, plan, by=request.user):
        messages.success(request, _("The summary has been withdrawn. Nobody finds its page any more."))
        return redirect("plan_summary:index", school, year)
    context = {**_frame(plan), "summary": _out(plan), "form": form}
    return render(request, "schools/plan_summary/withdraw.html", context)


def _address(request: Request, summary: PlanSummary, language: str) -> str:
    with translation.override(language):
        return request.build_absolute_uri(reverse("summaries:detail", args=[summary.address]))


def _out(plan: Plan) -> PlanSummary | None:
    """The summary, if it is published."""
    found = summary_of(plan)
    return found if found and found.address else None


def _has_changed(summary: PlanSummary | None, now: str) -> bool:
    """Whether it says something else than what was published last."""
    return bool(summary and summary.published and summary.published.sha256 != now)


def _part(request: Request, school: UUID, year: int, part: str) -> tuple[Plan, Part]:
    """One part that this person may write."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    found = next((each for each in parts_of(summary_of(plan)) if each.part == part), None)
    if found is None:
        raise Http404
    return plan, found


def _line(request: Request, school: UUID, year: int, item: UUID) -> tuple[SummaryLine, Part]:
    """One line that this person may change, and the part in which it stands."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    for part in parts_of(summary_of(plan)):
        for line in part.lines:
            if line.public_id == item:
                return line, part
    raise Http404


def _frame(plan: Plan) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
