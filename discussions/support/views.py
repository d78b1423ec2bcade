from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import May, Request, school_for

from .queries import support_of


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The support agreed with the school, and the record each item comes from."""
    place = school_for(request.user, school, May.READ_RECORD)
    page = Paginator(support_of(request.user, place), 25).get_page(request.GET.get("page"))
    return render(request, "discussions/support/index.html", {"school": place, "page": page})
