"""What stands under a priority of the plan beyond its first words: all of it optional, nothing of it lost."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from schools import clock
from schools.models import (
    Action,
    Citation,
    Grant,
    GrantKind,
    Inspection,
    Milestone,
    Plan,
    PlanPriority,
    Priority,
    ProgressNote,
    Recommendation,
    Revision,
    Section,
    Target,
)
from schools.plan_checks import remarks_on
from schools.plan_contents import content_of, cost_of, readable
from schools.plan_parts import actions
from schools.refusals import Refused
from schools.unanswered import still_open_in
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor, links_in
from tests.plan_addresses import plan_page

YEAR = clock.current_school_year()
DAY = dt.date(YEAR, 10, 1)
ACTION = {"text": "Hyfforddi staff", "lead": "Dirprwy", "lang": "cy", "starts_on": DAY, "ends_on": DAY}
DOUBTFUL = "Ffion in Year 4 has settled."


@pytest.fixture
def priority(school: Any, nia: Any) -> PlanPriority:
    make.write_in(make.make_self_evaluation(school), "Gwella ysgrifennu")
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    rows = Priority.all_rows.order_by("pk").select_related("section__self_evaluation")
    actions.draw(plan, priorities=list(rows)[:1], year=1, by=nia, once=uuid.uuid4())
    return PlanPriority.all_rows.select_related("plan__school").get()


@pytest.fixture
def grant(priority: PlanPriority) -> Grant:
    kind = GrantKind.all_rows.create(code="test", name_cy="Grant Prawf", name_en="Test Grant")
    return Grant.all_rows.create(plan=priority.plan, grant_kind=kind, school_year=YEAR)


@pytest.fixture
def recommendation(school: Any) -> Recommendation:
    return recommended(school, "Raise standards in writing")


def recommended(school: Any, text: str) -> Recommendation:
    inspection = Inspection.all_rows.create(school=school, report_on=dt.date(YEAR - 1, 3, 3))
    return Recommendation.all_rows.create(inspection=inspection, number=2, text=text, lang="en")


def add(priority: PlanPriority, model: Any, by: Any, **words: Any) -> Any:
    return actions.add(priority, model, by=by, once=uuid.uuid4(), **words)


def detail(person: Any, priority: PlanPriority, language: str = "en") -> Visitor:
    return Visitor(person, language).open(plan_page(priority.plan, "detail"))


def test_a_target_says_from_where_to_where_when_the_school_wants_to(nia, glyn, priority):
    page = Visitor(nia, "en").open(plan_page(priority.plan, "add", priority.public_id, "targets"))
    page.fill(text="80%", expected_outcome="Hyder", lang="cy", baseline="60% ym mis Medi", aim="80% erbyn Mai")
    target = Target.all_rows.get()
    assert (target.baseline, target.aim) == ("60% ym mis Medi", "80% erbyn Mai")
    assert {"60% ym mis Medi", "80% erbyn Mai"} <= set(Revision.all_rows.values_list("text", flat=True))
    detail(glyn, priority).says("Where we are now: 60% ym mis Medi", "Where we want to be: 80% erbyn Mai")
    edit = plan_page(priority.plan, "edit", "targets", target.public_id)
    Visitor(nia, "en").open(edit).fill(baseline="", aim="")
    detail(glyn, priority).says_nothing_of("Where we are now", "Where we want to be")


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("typed", "shown"), [("1,250.50", "£1,250.50"), ("£1250", "£1,250"), ("", None)])
def test_an_action_may_cost_something_and_the_costs_are_added_up(nia, priority, typed, shown, language):
    page = Visitor(nia, language).open(plan_page(priority.plan, "add", priority.public_id, "actions"))
    days = {
        f"{name}-{part}": str(getattr(DAY, part))
        for name in ("starts_on", "ends_on")
        for part in ("day", "month", "year")
    }
    page.fill(text="Un", lead="Dirprwy", lang="cy", cost=typed, **days)
    add(priority, Action, nia, **ACTION)
    found = detail(nia, priority, "en")
    if shown is None:
        assert "£" not in found.page
    else:
        found.says(shown, f"The actions of this priority cost {shown} together.")


@pytest.mark.parametrize("typed", ["-5", "many", "10,000,000", "1.234"])
def test_what_is_no_amount_is_refused_with_a_sentence(nia, priority, typed):
    page = Visitor(nia, "en").open(plan_page(priority.plan, "add", priority.public_id, "actions"))
    said = page.refused(text="Un", lead="x", lang="cy", cost=typed)
    assert any("amount" in line or "pence" in line for line in said), said
    assert not Action.all_rows.exists()


costs = st.none() | st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)


@given(st.lists(costs, max_size=12))
@how(max_examples=200, deadline=None)
def test_the_cost_of_a_priority_is_always_the_sum_of_its_actions(amounts):
    rows = [{} if amount is None else {"cost": f"{amount:.2f}"} for amount in amounts]
    written = [amount for amount in amounts if amount is not None]
    found = cost_of({"actions": rows})
    assert found == (sum(written, Decimal()) if written else None)
    assert found is None or found.as_tuple().exponent == -2


def test_a_grant_of_the_plan_pays_for_an_action_that_costs_something(nia, priority, grant):
    with pytest.raises(Refused, match="Enter the cost that the grant pays"):
        add(priority, Action, nia, **ACTION, cost=None, grant=grant)
    action = add(priority, Action, nia, **ACTION, cost=Decimal("1250.50"), grant=grant)
    detail(nia, priority).says(f"Test Grant {clock.school_year_words(YEAR)}")
    edit = Visitor(nia, "en").open(plan_page(priority.plan, "edit", "actions", action.public_id))
    assert edit.form.fields["cost"].holds == ["1,250.50"]
    edit.fill(grant="")
    action.refresh_from_db()
    assert (action.cost, action.grant) == (Decimal("1250.50"), None)


def test_a_grant_of_another_plan_is_refused(nia, priority, grant):
    other = Plan.all_rows.create(school=priority.school, first_year=YEAR + 1)
    grant.plan = other
    grant.save()
    with pytest.raises(Refused, match="Choose one of the grants of this plan"):
        add(priority, Action, nia, **ACTION, cost=Decimal(5), grant=grant)


def test_an_action_paid_from_a_grant_of_another_school_year_is_pointed_at(nia, priority, grant):
    words = "1 action is paid from a grant of a school year in which it does not take place."
    action = add(priority, Action, nia, **ACTION, cost=Decimal(5), grant=grant)
    assert words not in [row.sentence for row in remarks_on(content_of(priority.plan, None))]
    later = DAY.replace(year=YEAR + 1)
    Action.all_rows.filter(pk=action.pk).update(starts_on=later, ends_on=later)
    assert words in [row.sentence for row in remarks_on(content_of(priority.plan, None))]


def test_milestones_stand_term_by_term_in_words(nia, glyn, priority):
    for text, year, term in (("Haf", 1, "summer"), ("Hydref", 1, "autumn"), ("Wedyn", 2, "spring")):
        page = Visitor(nia, "en").open(plan_page(priority.plan, "add", priority.public_id, "milestones"))
        page.fill(text=text, lang="cy", year=str(year), term=term)
    (shown,) = readable(content_of(priority.plan, None))["years"][0]["priorities"]
    first, second = clock.school_year_words(YEAR), clock.school_year_words(YEAR + 1)
    words = [f"Autumn term {first}", f"Summer term {first}", f"Spring term {second}"]
    assert [[row["text"] for row in term["milestones"]] for term in shown["terms"]] == [["Hydref"], ["Haf"], ["Wedyn"]]
    detail(glyn, priority).says(*words)
    milestone = Milestone.all_rows.get(text="Haf")
    types = Typing(nia, plan_page(priority.plan, "edit", "milestones", milestone.public_id))
    assert types.type(text="Haf hir").status_code == 200
    Visitor(nia, "en").open(plan_page(priority.plan, "remove", "milestones", milestone.public_id)).fill()
    detail(glyn, priority).says_nothing_of("Haf hir", f"Summer term {first}")


def test_what_is_written_of_a_priority_is_shown_and_what_is_not_is_not(nia, glyn, priority):
    detail(glyn, priority).says_nothing_of("Purpose", "Success criteria", "Who checks", "Milestones", "Cost")
    before = priority.plan.version
    page = Visitor(nia, "en").open(plan_page(priority.plan, "more", priority.public_id))
    page.fill(purpose="Hyder", monitored_when="Bob hanner tymor")
    detail(glyn, priority).says("Purpose", "Hyder", "When it is checked", "Bob hanner tymor").says_nothing_of(
        "Who checks"
    )
    priority.plan.refresh_from_db()
    assert priority.plan.version > before, "an approval of the plan as it was no longer holds"


def test_doubtful_words_that_saved_themselves_are_asked_about_on_their_own_page(nia, priority):
    more = plan_page(priority.plan, "more", priority.public_id)
    assert Typing(nia, more).type(purpose=DOUBTFUL).status_code == 200
    check = Visitor(nia, "en").open(plan_page(priority.plan, "check"))
    assert f"{more}#id_purpose" in links_in(check.page)


def test_a_priority_of_the_plan_may_answer_a_recommendation_alone(nia, alun, priority, recommendation):
    page = Visitor(nia, "en").open(plan_page(priority.plan, "link", priority.public_id))
    assert page.refused(comes_from=[], answers=[])
    page.fill(comes_from=[], answers=[str(recommendation.public_id)])
    assert (priority.links.count(), list(priority.recommendations.all())) == (0, [recommendation])
    detail(nia, priority).says("Recommendation 2, report of", "Raise standards in writing")
    page = Visitor(nia, "en").open(plan_page(priority.plan, "write"))
    page.fill(text="Ysgrifennu", lang="cy", year="1", answers=[str(recommendation.public_id)], comes_from=[])
    assert recommendation.plan_priorities.count() == 2


def test_a_recommendation_to_another_school_is_refused_and_none_are_not_asked_for(nia, priority, another_school):
    foreign = recommended(another_school, "Theirs")
    page = Visitor(nia, "en").open(plan_page(priority.plan, "link", priority.public_id))
    assert "answers" not in page.form.fields
    with pytest.raises(Refused, match="A recommendation to another school"):
        actions.link(priority, comes_from=[], answers=[foreign], version=1, by=nia, once=uuid.uuid4())


@pytest.fixture
def another_school(school: Any) -> Any:
    return make.make_school(school.council, "Ysgol Arall")


def test_the_team_reads_the_evidence_behind_a_priority_and_nobody_else(nia, glyn, priority):
    item = make.make_evidence(priority.school, "Taith CYFRINACHOL")
    Citation.all_rows.create(evidence=item, priority=priority.links.get())
    seen = detail(nia, priority).says("Taith CYFRINACHOL")
    assert any(str(item.public_id) in link for link in links_in(seen.page))
    detail(glyn, priority).says_nothing_of("CYFRINACHOL")


def test_the_self_evaluation_leads_to_the_priority_of_the_plan(nia, priority):
    section: Section = priority.links.get().section
    place = f"{plan_page(priority.plan, 'detail')}#plan-{priority.public_id}"
    page = Visitor(nia, "en").open(f"/schools/{priority.school.public_id}/self-evaluations/{YEAR}/")
    page.says(f"In the plan {priority.plan.period}")
    assert place in links_in(page.page)
    page.open(f"/schools/{priority.school.public_id}/self-evaluations/{YEAR}/{section.area.code}/priorities/findings/")
    assert place in links_in(page.page)
    assert f'id="plan-{priority.public_id}"' in detail(nia, priority).page


@pytest.mark.parametrize("which", ["action", "priority"])
def test_what_has_notes_of_progress_stays(nia, priority, which):
    action = add(priority, Action, nia, **ACTION)
    ProgressNote.all_rows.create(action=action, status="in_progress", text="Wedi dechrau", lang="cy", by=nia)
    with pytest.raises(Refused, match="Progress has been noted"):
        actions.remove(action if which == "action" else priority, by=nia, once=uuid.uuid4())
    assert Action.all_rows.exists()


@pytest.mark.parametrize("who", ["glyn", "clem", "alun", "olwen"])
def test_who_only_reads_the_plan_adds_no_milestone(who, request, priority):
    with pytest.raises(PermissionDenied):
        add(priority, Milestone, request.getfixturevalue(who), text="x", lang="cy", year=1, term="autumn")


def test_nothing_stays_open_in_a_plan_without_doubtful_words(priority):
    assert still_open_in(priority.plan, []) == []
