from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schools.access import May, Request, clarification_for, require, version_for
from schools.asked import role_of_asker
from schools.autosave import say_saved
from schools.models import Clarification, Version
from schools.models.base import reader_language
from schools.models.titles import titles_around

from . import actions
from .forms import AnswerForm, AskForm, WithdrawForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask(request: Request, school: UUID, year: int, number: int, area: str) -> HttpResponse:
    """Ask the school about one area of what it submitted."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    require(request.user, May.ASK_FOR_CLARIFICATION, frozen.school)
    context = _frame(frozen, area)
    form = AskForm.of(request)
    if form.attempt(actions.ask, frozen, area=area, by=request.user):
        say_saved(request, _("The school has been asked. You will be told when it has answered."))
        return redirect(context["back"])
    return render(request, "schools/clarifications/ask.html", {**context, "form": form})


@get_or_post
def answer(request: Request, school: UUID, year: int, number: int, clarification: UUID) -> HttpResponse:
    """The school answers what it was asked."""
    asked = clarification_for(request.user, school, year, number, clarification, May.ANSWER_CLARIFICATION)
    context = {**_frame(asked.frozen, asked.area), **_state(asked)}
    context["role"] = role_of_asker(asked, titles_around(asked.school.council_id))
    form = AnswerForm.of(request)
    if form.attempt(actions.answer, asked, by=request.user):
        say_saved(request, _("Your answer stands beneath the area now. Whoever asked has been told."))
        return redirect(context["back"])
    return render(request, "schools/clarifications/answer.html", {**context, "form": form})


@get_or_post
def withdraw(request: Request, school: UUID, year: int, number: int, clarification: UUID) -> HttpResponse:
    """Take one's own question back."""
    asked = clarification_for(request.user, school, year, number, clarification, May.ASK_FOR_CLARIFICATION)
    if asked.asked_by_id != request.user.pk:
        raise PermissionDenied
    context = _frame(asked.frozen, asked.area)
    form = WithdrawForm.of(request)
    if form.attempt(actions.withdraw, asked, by=request.user):
        messages.success(request, _("Your question has been withdrawn. The school has been told."))
        return redirect(context["back"])
    return render(request, "schools/clarifications/withdraw.html", {**context, **_state(asked), "form": form})


def _frame(frozen: Version, code: str) -> dict[str, Any]:
    area, school = actions.area_in(frozen, code), frozen.school
    if area is None or school is None:
        raise Http404
    page = reverse("self_evaluations:version", args=[school.public_id, frozen.school_year, frozen.number])
    return {
        "school": school,
        "version": frozen,
        "area": area[f"name_{reader_language()}"],
        "back": f"{page}#area-{code}",
    }


def _state(asked: Clarification) -> dict[str, Any]:
    return {"asked": asked, "is_open": asked.status == Clarification.Status.ASKED}
