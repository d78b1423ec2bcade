"""This year's discussions of a council: how far each school's is, as a table, week by week, and as a file."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discussions.access import round_for, years_to_plan
from discussions.models import Round
from discussions.stages import WITHOUT_A_DATE, Standing, by_date, standings_of, waiting_first
from schools import clock
from schools.access import May, Request, may

from .csv_file import csv_of
from .forms import BY_DATE, NO_DATE, StandingsFilter
from .queries import answered, first_week, monday_of, people_of, schools_of, week_of

ON_A_PAGE = 50


@require_safe
def index(request: Request, year: int, council: UUID) -> HttpResponse:
    """Every school and how far its discussion is; what has waited longest for the reader's side first."""
    round_ = round_for(request.user, council, year)
    form, rows = _chosen(request, round_)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    people = people_of(request.user, [row.discussion for row in page if row.discussion])
    context = {
        **_frame(request, round_),
        "form": form,
        "page": page,
        "lines": [(row, row.discussion and people.get(row.discussion.pk), answered(row)) for row in page],
        "narrowed": bool(form.chosen["stage"] or form.chosen["name"]),
        "several": form.is_bound or len(rows) > 1,
        "by_date": form.chosen["order"] == BY_DATE,
        "may_place": may(request.user, May.SCHEDULE_DISCUSSION, round_.council),
    }
    return render(request, "discussions/this_year/index.html", context)


@require_safe
def week(request: Request, year: int, council: UUID) -> HttpResponse:
    """One week, Monday to Friday, mornings and afternoons."""
    round_ = round_for(request.user, council, year)
    asked = _day_of(request.GET.get("day", ""))
    monday = monday_of(asked) if asked else first_week(request.user, round_)
    first, last = clock.school_year_bounds(year)
    monday = min(max(monday, monday_of(first)), monday_of(last))
    before, after = monday - dt.timedelta(days=7), monday + dt.timedelta(days=7)
    context = {
        **_frame(request, round_),
        "monday": monday,
        "friday": monday + dt.timedelta(days=4),
        "days": week_of(request.user, round_, monday),
        "before": before if before >= monday_of(first) else None,
        "after": after if after <= last else None,
    }
    return render(request, "discussions/this_year/week.html", context)


@require_safe
def csv(request: Request, year: int, council: UUID) -> HttpResponse:
    """The rows of the table, all of them, as a file."""
    round_ = round_for(request.user, council, year)
    _form, rows = _chosen(request, round_)
    people = people_of(request.user, [row.discussion for row in rows if row.discussion])
    response = HttpResponse(csv_of(rows, people), content_type="text/csv; charset=utf-8")
    name = _("discussions.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: Request, round_: Round) -> tuple[StandingsFilter, list[Standing]]:
    form = StandingsFilter.of(request)
    schools = schools_of(request.user, round_.council, form.chosen["name"] or "")
    rows = standings_of(request.user, schools, round_)
    if wanted := form.chosen["stage"]:
        rows = [row for row in rows if row.stage in (WITHOUT_A_DATE if wanted == NO_DATE else (wanted,))]
    return form, by_date(rows) if form.chosen["order"] == BY_DATE else waiting_first(rows)


def _day_of(said: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


def _frame(request: Request, round_: Round) -> dict[str, Any]:
    plans = may(request.user, May.PLAN_DISCUSSIONS, round_.council) and round_.school_year in years_to_plan()
    place = [round_.school_year, round_.council.public_id]
    dates_url = reverse("planning:index", args=place) if plans else ""
    return {"council": round_.council, "year": round_.school_year, "may_plan": plans, "dates_url": dates_url}
