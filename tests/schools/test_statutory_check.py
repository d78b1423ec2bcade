"""The statutory check as a page, what a school answers to a row, and sharing with something missing."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools import clock
from schools.models import (
    Consultation,
    Event,
    Inspection,
    NationalPriority,
    Notice,
    Plan,
    PlanPriority,
    PlanText,
    Recommendation,
    RecommendationLink,
    Revision,
    StatutoryAnswer,
    Target,
    TargetOutcome,
    Version,
)
from schools.models.plan_text import Consulted
from schools.plan_approvals import last_approval_of
from schools.plan_contents import content_of
from schools.plans import actions as plans
from schools.plans.queries import is_as_shared
from schools.refusals import Refused, Stale
from schools.statutory_check import actions
from schools.statutory_check.queries import places_for
from schools.statutory_facts import facts_of
from schools.statutory_rows import ROWS, missing_in, row_of
from tests import factories as make
from tests.on_pages import Visitor

from .test_plan_pages import record_approval

YEAR = clock.current_school_year()


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    found = plans.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    PlanPriority.all_rows.create(plan=found, text="Darllen", lang="cy")
    return found


def key() -> uuid.UUID:
    return uuid.uuid4()


def answer(plan: Plan, by: Any, row: str = "strategy", **words: Any) -> StatutoryAnswer:
    given = {"answer": "own_document", "words": "Y cynllun, tudalen 4", "lang": "cy", "version": 0, "once": key()}
    return actions.answer(plan, row=row, by=by, **(given | words))


def missing_from(plan: Plan) -> list[str]:
    approval = last_approval_of(plan)
    return missing_in(content_of(plan, approval), facts_of(plan, approval))


def address(plan: Plan, name: str = "index", *more: Any) -> str:
    return reverse(f"statutory_check:{name}", args=[plan.school.public_id, plan.first_year, *more])


def answer_all(plan: Plan, by: Any) -> None:
    """Whatever the law asks for is in the school's own document."""
    for code in missing_from(plan):
        if row_of(code).may_be_elsewhere:
            answer(plan, by, code)


def test_the_facts_are_read_from_what_the_school_has_in_the_portal(nia, school, other_school, plan):
    now, _old, _later = (
        NationalPriority.all_rows.create(code=code, name_cy=code, name_en=code, first_year=first, last_year=last)
        for code, first, last in (("now", YEAR, YEAR), ("old", YEAR - 4, YEAR - 1), ("later", YEAR + 1, None))
    )
    none = facts_of(plan, None)
    assert none.national_priorities == {str(now.public_id)} and none.last_targets is None
    assert none.recommendations is None and none.revision_due_on == clock.school_year_bounds(YEAR)[0]
    Plan.all_rows.create(school=other_school, first_year=YEAR - 1)
    assert facts_of(plan, None).last_targets is None, "another school's plan"
    last = Plan.all_rows.create(school=school, first_year=YEAR - 1)
    assert facts_of(plan, None).last_targets == ()
    for year in (1, 2):
        priority = PlanPriority.all_rows.create(plan=last, text="Darllen", lang="cy", year=year)
        target = Target.all_rows.create(plan_priority=priority, text="x", expected_outcome="x", lang="cy")
    assert facts_of(plan, None).last_targets == (False,), "of its first year only"
    TargetOutcome.all_rows.create(target=Target.all_rows.exclude(pk=target.pk).get(), result="met")
    assert facts_of(plan, None).last_targets == (True,)


@pytest.mark.parametrize(
    ("follow_up", "ended_on", "asks"),
    [
        ("special_measures", None, True),
        ("significant_improvement", clock.today(), True),
        ("significant_improvement", clock.today() - dt.timedelta(days=1), False),
        ("estyn_review", None, False),
        ("none", None, False),
    ],
)
def test_an_action_plan_is_asked_for_while_the_school_is_in_a_statutory_category(
    school, plan, follow_up, ended_on, asks
):
    day = clock.today() - dt.timedelta(days=90)
    its = {"report_on": day, "follow_up": follow_up, "follow_up_ended_on": ended_on}
    inspection = Inspection.all_rows.create(school=school, **its)
    recommendation = Recommendation.all_rows.create(inspection=inspection, number=1, text="Gwella", lang="cy")
    assert ("action_plan" in missing_from(plan)) is asks
    RecommendationLink.all_rows.create(plan_priority=plan.priorities.get(), recommendation=recommendation)
    assert "action_plan" not in missing_from(plan)


