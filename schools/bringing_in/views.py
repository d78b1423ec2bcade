"""A document that the school has already: its texts come into the self-evaluation where somebody says they go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, self_evaluation_for
from schools.documents.matching import OTHER
from schools.models import BroughtDocument

from . import actions
from .forms import EXCERPT, BringForm, ConfirmForm, PlaceForm, RemoveForm, title_of
from .places import Place
from .queries import (
    document_for,
    documents_of,
    in_other_language,
    labels_of,
    offered_places,
    places_of,
    rest_of,
    sections_with_texts,
    texts_in,
    told_in,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
AT_ONCE = 10  # blocks on a page


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The documents of which something is still to be placed."""
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    page = Paginator(documents_of(evaluation, request.user), 25).get_page(request.GET.get("page"))
    context = {"school": evaluation.school, "evaluation": evaluation, "page": page}
    return render(request, "schools/bringing_in/index.html", context)


@get_or_post
def add(request: Request, school: UUID, year: int) -> HttpResponse:
    """Send in a Word document."""
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    form = BringForm.of(request, areas=list(evaluation.framework.areas.all()))
    if form.attempt(actions.bring, evaluation, by=request.user):
        return redirect("bringing_in:place", school, year, form.result.public_id)
    context = {"school": evaluation.school, "evaluation": evaluation, "form": form}
    return render(request, "schools/bringing_in/add.html", context)


@get_or_post
def place(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """Where does each text go? Ten at a time, each with the place that its headings propose."""
    found = document_for(request.user, school, year, document)
    page = Paginator(texts_in(found, in_other_language(found)), AT_ONCE).get_page(request.GET.get("page"))
    form = PlaceForm.of(request, blocks=list(page), offered=offered_places(found.self_evaluation), version=found.seen)
    if form.attempt(actions.place, found, by=request.user):
        if page.has_next():
            return redirect(f"{reverse('bringing_in:place', args=[school, year, document])}?page={page.number + 1}")
        return redirect("bringing_in:check", school, year, document)
    long = [(block["id"], title_of(block)) for block in page if len(block["text"]) > EXCERPT]
    context = {**_frame(found), "form": form, "page": page, "long": long, "told": told_in(found)}
    return render(request, "schools/bringing_in/place.html", context)


@require_safe
def read(request: Request, school: UUID, year: int, document: UUID, block: int) -> HttpResponse:
    """One text as a whole."""
    found = document_for(request.user, school, year, document)
    texts = texts_in(found, in_other_language(found))
    where = next((n for n, each in enumerate(texts) if each["id"] == block), None)
    if where is None:
        raise Http404
    its = texts[where]
    context = {**_frame(found), "its": its, "title": title_of(its), "number": where // AT_ONCE + 1}
    return render(request, "schools/bringing_in/read.html", context)


@get_or_post
def check(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """What goes where, beside what stands there already; then it is brought in."""
    if ConfirmForm.repeats(request, actions.bring_in, BroughtDocument(public_id=document)):
        return redirect("self_evaluations:detail", school, year)
    found = document_for(request.user, school, year, document)
    places = places_of(found, sections_with_texts(found.self_evaluation))
    form = ConfirmForm.of(request, places=places, version=found.seen)
    if form.attempt(actions.bring_in, found, by=request.user):
        if form.words()["replaced"]:
            messages.success(request, _("The texts have been brought in. What they replaced stays in the history."))
        else:
            messages.success(request, _("The texts have been brought in. What stood there before is unchanged."))
        if BroughtDocument.objects.visible_to(request.user).filter(public_id=document).exists():
            return redirect("bringing_in:index", school, year)
        return redirect("self_evaluations:detail", school, year)
    context = {
        **_frame(found),
        "form": form,
        "fits": bool(form.places),
        **_left(found, places),
        "labels": labels_of(places),
        "troubles": [sentence for each in places for sentence in each.troubles],
    }
    return render(request, "schools/bringing_in/check.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    """Delete what is left over."""
    if RemoveForm.repeats(request, actions.remove, BroughtDocument(public_id=document)):
        return redirect("bringing_in:index", school, year)
    found = document_for(request.user, school, year, document)
    form = RemoveForm.of(request, goes=[(found, ())])
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("What was left of the document has been removed."))
        return redirect("bringing_in:index", school, year)
    context = {**_frame(found), "form": form, "left": len(texts_in(found))}
    return render(request, "schools/bringing_in/remove.html", context)


def _left(document: BroughtDocument, places: list[Place]) -> dict[str, Any]:
    """What goes nowhere yet, and with it the areas under which a text in the other language is written."""
    left = rest_of(document, places, in_other_language(document))
    others = [block for block in left if block["kind"] == OTHER]
    codes = {block["area"] for block in others}
    areas = [each for each in document.self_evaluation.framework.areas.all() if each.code in codes] if codes else []
    return {"left": [block for block in left if block["kind"] != OTHER], "others": others, "areas": areas}


def _frame(document: BroughtDocument) -> dict[str, Any]:
    evaluation = document.self_evaluation
    return {"school": evaluation.school, "evaluation": evaluation, "document": document}
