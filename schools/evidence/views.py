from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, evidence_for, school_for
from schools.autosave import say_saved
from schools.models import EvidenceItem

from . import actions
from .forms import EditEvidenceForm, EvidenceForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The school's evidence, newest first."""
    place = school_for(request.user, school, May.READ_LIVING_SELF_EVALUATION)
    items = Paginator(EvidenceItem.objects.visible_to(request.user).filter(school=place), 25)
    page = items.get_page(request.GET.get("page"))
    return render(request, "schools/evidence/index.html", {"school": place, "page": page})


@get_or_post
def add(request: Request, school: UUID) -> HttpResponse:
    place = school_for(request.user, school, May.WRITE_SELF_EVALUATION)
    form = EvidenceForm.of(request, initial={"lang": request.LANGUAGE_CODE})
    if form.attempt(actions.add, place, by=request.user):
        say_saved(request, _("The evidence item has been added. You can now cite it."))
        return redirect("evidence:index", school)
    return render(request, "schools/evidence/add.html", {"school": place, "form": form})


@get_or_post
def edit(request: Request, school: UUID, item: UUID) -> HttpResponse:
    found = evidence_for(request.user, school, item)
    form = EditEvidenceForm.of(request, initial=EditEvidenceForm.words_of(found), version=found.version)
    if form.attempt(actions.edit, found, by=request.user):
        say_saved(request, _("The evidence item has been saved."))
        return redirect("evidence:index", school)
    return render(request, "schools/evidence/edit.html", {"school": found.school, "item": found, "form": form})
