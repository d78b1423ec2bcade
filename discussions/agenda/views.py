from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import May, agenda_item_for, discussion_for
from discussions.agenda_drafts import not_on_it_yet
from discussions.changing import why_not_prepare
from discussions.models import AgendaItem, Discussion
from schools.access import Request, may
from schools.autosave import say_saved

from . import actions
from .forms import AddForm, EditForm, RedraftForm, RemoveForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "professional_discussions:detail"


@get_or_post
def add(request: Request, discussion: UUID) -> HttpResponse:
    """Each party may put something on the agenda."""
    found = discussion_for(request.user, discussion, May.WRITE_AGENDA)
    if closed := _closed(request, found):
        return closed
    form = AddForm.of(request)
    if form.attempt(actions.add, found, by=request.user):
        say_saved(request, _("The item has been added to the agenda."))
        return redirect(DETAIL, discussion)
    return render(request, "discussions/agenda/add.html", {"discussion": found, "form": form})


@get_or_post
def edit(request: Request, discussion: UUID, item: UUID) -> HttpResponse:
    found = agenda_item_for(request.user, discussion, item)
    if closed := _closed(request, found.discussion):
        return closed
    form = EditForm.of(request, initial={"text": found.text, "lang": found.lang}, version=found.seen)
    if form.attempt(actions.edit, found, by=request.user):
        say_saved(request, _("The item has been saved."))
        return redirect(DETAIL, discussion)
    return render(request, "discussions/agenda/edit.html", {"discussion": found.discussion, "form": form})


@get_or_post
def remove(request: Request, discussion: UUID, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, AgendaItem(public_id=item)):
        return redirect(DETAIL, discussion)
    found = agenda_item_for(request.user, discussion, item)
    if closed := _closed(request, found.discussion):
        return closed
    form = RemoveForm.of(request, goes=[(found, ("text",))])
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("The item has been taken off the agenda."))
        return redirect(DETAIL, discussion)
    context = {"discussion": found.discussion, "item": found, "form": form}
    return render(request, "discussions/agenda/remove.html", context)


@get_or_post
def redraft(request: Request, discussion: UUID) -> HttpResponse:
    """What has been submitted since, shown before it is put on the agenda."""
    found = discussion_for(request.user, discussion, May.WRITE_AGENDA)
    if closed := _closed(request, found):
        return closed
    form = RedraftForm.of(request)
    if form.attempt(actions.redraft, found, by=request.user):
        messages.success(request, _("The agenda has been brought up to date."))
        return redirect(DETAIL, discussion)
    drafts = [draft for draft in not_on_it_yet(found) if may(request.user, May.READ_AGENDA, draft.school)]
    context = {"discussion": found, "drafts": drafts, "form": form}
    return render(request, "discussions/agenda/redraft.html", context)


def _closed(request: Request, discussion: Discussion) -> HttpResponse | None:
    """Whoever opens a form that can no longer be used is told at once; what was posted is refused by the action."""
    if request.method == "POST" or not (why := why_not_prepare(discussion)):
        return None
    messages.info(request, why)
    return redirect(DETAIL, discussion.public_id)
