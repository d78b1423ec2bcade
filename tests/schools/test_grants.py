"""The grants of a plan: their lines and totals always fit, and what was awarded may differ with a gentle word."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schools import clock
from schools.grants import actions
from schools.models import Action, Event, Grant, GrantKind, GrantLine, Plan, PlanPriority
from schools.money import total
from schools.plan_checks import remarks_on
from schools.plan_contents import content_of
from schools.plan_reference import load_grant_kinds
from schools.plan_sections import awarded_in_all, grants_of, planned_in_all
from schools.refusals import Refused
from tests import factories as make
from tests.on_pages import Visitor

YEAR = clock.current_school_year()
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2).map(lambda each: f"{each:.2f}")


@pytest.fixture
def plan(school: Any) -> Plan:
    load_grant_kinds()
    return make.make_plan(school)


def at(plan: Plan, route: str, *more: Any) -> str:
    return reverse(route, args=[plan.school.public_id, plan.first_year, *more])


def kind(code: str = "pupil-development-grant") -> GrantKind:
    return GrantKind.all_rows.get(code=code)


def paid_from(grant: Grant, cost: str = "250.50", text: str = "Prynu llyfrau") -> Action:
    priority = PlanPriority.all_rows.create(plan=grant.plan, text="Darllen", lang="cy")
    day = clock.school_year_bounds(YEAR)[0]
    words = {"text": text, "lang": "cy", "lead": "pennaeth", "starts_on": day, "ends_on": day}
    return Action.all_rows.create(plan_priority=priority, grant=grant, cost=Decimal(cost), **words)


def test_a_grant_and_its_lines_are_added_changed_and_removed(db, nia, plan):
    page = Visitor(nia, "en").open(at(plan, "plans:detail")).says("None written").follow(at(plan, "grants:index"))
    page.follow(at(plan, "grants:add")).fill(grant_kind=str(kind().public_id), amount="£12,000", school_year=str(YEAR))
    grant = Grant.all_rows.get()
    page.says("Pupil Development Grant", "£12,000").follow(at(plan, "grants:add_line", grant.public_id))
    page.fill(text="Cynorthwyydd addysgu", lang="cy", amount="11 250.50")
    line = GrantLine.all_rows.get()
    page.says("£11,250.50", "£12,000 was awarded, and £11,250.50 is planned from it.")
    page.follow(at(plan, "grants:edit_line", line.public_id)).fill(amount="12000").says_nothing_of("Is that meant?")
    page.follow(at(plan, "grants:edit", grant.public_id)).fill(amount="")
    assert Grant.all_rows.get().amount is None
    page.follow(at(plan, "grants:remove_line", line.public_id)).says("Cynorthwyydd addysgu").fill()
    assert not GrantLine.all_rows.exists()
    page.follow(at(plan, "grants:remove", grant.public_id)).fill().says("There are no grants in the plan yet")
    assert list(Event.all_rows.filter(within_id=plan.public_id).order_by("pk").values_list("verb", flat=True)) == [
        "grant.added", "grant_line.added", "grant_line.edited", "grant.edited", "grant_line.removed", "grant.removed",
    ]  # fmt: skip
    assert Plan.all_rows.get().version == plan.version + 6


def test_what_is_planned_is_the_lines_and_the_actions_that_name_the_grant(db, nia, plan):
    grant, other = make.make_grant(plan, "1000.25", 500, amount=2000), make.make_grant(plan, 7, school_year=YEAR + 1)
    paid_from(grant)
    first, second = grants_of(content_of(plan, None))
    assert (first.planned, second.planned) == (Decimal("1750.75"), Decimal("7.00"))
    assert [action["text"] for action in first.actions] == ["Prynu llyfrau"]
    Visitor(nia, "en").open(at(plan, "grants:index")).says("Prynu llyfrau", "£250.50", "£1,750.75", "£1,757.75")
    assert other.lines.count() == 1


@given(
    awarded=st.lists(st.none() | AMOUNTS, max_size=4),
    lines=st.lists(st.tuples(st.integers(0, 3), AMOUNTS), max_size=12),
    costs=st.lists(st.tuples(st.integers(0, 3), st.none() | AMOUNTS), max_size=12),
)
def test_totals_always_equal_the_sum_of_their_lines(awarded, lines, costs):
    content = {
        "priorities": [
            {"id": "p", "actions": [{"grant": number, "cost": cost} for number, cost in costs]},
        ],
        "grants": [
            {
                "id": number, "kind_cy": "x", "kind_en": "x", "school_year": YEAR, "amount": amount,
                "lines": [{"amount": each} for its, each in lines if its == number],
            }
            for number, amount in enumerate(awarded)
        ],
    }  # fmt: skip
    grants = grants_of(content)
    for number, grant in enumerate(grants):
        pence = [int(Decimal(each) * 100) for its, each in [*lines, *costs] if its == number and each is not None]
        assert grant.planned * 100 == sum(pence)
        assert grant.differs == (awarded[number] is not None and Decimal(awarded[number]) != grant.planned)
    assert planned_in_all(grants) == sum((grant.planned for grant in grants), Decimal())
    assert awarded_in_all(grants) == total(awarded)


def test_what_was_awarded_and_is_not_what_is_planned_is_remarked_on_and_stops_nobody(db, plan):
    make.make_grant(plan, "9500", amount=10000)
    make.make_grant(plan, "5", amount=5, school_year=YEAR + 1)
    make.make_grant(plan, "5", school_year=YEAR + 2)
    (remark,) = [each for each in remarks_on(content_of(plan, None)) if each.place.startswith("grant-")]
    assert remark.sentence.endswith(": £10,000 was awarded, and £9,500 is planned from it.")
    assert remark.place == "grant-1"


def test_a_grant_that_an_action_names_cannot_be_removed_and_the_page_says_which(db, nia, plan):
    grant = make.make_grant(plan, 5)
    page = Visitor(nia, "en").open(at(plan, "grants:remove", grant.public_id))
    action = paid_from(grant)
    (sentence,) = page.refused()
    assert sentence.startswith("This grant pays for actions of the plan: “Prynu llyfrau”.")
    page.open(at(plan, "grants:remove", grant.public_id)).says("cannot be removed yet", "Prynu llyfrau")
    page.follow(at(plan, "plan_parts:edit", "actions", action.public_id))
    assert Grant.all_rows.get() == grant


def test_a_grant_that_is_not_in_the_list_needs_a_name_and_one_is_there_once_a_year(db, nia, plan):
    words: dict[str, Any] = {"lang": "en", "school_year": YEAR, "amount": None, "by": nia}
    with pytest.raises(Refused, match="Enter the name of the grant") as found:
        actions.add(plan, grant_kind=kind("other"), name="", once=uuid4(), **words)
    assert found.value.field == "name"
    actions.add(plan, grant_kind=kind("other"), name="Friends of the school", once=uuid4(), **words)
    actions.add(plan, grant_kind=kind(), name="", once=uuid4(), **words)
    with pytest.raises(Refused, match="in the plan for that school year already"):
        actions.add(plan, grant_kind=kind(), name="", once=uuid4(), **words)
    later = actions.add(plan, grant_kind=kind(), name="", once=uuid4(), **words | {"school_year": YEAR + 1})
    with pytest.raises(Refused, match="in the plan for that school year already"):
        actions.edit(later, grant_kind=kind(), name="", version=1, once=uuid4(), **words)
    assert plan.grants.count() == 3


def test_twenty_grants_and_fifty_lines_are_the_most(db, nia, plan):
    for number in range(actions.MOST_GRANTS):
        grant = make.make_grant(plan, code="other", name=f"Grant {number}")
    for _number in range(actions.MOST_LINES):
        GrantLine.all_rows.create(grant=grant, text="x", amount=1)
    words: dict[str, Any] = {"lang": "en", "amount": Decimal(1), "by": nia}
    with pytest.raises(Refused, match="at most 20 grants"):
        actions.add(plan, grant_kind=kind(), name="", school_year=YEAR, once=uuid4(), **words)
    with pytest.raises(Refused, match="at most 50 lines"):
        actions.add_line(grant, text="x", once=uuid4(), **words)


def test_a_sum_that_is_none_is_said_beside_its_box(db, nia, plan):
    grant = make.make_grant(plan)
    page = Visitor(nia, "en").open(at(plan, "grants:add_line", grant.public_id))
    assert page.refused(text="x", amount="a lot") == ["Enter an amount in pounds, for example 1,250 or 1,250.50"]
    assert page.form.fields["amount"].holds == ["a lot"]
    page.says("Write nothing by which anybody could tell who a pupil is")


def test_the_name_of_a_grant_is_in_the_language_of_the_page_or_of_whoever_named_it(db, nia, plan):
    make.make_grant(plan, 5)
    make.make_grant(plan, 5, code="other", name="Friends of the school", lang="en")
    page = Visitor(nia, "cy").open(at(plan, "plans:detail")).says("Grant Datblygu Disgyblion")
    assert '<span lang="en">Friends of the school</span>' in page.page
