from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import Request, section_for
from schools.autosave import YOUR_TEXT, after_saving
from schools.in_both_languages import other_of
from schools.models import OtherLanguage, Section

from . import actions
from .forms import FINISH, OtherLanguageForm, RemoveForm
from .queries import Pair, changed_since, original_in, pairs_in

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 10
FINISHED = _(
    "Your text has been saved and marked as finished. Others read it once the headteacher shares or submits the "
    "self-evaluation again."
)


@require_safe
def index(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """The texts of one area side by side with their other language, where there is one."""
    section = section_for(request.user, school, year, area)
    page = Paginator(pairs_in(section), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "schools/other_language/index.html", {**_frame(section), "page": page})


@get_or_post
def write(request: Request, school: UUID, year: int, area: str, text: UUID) -> HttpResponse:
    """The other language of one text, beside its original."""
    section = section_for(request.user, school, year, area)
    original = original_in(section, text)
    other = other_of(original)
    form = OtherLanguageForm.of(request, original=original, other=other)
    to, say = ("other_language:index", school, year, area), FINISHED if form.pressed == FINISH else YOUR_TEXT
    if done := after_saving(request, form, actions.write, original, to=to, say=say):
        return done
    pair = Pair(original, other, is_lent=section.source != section)
    context = {**_frame(section), "form": form, "pair": pair, "changed": changed_since(other)}
    return render(request, "schools/other_language/write.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int, area: str, other: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, OtherLanguage(public_id=other)):
        return redirect("other_language:index", school, year, area)
    section = section_for(request.user, school, year, area)
    found = _other_in(section, other)
    form = RemoveForm.of(request, goes=[(found, ("text",))])
    if form.attempt(actions.remove, found, by=request.user):
        return redirect("other_language:index", school, year, area)
    pair = Pair(found.original, found, is_lent=False)
    return render(request, "schools/other_language/remove.html", {**_frame(section), "form": form, "pair": pair})


def _other_in(section: Section, id_: UUID) -> OtherLanguage:
    for pair in pairs_in(section):
        if pair.other and pair.other.public_id == id_ and not pair.is_lent:
            pair.original.section = section
            return pair.other
    raise Http404


def _frame(section: Section) -> dict[str, Any]:
    evaluation = section.self_evaluation
    return {"school": evaluation.school, "evaluation": evaluation, "section": section, "area": section.area}
