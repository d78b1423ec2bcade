from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussions.agreed_support import support_of
from schools.access import May, Request, may, may_enter, school_for

from .queries import coming_discussion

DISCUSSION = "professional_discussions:detail"


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The support agreed with the school, and the record each item comes from."""
    place = school_for(request.user, school, May.READ_RECORD)
    page = Paginator(support_of(request.user, place), 25).get_page(request.GET.get("page"))
    coming = coming_discussion(request.user, place)
    opens = coming is not None and may_enter(request.user, DISCUSSION)
    context = {
        "school": place,
        "page": page,
        "coming": coming,
        "coming_url": reverse(DISCUSSION, args=[coming.public_id]) if coming and opens else "",
        "may_schedule": may(request.user, May.SCHEDULE_DISCUSSION, place),
    }
    return render(request, "discussions/support/index.html", context)
