from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, one_of, plan_for
from schools.autosave import after_saving
from schools.models import PlanSection, PlanText

from . import actions
from .forms import ASKS, TextForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SAVED = _("The section has been saved.")


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The seven sections: what each asks, and which are written."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows = {row.part: row for row in PlanText.objects.visible_to(request.user).filter(plan=plan)}
    sections = [{"row": rows[part], "asks": ASKS[part]} for part in PlanSection.values if part in rows]
    if not sections:
        raise Http404
    return render(request, "schools/plan_texts/index.html", {**_frame(plan), "sections": sections})


@get_or_post
def write(request: Request, school: UUID, year: int, part: str) -> HttpResponse:
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    section: PlanText = one_of(PlanText.objects.visible_to(request.user).filter(plan=plan), part=part)
    section.plan = plan
    words = {"text": section.text, "lang": section.lang} if section.text else {}
    form = TextForm.of(request, section=section, initial=words, version=section.seen)
    if done := after_saving(request, form, actions.write, section, to=("plan_texts:index", school, year), say=SAVED):
        return done
    return render(request, "schools/plan_texts/write.html", {**_frame(plan), "form": form, "section": section})


def _frame(plan: Any) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