def test_what_is_written_in_the_plan_is_found(plan):
    assert {"strategy", "consultation"} <= set(missing_from(plan))
    PlanText.all_rows.filter(plan=plan, part="strategy").update(text="Fel hyn.", lang="cy")
    for group in Consulted:
        words = {"note": "Holiadur", "lang": "cy", "held_on": clock.today()}
        Consultation.all_rows.create(plan=plan, consulted=group, **words)
    assert not {"strategy", "consultation"} & set(missing_from(plan))


def test_an_answer_is_part_of_the_plan_so_an_approval_recorded_before_holds_no_longer(nia, plan):
    record_approval(plan, nia)
    plan.refresh_from_db()
    assert "approval" not in missing_from(plan)
    found = answer(plan, nia)
    plan.refresh_from_db()
    assert {"strategy", "approval"} & set(missing_from(plan)) == {"approval"}
    content = content_of(plan, None)
    assert content["answers"] == [
        {"row": "strategy", "answer": "own_document", "words": "Y cynllun, tudalen 4", "lang": "cy"}
    ]
    assert Event.all_rows.filter(verb="statutory_answer.given", within_id=plan.public_id).count() == 1
    assert Revision.all_rows.get(target_id=found.public_id).text == "Y cynllun, tudalen 4"


def test_an_answer_is_changed_and_withdrawn_and_its_words_stay_in_the_history(nia, plan):
    found = answer(plan, nia)
    changed = answer(plan, nia, words="Tudalen 5", version=1)
    assert (changed.pk, changed.words, changed.version) == (found.pk, "Tudalen 5", 2)
    actions.withdraw(changed, by=nia, once=key())
    assert not StatutoryAnswer.all_rows.exists() and "strategy" in missing_from(plan)
    assert {each.text for each in Revision.all_rows.filter(target_id=found.public_id)} == {
        "Y cynllun, tudalen 4", "Tudalen 5",
    }  # fmt: skip


def test_who_answers_second_is_shown_what_the_first_wrote(nia, sion, plan):
    answer(plan, nia)
    with pytest.raises(Stale) as stale:
        answer(plan, sion, words="Tudalen 9")
    assert stale.value.theirs["words"] == "Y cynllun, tudalen 4"
    assert StatutoryAnswer.all_rows.get().words == "Y cynllun, tudalen 4"


@pytest.mark.parametrize(
    ("row", "kind"),
    [("approval", "own_document"), ("strategy", "not_needed"), ("period", "own_document"), ("nothing", "own_document")],
)
def test_an_answer_for_which_the_law_leaves_no_room_is_refused(nia, plan, row, kind):
    with pytest.raises(Refused, match="The law leaves no room"):
        answer(plan, nia, row, answer=kind)
    assert not StatutoryAnswer.all_rows.exists()


@pytest.mark.parametrize("who", ["glyn", "gwen", "clem", "olwen", "alun", "owain"])
def test_nobody_answers_but_those_who_write_the_plan(who, request, nia, plan):
    person, found = request.getfixturevalue(who), answer(plan, nia)
    with pytest.raises(PermissionDenied):
        answer(plan, person, "families")
    with pytest.raises(PermissionDenied):
        actions.withdraw(found, by=person, once=key())


@pytest.mark.parametrize("follows", [False, True])
def test_every_row_leads_to_a_page_that_opens(client, nia, plan, follows):
    if follows:
        make.make_plan(plan.school, YEAR - 1)
    places = places_for(nia, plan, follows_another=follows)
    elsewhere = {"period", *([] if follows else ["last_targets"])}
    assert set(places) == {row.code for row in ROWS} - elsewhere
    client.force_login(nia)
    assert {client.get(each).status_code for each in set(places.values())} == {200}


