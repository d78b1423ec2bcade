from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, plan_for
from schools.autosave import after_saving, say_saved
from schools.evidence_ticks import evidence_to_tick
from schools.models import Plan, PlanPriority, PlanTerm, TermReview

from . import actions, queries
from .forms import EditReviewForm, NoteForm, ReviewForm, TimelineForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """How far the plan is: priority by priority, in words."""
    plan = plan_for(request.user, school, year)
    found = queries.followed_in(plan, request.user)
    context = {
        "found": found,
        "chart": queries.chart_of(found),
        "editable": may(request.user, May.WRITE_PLAN, plan.school),
        "is_noted": any(line.last for each in found for lines in each.lines.values() for line in lines),
    }
    return render(request, "schools/progress/index.html", {"school": plan.school, "plan": plan, **context})


@require_safe
def timeline(request: Request, school: UUID, year: int) -> HttpResponse:
    """All notes of the plan, the newest first; of one priority, where one is chosen."""
    plan = plan_for(request.user, school, year)
    priorities = queries.numbered(plan, request.user)
    form = TimelineForm.of(request, priorities=priorities)
    rows = queries.notes_of(plan, request.user).select_related("by", "action", "milestone")
    if chosen := form.chosen["priority"]:
        of_it = Q(action__plan_priority__public_id=chosen) | Q(milestone__plan_priority__public_id=chosen)
        rows = rows.filter(of_it)
    page = Paginator(queries.with_evidence(rows, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = {each.priority.pk: each.number for each in priorities}
    for each in page:
        each.number = numbers[each.about.plan_priority_id]  # type: ignore[attr-defined] # for the template
    context = {"form": form, "page": page, "chosen": chosen}
    return render(request, "schools/progress/timeline.html", {"school": plan.school, "plan": plan, **context})


@get_or_post
def note(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    """How far one action or milestone is, and what was noted of it before."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = queries.FOLLOWED[kind].objects.visible_to(request.user).filter(plan_priority__plan=plan)
    followed: Any = one_of(rows.select_related("plan_priority"), public_id=item)
    followed.plan_priority.plan = plan
    items = evidence_to_tick(plan.school, request.user)
    form = NoteForm.of(request, items=items, initial={"status": followed.status})
    if form.attempt(actions.note, followed, by=request.user):
        say_saved(request, _("The progress has been noted."))
        return redirect("progress:index", school, year)
    notes = queries.with_evidence(followed.notes.select_related("by"), request.user)
    page = Paginator(notes, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_frame(plan, followed.plan_priority), "form": form, "kind": kind, "followed": followed, "page": page}
    return render(request, "schools/progress/note.html", context)


@get_or_post
def review(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """What one term brought for a priority."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    priority: PlanPriority = one_of(PlanPriority.objects.visible_to(request.user).filter(plan=plan), public_id=item)
    priority.plan = plan
    left = queries.terms_to_review(priority)
    form = ReviewForm.of(request, terms_left=left, initial={"term": next(iter(left), "")})
    if form.attempt(actions.review, priority, by=request.user):
        say_saved(request, _("The review of the term has been added."))
        return redirect("progress:index", school, year)
    return render(request, "schools/progress/review.html", {**_frame(plan, priority), "form": form, "left": left})


@get_or_post
def edit(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """A review that has been written."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = TermReview.objects.visible_to(request.user).filter(plan_priority__plan=plan)
    written: TermReview = one_of(rows.select_related("plan_priority"), public_id=item)
    written.plan_priority.plan = plan
    words = {name: getattr(written, name) for name in EditReviewForm.base_fields if hasattr(written, name)}
    form = EditReviewForm.of(request, initial=words, version=written.seen)
    say = _("The review of the term has been saved.")
    if done := after_saving(request, form, actions.edit, written, say=say, to=("progress:index", school, year)):
        return done
    term = queries.term_words(written.school_year, PlanTerm(written.term))
    context = {**_frame(plan, written.plan_priority), "form": form, "term": term}
    return render(request, "schools/progress/edit.html", context)


def _frame(plan: Plan, priority: PlanPriority) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan, "priority": priority}
