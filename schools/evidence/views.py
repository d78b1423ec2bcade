from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, evidence_file_for, evidence_for, one_of, school_for, self_evaluation_for
from schools.autosave import say_saved
from schools.models import EvidenceFile, EvidenceItem
from schools.uploads.giving_out import given_out

from . import actions
from .forms import EditEvidenceForm, EvidenceForm, FileForm, RemoveFileForm
from .queries import behind_what, cited_in_plans, items_cited_in

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The school's evidence, newest first."""
    place = school_for(request.user, school, May.READ_LIVING_SELF_EVALUATION)
    rows = EvidenceItem.objects.visible_to(request.user).filter(school=place).select_related("file")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "schools/evidence/index.html", {"school": place, "page": page})


@require_safe
def cited(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """What stands behind one area of a self-evaluation: each item once."""
    evaluation = self_evaluation_for(request.user, school, year)
    section = one_of(evaluation.sections.select_related("area"), area__code=area)
    page = Paginator(items_cited_in(section, request.user), 25).get_page(request.GET.get("page"))
    lines = behind_what(page, section, request.user)
    context = {"school": evaluation.school, "evaluation": evaluation, "area": section.area, "page": page}
    return render(request, "schools/evidence/cited.html", {**context, "lines": lines})


@get_or_post
def add(request: Request, school: UUID) -> HttpResponse:
    place = school_for(request.user, school, May.WRITE_SELF_EVALUATION)
    form = EvidenceForm.of(request, initial={"lang": request.LANGUAGE_CODE})
    back = _cited_from(request, school)
    if form.attempt(actions.add, place, by=request.user):
        if back:
            say_saved(request, _("The evidence item has been added and is ticked below. Save, so that it is cited."))
            return redirect(f"{back}?{urlencode({'new': form.result.public_id})}")
        say_saved(request, _("The evidence item has been added. You can now add a file to it, or cite it."))
        return redirect("evidence:index", school)
    context = {"school": place, "form": form, "back": back or reverse("evidence:index", args=[school])}
    return render(request, "schools/evidence/add.html", context)


def _cited_from(request: Request, school: UUID) -> str:
    """The page on which this school's evidence is being cited, if it led here; else nothing."""
    with suppress(Resolver404):
        page = resolve(request.GET.get("next", ""))
        if page.view_name == "self_evaluations:cite" and page.kwargs["school"] == school:
            return reverse(page.view_name, kwargs=page.kwargs)
    return ""


@get_or_post
def edit(request: Request, school: UUID, item: UUID) -> HttpResponse:
    """The words of an item; its file has pages of its own."""
    found = evidence_for(request.user, school, item)
    form = EditEvidenceForm.of(request, initial=EditEvidenceForm.words_of(found), version=found.seen)
    if form.attempt(actions.edit, found, by=request.user):
        say_saved(request, _("The evidence item has been saved."))
        return redirect("evidence:index", school)
    context = {**_frame(found), "form": form, "in_plans": cited_in_plans(found, request.user)}
    return render(request, "schools/evidence/edit.html", context)


@get_or_post
def file_add(request: Request, school: UUID, item: UUID) -> HttpResponse:
    """Send in a file, or another one in the place of the one that is there."""
    found = evidence_for(request.user, school, item)
    form = FileForm.of(request, replaces=_file_of(found))
    if form.attempt(actions.add_file, found, by=request.user):
        waits = getattr(form.result, "status", "") == EvidenceFile.Status.WAITING
        messages.success(request, _kept_until_scanned() if waits else _("The file has been kept."))
        return redirect("evidence:edit", school, item)
    return render(request, "schools/evidence/file_add.html", {**_frame(found), "form": form})


def _kept_until_scanned() -> str:
    return _("The file has been kept, and waits to be checked for viruses. It can be downloaded after that.")


@get_or_post
def file_remove(request: Request, school: UUID, item: UUID, file: UUID) -> HttpResponse:
    if RemoveFileForm.repeats(request, actions.remove_file, EvidenceFile(public_id=file)):
        return redirect("evidence:edit", school, item)
    found = evidence_file_for(request.user, school, item, file, May.WRITE_SELF_EVALUATION)
    form = RemoveFileForm.of(request)
    if form.attempt(actions.remove_file, found, by=request.user):
        messages.success(request, _("The file has been removed."))
        return redirect("evidence:edit", school, item)
    context = {"school": found.school, "item": found.item, "file": found, "form": form}
    return render(request, "schools/evidence/file_remove.html", context)


@require_safe
def download(request: Request, school: UUID, item: UUID, file: UUID) -> FileResponse:
    """The file as it is kept: to be saved, never to be shown by the browser as a page of the portal."""
    found = evidence_file_for(request.user, school, item, file)
    if found.status != EvidenceFile.Status.READY:
        raise Http404
    return given_out(found)


def _file_of(item: EvidenceItem) -> EvidenceFile | None:
    return getattr(item, "file", None)


def _frame(item: EvidenceItem) -> dict[str, object]:
    return {"school": item.school, "item": item, "file": _file_of(item)}
