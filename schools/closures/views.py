from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import clock
from schools.access import May, Request, may, one_of, school_for
from schools.models import ClosedDay
from schools.models.closed_day import what_stands_on

from . import actions
from .forms import AddForm, RemoveForm
from .queries import days_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The days of this school year and the next on which the school cannot meet, besides the holidays."""
    place = school_for(request.user, school)
    context = {
        "school": place,
        "page": Paginator(days_of(request.user, place), 30).get_page(request.GET.get("page")),
        "year": clock.current_school_year(),
        "may_keep": may(request.user, May.KEEP_SCHOOL_DAYS, place),
    }
    return render(request, "schools/closures/index.html", context)


@get_or_post
def add(request: Request, school: UUID) -> HttpResponse:
    place = school_for(request.user, school, May.KEEP_SCHOOL_DAYS)
    form = AddForm.of(request)
    if form.attempt(actions.add, place, by=request.user):
        days = actions.days_to_keep_free(form.cleaned_data["first"], form.cleaned_data["last"])
        said = [_("It has been entered. For others the school is not available then.")]
        said += what_stands_on(place, days, request.user)
        messages.success(request, format_html_join(" ", "{}", ((each,) for each in said)))
        return redirect("closures:index", school)
    return render(request, "schools/closures/add.html", {"school": place, "form": form})


@get_or_post
def remove(request: Request, school: UUID, day: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, ClosedDay(public_id=day)):
        return redirect("closures:index", school)
    place = school_for(request.user, school, May.KEEP_SCHOOL_DAYS)
    found: ClosedDay = one_of(ClosedDay.objects.visible_to(request.user).filter(school=place), public_id=day)
    found.school = place
    form = RemoveForm.of(request)
    if form.attempt(actions.remove, found, by=request.user):
        messages.success(request, _("The day has been removed. The school is available then."))
        return redirect("closures:index", school)
    return render(request, "schools/closures/remove.html", {"school": place, "closed": found, "form": form})
