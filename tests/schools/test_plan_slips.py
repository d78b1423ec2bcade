"""What is pointed out about a plan: a date that is a slip, and priorities with nothing under them."""

import datetime as dt
import uuid

import pytest

from schools import clock
from schools.models import GoverningBodyApproval, Plan, PlanPriority
from schools.plans import actions
from schools.plans.queries import Remark, remarks_on
from schools.refusals import Refused

YEAR = clock.current_school_year()


def test_a_meeting_too_long_ago_to_have_approved_this_plan_is_a_slip(nia, school):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
    earliest = clock.school_year_bounds(YEAR - 1)[0]
    words = {"meeting": "Corff llywodraethu", "lang": "cy", "version": plan.version, "by": nia}
    with pytest.raises(Refused, match="too long ago") as refusal:
        actions.record_approval(plan, approved_on=earliest - dt.timedelta(days=1), once=uuid.uuid4(), **words)
    assert refusal.value.field == "approved_on"
    actions.record_approval(plan, approved_on=earliest, once=uuid.uuid4(), **words)
    assert GoverningBodyApproval.all_rows.count() == 1


def test_priorities_without_a_target_or_an_action_are_remarked():
    bare, full = {"targets": [], "actions": []}, {"targets": [{}], "actions": [{}]}
    assert remarks_on({"priorities": [full]}) == []
    assert remarks_on({"priorities": [full, bare, bare]}) == [
        Remark("2 priorities have no target yet.", 2),
        Remark("2 priorities have no action yet.", 2),
    ]
