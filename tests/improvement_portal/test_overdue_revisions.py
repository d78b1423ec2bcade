"""The revision of a plan whose day has passed waits for the headteacher and the chair, and is told to nobody else."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from schools import clock
from schools.models import GoverningBodyApproval, Inspection, Plan, School
from schools.plan_revisions import a_year_after, is_overdue, revision_due, revision_in
from tests import factories as make
from tests.on_pages import Visitor

YEAR = clock.current_school_year()
TODAY = clock.today()
REVISE = "Revise the development plan of Ysgol Nant y Coed"
WHOSE = "The headteacher and the chair of governors see to the revision of the plan, which is overdue."
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR - 1)


def approve(plan: Plan, by: Any, day: dt.date) -> None:
    GoverningBodyApproval.all_rows.create(
        plan=plan, approved_on=day, meeting="Corff llawn", plan_version=plan.version, recorded_by=by
    )


def days_ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


def report(school: School, day: dt.date) -> None:
    Inspection.all_rows.create(school=school, report_on=day, follow_up="none")


@pytest.mark.parametrize("who", ["nia", "glyn"])
@pytest.mark.parametrize("page", ["home:index", "home:waiting"])
def test_head_and_chair_read_by_when_it_was_due_and_why_and_go_to_the_plan(who, page, request, plan, glyn):
    approve(plan, glyn, days_ago(400))
    due = a_year_after(days_ago(400))
    words = f"was due by {date_format(due)}, twelve months after the governing body approved the plan"
    visitor = Visitor(request.getfixturevalue(who), "en").open(reverse(page)).says(REVISE, words)
    detail = reverse("plans:detail", args=[plan.school.public_id, plan.first_year])
    visitor.follow(detail).says("The revision of this plan is overdue.")


@pytest.mark.parametrize("who", ["nia", "glyn"])
def test_a_report_since_the_approval_is_named_as_the_reason(who, request, plan, glyn):
    approve(plan, glyn, days_ago(90))
    for day in (days_ago(120), days_ago(30), days_ago(9)):
        report(plan.school, day)
    words = f"was due by {date_format(days_ago(30))}, because of the inspection report of that day"
    Visitor(request.getfixturevalue(who), "en").open(reverse("home:index")).says(REVISE, words, WHOSE)


@pytest.mark.parametrize("who", ["sion", "carys", "gwen", "clem", "olwen", "lowri", "alun", "mari", "owain"])
def test_nobody_else_sees_it_at_home(who, request, plan, glyn):
    approve(plan, glyn, days_ago(400))
    visitor = Visitor(request.getfixturevalue(who), "en").open(reverse("home:index"))
    visitor.says_nothing_of(REVISE, WHOSE)


@pytest.mark.parametrize("who", ["nia", "glyn"])
def test_nothing_is_said_before_the_day_or_of_a_plan_that_was_never_approved(who, request, plan, glyn):
    person = request.getfixturevalue(who)
    report(plan.school, days_ago(9))
    Visitor(person, "en").open(reverse("home:index")).says_nothing_of(REVISE, WHOSE)
    approve(plan, glyn, days_ago(5))
    Visitor(person, "en").open(reverse("home:index")).says_nothing_of(REVISE, WHOSE)


def test_an_approval_recorded_anew_is_the_revision_and_so_is_the_plan_that_follows(plan, glyn, nia):
    approve(plan, glyn, days_ago(400))
    following = Plan.all_rows.create(school=plan.school, first_year=YEAR)
    Visitor(nia, "en").open(reverse("home:index")).says(REVISE)
    approve(following, glyn, days_ago(2))
    Visitor(nia, "en").open(reverse("home:index")).says_nothing_of(REVISE)


def test_home_asks_the_database_as_much_as_before(plan, glyn, nia, school, other_school):
    def asked() -> int:
        visitor = Visitor(nia, "en")
        with CaptureQueriesContext(connection) as queries:
            visitor.open(reverse("home:index"))
        return len(queries)

    before = asked()
    approve(plan, glyn, days_ago(400))
    report(school, days_ago(30))
    one = asked()
    make.appoint(nia, "headteacher", other_school)
    theirs = Plan.all_rows.create(school=other_school, first_year=YEAR)
    approve(theirs, glyn, days_ago(500))
    assert before == one == asked() <= 12


days = st.dates(dt.date(2015, 1, 1), dt.date(2045, 12, 31))


@given(approved=days, reports=st.lists(days, max_size=6))
def test_the_first_report_after_the_approval_is_all_that_the_rule_needs(approved, reports):
    first = min((day for day in reports if day > approved), default=None)
    read = {"first": YEAR, "on": approved.isoformat(), "report": first.isoformat() if first else None}
    due = revision_in(read)
    rule = revision_due(approved, reports, first_day=clock.school_year_bounds(YEAR)[0])
    assert due and due.on == rule and due.by_report == (rule != a_year_after(approved))
    assert due.overdue == is_overdue(rule, TODAY)
