"""When a development plan is due to be revised (SI 2014/2677): once a year, or once a school has been inspected."""

import datetime as dt
from collections.abc import Iterable

from schools.clock import school_year_bounds
from schools.models import Inspection, Plan
from schools.plan_approvals import last_approval_of


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


def revision_due_on(plan: Plan) -> dt.date:
    """Of one plan, by two queries. Its revisions are the governing body's approvals of it."""
    approval = last_approval_of(plan)
    return revision_due_of(plan, approval.approved_on if approval else None)


def revision_due_of(plan: Plan, last_revised_on: dt.date | None) -> dt.date:
    """The same where the day of the last approval is at hand; one query."""
    reports = Inspection.objects.as_system("a report asks for a revision of the plan").filter(school=plan.school_id)
    days = reports.values_list("report_on", flat=True)
    return revision_due(last_revised_on, days, first_day=school_year_bounds(plan.first_year)[0])