def test_the_page_says_of_each_row_whether_it_is_there_and_leads_writers_to_it(nia, gwen, glyn, plan):
    answer(plan, nia)
    answer(plan, nia, "grants", answer="not_needed", words="Dim grant eleni")
    here = Visitor(nia, "en").open(reverse("plans:detail", args=[plan.school.public_id, YEAR])).follow(address(plan))
    here.says("The law asks", "Often useful", *(str(row) for row in ROWS), "Y cynllun, tudalen 4", "Dim grant eleni")
    here.says("Present", "Missing", "Not needed", "Nothing there yet")
    assert here.offers(address(plan, "answer", "families")) and not here.offers(address(plan, "answer", "approval"))
    assert here.offers(reverse("governing_body:approve", args=[plan.school.public_id, YEAR]))
    reader = Visitor(gwen, "en").open(address(plan)).says("The law asks", "Y cynllun, tudalen 4")
    assert not reader.offers(address(plan, "answer", "families")) and "What you can do" not in reader.page
    assert (
        Visitor(glyn, "en")
        .open(address(plan))
        .offers(reverse("governing_body:approve", args=[plan.school.public_id, YEAR]))
    )


@pytest.mark.parametrize("who", ["nia", "sion", "glyn", "clem"])
def test_the_plan_says_to_writers_and_approvers_near_its_top_how_much_is_still_missing(who, request, nia, plan):
    person, detail = request.getfixturevalue(who), reverse("plans:detail", args=[plan.school.public_id, YEAR])
    answer(plan, nia)
    number = len(missing_from(plan))
    page = Visitor(person, "en").open(detail)
    page.says(f"Of what the law asks, {number} things are still missing in this plan.")
    assert page.page.count(f'href="{address(plan)}"') == 1
    assert page.page.index(address(plan)) < page.page.index("<h2"), "before the plan itself"
    page.follow(address(plan))


def test_when_all_is_there_the_plan_says_so_and_who_only_reads_finds_the_check_below(nia, gwen, glyn, plan):
    answer_all(plan, nia)
    detail = reverse("plans:detail", args=[plan.school.public_id, YEAR])
    plan.refresh_from_db()
    record_approval(plan, glyn)
    assert missing_from(plan) == []
    for person in (nia, glyn):
        Visitor(person, "en").open(detail).says("Nothing that the law asks is missing in this plan.")
    reader = Visitor(gwen, "en").open(detail).says_nothing_of("Nothing that the law asks")
    assert reader.offers(address(plan))


def test_a_row_is_answered_on_its_page_and_the_answer_stands_in_the_plan(nia, gwen, plan):
    page = Visitor(nia, "en").open(address(plan)).follow(address(plan, "answer", "families"))
    page.fill(words="Dogfen yr ysgol, tudalen 7", lang="cy").says("The answer has been saved.", "tudalen 7")
    Visitor(gwen, "en").open(reverse("plans:detail", args=[plan.school.public_id, YEAR])).says("tudalen 7")
    found = StatutoryAnswer.all_rows.get()
    assert (found.row, found.answer) == ("families", "own_document")
    page.follow(address(plan, "withdraw", found.public_id)).fill().says("The answer has been withdrawn.")
    page.says_nothing_of("tudalen 7")
    Visitor(nia, "en").open(address(plan, "answer", "approval"), status=404)


def test_the_first_plan_may_say_that_there_are_no_targets_of_last_year(nia, school, plan):
    page = Visitor(nia, "en").open(address(plan, "answer", "last_targets"))
    assert [each for each, _words in _choices(page)] == ["own_document", "not_needed"]
    page.fill(answer="not_needed", words="Ein cynllun cyntaf", lang="cy")
    assert "last_targets" not in missing_from(plan)
    last = Plan.all_rows.create(school=school, first_year=YEAR - 1)
    priority = PlanPriority.all_rows.create(plan=last, text="Darllen", lang="cy")
    Target.all_rows.create(plan_priority=priority, text="x", expected_outcome="x", lang="cy")
    assert "last_targets" in missing_from(plan)


def _choices(page: Visitor) -> list[tuple[str, str]]:
    field = page.answer.context["form"].fields["answer"]
    return list(field.choices)


