"""The demo's years follow from each other, and the portal's small answers: its mark, and a refusal in the log."""

import itertools
import logging

import pytest
from django.test import Client

from discussions.models import Answer, Record, Support
from improvement_portal.demo.build import load
from improvement_portal.demo.places import is_school_day
from improvement_portal.logs import RefusalsInOneLine
from schools import clock
from schools.models import ContextFigures, Event, GoverningBodyApproval, Plan, PlanText, School
from schools.plan_contents import content_of as plan_content
from schools.plan_sections import rest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    return load(schools=26, years=3, seed=1, today=clock.today())


def test_a_school_changes_by_a_few_in_a_hundred_from_year_to_year_and_its_staff_with_it(demo):
    for school in School.all_rows.all():
        rows = list(ContextFigures.all_rows.filter(school=school).order_by("school_year"))
        for before, after in itertools.pairwise(rows):
            assert abs(after.pupils - before.pupils) <= before.pupils * 0.035 + 1
            assert abs(float(after.aln_percent) - float(before.aln_percent)) <= 1.1
            assert abs(float(after.efsm_percent) - float(before.efsm_percent)) <= 1.1
        assert all(abs(row.staff - row.pupils / 12) <= 1 for row in rows)


def test_support_begins_on_a_school_day_after_all_have_agreed_it(demo):
    agreed = Support.all_rows.filter(part__record__status=Record.Status.AGREED).select_related("part__record")
    assert agreed
    for support in agreed:
        last = max(Answer.all_rows.filter(record=support.part.record).values_list("at", flat=True))
        assert is_school_day(support.starts_on) and support.starts_on > last.astimezone(clock.LONDON).date()


def test_no_plan_of_the_demo_was_approved_before_it_was_begun(demo):
    approvals = GoverningBodyApproval.all_rows.select_related("plan")
    assert approvals
    for approval in approvals:
        begun = Event.all_rows.get(target_id=approval.plan.public_id, verb="plan.started").at
        assert begun.astimezone(clock.LONDON).date() <= approval.approved_on


def test_the_mark_is_found_where_browsers_look_for_it():
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/mark.svg")


@pytest.mark.parametrize(("status", "kept"), [(403, False), (500, True)])
def test_a_refusal_stands_in_the_log_without_the_way_through_the_code(status, kept):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden", None, (ValueError, None, None))
    record.status_code = status
    assert RefusalsInOneLine().filter(record)
    assert bool(record.exc_info) == kept


def test_this_years_shared_plans_say_all_that_a_plan_can_and_those_still_drawn_up_half_of_it(demo):
    this_year = Plan.all_rows.filter(first_year=clock.current_school_year())
    for plan in this_year:
        rest, shared = rest_of(plan_content(plan, None)), plan.status == Plan.Status.SHARED
        assert (rest.sections_left, rest.groups_left) == ((0, 0) if shared else (4, 3))
        assert len(rest.national_priorities) == (5 if shared else 0)
        assert [grant.differs for grant in rest.grants] == [not shared]
    assert {plan.status for plan in this_year} == set(Plan.Status.values)
    assert PlanText.all_rows.count() == 7 * Plan.all_rows.count(), "and every plan has its rows"
