from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schools.access import May, Request, school_for
from schools.models import Look, School, Version
from schools.models.roles import ROLE_WORDS
from schools.models.titles import titles_around
from schools.policy import Role

PAGES = {Version.Kind.SELF_EVALUATION: "self_evaluations:version", Version.Kind.PLAN: "plans:version"}
SUMMARY = Version.Kind.SUMMARY_FOR_TRANSLATION


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """Which officers and advisers opened which document of the school, and when; newest first."""
    place = school_for(request.user, school, May.SEE_WHO_LOOKED)
    rows = (
        Look.objects.visible_to(request.user).filter(school=place).select_related("by", "seen").defer("seen__content")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    titles = titles_around(place.council_id)
    for look in page.object_list:
        look.role_words = titles.get(look.acted_as) or ROLE_WORDS[Role(look.acted_as)]
        look.url = _page_of(look.seen, place)
    return render(request, "schools/looks/index.html", {"school": place, "page": page})


def _page_of(seen: Version, school: School) -> str:
    """Of what went to the translators there is the summary as it stands alone."""
    if seen.version_kind == SUMMARY:
        return reverse("plan_summary:index", args=[school.public_id, seen.school_year])
    opens = PAGES[Version.Kind(seen.version_kind)]
    return reverse(opens, args=[school.public_id, seen.school_year, seen.number])
