from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import Request

from .queries import asked_by


@require_safe
def index(request: Request) -> HttpResponse:
    """What I asked schools, and what became of it."""
    page = Paginator(asked_by(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "schools/questions/index.html", {"page": page})
