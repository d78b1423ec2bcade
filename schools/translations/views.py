"""A reader asks; the council’s officers send the document out to the translators and bring it back."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, may, one_of, require, version_for
from schools.autosave import say_saved
from schools.documents.two_columns import sheet_as_word
from schools.evaluation_contents import readable
from schools.looking import note_look
from schools.models import BroughtTranslation, TranslationAsker, TranslationRequest, Version
from schools.models.evidence_file import FILE_FORMATS, FileKind
from schools.translatable import Progress, kind_of, to_translate, untranslated, with_progress
from schools.translated import SUBMITTED, asking_about, put_translations, where_in

from . import actions
from .forms import AskForm, BringForm, PlaceForm, RefuseForm, SendForm, TakeBackForm
from .queries import (
    file_name_of,
    named,
    own_request_for,
    request_for,
    requests_of,
    sheet_of,
    understood,
    whose_turn,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "translations:detail"


@get_or_post
def ask(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """Ask for a version in one language, or be added to those who have."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    require(request.user, May.ASK_FOR_TRANSLATION, frozen.school)
    content = readable(frozen.words)
    put_translations(content, frozen, request.user)
    asking = asking_about(content, frozen, request.user)
    asked = asking.open_to_reader if asking else []
    form, back = AskForm.of(request, asked=asked), _page_of(frozen)
    if form.attempt(actions.ask, frozen, by=request.user):
        messages.success(
            request,
            _("The council’s translators have been asked. You will be told when the translation has come back."),
        )
        return redirect(back)
    context = {
        "school": frozen.school,
        "version": frozen,
        "form": form,
        "back": back,
        "name": SUBMITTED.name(frozen, asked[0].wanted) if len(asked) == 1 else "",
        "waits": bool(asking),
        "languages": [(each, list(dict.fromkeys(where_in(text) for text in each.missing))) for each in asked],
        "has_document": bool(frozen.words.get("document")),
        "is_governor": may(request.user, May.READ_SHARED_SELF_EVALUATION, frozen.school),
    }
    return render(request, "schools/translations/ask.html", context)


@get_or_post
def take_back(request: Request, asked: UUID) -> HttpResponse:
    """One needs it no longer."""
    found = own_request_for(request.user, asked)
    back = _page_of(found.frozen)
    form = TakeBackForm.of(request)
    if form.attempt(actions.take_back, found, by=request.user):
        messages.success(request, _("You no longer wait for this translation."))
        return redirect(back)
    if not form.non_field_errors() and not found.askers.filter(asked_by=request.user).exists():
        raise Http404  # whoever took it back in another tab is told so instead
    return render(request, "schools/translations/take_back.html", {**_frame(found), "form": form, "back": back})


@require_safe
def index(request: Request) -> HttpResponse:
    """What was asked for: what is open, or what is closed."""
    closed = "closed" in request.GET
    page = Paginator(requests_of(request.user, closed=closed), 25).get_page(request.GET.get("page"))
    page.object_list = [named(each) for each in with_progress(page.object_list)]
    return render(request, "schools/translations/index.html", {"page": page, "closed": closed})


@require_safe
def detail(request: Request, asked: UUID) -> HttpResponse:
    """One request: who asked when, where it stands, and what can be done."""
    found = request_for(request.user, asked)
    number = len(to_translate(found.frozen, found.wanted))
    missing = untranslated(found.frozen, found.wanted)
    where = kind_of(found.frozen).where
    brought = BroughtTranslation.objects.visible_to(request.user).filter(request=found).first()
    askers = TranslationAsker.objects.visible_to(request.user).filter(request=found)
    context = {
        **_frame(found),
        "askers": askers,
        "turn": whose_turn(found, brought),
        "progress": Progress(number - len(missing), number),
        "missing": list(dict.fromkeys(where(text) for text in missing)),
        "brought": brought,
        "unplaced": understood(found, brought.rows).unplaced if brought and brought.placed_at else [],
        "may_bring": found.status not in actions.NO_LONGER,
    }
    return render(request, "schools/translations/detail.html", context)


def _is_given_out(found: TranslationRequest) -> bool:
    """A submitted version can be had again; lines of a summary are lent to the translators while they are asked for."""
    return found.status not in actions.NO_LONGER or found.frozen.version_kind != Version.Kind.SUMMARY_FOR_TRANSLATION


@require_safe
def download(request: Request, asked: UUID) -> FileResponse:
    """The document for the translators, with two columns. Whoever takes it has looked at the version."""
    found = request_for(request.user, asked)
    if not _is_given_out(found):
        raise Http404
    note_look(request, found.frozen)
    name = f"{file_name_of(found)}.docx"
    content = BytesIO(sheet_as_word(sheet_of(found)))
    kind = FILE_FORMATS[FileKind.DOCX].content_type
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@get_or_post
def send(request: Request, asked: UUID) -> HttpResponse:
    """Say that the translators have it."""
    found = request_for(request.user, asked)
    form = SendForm.of(request)
    if form.attempt(actions.send, found, by=request.user):
        messages.success(request, _("It is with the translators now. When it is finished, bring the document back."))
        return redirect(DETAIL, asked)
    return render(request, "schools/translations/send.html", {**_frame(found), "form": form})


@get_or_post
def bring(request: Request, asked: UUID) -> HttpResponse:
    """Send in the finished document; nothing is written yet."""
    found = request_for(request.user, asked)
    form = BringForm.of(request)
    if form.attempt(actions.bring, found, by=request.user):
        return redirect("translations:check", asked)
    return render(request, "schools/translations/bring.html", {**_frame(found), "form": form})


@get_or_post
def check(request: Request, asked: UUID) -> HttpResponse:
    """What was understood of the document that came back; then it is put beneath the texts."""
    found = request_for(request.user, asked)
    rows = BroughtTranslation.objects.visible_to(request.user).filter(request=found)
    brought = one_of(rows.select_related("by"))
    brought.request = found
    form = PlaceForm.of(request, initial={"shown": brought.public_id})
    if form.attempt(actions.place, brought, by=request.user):
        say_saved(request, _("The translations stand beneath their texts now."))
        return redirect(DETAIL, asked)
    note_look(request, found.frozen)
    page = Paginator((result := understood(found, brought.rows)).new, 10).get_page(request.GET.get("page"))
    context = {**_frame(found), "form": form, "brought": brought, "result": result, "page": page}
    context["back"] = reverse(DETAIL, args=[asked])
    return render(request, "schools/translations/check.html", context)


@get_or_post
def refuse(request: Request, asked: UUID) -> HttpResponse:
    """Say why it cannot be done."""
    found = request_for(request.user, asked)
    form = RefuseForm.of(request, kind=kind_of(found.frozen))
    if form.attempt(actions.refuse, found, by=request.user):
        say_saved(request, _("Those who asked have been told why it cannot be done."))
        return redirect(DETAIL, asked)
    return render(request, "schools/translations/refuse.html", {**_frame(found), "form": form})


def _page_of(version: Version) -> str:
    route, arguments = kind_of(version).page(version)
    return reverse(route, args=arguments)


def _frame(found: TranslationRequest) -> dict[str, Any]:
    """`version_url`: where the officers may read it; what only the school reads goes out in the document alone."""
    kind, frozen = kind_of(found.frozen), found.frozen
    return {
        "asked": found,
        "school": found.school,
        "version": frozen,
        "version_url": _page_of(frozen) if kind.officers_read else "",
    }
