from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import clock
from schools.access import May, Request, may_change, one_of, self_evaluation_for
from schools.autosave import after_saving, say_saved
from schools.models import Entry, Section

from . import actions
from .forms import EditEntryForm, EntryForm, RemoveForm
from .queries import entries_of, lines_of, with_evidence

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 10


@require_safe
def index(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """The short entries of one area, the newest first."""
    section = _section(request, school, year, area)
    rows = with_evidence(entries_of(request.user, section), request.user)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page, section, request.user)
    return render(request, "schools/entries/index.html", {**_frame(section), "page": page, "lines": lines})


@get_or_post
def add(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    section = _section(request, school, year, area)
    form = EntryForm.of(request, year=year, initial={"on": clock.today(), "lang": request.LANGUAGE_CODE})
    if form.attempt(actions.add, section, by=request.user):
        say_saved(request, _("The entry has been added."))
        return redirect("entries:index", school, year, area)
    return render(request, "schools/entries/add.html", {**_frame(section), "form": form})


@get_or_post
def edit(request: Request, school: UUID, year: int, area: str, entry: UUID) -> HttpResponse:
    found = _entry(request, school, year, area, entry)
    words = {name: getattr(found, name) for name in EntryForm.base_fields if hasattr(found, name)}
    form = EditEntryForm.of(request, year=year, initial=words, version=found.seen)
    if done := after_saving(request, form, actions.edit, found, to=("entries:index", school, year, area)):
        return done
    return render(request, "schools/entries/edit.html", {**_frame(found.section), "form": form, "entry": found})


@get_or_post
def remove(request: Request, school: UUID, year: int, area: str, entry: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, Entry(public_id=entry)):
        return redirect("entries:index", school, year, area)
    found = _entry(request, school, year, area, entry)
    form = RemoveForm.of(request, goes=[(found, actions.TEXTS)])
    if form.attempt(actions.remove, found, by=request.user):
        return redirect("entries:index", school, year, area)
    return render(request, "schools/entries/remove.html", {**_frame(found.section), "form": form, "entry": found})


def _section(request: Request, school: UUID, year: int, area: str) -> Section:
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    section: Section = one_of(evaluation.sections.select_related("area"), area__code=area)
    section.self_evaluation = evaluation
    return section


def _entry(request: Request, school: UUID, year: int, area: str, entry: UUID) -> Entry:
    """An entry that this person may change."""
    section = _section(request, school, year, area)
    found: Entry = one_of(entries_of(request.user, section), public_id=entry)
    found.section = section
    if not may_change(request.user, found):
        raise PermissionDenied
    return found


def _frame(section: Section) -> dict[str, Any]:
    evaluation = section.self_evaluation
    return {"school": evaluation.school, "evaluation": evaluation, "section": section, "area": section.area}
