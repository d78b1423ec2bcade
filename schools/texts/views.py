from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import May, Request, one_of, self_evaluation_for
from schools.models import Section

from .queries import shown, sittings_of, text_in, texts_of, with_writers

ON_A_PAGE = 5


@require_safe
def index(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """The texts of one area: who wrote each last, and the way to what stood there before."""
    section = _section(request, school, year, area)
    page = Paginator(texts_of(section, request.user), 25).get_page(request.GET.get("page"))
    texts = with_writers(page)
    return render(request, "schools/texts/index.html", {**_frame(section), "page": page, "texts": texts})


@require_safe
def changes(request: Request, school: UUID, year: int, area: str, text: UUID) -> HttpResponse:
    """What stood in one text after each sitting, and what was changed in it; the newest first."""
    section = _section(request, school, year, area)
    found = text_in(section, text, request.user)
    if found is None:
        raise Http404
    page = Paginator(sittings_of(found, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(section),
        "text": found,
        "page": page,
        "sittings": shown(page, found, section.school, request.user),
    }
    return render(request, "schools/texts/changes.html", context)


def _section(request: Request, school: UUID, year: int, area: str) -> Section:
    evaluation = self_evaluation_for(request.user, school, year, May.WRITE_SELF_EVALUATION)
    section: Section = one_of(evaluation.sections.select_related("area"), area__code=area)
    section.self_evaluation = evaluation
    return section


def _frame(section: Section) -> dict[str, Any]:
    evaluation = section.self_evaluation
    return {"school": evaluation.school, "evaluation": evaluation, "area": section.area}
