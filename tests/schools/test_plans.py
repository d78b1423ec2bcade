"""The development plan: drawn from the self-evaluation, approved by the governing body, shared by the headteacher."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from schools import clock
from schools.governing_body import actions as governing_body
from schools.models import (
    Action,
    Event,
    GoverningBodyApproval,
    Notice,
    Plan,
    PlanPriority,
    Priority,
    Revision,
    Target,
    Version,
)  # fmt: skip
from schools.plan_approvals import last_approval_of
from schools.plan_checks import gaps_in
from schools.plan_contents import Circle, content_of, readable
from schools.plan_parts import actions as plan_parts
from schools.plan_parts.queries import not_yet_in, sources_for
from schools.plans import actions
from schools.refusals import Refused, Stale
from schools.self_evaluations import actions as self_evaluations
from tests import factories as make

YEAR = clock.current_school_year()
TARGET = {"text": "80% yn gwella", "expected_outcome": "Mae dysgwyr yn ysgrifennu'n hyderus", "lang": "cy"}


def shared() -> Any:
    return Version.all_rows.filter(version_kind="plan")


def key() -> uuid.UUID:
    return uuid.uuid4()


def an_action(**words: Any) -> dict[str, Any]:
    starts = dt.date(YEAR, 10, 1)
    given = {"text": "Hyfforddi staff", "lang": "cy", "lead": "Dirprwy bennaeth"}
    return given | {"starts_on": starts, "ends_on": starts + dt.timedelta(days=60)} | words


@pytest.fixture
def evaluation(school: Any) -> Any:
    found = make.make_self_evaluation(school)
    make.write_in(found, "Gwella ysgrifennu")
    return found


@pytest.fixture
def sources(evaluation: Any) -> list[Priority]:
    """The three priorities of the self-evaluation."""
    rows = Priority.all_rows.filter(section__self_evaluation=evaluation).order_by("pk")
    return list(rows.select_related("section__self_evaluation"))


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def priority(plan: Plan, nia: Any, sources: list[Priority]) -> PlanPriority:
    """The first priority of the self-evaluation, drawn into year 1 of the plan."""
    plan_parts.draw(plan, priorities=sources[:1], year=1, by=nia, once=key())
    return reread(plan).priorities.get()


@pytest.fixture
def approved(plan: Plan, priority: PlanPriority, nia: Any) -> Plan:
    approve(plan, by=nia)
    return reread(plan)


def reread(plan: Plan) -> Plan:
    return Plan.all_rows.select_related("school__council").get(pk=plan.pk)


def approve(plan: Plan, *, by: Any, **words: Any) -> Plan:
    given = {"approved_on": clock.today(), "meeting": "Corff llywodraethu", "lang": "cy", "once": key()}
    return governing_body.record_approval(plan, by=by, **given | {"version": reread(plan).version} | words)


def test_a_plan_covers_three_school_years(nia, school):
    plan = actions.start(school, year=2026, by=nia, once=key())
    assert (plan.period, plan.status) == ("2026/27–2028/29", "draft")


def test_a_second_plan_that_begins_in_the_same_year_is_refused(nia, plan):
    with pytest.raises(Refused, match="already been started"):
        actions.start(plan.school, year=YEAR, by=nia, once=key())


def test_pressing_start_twice_gives_one_plan(nia, school):
    once = key()
    first = actions.start(school, year=YEAR, by=nia, once=once)
    assert actions.start(school, year=YEAR, by=nia, once=once) == first
    assert Plan.all_rows.count() == 1


def test_drawing_copies_the_words_with_their_language_and_says_where_they_come_from(nia, plan, sources):
    plan_parts.draw(plan, priorities=sources, year=2, by=nia, once=key())
    drawn = list(plan.priorities.all())
    assert [(row.text, row.lang, row.year) for row in drawn] == [(source.text, "cy", 2) for source in sources]
    assert [list(row.links.all()) for row in drawn] == [[source] for source in sources]
    assert Revision.all_rows.count() == 3


def test_pressing_draw_twice_draws_once(nia, plan, sources):
    once = key()
    for _again in range(2):
        assert plan_parts.draw(plan, priorities=sources, year=1, by=nia, once=once) == plan
    assert plan.priorities.count() == 3


def test_what_is_drawn_may_then_differ_from_the_self_evaluation_on_either_side(nia, plan, priority, sources):
    plan_parts.edit(priority, text="In our own words", lang="en", year=3, version=1, by=nia, once=key())
    sources[0].refresh_from_db()
    assert sources[0].text == "Gwella ysgrifennu (blaenoriaeth)"
    priority.refresh_from_db()
    assert (priority.text, priority.lang, priority.year) == ("In our own words", "en", 3)


def test_a_priority_that_is_in_the_plan_is_not_drawn_again(nia, plan, priority, sources):
    assert list(not_yet_in(plan, nia)) == sources[1:]
    with pytest.raises(Refused, match="already in the plan"):
        plan_parts.draw(plan, priorities=sources, year=1, by=nia, once=key())
    assert plan.priorities.count() == 1


def test_several_priorities_are_brought_together_into_one(nia, plan, sources):
    priority = plan_parts.write(
        plan, text="Writing everywhere", lang="en", year=1, comes_from=sources[:2], by=nia, once=key()
    )
    assert list(priority.links.all()) == sources[:2]
    assert [len(row["comes_from"]) for row in content_of(plan, None, reader=Circle.TEAM)["priorities"]] == [2]


def test_what_a_priority_comes_from_is_changed_later(nia, priority, sources):
    plan_parts.link(priority, comes_from=sources[1:], version=1, by=nia, once=key())
    assert list(priority.links.all()) == sources[1:]


@pytest.mark.parametrize("verb", ["draw", "write", "link"])
def test_every_priority_of_the_plan_comes_from_the_self_evaluation(verb, nia, plan, priority):
    words = {
        "draw": {"priorities": [], "year": 1},
        "write": {"text": "x", "lang": "en", "year": 1, "comes_from": []},
        "link": {"comes_from": [], "version": 1},
    }[verb]
    with pytest.raises(Refused, match="Tick at least one priority of the self-evaluation, or one recommendation"):
        getattr(plan_parts, verb)(priority if verb == "link" else plan, by=nia, once=key(), **words)
    assert priority.links.count() == 1


def test_a_priority_of_another_school_cannot_stand_behind_the_plan(nia, plan, other_school):
    theirs = make.make_self_evaluation(other_school)
    make.write_in(theirs)
    foreign = Priority.all_rows.filter(section__self_evaluation=theirs)
    with pytest.raises(Refused, match="another school"):
        plan_parts.draw(plan, priorities=foreign, year=1, by=nia, once=key())
    assert not plan.priorities.exists()


def test_a_plan_draws_on_the_self_evaluations_near_its_years_and_on_what_it_already_has(nia, plan, priority, school):
    for year in (YEAR - 2, YEAR - 1):
        make.write_in(make.make_self_evaluation(school, year))
    years = [source.section.self_evaluation.school_year for source in sources_for(plan, nia)]
    assert years == [YEAR] * 3 + [YEAR - 1] * 3, "newest first, and not the one of long ago"
    later = Plan.all_rows.create(school=school, first_year=YEAR + 2)
    assert not sources_for(later, nia).exists()
    assert sources_for(plan, nia).filter(pk__in=priority.links.all()).exists()


def test_the_self_evaluations_priority_cannot_be_removed_while_the_plan_draws_on_it(nia, priority, sources):
    with pytest.raises(Refused, match="draws on this priority"):
        self_evaluations.remove(sources[0], by=nia, once=key())
    plan_parts.remove(priority, by=nia, once=key())
    self_evaluations.remove(sources[0], by=nia, once=key())
    assert not Priority.all_rows.filter(pk=sources[0].pk).exists()


def test_targets_and_actions_are_added_changed_and_removed_and_each_step_is_in_the_history(nia, plan, priority):
    target = plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    action = plan_parts.add(priority, Action, by=nia, once=key(), **an_action())
    plan_parts.edit(target, version=1, by=nia, once=key(), **TARGET | {"text": "90%"})
    plan_parts.edit(action, version=1, by=nia, once=key(), **an_action(lead="Pennaeth"))
    assert (Target.all_rows.get().text, Action.all_rows.get().lead) == ("90%", "Pennaeth")
    plan_parts.remove(target, by=nia, once=key())
    plan_parts.remove(action, by=nia, once=key())
    verbs = set(Event.all_rows.filter(within_id=plan.public_id).values_list("verb", flat=True))
    assert verbs == {f"{kind}.{done}" for kind in ("target", "action") for done in ("added", "edited", "removed")}
    assert Revision.all_rows.filter(field="expected_outcome").count() == 2


def test_pressing_save_twice_adds_one_target(nia, priority):
    once = key()
    first = plan_parts.add(priority, Target, by=nia, once=once, **TARGET)
    assert plan_parts.add(priority, Target, by=nia, once=once, **TARGET) == first
    assert Target.all_rows.count() == 1


def test_with_a_priority_its_targets_and_actions_go_but_not_the_self_evaluation(nia, priority, sources):
    plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    plan_parts.add(priority, Action, by=nia, once=key(), **an_action())
    plan_parts.remove(priority, by=nia, once=key())
    assert not Target.all_rows.exists() and not Action.all_rows.exists()
    assert Priority.all_rows.filter(pk=sources[0].pk).exists()


def test_an_action_cannot_end_before_it_begins(nia, priority):
    ends = dt.date(YEAR, 9, 30)
    with pytest.raises(Refused, match="before the first date") as refusal:
        plan_parts.add(priority, Action, by=nia, once=key(), **an_action(ends_on=ends))
    assert refusal.value.field == "ends_on"
    action = plan_parts.add(priority, Action, by=nia, once=key(), **an_action())
    with pytest.raises(Refused, match="before the first date"):
        plan_parts.edit(action, version=1, by=nia, once=key(), **an_action(ends_on=ends))


def test_dates_outside_the_plans_three_years_are_pointed_out_and_never_refused(nia, plan, priority):
    far = an_action(starts_on=dt.date(YEAR + 3, 8, 31), ends_on=dt.date(YEAR + 3, 9, 1))
    for words in (an_action(), far):
        plan_parts.add(priority, Action, by=nia, once=key(), **words)
    shown = readable(content_of(plan, None))["years"][0]["priorities"][0]["actions"]
    assert [action["outside"] for action in shown] == [False, True]


@pytest.mark.parametrize("kind", ["priorities", "targets", "actions"])
def test_the_second_of_two_writers_is_shown_the_first_ones_words(kind, nia, sion, plan, priority):
    words = {"priorities": {"text": "x", "lang": "en", "year": 1}, "targets": TARGET, "actions": an_action()}[kind]
    model = plan_parts.PARTS[kind]
    part = priority if kind == "priorities" else plan_parts.add(priority, model, by=nia, once=key(), **words)
    plan_parts.edit(part, version=1, by=nia, once=key(), **words | {"text": "Nia's words"})
    before = reread(plan).version
    with pytest.raises(Stale) as refusal:
        plan_parts.edit(part, version=1, by=sion, once=key(), **words | {"text": "Siôn's words"})
    assert (refusal.value.theirs["text"], refusal.value.version) == ("Nia's words", 2)
    assert reread(plan).version == before, "what was refused does not undo an approval"


def test_what_a_colleague_removed_in_the_meantime_cannot_be_saved(nia, sion, priority):
    target = plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    stale = Target.all_rows.get(pk=target.pk)
    plan_parts.remove(target, by=nia, once=key())
    with pytest.raises(Refused, match="removed in the meantime"):
        plan_parts.edit(stale, version=1, by=sion, once=key(), **TARGET)


@pytest.mark.parametrize(
    "who", ["glyn", "gwen", "clem", "dai", "owain", "huw", "olwen", "alun", "mari", "ann", "idris"]
)
def test_nobody_but_the_schools_team_writes_the_plan(who, request, plan, priority, sources):
    by, words = request.getfixturevalue(who), {"text": "x", "lang": "en", "year": 1}
    for attempt in (
        lambda: actions.start(plan.school, year=YEAR + 1, by=by, once=key()),
        lambda: plan_parts.draw(plan, priorities=sources[1:], year=1, by=by, once=key()),
        lambda: plan_parts.write(plan, comes_from=sources, by=by, once=key(), **words),
        lambda: plan_parts.link(priority, comes_from=sources, version=1, by=by, once=key()),
        lambda: plan_parts.add(priority, Target, by=by, once=key(), **TARGET),
        lambda: plan_parts.edit(priority, version=1, by=by, once=key(), **words),
        lambda: plan_parts.remove(priority, by=by, once=key()),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize("who", ["nia", "glyn", "clem"])
def test_the_headteacher_the_chair_and_the_clerk_record_the_approval_of_the_plan_as_it_stands(
    who, request, plan, priority
):
    approve(plan, by=request.getfixturevalue(who))
    approval = GoverningBodyApproval.all_rows.get()
    assert approval.plan_version == reread(plan).version
    assert content_of(reread(plan), approval)["approval"] == {
        "approved_on": clock.today().isoformat(),
        "meeting": "Corff llywodraethu",
        "lang": "cy",
    }


@pytest.mark.parametrize("who", ["sion", "carys", "gwen", "dai", "owain", "olwen", "alun"])
def test_nobody_else_records_an_approval(who, request, plan, priority):
    with pytest.raises(PermissionDenied):
        approve(plan, by=request.getfixturevalue(who))


def test_an_approval_cannot_lie_in_the_future(nia, plan, priority):
    with pytest.raises(Refused, match="cannot be in the future") as refusal:
        approve(plan, by=nia, approved_on=clock.today() + dt.timedelta(days=1))
    assert refusal.value.field == "approved_on"


def test_a_plan_without_a_priority_cannot_be_approved(nia, plan):
    with pytest.raises(Refused, match="nothing to approve"):
        approve(plan, by=nia)


def test_an_approval_is_refused_if_the_plan_changed_after_the_page_was_opened(nia, sion, plan, priority):
    opened = reread(plan).version
    plan_parts.add(priority, Target, by=sion, once=key(), **TARGET)
    with pytest.raises(Refused, match="has changed since you opened this page"):
        approve(plan, by=nia, version=opened)
    assert not GoverningBodyApproval.all_rows.exists()


def test_pressing_record_twice_records_one_approval_and_a_later_one_follows_it(nia, glyn, plan, priority):
    once = key()
    approve(plan, by=nia, once=once)
    approve(plan, by=nia, once=once)
    assert GoverningBodyApproval.all_rows.count() == 1
    earlier = clock.today() - dt.timedelta(days=3)
    approve(plan, by=glyn, approved_on=earlier)
    assert last_approval_of(plan).approved_on == earlier, "the one recorded last counts: it may correct a date"


def test_an_approval_of_what_the_plan_said_before_is_missing_from_what_is_shared(nia, approved, priority):
    plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    actions.share(approved, by=nia, once=key(), **make.REASON)
    first = shared().get().words
    assert first["approval"] is None and "approval" in first["missing"]
    approve(approved, by=nia)
    actions.share(approved, by=nia, once=key(), **make.REASON)
    assert "approval" not in shared().first().words["missing"] and shared().count() == 2


def test_a_plan_without_a_priority_is_not_shared_whatever_reason_is_given(nia, plan, priority):
    plan_parts.remove(priority, by=nia, once=key())
    assert len(gaps_in(content_of(plan, None))) == 1
    with pytest.raises(Refused, match="Draw at least one priority"):
        actions.share(plan, by=nia, once=key(), **make.REASON)
    assert not shared().exists() and not Notice.all_rows.exists()


@pytest.mark.parametrize("who", ["sion", "carys", "glyn", "clem", "olwen", "alun", "owain"])
def test_only_the_headteacher_shares(who, request, approved):
    with pytest.raises(PermissionDenied):
        actions.share(approved, by=request.getfixturevalue(who), once=key(), **make.REASON)


def test_sharing_freezes_a_version_and_tells_the_council_and_the_adviser(
    nia, olwen, lowri, alun, beca, elin, priority, plan
):
    plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    plan_parts.add(priority, Action, by=nia, once=key(), **an_action())
    approve(plan, by=nia)
    actions.share(plan, by=nia, once=key(), **make.REASON)
    version = shared().get()
    assert (version.version_kind, version.number, version.is_intact()) == ("plan", 1, True)
    frozen = version.words["priorities"][0]
    assert frozen["targets"][0]["expected_outcome"] == TARGET["expected_outcome"]
    assert frozen["actions"][0]["lead"] == "Dirprwy bennaeth"
    assert version.words["approval"]["meeting"] == "Corff llywodraethu"
    assert reread(plan).status == "shared"
    told = {notice.person.name for notice in Notice.all_rows.all()}
    assert told == {"Olwen", "Lowri", "Alun"}, "not the adviser of another school, nor the officer with a conflict"


def test_the_words_of_the_living_self_evaluation_do_not_leave_with_the_plan(nia, approved, priority, sources):
    plan_parts.edit(priority, text="In the plan's words", lang="en", year=1, version=1, by=nia, once=key())
    approve(approved, by=nia)
    actions.share(approved, by=nia, once=key(), **make.REASON)
    assert sources[0].text not in str(shared().get().words)
    for_team = content_of(approved, None, reader=Circle.TEAM)["priorities"][0]["comes_from"]
    assert for_team[0]["text"] == sources[0].text


def test_pressing_share_twice_gives_one_version_and_sharing_the_same_again_is_refused(nia, approved):
    once = key()
    actions.share(approved, by=nia, once=once, **make.REASON)
    actions.share(approved, by=nia, once=once, **make.REASON)
    assert shared().count() == 1
    with pytest.raises(Refused, match="Nothing has changed"):
        actions.share(approved, by=nia, once=key(), **make.REASON)


def test_the_school_writes_on_after_sharing_and_shares_again(nia, approved, priority):
    actions.share(approved, by=nia, once=key(), **make.REASON)
    plan_parts.add(priority, Target, by=nia, once=key(), **TARGET)
    assert shared().get().words["priorities"][0]["targets"] == []
    approve(approved, by=nia)
    actions.share(approved, by=nia, once=key(), **make.REASON)
    assert [version.number for version in shared()] == [2, 1]
