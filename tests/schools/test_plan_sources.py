"""Where a priority of the plan comes from is told to those alone who can read the area; and what the pages say then."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Plan, Priority, Version
from schools.plans import actions
from schools.sharing.actions import set_circles, share_with_governors
from tests import factories as make
from tests.on_pages import Visitor, links_in
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
HINT = "This area has not been submitted, so the shared plan will not name it"


@pytest.fixture
def evaluation(school: Any) -> Any:
    found = make.make_self_evaluation(school)
    make.write_in(found)
    return found


@pytest.fixture
def plan(school: Any, nia: Any, evaluation: Any) -> Plan:
    """Draws on every area; approved."""
    plan = actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    actions.draw(plan, priorities=list(Priority.all_rows.order_by("pk")), year=1, by=nia, once=uuid.uuid4())
    approve(plan, nia)
    return plan


def approve(plan: Plan, by: Any) -> None:
    plan.refresh_from_db()
    words = {"approved_on": clock.today(), "meeting": "Corff", "lang": "cy", "version": plan.version}
    actions.record_approval(plan, by=by, once=uuid.uuid4(), **words)


def address(plan: Plan, page: str, *more: Any) -> str:
    return reverse(f"plans:{page}", args=[plan.school.public_id, plan.first_year, *more])


def names(evaluation: Any) -> list[str]:
    rows = evaluation.sections.select_related("area").order_by("area__position")
    return [f"{section.area.name_en}, self-evaluation" for section in rows]


def test_the_shared_plan_names_no_area_that_was_not_submitted(nia, glyn, olwen, evaluation, plan):
    first, second, third = evaluation.sections.select_related("area").order_by("area__position")
    submit(evaluation, by=nia, areas=[first.area.code])
    evaluation.refresh_from_db()
    circles = {second.area.code: "governors", third.area.code: "council"}
    set_circles(
        evaluation, circles=circles | {first.area.code: "team"}, version=evaluation.version, by=nia, once=uuid.uuid4()
    )
    team = Visitor(nia, "en").open(address(plan, "detail")).says(*names(evaluation))
    team.open(address(plan, "check")).says(names(evaluation)[0]).says_nothing_of(*names(evaluation)[1:])
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    frozen = bytes(Version.all_rows.get(version_kind="plan").content).decode()
    assert first.area.code in frozen and second.area.code not in frozen and third.area.code not in frozen
    council = Visitor(olwen, "en").open(address(plan, "version", 1))
    council.says(names(evaluation)[0]).says_nothing_of(*names(evaluation)[1:])
    governor = Visitor(glyn, "en").open(address(plan, "detail"))
    governor.says(names(evaluation)[0]).says_nothing_of(*names(evaluation)[1:])
    share_with_governors(evaluation, by=nia, once=uuid.uuid4())
    governor.open(address(plan, "detail")).says(*names(evaluation))


def test_an_area_submitted_later_is_named_when_the_plan_is_shared_again(nia, evaluation, plan):
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    assert all(not row["comes_from"] for row in Version.all_rows.get(version_kind="plan").words["priorities"])
    submit(evaluation, by=nia)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    newest = Version.all_rows.filter(version_kind="plan").first()
    assert all(row["comes_from"] for row in newest.words["priorities"])


def test_a_priority_whose_source_is_not_told_has_no_empty_heading(nia, plan):
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    Visitor(nia, "en").open(address(plan, "version", 1)).says_nothing_of("Comes from")


def test_drawing_says_which_areas_are_not_submitted_yet(nia, evaluation, school):
    plan = actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    visitor = Visitor(nia, "en").open(address(plan, "draw"))
    assert visitor.page.count(HINT) == 3
    submit(evaluation, by=nia, areas=[evaluation.sections.first().area.code])
    assert visitor.open(address(plan, "draw")).page.count(HINT) == 2
    visitor.says("In which year of the plan will you begin with the ticked priorities?")


def test_the_list_says_that_the_step_is_done_once_the_plan_is_shared(nia, plan, school):
    there = reverse("plans:index", args=[school.public_id])
    visitor = Visitor(nia, "en").open(there).says("is to be approved and shared")
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    visitor.open(there).says(f"The plan for {plan.period} has been shared in this school year", "is done")
    visitor.says_nothing_of("is to be approved and shared")


def test_a_governor_is_not_addressed_as_one_of_the_team(nia, gwen, plan):
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    for person in (gwen, nia):
        visitor = Visitor(person, "en").open(address(plan, "detail"))
        visitor.says("It can be written further").says_nothing_of("your team")
    first = plan.priorities.order_by("year", "pk").first()
    actions.add(first, actions.PARTS["targets"], text="T", expected_outcome="D", lang="en", by=nia, once=uuid.uuid4())
    Visitor(gwen, "en").open(address(plan, "detail")).says("the school’s team can go on writing it")
    Visitor(nia, "en").open(address(plan, "detail")).says("your team can go on writing here")


def test_a_remark_leads_to_the_first_priority_that_it_is_about(nia, plan):
    first = plan.priorities.order_by("year", "pk").first()
    actions.add(first, actions.PARTS["targets"], text="T", expected_outcome="D", lang="en", by=nia, once=uuid.uuid4())
    visitor = Visitor(nia, "en").open(address(plan, "check"))
    found = {link for link in links_in(visitor.page) if link.startswith(address(plan, "detail") + "#")}
    places = ("priority-1", "priority-2", "year-2", "year-3")  # no priority stands there yet
    assert found == {f"{address(plan, 'detail')}#{place}" for place in places}
    assert 'id="priority-2"' in visitor.open(address(plan, "detail")).page


@pytest.mark.parametrize("submitted", [False, True])
def test_a_clerk_who_may_read_no_self_evaluation_is_told_of_no_area(submitted, nia, glyn, clem, evaluation, plan):
    circles = {area.area.code: "governors" for area in evaluation.sections.select_related("area")}
    set_circles(evaluation, circles=circles, version=evaluation.version, by=nia, once=uuid.uuid4())
    share_with_governors(evaluation, by=nia, once=uuid.uuid4())
    if submitted:
        submit(evaluation, by=nia)
    Visitor(glyn, "en").open(address(plan, "detail")).says(*names(evaluation))
    Visitor(clem, "en").open(address(plan, "detail")).says_nothing_of(*names(evaluation))
