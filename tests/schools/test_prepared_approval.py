"""What the clerk prepares for the meeting that is to approve a plan: read by few, used once, and no approval."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.governing_body import actions
from schools.models import Event, GoverningBodyApproval, Plan, PreparedApproval, Revision
from schools.plan_approvals import last_approval_of
from schools.plan_contents import content_of
from schools.refusals import Refused, Stale
from schools.statutory_facts import facts_of
from schools.statutory_rows import missing_in
from tests.on_pages import Visitor
from tests.story import day

YEAR = clock.current_school_year()
SOON = clock.today() + dt.timedelta(days=14)
MEETING, COMMENTS = "Corff llawn, tymor y gwanwyn", "Gofyn am bresenoldeb."


@pytest.fixture
def plan(school: Any) -> Plan:
    found = Plan.all_rows.create(school=school, first_year=YEAR)
    found.priorities.create(text="Darllen", lang="cy", year=1)
    return found


def prepare(plan: Plan, by: Any, **words: Any) -> PreparedApproval:
    given = {"meets_on": SOON, "meeting": MEETING, "comments": COMMENTS, "lang": "cy", "version": 0}
    return actions.prepare(plan, by=by, once=uuid4(), **given | words)


def own(name: str, plan: Plan, *more: Any) -> str:
    slice_ = "plans" if name == "detail" else "governing_body"
    return reverse(f"{slice_}:{name}", args=[plan.school.public_id, plan.first_year, *more])


def let(gwen: Any, nia: Any) -> Any:
    held = gwen.appointments.get()
    actions.let_record(held.school, governors=[held], version=0, by=nia, once=uuid4())
    return type(gwen)._base_manager.get(pk=gwen.pk)


def test_the_clerk_prepares_a_meeting_to_come_and_those_who_may_record_read_it(clem, glyn, nia, gwen, plan):
    page = Visitor(clem, "en").open(own("detail", plan)).follow(own("prepare", plan))
    page.fill(meeting=MEETING, comments=COMMENTS, lang="cy", **day("meets_on", SOON))
    for person in (clem, glyn, nia, let(gwen, nia)):
        for name in ("detail", "approve"):
            page = Visitor(person, "en").open(own(name, plan)).says(f"Prepared by {clem.name}", MEETING, "no approval")
            assert page.offers(own("prepare", plan))


@pytest.mark.parametrize("who", ["sion", "carys", "gwen"])
def test_others_of_the_school_read_nothing_of_it_but_the_day_on_the_paper(who, request, clem, plan):
    prepare(plan, clem)
    person = request.getfixturevalue(who)
    page = Visitor(person, "en").open(own("detail", plan)).says_nothing_of("Prepared by", MEETING, COMMENTS)
    page.open(own("prepare", plan), status=403)
    assert not PreparedApproval.objects.visible_to(person).exists()
    assert not Revision.objects.visible_to(person).filter(target_kind="schools.preparedapproval").exists()
    assert not Event.objects.visible_to(person).filter(verb__startswith="prepared_approval.").exists()


@pytest.mark.parametrize("who", ["sion", "gwen", "olwen", "alun", "owain"])
def test_nobody_else_prepares_or_removes(who, request, clem, plan):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        prepare(plan, person)
    with pytest.raises(PermissionDenied):
        actions.remove(prepare(plan, clem), by=person, once=uuid4())


def test_nothing_else_changes_by_it(clem, plan):
    def standing() -> Any:
        plan.refresh_from_db()
        approval = last_approval_of(plan)
        missing = missing_in(content_of(plan, approval), facts_of(plan, approval))
        return plan.version, plan.status, approval, missing

    before = standing()
    prepare(plan, clem)
    assert standing() == before and "approval" in before[-1]


def test_after_the_meeting_the_page_is_filled_with_it_and_the_approval_uses_it(clem, glyn, plan):
    prepare(plan, clem, meets_on=clock.today())
    Visitor(glyn, "en").open(own("approve", plan)).says("Record what the governing body decided").fill()
    approval = GoverningBodyApproval.all_rows.get()
    assert (approval.approved_on, approval.meeting, approval.comments) == (clock.today(), MEETING, COMMENTS)
    assert approval.recorded_by == glyn and not PreparedApproval.all_rows.exists()
    verbs = Event.all_rows.filter(verb__startswith="prepared_approval.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["prepared_approval.written", "prepared_approval.used"]


def test_before_the_meeting_its_day_is_not_filled_in(clem, plan):
    prepare(plan, clem)
    fields = Visitor(clem, "en").open(own("approve", plan)).form.fields
    assert fields["meeting"].holds == [MEETING] and not any(fields["approved_on-day"].holds)


def test_what_was_changed_since_is_read_before_it_is_used_up(clem, glyn, plan):
    ready = prepare(plan, clem, meets_on=clock.today())
    page = Visitor(glyn, "en").open(own("approve", plan))
    prepare(plan, clem, meets_on=clock.today(), meeting="Y pwyllgor", version=ready.version)
    (sentence,) = page.refused()
    assert sentence.startswith("What was prepared for this approval has been changed")
    page.says("Y pwyllgor").fill()
    assert not PreparedApproval.all_rows.exists()


def test_there_is_one_a_plan_and_of_two_who_write_the_second_reads_what_the_first_saved(clem, glyn, plan):
    page = Visitor(glyn, "en").open(own("prepare", plan))
    prepare(plan, clem)
    answer = {"meeting": "Y pwyllgor", "lang": "cy", **day("meets_on", SOON)}
    (sentence,) = page.refused(**answer)
    assert sentence.startswith("Somebody else saved this")
    page.says(MEETING, "Y pwyllgor").fill()
    assert PreparedApproval.all_rows.get().prepared_by == glyn
    with pytest.raises(Stale):
        prepare(plan, clem)


def test_what_was_removed_meanwhile_is_not_saved_unawares(clem, glyn, plan):
    ready = prepare(plan, clem)
    page = Visitor(glyn, "en").open(own("prepare", plan))
    actions.remove(ready, by=clem, once=uuid4())
    (sentence,) = page.refused()
    assert sentence.startswith("What you opened has been removed")
    page.fill()
    assert PreparedApproval.all_rows.get().comments == COMMENTS


def test_removing_asks_and_keeps_the_words_in_the_history_of_texts(clem, nia, plan):
    ready = prepare(plan, clem)
    page = Visitor(clem, "en").open(own("approve", plan)).follow(own("remove", plan, ready.public_id))
    page.says(MEETING, COMMENTS).fill().says("has been removed")
    assert not PreparedApproval.all_rows.exists()
    kept = Revision.objects.visible_to(nia).filter(target_id=ready.public_id)
    assert {COMMENTS, MEETING} <= set(kept.values_list("text", flat=True))


@pytest.mark.parametrize("years", [-2, 4])
def test_the_meeting_lies_in_the_time_of_the_plan(years, clem, plan):
    with pytest.raises(Refused):
        prepare(plan, clem, meets_on=dt.date(YEAR + years, 10, 1))
