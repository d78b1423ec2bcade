from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, school_for
from schools.autosave import say_saved
from schools.models import Inspection, Recommendation

from . import actions
from .forms import EditInspectionForm, InspectionForm, RecommendationForm, RemoveForm, RewordForm
from .queries import inspections_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """What is written down of the school's inspections, the newest first."""
    place = school_for(request.user, school)
    found = {"inspections": inspections_of(request.user, place)}
    found["may_record"] = may(request.user, May.RECORD_INSPECTION, place)  # type: ignore[assignment] # two kinds
    return render(request, "schools/inspections/index.html", {"school": place, **found})


@get_or_post
def add(request: Request, school: UUID) -> HttpResponse:
    place = school_for(request.user, school, May.RECORD_INSPECTION)
    form = InspectionForm.of(request, initial={"follow_up": "none"})
    if form.attempt(actions.add, place, by=request.user):
        messages.success(request, _("The inspection has been written down. Now add its recommendations."))
        return redirect("inspections:recommend", school, form.result.public_id)
    return render(request, "schools/inspections/add.html", {"school": place, "form": form})


@get_or_post
def edit(request: Request, school: UUID, inspection: UUID) -> HttpResponse:
    found = _inspection(request, school, inspection)
    words = {name: getattr(found, name) for name in InspectionForm.base_fields if hasattr(found, name)}
    form = EditInspectionForm.of(request, initial=words, version=found.seen)
    if form.attempt(actions.edit, found, by=request.user):
        messages.success(request, _("The inspection has been saved."))
        return redirect("inspections:index", school)
    return render(request, "schools/inspections/edit.html", {**_frame(found), "form": form})


@get_or_post
def remove(request: Request, school: UUID, inspection: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, Inspection(public_id=inspection)):
        return redirect("inspections:index", school)
    found = _inspection(request, school, inspection)
    form = RemoveForm.of(request, goes=actions.goes_with(found))
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("The inspection has been removed."))
        return redirect("inspections:index", school)
    return render(request, "schools/inspections/remove.html", {**_frame(found), "form": form})


@get_or_post
def recommend(request: Request, school: UUID, inspection: UUID) -> HttpResponse:
    """Write down one recommendation of the report."""
    found = _inspection(request, school, inspection)
    last = found.recommendations.last()
    words = {"number": min(last.number + 1, 99), "lang": last.lang} if last else {"number": 1}
    form = RecommendationForm.of(request, initial=words)
    if form.attempt(actions.recommend, found, by=request.user):
        another = form.pressed == "another"
        say_saved(request, _("It has been saved. You can add another here.") if another else _("It has been saved."))
        return (
            redirect("inspections:recommend", school, inspection) if another else redirect("inspections:index", school)
        )
    return render(request, "schools/inspections/recommend.html", {**_frame(found), "form": form})


@get_or_post
def reword(request: Request, school: UUID, inspection: UUID, item: UUID) -> HttpResponse:
    """Correct a recommendation."""
    found = _recommendation(request, school, inspection, item)
    words = {name: getattr(found, name) for name in ("number", "text", "lang")}
    form = RewordForm.of(request, initial=words, version=found.seen)
    if form.attempt(actions.reword, found, by=request.user):
        say_saved(request, _("The recommendation has been saved."))
        return redirect("inspections:index", school)
    return render(request, "schools/inspections/reword.html", {**_frame(found.inspection), "form": form})


@get_or_post
def take_out(request: Request, school: UUID, inspection: UUID, item: UUID) -> HttpResponse:
    """Take a recommendation out."""
    if RemoveForm.repeats(request, actions.take_out, Recommendation(public_id=item)):
        return redirect("inspections:index", school)
    found = _recommendation(request, school, inspection, item)
    form = RemoveForm.of(request, goes=[(found, ("text",))])
    if form.attempt(actions.take_out, found, by=request.user):
        messages.success(request, _("The recommendation has been removed."))
        return redirect("inspections:index", school)
    return render(request, "schools/inspections/take_out.html", {**_frame(found.inspection), "form": form})


def _inspection(request: Request, school: UUID, inspection: UUID) -> Inspection:
    """One inspection of a school, for somebody who may write it down."""
    place = school_for(request.user, school, May.RECORD_INSPECTION)
    found: Inspection = one_of(inspections_of(request.user, place), public_id=inspection)
    found.school = place
    return found


def _recommendation(request: Request, school: UUID, inspection: UUID, item: UUID) -> Recommendation:
    within = _inspection(request, school, inspection)
    rows = Recommendation.objects.visible_to(request.user).filter(inspection=within)
    found: Recommendation = one_of(rows, public_id=item)
    found.inspection = within
    return found


def _frame(inspection: Inspection) -> dict[str, Any]:
    return {"school": inspection.school, "inspection": inspection}
