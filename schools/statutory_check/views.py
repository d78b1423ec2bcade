from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import plan_contents as contents
from schools.access import May, Request, may, one_of, plan_for
from schools.autosave import say_saved
from schools.models import Plan, StatutoryAnswer
from schools.models.plan_text import StatutoryAnswerKind
from schools.plan_approvals import last_approval_of
from schools.statutory_facts import facts_of
from schools.statutory_rows import Checked, Row, checked, in_two_parts, row_of
from schools.statutory_rules import State

from . import actions
from .forms import AnswerForm, WithdrawForm
from .queries import places_for

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """The live check, in two parts: what the law asks, and what is often useful."""
    plan = plan_for(request.user, school, year)
    approval = last_approval_of(plan)
    facts, may_write = facts_of(plan, approval), may(request.user, May.WRITE_PLAN, plan.school)
    law, useful = in_two_parts(checked(contents.content_of(plan, approval), facts))
    follows = facts.last_targets is not None
    places, answers = places_for(request.user, plan, follows_another=follows), _answers(request, plan)

    def shown(each: Checked) -> dict[str, Any]:
        answered, left = answers.get(each.row.code), each.state == State.MISSING
        offers = may_write and (answered or left) and any(each.row.takes(kind, facts) for kind in StatutoryAnswerKind)
        return {"check": each, "place": places.get(each.row.code), "answered": answered, "offers": offers}

    context = {
        **_frame(plan),
        "law": [shown(each) for each in law],
        "useful": [shown(each) for each in useful],
        "writes": bool(places),
        "may_write": may_write,
    }
    return render(request, "schools/statutory_check/index.html", context)


@get_or_post
def answer(request: Request, school: UUID, year: int, row: str) -> HttpResponse:
    """One row, answered otherwise than by writing it in the plan."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    found = _answers(request, plan).get(row)
    asked, kinds = _asked(plan, row)
    initial = {name: getattr(found, name) for name in ("answer", "words", "lang")} if found else {}
    form = AnswerForm.of(request, kinds=kinds, initial=initial, version=found.seen if found else 0)
    if form.attempt(actions.answer, plan, row=row, by=request.user):
        say_saved(request, _("The answer has been saved."))
        return redirect("statutory_check:index", school, year)
    context = {**_frame(plan), "form": form, "row": asked, "found": found}
    return render(request, "schools/statutory_check/answer.html", context)


@get_or_post
def withdraw(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    if WithdrawForm.repeats(request, actions.withdraw, StatutoryAnswer(public_id=item)):
        return redirect("statutory_check:index", school, year)
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    found = one_of(StatutoryAnswer.objects.visible_to(request.user).filter(plan=plan), public_id=item)
    found.plan = plan
    form = WithdrawForm.of(request, goes=[(found, ("words",))])
    if form.attempt(actions.withdraw, found, by=request.user):
        messages.success(request, _("The answer has been withdrawn."))
        return redirect("statutory_check:index", school, year)
    context = {**_frame(plan), "form": form, "row": row_of(found.row), "found": found}
    return render(request, "schools/statutory_check/withdraw.html", context)


def _asked(plan: Plan, code: str) -> tuple[Row, list[StatutoryAnswerKind]]:
    """The row, and the answers for which the law leaves room there; 404 where there is none."""
    row = row_of(code)
    facts = facts_of(plan, last_approval_of(plan))
    kinds = [kind for kind in StatutoryAnswerKind if row and row.takes(kind, facts)]
    if row is None or not kinds:
        raise Http404
    return row, kinds


def _answers(request: Request, plan: Plan) -> dict[str, Any]:
    """The answers as rows that can be changed, by the row that they answer."""
    return {each.row: each for each in StatutoryAnswer.objects.visible_to(request.user).filter(plan=plan)}


def _frame(plan: Plan) -> dict[str, Any]:
    return {"school": plan.school, "plan": plan}
