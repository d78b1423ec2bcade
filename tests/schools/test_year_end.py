"""The turn of the year: what became of the targets, shown in the next plan; and what of a plan goes on in the next."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools import clock
from schools.models import (
    Action,
    Citation,
    Event,
    Inspection,
    Milestone,
    Plan,
    PlanPriority,
    Priority,
    PriorityLink,
    Recommendation,
    RecommendationLink,
    Revision,
    Target,
    TargetOutcome,
)
from schools.plan_approvals import holds, last_approval_of, last_changed_on
from schools.plan_contents import content_of, raw_content_of
from schools.plans import actions as plans
from schools.refusals import Refused, Stale
from schools.year_end import actions
from schools.year_end.queries import to_carry, years_of_targets
from tests import factories as make

YEAR = clock.current_school_year()
DAY = dt.date(YEAR, 10, 1)
PARTLY = {"result": "partly", "why": "Roedd dau athro i ffwrdd yn nhymor y gwanwyn", "lang": "cy", "evidence": []}
MET = {"result": "met", "why": "", "lang": "en", "evidence": []}


def key() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def before(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR - 1)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


def a_priority(plan: Plan, text: str = "Ysgrifennu", year: int = 1) -> PlanPriority:
    return PlanPriority.all_rows.create(plan=plan, text=text, lang="cy", year=year)


@pytest.fixture
def target(before: Plan) -> Target:
    words = {"text": "Mae 80% yn ysgrifennu’n estynedig", "expected_outcome": "Hyder", "lang": "cy"}
    return Target.all_rows.create(plan_priority=a_priority(before), **words)


def approve(plan: Plan, nia: Any) -> None:
    words = {"approved_on": clock.today(), "meeting": "Llawn", "lang": "cy", "version": plan.version}
    plans.record_approval(plan, by=nia, once=key(), **words)


def test_the_next_plan_says_what_became_of_last_years_targets(plan, target, nia):
    assert "last_year" not in content_of(plan, None)
    actions.answer(target, version=0, by=nia, once=key(), **PARTLY)
    assert content_of(plan, None)["last_year"] == [
        {
            "id": str(target.public_id),
            "text": "Mae 80% yn ysgrifennu’n estynedig",
            "lang": "cy",
            "result": "partly",
            "why": "Roedd dau athro i ffwrdd yn nhymor y gwanwyn",
            "why_lang": "cy",
        }
    ]


def test_only_the_first_years_targets_of_the_schools_own_plan_before_are_shown(plan, before, nia, ffion):
    later = Target.all_rows.create(plan_priority=a_priority(before, year=2), text="x", expected_outcome="x")
    elsewhere = Plan.all_rows.create(school=make.make_school(plan.school.council), first_year=YEAR - 1)
    foreign = Target.all_rows.create(plan_priority=a_priority(elsewhere), text="x", expected_outcome="x")
    own = Target.all_rows.create(plan_priority=a_priority(plan), text="x", expected_outcome="x")
    for each in (later, foreign, own):
        TargetOutcome.all_rows.create(target=each, result="met")
    assert raw_content_of(plan)["last_year"] == []


def test_the_whole_content_is_still_read_by_one_query(plan, target, nia, django_assert_num_queries):
    actions.answer(target, version=0, by=nia, once=key(), **PARTLY)
    with django_assert_num_queries(1):
        assert len(raw_content_of(plan)["last_year"]) == 1


def test_an_outcome_changes_the_plan_that_shows_it_and_not_the_one_that_it_is_of(plan, before, target, nia):
    a_priority(plan)
    approve(plan, nia), approve(before, nia)
    actions.answer(target, version=0, by=nia, once=key(), **MET)
    for each in (plan, before):
        each.refresh_from_db()
    assert not holds(last_approval_of(plan), plan)
    assert holds(last_approval_of(before), before)
    assert last_changed_on(plan) == clock.today()


def test_without_a_next_plan_the_outcome_is_kept_all_the_same(target, nia):
    actions.answer(target, version=0, by=nia, once=key(), **MET)
    assert target.outcome.result == "met"
    assert Event.all_rows.filter(verb="target_outcome.answered").count() == 1


def test_a_target_that_was_not_wholly_met_says_why(target, nia):
    for result in ("partly", "not_met"):
        with pytest.raises(Refused, match="Write why"):
            actions.answer(target, version=0, by=nia, once=key(), **{**PARTLY, "result": result, "why": ""})


def test_an_answer_may_be_changed_and_its_former_words_are_kept(target, nia, sion):
    actions.answer(target, version=0, by=nia, once=key(), **PARTLY)
    other = {**PARTLY, "result": "not_met", "why": "Ni ddechreuwyd arno"}
    actions.answer(target, version=1, by=sion, once=key(), **other)
    kept = Revision.all_rows.filter(target_id=target.outcome.public_id).values_list("text", flat=True)
    assert {PARTLY["why"], "Ni ddechreuwyd arno"} <= set(kept)
    with pytest.raises(Stale):
        actions.answer(target, version=1, by=nia, once=key(), **PARTLY)


def test_who_answers_second_where_there_was_no_answer_sees_the_first(target, nia, sion):
    actions.answer(target, version=0, by=nia, once=key(), **PARTLY)
    with pytest.raises(Stale):
        actions.answer(target, version=0, by=sion, once=key(), **MET)


def test_evidence_stands_behind_a_target_and_is_taken_away_again(target, nia, school):
    items = [make.make_evidence(school, "Llyfrau"), make.make_evidence(school, "Profion")]
    actions.answer(target, version=0, by=nia, once=key(), **{**MET, "evidence": items})
    actions.answer(target, version=1, by=nia, once=key(), **{**MET, "evidence": items[1:]})
    assert [each.evidence for each in Citation.all_rows.filter(target=target)] == items[1:]


def test_only_the_team_answers_and_carries(plan, target, glyn, clem, olwen, alun):
    for person in (glyn, clem, olwen, alun):
        with pytest.raises(PermissionDenied):
            actions.answer(target, version=0, by=person, once=key(), **MET)
        with pytest.raises(PermissionDenied):
            actions.carry(plan, priorities=[], by=person, once=key())


def test_a_target_with_an_outcome_is_not_removed_and_its_change_is_a_change_of_the_next_plan(plan, target, nia):
    actions.answer(target, version=0, by=nia, once=key(), **MET)
    with pytest.raises(Refused, match="What became of this target"):
        plans.remove(target, by=nia, once=key())
    plan.refresh_from_db()
    a_priority(plan), approve(plan, nia)
    plans.edit(target, version=1, text="Arall", expected_outcome="x", lang="cy", by=nia, once=key())
    plan.refresh_from_db()
    assert not holds(last_approval_of(plan), plan)


def test_the_first_years_targets_are_looked_back_on_and_later_ones_once_their_year_has_ended(before, nia, monkeypatch):
    for year in (1, 2, 3):
        Target.all_rows.create(plan_priority=a_priority(before, year=year), text=f"{year}", expected_outcome="x")
    found = {}
    for now in (YEAR - 1, YEAR, YEAR + 1, YEAR + 2):
        monkeypatch.setattr(clock, "current_school_year", lambda now=now: now)
        found[now] = [each.number for each in years_of_targets(before, nia)]
    assert found == {YEAR - 1: [1], YEAR: [1], YEAR + 1: [1, 2], YEAR + 2: [1, 2, 3]}


def test_the_pages_show_what_became_of_the_targets_in_the_language_of_each(plan, target, nia, glyn, client):
    a_priority(plan)
    actions.answer(target, version=0, by=nia, once=key(), **PARTLY)
    client.force_login(glyn)
    for path in (f"{YEAR - 1}/year-end/", f"{YEAR}/", f"{YEAR}/check/"):
        page = client.get(f"/en/schools/{plan.school.public_id}/plans/{path}").content.decode()
        assert "Partly met" in page
        assert '<div class="portal-words" lang="cy"><p>Roedd dau athro i ffwrdd' in page


def test_a_plan_that_follows_another_is_offered_what_goes_on(before, nia, school, client):
    a_priority(before, year=2)
    client.force_login(nia)
    url = reverse("plans:start", args=[school.public_id])
    form = client.get(url).context["form"]
    sent = {"year": YEAR, "once": form["once"].value(), "sealed_for": form.initial["sealed_for"]}
    assert client.post(url, sent).url == reverse("year_end:carry", args=[school.public_id, YEAR])


def test_what_is_done_or_stopped_stays_behind_and_what_was_begun_goes_on_as_begun(plan, before, nia):
    old = a_priority(before, year=2)
    for status in ("not_started", "in_progress", "done", "stopped"):
        words = {"plan_priority": old, "text": status, "lang": "en", "status": status}
        Action.all_rows.create(lead="x", starts_on=DAY, ends_on=DAY, **words)
        Milestone.all_rows.create(term="autumn", year=2, **words)
    (offered,) = to_carry(plan, nia)
    assert (offered.actions_going, offered.milestones_going, offered.targets_going) == (2, 2, 0)
    actions.carry(plan, priorities=[offered], by=nia, once=key())
    new = plan.priorities.get()
    for rows in (new.actions, new.milestones):
        assert {(row.text, row.status) for row in rows.all()} == {(s, s) for s in ("not_started", "in_progress")}
    assert set(new.milestones.values_list("year", flat=True)) == {1}
    assert old.actions.count() == old.milestones.count() == 4
    assert not to_carry(plan, nia).exists()


def test_a_priority_of_the_first_year_or_of_another_plan_is_not_carried(plan, before, nia, school):
    elsewhere = Plan.all_rows.create(school=make.make_school(school.council), first_year=YEAR - 1)
    older = Plan.all_rows.create(school=school, first_year=YEAR - 2)
    for old in (a_priority(before), a_priority(elsewhere, year=2), a_priority(older, year=2)):
        with pytest.raises(Refused, match="Only priorities of the second and third year"):
            actions.carry(plan, priorities=[old], by=nia, once=key())


def test_nothing_is_carried_twice(plan, before, nia):
    old = a_priority(before, year=3)
    once = key()
    for _press in range(2):
        actions.carry(plan, priorities=[old], by=nia, once=once)
    with pytest.raises(Refused, match="already in the plan"):
        actions.carry(plan, priorities=[old], by=nia, once=key())
    assert plan.priorities.get().year == 2


LINKED = st.lists(
    st.tuples(st.sampled_from([2, 3]), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 2))), max_size=4
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(linked=LINKED, number=st.integers(0, 4))
def test_a_plan_carried_forward_keeps_every_link(linked, number, plan, before, nia, school):
    """Whatever each priority comes from and answers, and whichever of them are ticked."""
    with transaction.atomic():
        section = make.make_self_evaluation(school).sections.first()
        sources = [Priority.all_rows.create(section=section, text=f"{n}", lang="cy") for n in range(5)]
        inspection = Inspection.all_rows.create(school=school, report_on=DAY)
        said = [Recommendation.all_rows.create(inspection=inspection, number=n + 1, text=f"{n}") for n in range(3)]
        for each, (year, comes_from, answers) in enumerate(linked):
            old = a_priority(before, f"Blaenoriaeth {each}", year)
            Target.all_rows.create(plan_priority=old, text=f"Targed {each}", expected_outcome="x")
            for n in comes_from:
                PriorityLink.all_rows.create(plan_priority=old, priority=sources[n])
            for n in answers:
                RecommendationLink.all_rows.create(plan_priority=old, recommendation=said[n])
        was = links_of(before)
        ticked = list(to_carry(plan, nia))[:number]
        actions.carry(plan, priorities=ticked, by=nia, once=key())
        assert links_of(before) == was
        assert links_of(plan) == {text: was[text] for text in (each.text for each in ticked)}
        years = {each.text: each.year - 1 for each in ticked}
        assert dict(plan.priorities.values_list("text", "year")) == years
        transaction.set_rollback(True)


def links_of(plan: Plan) -> dict[str, Any]:
    """By the words of each priority: what it comes from, what it answers, and its targets."""
    return {
        row.text: (
            set(row.links.values_list("pk", flat=True)),
            set(row.recommendations.values_list("pk", flat=True)),
            set(row.targets.values_list("text", flat=True)),
        )
        for row in plan.priorities.all()
    }
