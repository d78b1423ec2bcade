from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, one_of, plan_for
from schools.autosave import say_saved
from schools.models import NationalPriorityAnswer, Plan, PlanPriority
from schools.plan_contents import raw_content_of
from schools.plan_reference import national_priorities_for
from schools.plan_sections import national_priorities_of
from schools.unanswered import note, remind

from . import actions
from .forms import NOT_THERE_YET, AnswerForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SAVED = _("How the plan takes it into account has been saved.")


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The national priorities in force, and how the plan takes each into account."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    answers = {row["code"]: row for row in national_priorities_of(raw_content_of(plan))}
    national = [{"row": row, "answer": answers.get(row.code)} for row in national_priorities_for(plan, request.user)]
    return render(request, "schools/national_priorities/index.html", {**_frame(plan), "national": national})


@get_or_post
def answer(request: Request, school: UUID, year: int, national: UUID) -> HttpResponse:
    """How the plan takes one of them into account."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    found = one_of(national_priorities_for(plan, request.user), public_id=national)
    answers = NationalPriorityAnswer.objects.visible_to(request.user).filter(plan=plan, national_priority=found)
    row = answers.first()
    words: dict[str, Any] = {}
    if row is not None:
        words["priorities"] = list(row.priorities.values_list("public_id", flat=True))
        words |= {"explanation": row.explanation, "lang": row.lang} if row.explanation else {}
    form = AnswerForm.of(
        request,
        rows=PlanPriority.objects.visible_to(request.user).filter(plan=plan),
        initial=words,
        version=row.seen if row else NOT_THERE_YET,
    )
    remind(form, row)
    if form.attempt(actions.answer, plan, found, by=request.user):
        note(form, form.result)
        say_saved(request, SAVED)
        return redirect("national_priorities:index", school, year)
    context = {**_frame(plan), "form": form, "national": found}
    return render(request, "schools/national_priorities/answer.html", context)


def _frame(plan: Plan) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
