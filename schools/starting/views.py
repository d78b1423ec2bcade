from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import May, Request, one_of, school_for, self_evaluation_for
from schools.clock import current_school_year
from schools.frameworks import of_year, proposed, proposed_places
from schools.models import CarriedArea, Framework, SelfEvaluation

from . import actions
from .forms import CARRY, PlacesForm, RemoveForm, StartForm
from .queries import Place, last_before, places_of, was_only_begun, years_to_begin

CARRIED = [name for name, _words in CARRY]  # unless the school says otherwise
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def start(request: Request, school: UUID) -> HttpResponse:
    """Which year, which framework, and what comes along from the one before.

    What was posted is read against both years, so that a second press finds what the first one began.
    """
    place = school_for(request.user, school, May.WRITE_SELF_EVALUATION)
    both = _both_years()
    years = years_to_begin(request.user, place, both[0])
    offered = both if request.method == "POST" else years
    first = _year(request.POST.get("year", "")) or (years or both)[0]
    older = last_before(place, first)
    usual = proposed(first, older.framework if older else None)
    form = StartForm.of(
        request,
        years=offered,
        frameworks=of_year(*offered).prefetch_related("areas"),
        older=older,
        initial={
            "year": first,
            "framework": usual.public_id if usual else "",
            "carry": CARRIED,
        },
    )
    if asked := form.asks_for_places:
        return redirect(_places_page(school, asked))
    if form.attempt(actions.start, place, by=request.user):
        return _begun(form.result)
    return render(request, "schools/starting/start.html", {"school": place, "form": form, "years": years})


@get_or_post
def places(request: Request, school: UUID) -> HttpResponse:
    """Where the text of each area goes when the school changes to another framework: a proposal, to be confirmed."""
    place = school_for(request.user, school, May.WRITE_SELF_EVALUATION)
    open_years = years_to_begin(request.user, place, current_school_year())
    year = _year(request.GET.get("year", "")) or (open_years or _both_years())[0]
    older = last_before(place, year)
    framework = _framework(request, year, older)
    if older is None or framework is None or (request.method != "POST" and year not in open_years):
        return redirect("starting:start", school)
    old = [section.area for section in older.sections.select_related("area").order_by("area__position")]
    new = list(framework.areas.order_by("position"))
    form = PlacesForm.of(request, old=old, new=new, proposed=proposed_places(old, new), older=older)
    carry = [name for name, _words in CARRY if name in request.GET.getlist("carry", CARRIED)]
    if form.attempt(actions.start, place, year=year, framework=framework, carry=carry, by=request.user):
        return _begun(form.result)
    will: list[Place] = []
    if form.is_to_be_read:
        will = actions.foresee(older, framework, carry=set(carry), places=form.words()["places"])
    context = {
        "school": place,
        "form": form,
        "older": older,
        "framework": framework,
        "year": year,
        "will": will,
        "empty": [area.name for area in new if will and area.pk not in {each.new.pk for each in will if each.new}],
    }
    here = _places_page(school, {"year": year, "framework": framework.public_id, "carry": carry})
    return render(request, "schools/starting/places.html", {**context, "here": here})


@require_safe
def carried(request: Request, school: UUID, year: int) -> HttpResponse:
    """What came along from the year before, and what stayed there."""
    evaluation = self_evaluation_for(request.user, school, year)
    older = one_of(SelfEvaluation.objects.visible_to(request.user), pk=evaluation.carried_from_id)
    context = {
        "school": evaluation.school,
        "evaluation": evaluation,
        "older": older,
        "places": places_of(evaluation, request.user),
    }
    return render(request, "schools/starting/carried.html", context)


@get_or_post
def remove(request: Request, school: UUID, year: int) -> HttpResponse:
    """One that was started by mistake, while nothing has been done in it."""
    place = school_for(request.user, school, May.SUBMIT_SELF_EVALUATION)
    if RemoveForm.repeats(request, actions.remove, place):
        return redirect("starting:start", school)
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    form = RemoveForm.of(request, initial={"year": year}, goes=[(evaluation, ())])
    if form.attempt(actions.remove, place, by=request.user):
        messages.success(request, _("The self-evaluation has been removed. You can start it again as you want it."))
        return redirect("starting:start", school)
    context = {"school": place, "evaluation": evaluation, "form": form, "may_go": was_only_begun(evaluation)}
    return render(request, "schools/starting/remove.html", context)


def _begun(evaluation: SelfEvaluation) -> HttpResponse:
    """To what has been begun; first to what stayed in the year before, where something did."""
    rows = CarriedArea.objects.as_system("whether anything stayed").filter(self_evaluation=evaluation)
    page = "starting:carried" if rows.exclude(stayed=[]).exists() else "self_evaluations:detail"
    return redirect(page, evaluation.school.public_id, evaluation.school_year)


def _both_years() -> list[int]:
    this_year = current_school_year()
    return [this_year, this_year + 1]


def _year(text: str) -> int | None:
    """One of the two years that may be begun."""
    return next((year for year in _both_years() if text == str(year)), None)


def _framework(request: Request, year: int, older: SelfEvaluation | None) -> Framework | None:
    """The one chosen on the page before, or any to which the school may change; None where there is none such."""
    asked = request.GET.get("framework")
    rows = [row for row in of_year(year) if older is None or row != older.framework]
    return next((row for row in rows if asked in (None, str(row.public_id))), None)


def _places_page(school: UUID, asked: dict[str, Any]) -> str:
    return f"{reverse('starting:places', args=[school])}?{urlencode(asked, doseq=True)}"
