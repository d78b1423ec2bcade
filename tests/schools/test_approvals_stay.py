"""An approval that was recorded is never changed or taken away, and the portal does not try to."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from schools import clock
from schools.governing_body import actions as governing_body
from schools.models import GoverningBodyApproval, Plan, PlanPriority

TABLE = "schools_governingbodyapproval"


@pytest.fixture
def approval(school, nia) -> GoverningBodyApproval:
    plan = Plan.all_rows.create(school=school, first_year=clock.current_school_year())
    PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy", year=1)
    words = {"meeting": "Y corff llawn", "approved_on": clock.today(), "version": plan.version, "lang": "cy"}
    governing_body.record_approval(plan, by=nia, once=uuid4(), **words)
    return GoverningBodyApproval.all_rows.get()


@pytest.mark.parametrize(
    "statement", [f"UPDATE {TABLE} SET meeting = 'arall'", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE} CASCADE"]
)
def test_an_approval_is_neither_changed_nor_removed_by_the_serving_role(approval, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    approval.refresh_from_db()
    assert approval.meeting == "Y corff llawn"


def test_a_second_approval_stands_beside_the_first(approval, nia):
    plan = Plan.all_rows.get()
    words = {"meeting": "Y pwyllgor", "approved_on": clock.today(), "version": plan.version, "lang": "cy"}
    governing_body.record_approval(plan, by=nia, once=uuid4(), **words)
    assert [row.meeting for row in GoverningBodyApproval.all_rows.order_by("pk")] == ["Y corff llawn", "Y pwyllgor"]
