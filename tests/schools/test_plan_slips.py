"""What is pointed out about a plan: a date that is a slip, and priorities with nothing under them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.governing_body import actions as governing_body
from schools.models import Action, GoverningBodyApproval, Plan, PlanPriority
from schools.plan_checks import Remark, is_written, remarks_on
from schools.refusals import Refused

YEAR = clock.current_school_year()


def test_a_meeting_too_long_ago_to_have_approved_this_plan_is_a_slip(nia, school):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
    earliest = clock.school_year_bounds(YEAR - 1)[0]
    words = {"meeting": "Corff llywodraethu", "lang": "cy", "version": plan.version, "by": nia}
    with pytest.raises(Refused, match="too long ago") as refusal:
        governing_body.record_approval(plan, approved_on=earliest - dt.timedelta(days=1), once=uuid.uuid4(), **words)
    assert refusal.value.field == "approved_on"
    governing_body.record_approval(plan, approved_on=earliest, once=uuid.uuid4(), **words)
    assert GoverningBodyApproval.all_rows.count() == 1


def priority_of(year: int = 1, **words: Any) -> dict[str, Any]:
    return {"year": year, "targets": [{}], "actions": [], **words}


def test_a_plan_whose_every_year_holds_a_written_priority_is_remarked_on_by_nobody():
    action = {"starts_on": f"{YEAR}-10-01", "ends_on": f"{YEAR + 3}-08-31"}
    content = {"first_year": YEAR, "priorities": [priority_of(year, actions=[action]) for year in (1, 2, 3)]}
    assert remarks_on(content) == [] and is_written(content)
    assert remarks_on({"first_year": YEAR, "priorities": []}) == [], "an empty plan has a gap, and no remarks besides"


def test_priorities_without_a_target_or_an_action_are_remarked():
    full, bare = (priority_of(year, targets=each, actions=[]) for year, each in ((1, [{}]), (2, [])))
    content = {"first_year": YEAR, "priorities": [full, bare, priority_of(3, targets=[])]}
    assert remarks_on(content) == [
        Remark("2 priorities have no target yet.", "priority-2"),
        Remark("3 priorities have no action yet.", "priority-1"),
    ]
    assert not is_written(content)


def test_a_year_without_a_priority_and_an_action_outside_the_plan_are_remarked_and_keep_nobody_waiting():
    late = {"starts_on": f"{YEAR}-10-01", "ends_on": f"{YEAR + 3}-09-01"}
    content = {"first_year": YEAR, "priorities": [priority_of(1, actions=[late]), priority_of(1, actions=[late])]}
    assert remarks_on(content) == [
        Remark(f"No priority begins in year 2 ({clock.school_year_words(YEAR + 1)}).", "year-2"),
        Remark(f"No priority begins in year 3 ({clock.school_year_words(YEAR + 2)}).", "year-3"),
        Remark("The dates of 2 actions lie outside the plan’s three school years.", "priority-1"),
    ]
    assert is_written(content)


def test_what_is_shown_before_sharing_holds_nothing_that_its_readers_will_not_read(client, nia, school):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    priority = PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
    days = {"starts_on": dt.date(YEAR, 10, 1), "ends_on": dt.date(YEAR + 5, 1, 1)}
    Action.all_rows.create(plan_priority=priority, text="Darllen", lead="Nia", lang="cy", **days)
    client.force_login(nia)
    pages = {name: reverse(f"plans:{name}", args=[school.public_id, YEAR]) for name in ("check", "detail")}
    words = {name: client.get(page, headers={"accept-language": "en"}).content.decode() for name, page in pages.items()}
    assert "Is that meant?" in words["detail"] and "Is that meant?" not in words["check"]
    assert "The dates of 1 action lie outside" in words["check"].split("Year 1 (")[0], "it stands in the list above"
    assert f"{pages['detail']}#year-2" in words["check"]


@pytest.mark.parametrize("who", ["nia", "glyn", "clem"])
def test_an_approval_is_recorded_by_one_rule_whoever_records_it_and_whatever_is_missing(who, request, client, school):
    """Whether the governing body has approved the plan is a fact; what a reader might ask is said beside it."""
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
    client.force_login(request.getfixturevalue(who))
    approve = reverse("governing_body:approve", args=[school.public_id, YEAR])
    for name in ("detail", "check"):
        page = client.get(reverse(f"plans:{name}", args=[school.public_id, YEAR]), headers={"accept-language": "en"})
        assert approve in page.content.decode(), name
    page = client.get(approve, headers={"accept-language": "en"}).content.decode()
    assert "The approval can be recorded all the same" in page and "1 priority has no action yet." in page
