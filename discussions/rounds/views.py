"""Setting up a year's discussions: for the council's officers, and to read for the lead of its service.

An adviser meets a discussion once it is scheduled, and a school says here what it wishes. Of the planning itself they
see nothing: what stands in it (above all which schools are placed first) could be taken for a judgement.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import round_for, years_to_plan
from discussions.models import LanguageWish, Round, RoundOfficer, RoundSchool
from discussions.planned_year import guests_of_council, officers_of_council, schools_of
from schools import clock
from schools.access import May, Request, may, one_of, school_for
from schools.shown import shown

from . import actions, taking_part
from .forms import OfficerForm, PoolForm, SchoolForm, SchoolsForm, TravelForm, WhenAndWhereForm, WishesForm
from .queries import (
    NOT_THERE_YET,
    councils_planned_by,
    how_far,
    lines_of,
    partners_of,
    pool_of,
    seen_of,
    towns_of,
    with_planning,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 30


@require_safe
def index(request: Request, year: int) -> HttpResponse:
    """The councils whose planning one sees; where it is one, its page."""
    if year not in years_to_plan():
        raise Http404
    page = Paginator(councils_planned_by(request.user), 30).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("rounds:detail", year, page[0].public_id)
    return render(request, "discussions/rounds/index.html", {"year": year, "page": page})


@require_safe
def detail(request: Request, year: int, council: UUID) -> HttpResponse:
    """What has been set up for these discussions, and what is missing."""
    round_ = round_for(request.user, council, year)
    return render(
        request,
        "discussions/rounds/detail.html",
        {
            **_frame(request, round_),
            "far": how_far(request.user, round_),
            "pool": pool_of(round_),
            "times": list(round_.travel_times.all()) if round_.pk else [],
            "other_years": [each for each in years_to_plan() if each != year],
        },
    )


@get_or_post
def when_and_where(request: Request, year: int, council: UUID) -> HttpResponse:
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    initial = {name: getattr(round_, name) for name in WhenAndWhereForm.base_fields if hasattr(round_, name)}
    form = WhenAndWhereForm.of(request, year=year, initial=initial, version=seen_of(round_))
    if form.attempt(actions.set_up, round_.council, year=year, by=request.user):
        messages.success(request, _("When and where you meet has been saved."))
        return redirect("rounds:detail", year, council)
    return render(request, "discussions/rounds/when_and_where.html", {**_frame(request, round_), "form": form})


@get_or_post
def travel(request: Request, year: int, council: UUID) -> HttpResponse:
    """The times between two towns that differ from those between any two."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    times = list(round_.travel_times.all()) if round_.pk else []
    form = TravelForm.of(request, times=times, towns=towns_of(round_))
    if form.attempt(actions.change_travel, round_.council, year=year, by=request.user):
        messages.success(request, _("The times between towns have been saved."))
        return redirect("rounds:travel", year, council)
    return render(request, "discussions/rounds/travel.html", {**_frame(request, round_), "form": form})


