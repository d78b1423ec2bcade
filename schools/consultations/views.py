from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, one_of, plan_for
from schools.autosave import after_saving, say_saved
from schools.models import Consultation, Plan
from schools.plan_contents import raw_content_of
from schools.plan_sections import consultations_of, groups_of

from . import actions
from .forms import ConsultationForm, EditConsultationForm, RemoveForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ADDED, SAVED = _("The consultation has been added."), _("The consultation has been saved.")
REMOVED = _("The consultation has been removed.")
MORE = _("It has been saved. You can add another here.")


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """Which groups have been consulted, and each consultation."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    content = raw_content_of(plan)
    found = {"groups": groups_of(content), "consultations": consultations_of(content)}
    return render(request, "schools/consultations/index.html", {**_frame(plan), **found})


@get_or_post
def add(request: Request, school: UUID, year: int) -> HttpResponse:
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    form = ConsultationForm.of(request)
    if form.attempt(actions.add, plan, by=request.user):
        another = form.pressed == "another"
        say_saved(request, MORE if another else ADDED)
        return redirect("consultations:add" if another else "consultations:index", school, year)
    return render(request, "schools/consultations/add.html", {**_frame(plan), "form": form})


@get_or_post
def edit(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    found = _consultation(request, school, year, item)
    words = {name: getattr(found, name) for name in ConsultationForm.base_fields if hasattr(found, name)}
    form = EditConsultationForm.of(request, initial=words, version=found.seen)
    to = ("consultations:index", school, year)
    if done := after_saving(request, form, actions.edit, found, to=to, say=SAVED):
        return done
    return render(request, "schools/consultations/edit.html", {**_frame(found.plan), "form": form})


@get_or_post
def remove(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, Consultation(public_id=item)):
        return redirect("consultations:index", school, year)
    found = _consultation(request, school, year, item)
    form = RemoveForm.of(request, goes=[(found, actions.TEXTS)])
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, str(REMOVED))
        return redirect("consultations:index", school, year)
    return render(request, "schools/consultations/remove.html", {**_frame(found.plan), "form": form, "found": found})


def _consultation(request: Request, school: UUID, year: int, item: UUID) -> Consultation:
    """One that this person may change."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    found: Consultation = one_of(Consultation.objects.visible_to(request.user).filter(plan=plan), public_id=item)
    found.plan = plan
    return found


def _frame(plan: Plan) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