def test_the_check_asks_as_much_at_three_of_everything_as_at_one_and_never_more_than_twelve(nia, glyn, school, plan):
    counts = {}
    for size in (1, 3):
        day = clock.today() - dt.timedelta(days=size)
        inspection = Inspection.all_rows.create(school=school, report_on=day, follow_up="special_measures")
        Recommendation.all_rows.create(inspection=inspection, number=1, text="Gwella", lang="cy")
        for number in range(size):
            code = f"n{size}{number}"
            NationalPriority.all_rows.create(code=code, name_cy=code, name_en=code, first_year=YEAR)
            priority = PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy")
            Target.all_rows.create(plan_priority=priority, text="x", expected_outcome="x", lang="cy")
            answer(plan, nia, ["strategy", "families", "community", "grants", "resources"][number + size - 1])
        for person in (nia, glyn):
            visitor = Visitor(person, "en").open(address(plan))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                visitor.open(address(plan))
            counts[person.name, size] = len(queries)
    for person in (nia, glyn):
        assert counts[person.name, 1] == counts[person.name, 3] <= 12, counts


def test_a_plan_in_which_nothing_is_missing_is_shared_without_a_reason(nia, plan):
    answer_all(plan, nia)
    record_approval(plan, nia)
    assert missing_from(plan) == []
    plans.share(plan, by=nia, once=key())
    words = Version.all_rows.get(version_kind="plan").words
    assert "missing" not in words and "missing_reason" not in words


def test_sharing_with_something_missing_needs_a_reason_that_stays_with_the_version(nia, alun, gwen, clem, plan):
    with pytest.raises(Refused, match="Say why the plan is shared") as refusal:
        plans.share(plan, by=nia, once=key())
    assert refusal.value.field == "reason" and not Notice.all_rows.exists()
    assert not Version.all_rows.filter(version_kind="plan").exists()
    expected = missing_from(plan)
    plans.share(plan, by=nia, once=key(), **make.REASON)
    words = Version.all_rows.get(version_kind="plan").words
    assert words["missing"] == expected and "grants" not in expected
    assert words["missing_reason"] == {"text": make.REASON["reason"], "lang": "cy"}
    version = reverse("plans:version", args=[plan.school.public_id, YEAR, 1])
    detail = reverse("plans:detail", args=[plan.school.public_id, YEAR])
    for person, pages in ((alun, [version]), (gwen, [version, detail]), (clem, [detail]), (nia, [detail])):
        for page in pages:
            here = Visitor(person, "en").open(page)
            here.says(
                "What was missing from version 1", make.REASON["reason"], *(str(row_of(each)) for each in expected)
            )
    Visitor(alun, "en").open(version).says("The governing body had not approved the plan as it was shared here.")


def test_nothing_has_changed_since_whatever_was_missing_and_whatever_reason_is_given(nia, plan):
    plans.share(plan, by=nia, once=key(), **make.REASON)
    with pytest.raises(Refused, match="Nothing has changed"):
        plans.share(plan, by=nia, once=key(), reason="Another reason", lang="en")
    NationalPriority.all_rows.create(code="new", name_cy="n", name_en="n", first_year=YEAR)
    assert is_as_shared(content_of(plan, None), Version.all_rows.get(version_kind="plan")), "the plan says what it said"
    record_approval(plan, nia)
    plans.share(plan, by=nia, once=key(), **make.REASON)
    assert Version.all_rows.filter(version_kind="plan").count() == 2, "what is approved since is news"


def test_nobody_gives_a_reason_for_what_they_have_not_read(nia, sion, plan):
    answer_all(plan, nia)
    record_approval(plan, nia)
    page = Visitor(nia, "en").open(reverse("plans:share", args=[plan.school.public_id, YEAR]))
    assert "reason" not in page.form.fields
    actions.withdraw(StatutoryAnswer.all_rows.get(row="families"), by=sion, once=key())
    page.press().says("Say why the plan is shared although this is missing", str(row_of("families")))
    assert not Version.all_rows.filter(version_kind="plan").exists()
    page.fill(**make.REASON).says("Development plan shared")
    assert Version.all_rows.get(version_kind="plan").words["missing"] == ["families", "approval"]