@get_or_post
def officers(request: Request, year: int, council: UUID) -> HttpResponse:
    """Who of the council can take part."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    pool = pool_of(round_)
    form = PoolForm.of(request, people=officers_of_council(round_.council), pool=pool)
    if form.attempt(actions.choose_officers, round_.council, year=year, by=request.user):
        messages.success(request, _("Your choice of officers has been saved."))
        return redirect("rounds:officers", year, council)
    frame = _frame(request, round_)
    return render(request, "discussions/rounds/officers.html", {**frame, "form": form, "pool": pool})


@get_or_post
def officer(request: Request, year: int, council: UUID, officer: UUID) -> HttpResponse:
    """At which schools one officer can take part."""
    round_ = round_for(request.user, council, year, May.PLAN_DISCUSSIONS)
    rows = RoundOfficer.objects.visible_to(request.user).filter(round=round_.pk).select_related("person")
    found: RoundOfficer = one_of(rows, public_id=officer)
    found.round = round_
    ticked = list(found.schools.values_list("public_id", flat=True))
    initial = {"only_some": "some" if found.only_some else "all", "schools": ticked}
    offered = schools_of(request.user, round_.council)
    form = OfficerForm.of(request, schools=offered, initial=initial, version=found.seen)
    if form.attempt(actions.limit_officer, found, by=request.user):
        messages.success(request, _("The officer’s schools have been saved."))
        return redirect("rounds:officers", year, council)
    frame = _frame(request, round_)
    return render(request, "discussions/rounds/officer.html", {**frame, "form": form, "officer": found})


@get_or_post
def schools(request: Request, year: int, council: UUID) -> HttpResponse:
    """The schools with what is planned of each; whoever plans ticks those that take part."""
    permission = May.PLAN_DISCUSSIONS if request.method == "POST" else May.SEE_PLANNING
    round_ = round_for(request.user, council, year, permission)
    frame = _frame(request, round_)
    found = with_planning(schools_of(request.user, round_.council), round_)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(round_, list(page))
    form = SchoolsForm.of(request, lines=lines) if frame["may_plan"] else None
    if form and _chosen(form, round_, request):
        messages.success(request, _("Your choice of schools has been saved."))
        return redirect(request.get_full_path())
    ticks = shown(form["schools"]).choices if form else [None] * len(lines)
    context = {**frame, "form": form, "page": page, "lines": list(zip(lines, ticks, strict=True))}
    return render(request, "discussions/rounds/schools.html", context)


def _chosen(form: SchoolsForm, round_: Round, request: Request) -> bool:
    words: dict[str, Any] = {"year": round_.school_year, "by": request.user}
    if form.pressed == "all":
        return form.attempt(taking_part.all_take_part, round_.council, pass_words=False, **words)
    return form.attempt(taking_part.choose_schools, round_.council, **words)


@get_or_post
def school(request: Request, year: int, council: UUID, school: UUID) -> HttpResponse:
    """What is planned of one school."""
    person: Any = request.user
    round_ = round_for(person, council, year, May.PLAN_DISCUSSIONS)
    place = school_for(person, school, May.PLAN_DISCUSSIONS)
    if place.council_id != round_.council_id:
        raise Http404
    rows = RoundSchool.objects.visible_to(person).filter(round=round_.pk, school=place)
    row = rows.select_related("together_at").first()
    partners = partners_of(place)
    asks_together = all(may(person, May.PLAN_DISCUSSIONS, each) for each in partners)
    kept = row or RoundSchool()
    guests = list(kept.guests.values_list("public_id", flat=True)) if row else []
    form = SchoolForm.of(
        request,
        usual=round_.get_setting_display(),
        together=[place, *partners] if asks_together else [],
        guests=guests_of_council(round_.council),
        initial={**SchoolForm.words_of(kept), "guests": guests},
        version=row.seen if row else NOT_THERE_YET,
    )
    if form.attempt(taking_part.plan_school, place, year=year, by=person):
        messages.success(request, _("What is planned for the school has been saved."))
        return redirect("rounds:schools", year, council)
    wish = LanguageWish.objects.visible_to(person).filter(school=place, school_year=year).first()
    context = {**_frame(request, round_), "school": place, "form": form, "wish": wish}
    return render(request, "discussions/rounds/school.html", context)


@get_or_post
def wishes(request: Request, school: UUID, year: int) -> HttpResponse:
    """In which language the school wishes to hold its discussion: said by itself, or entered by the council for it."""
    place = school_for(request.user, school, May.SAY_WISHES)
    if year not in years_to_plan():
        raise Http404
    found = LanguageWish.objects.visible_to(request.user).filter(school=place, school_year=year)
    wish = found.first()
    initial = {"language": wish.language, "interpreter": wish.interpreter} if wish else {}
    form = WishesForm.of(request, initial=initial, version=wish.seen if wish else NOT_THERE_YET)
    if form.attempt(taking_part.wish, place, year=year, by=request.user):
        messages.success(request, _("What you said has been saved. The council sees it when it plans the discussions."))
        return redirect("professional_discussions:at_school", school)
    plans = may(request.user, May.PLAN_DISCUSSIONS, place)
    context = {"school": place, "year": year, "form": form, "wish": wish, "plans": plans}
    return render(request, "discussions/rounds/wishes.html", context)


def _frame(request: Request, round_: Round) -> dict[str, Any]:
    person, is_planned = request.user, round_.school_year in years_to_plan()
    may_plan = is_planned and may(person, May.PLAN_DISCUSSIONS, round_.council)
    several = not may_plan or len(person.standing.councils_reached(May.PROPOSE_DATES)) > 1
    return {
        "round": round_,
        "council": round_.council,
        "year": round_.school_year,
        "is_this_year": round_.school_year == clock.current_school_year(),
        "may_plan": may_plan,
        "asks_for_several": is_planned and several,
    }
