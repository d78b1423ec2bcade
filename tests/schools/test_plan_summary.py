"""The plain-language summary of a plan: what it is drawn from, and how it is written in both languages."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.models import (
    Plan,
    PlanPriority,
    PriorityLink,
    Revision,
    Target,
    TargetOutcome,
)
from schools.plan_summary import actions
from schools.plan_summary.queries import Source, beside, sources_of
from schools.refusals import Refused, Stale
from schools.statutory_facts import facts_of
from schools.statutory_rows import checked
from schools.summary_contents import parts_of, summary_of
from tests import factories as make
from tests.on_pages import forms_in
from tests.schools.summing_up import (
    BOTH,
    LISTED,
    PARTS,
    YEAR,
    complete,
    key,
    published,
    write,
)

DAY = dt.date(YEAR, 10, 1)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


def row_of(plan: Plan, code: str) -> Any:
    found = checked({"priorities": [], "first_year": plan.first_year}, facts_of(plan, None))
    return next(each for each in found if each.row.code == code)


# what begins a line


@pytest.fixture
def drawn(plan: Plan, evaluation: Any) -> Plan:
    """A plan drawn from a self-evaluation, with everything that may be ticked."""
    section = evaluation.sections.first()
    section.strengths.create(text="Mae’r ysgol yn gynnes", lang="cy")
    asked = section.priorities.create(text="Reading in the first classes", lang="en")
    priority = PlanPriority.all_rows.create(plan=plan, text="Darllen yn well.", lang="cy")
    PriorityLink.all_rows.create(plan_priority=priority, priority=asked)
    priority.actions.create(text="Buy books.", lead="x", starts_on=DAY, ends_on=DAY, lang="en")
    priority.milestones.create(text="Llyfrau newydd ym mhob dosbarth", year=1, term="spring", lang="cy")
    before = Plan.all_rows.create(school=plan.school, first_year=YEAR - 1)
    old = PlanPriority.all_rows.create(plan=before, text="x", lang="en")
    target = Target.all_rows.create(plan_priority=old, text="Nine in ten", expected_outcome="x", lang="en")
    TargetOutcome.all_rows.create(target=target, result="partly", why="x", lang="en")
    return plan


@pytest.fixture
def evaluation(school: Any) -> Any:
    return make.make_self_evaluation(school)


def test_what_the_plan_says_is_offered_part_by_part_in_its_own_language(drawn, nia):
    offered = {
        part: [(each.text, each.lang) for each in each_part] for part, each_part in sources_of(drawn, nia).items()
    }
    assert ("Mae’r ysgol yn gynnes", "cy") in offered["strengths"]
    assert ("Reading in the first classes", "en") in offered["areas"]
    assert offered["priorities"] == [("Darllen yn well.", "cy")]
    assert offered["actions"] == [(f"Buy books (by 1 October {YEAR})", "en")]
    assert offered["milestones"] == [
        (f"Llyfrau newydd ym mhob dosbarth (Tymor y gwanwyn {clock.school_year_words(YEAR)})", "cy")
    ]
    assert offered["last_year"] == [("Nine in ten – Partly met", "en")]
    assert offered["support"] == []


def test_what_is_ticked_is_copied_in_its_language_and_is_not_offered_again(drawn, nia):
    source = sources_of(drawn, nia)["priorities"][0]
    summary = actions.tick(drawn, part="priorities", sources=[source], by=nia, once=key())
    line = summary.lines.get()
    assert (line.text_cy, line.text_en, line.lacks) == ("Darllen yn well.", "", "en")
    assert Revision.all_rows.get(target_id=line.public_id).lang == "cy"
    client = Client()
    client.force_login(nia)
    page = client.get(reverse("plan_summary:choose", args=[drawn.school.public_id, YEAR, "priorities"]))
    assert "Darllen yn well" not in page.content.decode()
    with pytest.raises(Refused, match="stands in the summary already"), transaction.atomic():
        actions.tick(drawn, part="priorities", sources=[source], by=nia, once=key())


def test_a_line_says_gently_that_its_source_says_something_else_until_somebody_saves_it(drawn, nia):
    source = sources_of(drawn, nia)["priorities"][0]
    line = actions.tick(drawn, part="priorities", sources=[source], by=nia, once=key()).lines.get()
    assert beside(line, sources_of(drawn, nia)).now is None
    PlanPriority.all_rows.filter(plan=drawn).update(text="Darllen llawer gwell.")
    now: Any = beside(line, sources_of(drawn, nia)).now
    assert now.text == "Darllen llawer gwell."
    actions.edit(line, version=line.seen, seen=now.digest, by=nia, once=key(), **BOTH)
    line.refresh_from_db()
    assert beside(line, sources_of(drawn, nia)).now is None
    PlanPriority.all_rows.filter(plan=drawn).delete()
    assert beside(line, sources_of(drawn, nia)).is_gone and line.text_cy == BOTH["text_cy"], "the line stays"


# what is written


def test_lines_stand_in_the_order_that_the_school_gives_them(plan, nia):
    lines = [write(plan, nia, "actions", text_cy=f"{number}", text_en="x") for number in range(3)]
    last = lines[2]
    actions.edit(last, version=last.seen, place=1, by=nia, once=key(), text_cy="2", text_en="x")
    assert [line.text_cy for line in parts_of(summary_of(plan))[3].lines] == ["2", "0", "1"]


def test_who_saves_second_sees_both_texts(plan, nia, sion):
    line = write(plan, nia, "strengths")
    shown = line.seen
    actions.edit(line, version=shown, by=nia, once=key(), text_cy="a", text_en="b")
    with pytest.raises(Stale):
        actions.edit(line, version=shown, by=sion, once=key(), text_cy="c", text_en="d")


def test_a_part_with_lines_has_something_to_say(plan, nia):
    actions.silence(plan, part="support", silent=True, by=nia, once=key())
    assert parts_of(summary_of(plan))[5].is_silent
    line = write(plan, nia, "support")
    assert not parts_of(summary_of(plan))[5].is_silent, "a line that is written ends it"
    with pytest.raises(Refused, match="Remove them first"), transaction.atomic():
        actions.silence(plan, part="support", silent=True, by=nia, once=key())
    actions.remove(line, by=nia, once=key())
    assert not parts_of(summary_of(plan))[5].is_answered


def test_a_part_stays_short(plan, nia):
    sources = [Source(key(), f"{number}", "cy") for number in range(actions.MOST)]
    actions.tick(plan, part="actions", sources=sources, by=nia, once=key())
    with pytest.raises(Refused, match="at most 30 lines"):
        write(plan, nia, "actions")


def test_writing_a_summary_leaves_the_approval_of_the_plan_as_it_is(plan, nia):
    published(plan, nia)
    assert Plan.all_rows.get(pk=plan.pk).version == plan.version


@pytest.mark.parametrize("person", ["glyn", "gwen", "clem", "olwen", "alun", "owain"])
def test_only_the_team_writes_a_summary(plan, request, person):
    with pytest.raises(PermissionDenied):
        write(plan, request.getfixturevalue(person), "strengths")


@pytest.mark.parametrize("person", ["sion", "carys", "glyn", "olwen"])
def test_only_the_headteacher_publishes_it(plan, nia, request, person):
    complete(plan, nia)
    who = request.getfixturevalue(person)
    for act in (actions.publish, actions.move_page):
        with pytest.raises(PermissionDenied):
            act(plan, by=who, once=key(), **LISTED)
    with pytest.raises(PermissionDenied):
        actions.withdraw(plan, by=who, once=key())


@pytest.mark.parametrize("page", ["choose", "nothing", "edit", "remove"])
def test_a_second_press_does_what_the_first_did_and_nothing_more(drawn, nia, page):
    line = write(drawn, nia, "strengths")
    arguments = {"choose": ["priorities"], "nothing": ["support"]}.get(page, [line.public_id])
    path, client = reverse(f"plan_summary:{page}", args=[drawn.school.public_id, YEAR, *arguments]), Client()
    client.force_login(nia)
    (form,) = forms_in(client.get(path).content.decode())
    typed = {"choose": {"sources": form.fields["sources"].offers}} if page == "choose" else {}
    sent = form.filled(**typed.get(page, {}))
    assert [client.post(path, sent).status_code for _press in range(2)] == [302, 302]
    summary: Any = summary_of(drawn)
    assert summary.nothing_in == (["support"] if page == "nothing" else [])
    assert summary.lines.count() == {"choose": 2, "remove": 0}.get(page, 1)


# what the law asks


def test_the_statutory_check_leads_to_the_summary_and_follows_it(plan, nia):
    report, web = "summary_report", "summary_web"
    assert [row_of(plan, code).state for code in (report, web)] == ["missing", "missing"]
    for part in PARTS[1:]:
        actions.silence(plan, part=part, silent=True, by=nia, once=key())
    assert "1 part of the summary says nothing yet." in row_of(plan, report).words
    line = write(plan, nia, PARTS[0], text_cy="Cryfder", text_en="")
    assert row_of(plan, report).state == "present" and "not in English yet" in row_of(plan, report).words
    assert row_of(plan, web).state == "missing"
    actions.edit(line, version=line.seen, by=nia, once=key(), **BOTH)
    actions.publish(plan, by=nia, once=key(), **LISTED)
    assert [row_of(plan, code).state for code in (report, web)] == ["present", "present"]
    client = Client()
    client.force_login(nia)
    page = client.get(reverse("statutory_check:index", args=[plan.school.public_id, YEAR])).content.decode()
    assert page.count(reverse("plan_summary:index", args=[plan.school.public_id, YEAR])) >= 1
