"""When a development plan is due to be revised (SI 2014/2677): once a year, or once a school has been inspected."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from schools import clock
from schools.clock import school_year_bounds
from schools.models import GoverningBodyApproval, Inspection, Plan, School


def revision_due(last_revised_on: dt.date | None, reports_on: Iterable[dt.date], *, first_day: dt.date) -> dt.date:
    """The last day on which the plan may still stand as it is.

    The earlier of a year after the last revision and the first inspection report after it. What has never been revised
    is due on the plan's first day, whatever reports there are.
    """
    if last_revised_on is None:
        return first_day
    return min([a_year_after(last_revised_on), *(day for day in reports_on if day > last_revised_on)])


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; after 29 February, the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def is_overdue(due_on: dt.date, today: dt.date) -> bool:
    return today > due_on


@dataclass(frozen=True)
class RevisionDue:
    """By when an approved plan is to be revised, and whether a report asks for it sooner than a year after that."""

    on: dt.date
    by_report: bool
    overdue: bool


def revision_of(approved_on: dt.date, due_on: dt.date) -> RevisionDue:
    return RevisionDue(due_on, due_on != a_year_after(approved_on), is_overdue(due_on, clock.today()))


def with_the_plan_in_force(schools: QuerySet[School], year: int) -> QuerySet[Any]:
    """In the query that reads the schools: of the newest plan that covers this school year and was approved, its first
    year, the day of its last approval, and of the first report after that.
    """
    why = "which plan is to be revised, and by when"
    last = GoverningBodyApproval.objects.as_system(why).filter(plan=OuterRef("pk")).order_by("-pk")
    plans = Plan.objects.as_system(why).filter(school=OuterRef("pk"), first_year__range=(year - 2, year))
    plans = plans.annotate(approved_on=Subquery(last.values("approved_on")[:1])).exclude(approved_on=None)
    reports = Inspection.objects.as_system(why).filter(school=OuterRef("school"), report_on__gt=OuterRef("approved_on"))
    first = Subquery(reports.order_by("report_on").values("report_on")[:1])
    found = plans.order_by("-first_year").values(found=JSONObject(first="first_year", on="approved_on", report=first))
    return schools.annotate(plan_in_force=Subquery(found[:1]))


def revision_in(plan_in_force: dict[str, Any] | None) -> RevisionDue | None:
    """Of what `with_the_plan_in_force` read; None where no plan was approved."""
    if plan_in_force is None:
        return None
    approved_on = dt.date.fromisoformat(plan_in_force["on"])
    reports = [dt.date.fromisoformat(plan_in_force["report"])] if plan_in_force["report"] else []
    first_day = school_year_bounds(plan_in_force["first"])[0]
    return revision_of(approved_on, revision_due(approved_on, reports, first_day=first_day))
