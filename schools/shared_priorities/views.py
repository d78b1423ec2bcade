from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import Request
from schools.clock import current_school_year, school_year_words

from . import queries


@require_safe
def index(request: Request) -> HttpResponse:
    """Which themes this year's shared plans are about, and in how many schools: counted, never ranked."""
    plans, themes, national = queries.lines(request.user)
    context = {"plans": plans, "themes": themes, "national": national, "year": _year()}
    return render(request, "schools/shared_priorities/index.html", context)


@require_safe
def theme(request: Request, area: str) -> HttpResponse:
    """The priorities of these plans under one area, in the schools' own words."""
    page = Paginator(queries.plans_on(request.user, area), 10).get_page(request.GET.get("page"))
    rows = [{"version": each, "priorities": queries.on_theme(each, area)} for each in page]
    if not rows:
        raise Http404
    name = queries.name_of(rows[0]["version"], area)
    context = {"page": page, "rows": rows, "name": name, "year": _year()}
    return render(request, "schools/shared_priorities/theme.html", context)


def _year() -> str:
    return school_year_words(current_school_year())
