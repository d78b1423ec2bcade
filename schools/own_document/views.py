"""The school's own document as its self-evaluation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, self_evaluation_for, version_for
from schools.attaching import AttachForm, DetachForm
from schools.evaluation_contents import own_document_of
from schools.looking import note_look
from schools.models import FrozenDocument, OwnDocument, SelfEvaluation, Version
from schools.uploads.giving_out import given_out

from . import actions
from .forms import ReadersForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """Which document it is, who may read it, and what can be done with it."""
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    context = {
        **_frame(evaluation, own_document_of(evaluation)),
        "may_submit": may(request.user, May.SUBMIT_SELF_EVALUATION, evaluation.school),
    }
    return render(request, "schools/own_document/index.html", context)


@get_or_post
def attach(request: Request, school: UUID, year: int) -> HttpResponse:
    """Send it in, or another one in the place of the one that is there."""
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    document = own_document_of(evaluation)
    form = AttachForm.of(request, replaces=document)
    if form.attempt(actions.attach, evaluation, by=request.user):
        messages.success(request, _("The document has been attached. It is now your school’s self-evaluation."))
        return redirect("own_document:index", school, year)
    return render(request, "schools/own_document/attach.html", {**_frame(evaluation, document), "form": form})


@get_or_post
def detach(request: Request, school: UUID, year: int, document: UUID) -> HttpResponse:
    if DetachForm.repeats(request, actions.detach, OwnDocument(public_id=document)):
        return redirect("own_document:index", school, year)
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    rows = OwnDocument.objects.visible_to(request.user).filter(self_evaluation=evaluation, in_use=True)
    found = one_of(rows.select_related("by"), public_id=document)
    found.self_evaluation = evaluation
    form = DetachForm.of(request, goes=[(found, ())])
    if form.attempt(actions.detach, found, by=request.user):
        messages.success(request, _("The document has been taken off. What was submitted or shared with it keeps it."))
        return redirect("own_document:index", school, year)
    return render(request, "schools/own_document/detach.html", {**_frame(evaluation, found), "form": form})


@get_or_post
def readers(request: Request, school: UUID, year: int) -> HttpResponse:
    """Who may come to read it: the headteacher's choice, for the document as one whole."""
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    found = _in_use(evaluation)
    form = ReadersForm.of(request, initial={"circle": found.circle}, version=found.seen)
    if form.attempt(actions.set_readers, found, by=request.user):
        messages.success(request, _("Your choice has been saved. Nobody is told until you share or submit."))
        return redirect("own_document:index", school, year)
    return render(request, "schools/own_document/readers.html", {**_frame(evaluation, found), "form": form})


@require_safe
def download(request: Request, school: UUID, year: int) -> FileResponse:
    """The document that is in use now, for the team."""
    return given_out(_in_use(self_evaluation_for(request.user, school, year)))


@require_safe
def submitted(request: Request, school: UUID, year: int, number: int) -> FileResponse:
    """The document that stands in a submitted version, for whoever may read that version."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    answer = _frozen_with(frozen, request)
    note_look(request, frozen)
    return answer


@require_safe
def shared(request: Request, school: UUID, year: int, number: int) -> FileResponse:
    """The document that stands in a version shared with the governors."""
    return _frozen_with(version_for(request.user, school, Version.Kind.SHARED_SELF_EVALUATION, year, number), request)


def _frozen_with(version: Version, request: Request) -> FileResponse:
    rows = FrozenDocument.objects.visible_to(request.user).select_related("file")
    return given_out(one_of(rows, seen_in=version).file, sha256=version.words["document"]["sha256"])


def _in_use(evaluation: SelfEvaluation) -> OwnDocument:
    if (document := own_document_of(evaluation)) is None:
        raise Http404
    return document


def _frame(evaluation: SelfEvaluation, document: OwnDocument | None) -> dict[str, Any]:
    return {"school": evaluation.school, "evaluation": evaluation, "document": document}
