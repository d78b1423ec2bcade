"""When a plan is due to be revised: a year after the last revision, or on an inspection report, whichever is first."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools import clock
from schools.models import GoverningBodyApproval, Inspection, Plan, School
from schools.plan_revisions import a_year_after, is_overdue, revision_due, revision_in, with_the_plan_in_force

days = st.dates(dt.date(2015, 1, 1), dt.date(2045, 12, 31))
FIRST = dt.date(2026, 9, 1)
settled = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settled
@given(revised=days, reports=st.lists(days, max_size=6))
def test_it_is_due_a_year_after_the_last_revision_or_on_the_first_report_after_it(revised, reports):
    due = revision_due(revised, reports, first_day=FIRST)
    assert revised < due <= a_year_after(revised)
    assert due == a_year_after(revised) or due in reports
    assert not [day for day in reports if revised < day < due], "no report lies between the revision and its due date"


@settled
@given(revised=days, reports=st.lists(days, max_size=6), more=st.lists(days, max_size=3))
def test_a_further_report_never_makes_it_due_later_and_one_before_the_revision_changes_nothing(revised, reports, more):
    due = revision_due(revised, reports, first_day=FIRST)
    assert revision_due(revised, [*reports, *more], first_day=FIRST) <= due
    older = [day for day in more if day <= revised]
    assert revision_due(revised, [*older, *reports], first_day=FIRST) == due


@settled
@given(reports=st.lists(days, max_size=6), first=days)
def test_what_was_never_revised_is_due_on_the_first_day_of_the_plan(reports, first):
    assert revision_due(None, reports, first_day=first) == first


@settled
@given(day=days)
def test_a_year_after_is_the_same_day_of_the_next_year(day):
    after = a_year_after(day)
    assert after.year == day.year + 1 and (after - day).days in (365, 366)
    assert (after.month, after.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))


def test_it_is_overdue_from_the_day_after():
    assert not is_overdue(FIRST, FIRST) and is_overdue(FIRST, FIRST + dt.timedelta(days=1))


@pytest.mark.django_db
def test_the_approvals_of_a_plan_are_its_revisions_and_the_reports_are_its_own_school_s(nia, school, far_school):
    year = clock.current_school_year()
    plan = Plan.all_rows.create(school=school, first_year=year)

    def due() -> dt.date | None:
        found: Any = with_the_plan_in_force(School.all_rows.filter(pk=school.pk), year).get()
        revision = revision_in(found.plan_in_force)
        return revision.on if revision else None

    assert due() is None
    approved = dt.date(year, 9, 10)
    for day in (dt.date(year, 9, 4), approved):  # the last one counts
        GoverningBodyApproval.all_rows.create(
            plan=plan, approved_on=day, meeting="Corff llywodraethu", lang="cy", plan_version=1, recorded_by=nia
        )
    Inspection.all_rows.create(school=far_school, report_on=dt.date(year, 10, 1))
    assert due() == dt.date(year + 1, 9, 10)
    Inspection.all_rows.create(school=school, report_on=dt.date(year, 11, 2))
    assert due() == dt.date(year, 11, 2)
