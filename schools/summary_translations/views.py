"""What the council’s translators are asked for on the page of a summary, and what they brought."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schools.access import May, Request, plan_for
from schools.autosave import say_saved
from schools.models import Plan
from schools.summary_translated import ask_form

from . import actions
from .forms import TakeOverForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask(request: Request, school: UUID, year: int) -> HttpResponse:
    """What would go to the translators; and the press, which the page of the summary has too."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    asking = actions.asking_of(plan, request.user)
    form = ask_form(asking, request)
    if form.attempt(actions.ask, plan, by=request.user):
        messages.success(
            request,
            _("The council’s translators have been asked. You will be told when the translation has come back."),
        )
        return redirect("plan_summary:index", school, year)
    return render(request, "schools/summary_translations/ask.html", {**_frame(plan), "form": form, "asking": asking})


@get_or_post
def take_over(request: Request, school: UUID, year: int) -> HttpResponse:
    """Everything that the translators brought, beside the words of the school; it goes into the summary at once."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    brought = actions.asking_of(plan, request.user).brought
    form = TakeOverForm.of(request, shown_now=actions.shown(brought))
    if form.attempt(actions.take_over, plan, by=request.user):
        say_saved(request, _("The translators’ words stand in the summary now. You can change them like your own."))
        return redirect("plan_summary:index", school, year)
    context = {**_frame(plan), "form": form, "brought": brought}
    return render(request, "schools/summary_translations/take_over.html", context)


def _frame(plan: Plan) -> dict[str, Any]:
    back = reverse("plan_summary:index", args=[plan.school.public_id, plan.first_year])
    return {"school": plan.school, "plan": plan, "back": back}
