from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import clock
from schools.access import May, Request, council_for, may, one_of
from schools.booked_days import Booked, booked_at
from schools.models import Council, InsetDay, Term
from schools.school_days import years_kept

from . import actions, queries
from .forms import EditTermForm, InsetForm, RemoveForm, RemoveTermForm, TermForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "school_calendar:detail"


@require_safe
def index(request: Request) -> HttpResponse:
    """The calendars of the councils whose schools one sees; of one council, its calendar."""
    councils = list(queries.councils_seen_by(request.user))
    year = clock.current_school_year()
    if len(councils) == 1:
        return redirect(DETAIL, councils[0].public_id, year)
    page = Paginator(councils, 30).get_page(request.GET.get("page"))
    return render(request, "schools/school_calendar/index.html", {"page": page, "year": year})


@require_safe
def detail(request: Request, council: UUID, year: int) -> HttpResponse:
    """One school year of a council: terms, holidays, bank holidays and the days without school."""
    place = _council(request, council, year)
    terms = list(queries.terms_of(request.user, place, year))
    days = queries.days_without_school(request.user, place, year)
    years = years_kept()
    context = {
        **_frame(place, year),
        "halves": queries.halves_of(terms, days),
        "holidays": queries.holidays_between(terms),
        "bank_holidays": queries.bank_holidays_of(year),
        "page": Paginator(days, 30).get_page(request.GET.get("page")),
        "before": year - 1 if year - 1 in years else None,
        "after": year + 1 if year + 1 in years else None,
        "may_keep": may(request.user, May.KEEP_CALENDAR, place),
    }
    return render(request, "schools/school_calendar/detail.html", context)


@get_or_post
def add_term(request: Request, council: UUID, year: int) -> HttpResponse:
    place = _council(request, council, year, May.KEEP_CALENDAR)
    form = TermForm.of(request)
    if form.attempt(actions.add_term, place, year=year, by=request.user):
        messages.success(request, _("The term has been entered."))
        return redirect(DETAIL, council, year)
    return render(request, "schools/school_calendar/add_term.html", {**_frame(place, year), "form": form})


@get_or_post
def edit_term(request: Request, council: UUID, year: int, term: UUID) -> HttpResponse:
    found = _term(request, council, year, term)
    words = {"starts_on": found.starts_on, "ends_on": found.ends_on}
    booked = _booked(request, found.council)
    form = EditTermForm.of(request, initial=words, version=found.seen, term=found, booked=booked)
    if form.attempt(actions.edit_term, found, by=request.user):
        messages.success(request, _("The term has been saved."))
        return redirect(DETAIL, council, year)
    return render(request, "schools/school_calendar/edit_term.html", {**_frame(found.council, year), "form": form})


@get_or_post
def remove_term(request: Request, council: UUID, year: int, term: UUID) -> HttpResponse:
    if RemoveTermForm.repeats(request, actions.remove_term, Term(public_id=term)):
        return redirect(DETAIL, council, year)
    found = _term(request, council, year, term)
    form = RemoveTermForm.of(request, goes=[(found, ())], term=found, booked=_booked(request, found.council))
    if form.attempt(actions.remove_term, found, by=request.user):
        messages.success(request, _("The term has been removed."))
        return redirect(DETAIL, council, year)
    context = {**_frame(found.council, year), "term": found, "form": form}
    return render(request, "schools/school_calendar/remove_term.html", context)


@get_or_post
def add_inset(request: Request, council: UUID, year: int) -> HttpResponse:
    """Enter one INSET day for all schools of the council, or for several."""
    place = _council(request, council, year, May.KEEP_CALENDAR)
    schools = list(queries.schools_kept_by(request.user, place))
    form = InsetForm.of(request, schools=schools, booked=_booked(request, place))
    if form.attempt(actions.enter_inset, place, year=year, by=request.user):
        messages.success(request, _("The INSET day has been entered."))
        return redirect(DETAIL, council, year)
    return render(request, "schools/school_calendar/add_inset.html", {**_frame(place, year), "form": form})


@get_or_post
def remove_inset(request: Request, council: UUID, year: int, inset: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove_inset, InsetDay(public_id=inset)):
        return redirect(DETAIL, council, year)
    place = _council(request, council, year, May.KEEP_CALENDAR)
    found: InsetDay = one_of(InsetDay.objects.visible_to(request.user).filter(council=place), public_id=inset)
    found.council = place
    schools = actions.schools_of(found, by=request.user)
    if not schools:
        raise Http404
    form = RemoveForm.of(request, goes=[(found, ())])
    if form.attempt(actions.remove_inset, found, by=request.user):
        messages.success(request, _("The INSET day has been removed."))
        return redirect(DETAIL, council, year)
    context = {**_frame(place, year), "inset": found, "schools": schools, "form": form}
    return render(request, "schools/school_calendar/remove_inset.html", context)


def _booked(request: Request, council: Council) -> list[Booked]:
    """What is asked about once the form is sent."""
    return booked_at(request.user, council) if request.method == "POST" else []


def _council(request: Request, council: UUID, year: int, permission: May | None = None) -> Council:
    """The council, in one of the school years of which a calendar is kept."""
    place = council_for(request.user, council, permission)
    if year not in years_kept():
        raise Http404
    return place


def _term(request: Request, council: UUID, year: int, term: UUID) -> Term:
    place = _council(request, council, year, May.KEEP_CALENDAR)
    found: Term = one_of(queries.terms_of(request.user, place, year), public_id=term)
    found.council = place
    return found


def _frame(council: Council, year: int) -> dict[str, Any]:
    return {"council": council, "year": year}
