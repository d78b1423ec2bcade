"""What the governing body approved stays as it was; and a governor may be given the right to record it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.access import May, may
from schools.governing_body import actions
from schools.governing_body.queries import rights_seen_at
from schools.models import ApprovalRight, Event, GoverningBodyApproval, Inspection, Person, Plan, Version
from schools.plans.actions import share
from schools.refusals import Refused
from tests import factories as make
from tests.on_pages import Visitor
from tests.story import day

COMMENTS = "Yn fodlon â’r cynllun.\n\nGofynnwyd am ddiweddariad yn y gwanwyn."
YEAR = clock.current_school_year()


@pytest.fixture
def plan(school: Any) -> Plan:
    found = Plan.all_rows.create(school=school, first_year=YEAR)
    priority: Any = found.priorities.create(text="Darllen", lang="cy", year=1)
    days = {"starts_on": clock.today(), "ends_on": clock.today()}
    priority.targets.create(text="80%", expected_outcome="Darllen yn well", lang="cy")
    priority.actions.create(text="Prynu llyfrau", lead="dirprwy", lang="cy", **days)
    return found


def approve(plan: Plan, by: Any, **words: Any) -> GoverningBodyApproval:
    plan.refresh_from_db()
    given = {"approved_on": clock.today(), "meeting": "Corff llawn", "lang": "cy", "version": plan.version}
    actions.record_approval(plan, by=by, once=uuid4(), **given | words)
    return GoverningBodyApproval.all_rows.latest("pk")


def own(name: str, plan: Plan, *more: Any) -> str:
    return reverse(f"governing_body:{name}", args=[plan.school.public_id, plan.first_year, *more])


def let(school: Any, governors: list[Any], by: Any) -> None:
    """As on a page that has just been opened."""
    actions.let_record(school, governors=governors, version=rights_seen_at(school), by=by, once=uuid4())


def again(person: Person) -> Person:
    """As in their next request."""
    return Person._base_manager.get(pk=person.pk)


def test_the_chair_records_comments_which_are_read_with_the_approval_in_their_language(glyn, gwen, nia, alun, plan):
    page = Visitor(glyn, "en").open(own("approve", plan))
    page.fill(meeting="Corff llawn", comments=COMMENTS, lang="cy", **day("approved_on", clock.today()))
    page.says("Comments of the governing body", "Gofynnwyd am ddiweddariad")
    share(plan, by=nia, once=uuid4(), **make.REASON)
    version = reverse("plans:version", args=[plan.school.public_id, YEAR, 1])
    Visitor(alun, "en").open(version).says("Gofynnwyd am ddiweddariad")


def test_the_second_to_record_it_reads_first_that_it_is_recorded_and_may_then_correct_it(glyn, clem, plan):
    words = {"meeting": "Corff llawn", "lang": "cy", **day("approved_on", clock.today())}
    first, second = (Visitor(person, "en").open(own("approve", plan)) for person in (clem, glyn))
    first.fill(**words, comments="First")
    assert "Somebody else has recorded the approval" in second.refused(**words, comments="Second")[0]
    second.says("Second")
    assert GoverningBodyApproval.all_rows.count() == 1
    second.fill(comments="Second")
    assert GoverningBodyApproval.all_rows.latest("pk").comments == "Second"


def test_an_approval_without_comments_says_nothing_of_them(glyn, plan):
    approve(plan, glyn)
    detail = reverse("plans:detail", args=[plan.school.public_id, YEAR])
    Visitor(glyn, "en").open(detail).says_nothing_of("Comments of the governing body")
    assert "comments" not in Version.all_rows.get().words["approval"]


def test_what_was_approved_stays_as_it_was_when_the_plan_is_written_further(glyn, clem, nia, plan):
    frozen = approve(plan, glyn).frozen
    assert frozen and frozen.is_intact()
    plan.priorities.update(text="Ysgrifennu")
    detail = reverse("plans:detail", args=[plan.school.public_id, YEAR])
    for person in (glyn, clem, nia):
        page = Visitor(person, "en").open(detail).follow(own("approved", plan, 1))
        page.says("Darllen", frozen.sha256).says_nothing_of("Ysgrifennu").takes(own("copy", plan, 1))
        assert page.answer.getvalue() == bytes(frozen.content)


def test_what_is_shared_is_word_for_word_what_was_approved(glyn, nia, plan):
    frozen = approve(plan, glyn).frozen
    share(plan, by=nia, once=uuid4(), **make.REASON)
    shared = Version.all_rows.get(version_kind="plan")
    said_with_it = {"missing", "missing_reason"}  # what the law asks for more, and why it was shared all the same
    assert frozen and frozen.words == {name: word for name, word in shared.words.items() if name not in said_with_it}


def test_each_approval_is_frozen_with_its_own_number_and_leads_to_the_last(glyn, plan):
    approve(plan, glyn)
    approve(plan, glyn, meeting="Y pwyllgor")
    assert [row.frozen.number for row in GoverningBodyApproval.all_rows.order_by("pk")] == [1, 2]
    Visitor(glyn, "en").open(own("approved", plan, 1)).says("has been recorded again").follow(own("approved", plan, 2))


@pytest.mark.parametrize(("who", "status"), [("olwen", 403), ("alun", 403), ("owain", 404)])
def test_the_council_and_the_service_read_no_approved_version(who, status, request, glyn, plan):
    approve(plan, glyn)
    person = request.getfixturevalue(who)
    Visitor(person, "en").open(own("approved", plan, 1), status=status)
    assert not Version.objects.visible_to(person).exists()


@pytest.mark.parametrize("giver", ["nia", "glyn"])
def test_a_governor_is_given_the_right_records_an_approval_and_loses_it_again(giver, request, gwen, plan):
    person, held = request.getfixturevalue(giver), gwen.appointments.get()
    Visitor(gwen, "en").open(own("approve", plan), status=403)
    page = Visitor(person, "en").open(own("approve", plan)).follow(own("rights", plan)).says("Gwen")
    page.fill(governors=[str(held.public_id)])
    assert may(again(gwen), May.RECORD_APPROVAL, plan.school)
    Visitor(gwen, "en").open(own("approve", plan)).fill(meeting="Llawn", lang="cy", **day("approved_on", clock.today()))
    assert GoverningBodyApproval.all_rows.get().recorded_by == gwen
    page.open(own("rights", plan)).fill(governors=[])
    assert not may(again(gwen), May.RECORD_APPROVAL, plan.school)
    verbs = Event.all_rows.filter(verb__startswith="approval_right.").order_by("pk").values_list("verb", flat=True)
    assert [each.split(".")[1] for each in verbs] == ["given", "chosen", "taken_back", "chosen"]


def test_the_right_ends_with_the_role_and_never_goes_with_another_one(nia, gwen, school, other_school):
    held = gwen.appointments.get()
    let(school, [held], nia)
    make.appoint(gwen, "governor", other_school)
    assert may(again(gwen), May.RECORD_APPROVAL, school) and not may(again(gwen), May.RECORD_APPROVAL, other_school)
    gwen.appointments.filter(pk=held.pk).update(ends_on=make.YESTERDAY)
    assert not may(again(gwen), May.RECORD_APPROVAL, school)


def test_the_same_choice_saved_twice_gives_the_right_once(nia, gwen, school):
    for _again in range(2):
        let(school, [gwen.appointments.get()], nia)
    assert ApprovalRight.all_rows.count() == 1


@pytest.mark.parametrize("who", ["sion", "clem", "gwen", "olwen", "owain"])
def test_only_the_headteacher_and_the_chair_give_the_right(who, request, gwen, school):
    with pytest.raises(PermissionDenied):
        let(school, [], request.getfixturevalue(who))


def test_nobody_but_a_governor_of_the_school_is_given_the_right(nia, sion, gwen, school):
    gwen.appointments.update(starts_on=clock.today() - dt.timedelta(days=9), ends_on=make.YESTERDAY)
    for person in (sion, gwen):
        with pytest.raises(Refused):
            let(school, [person.appointments.get()], nia)


@pytest.mark.parametrize("second", ["nia", "glyn"])
def test_of_two_pages_the_second_reads_what_the_first_saved_and_keeps_what_was_chosen(
    second, request, nia, gwen, school, plan
):
    other = make.make_person("Gwilym Parri")
    make.appoint(other, "governor", school)
    keys = [str(each.appointments.get().public_id) for each in (gwen, other)]
    late = Visitor(request.getfixturevalue(second), "en").open(own("rights", plan))
    Visitor(nia, "en").open(own("rights", plan)).fill(governors=keys[:1])
    (sentence,) = late.refused(governors=keys[1:])
    assert sentence.startswith("You saved this in another tab" if second == "nia" else "Somebody else saved this while")
    assert late.form.fields["governors"].holds == keys[1:]
    late.says("Two versions of this text", "Saved in the meantime", "Typed by you")
    assert may(again(gwen), May.RECORD_APPROVAL, school) and not may(again(other), May.RECORD_APPROVAL, school)
    late.fill()
    assert may(again(other), May.RECORD_APPROVAL, school) and not may(again(gwen), May.RECORD_APPROVAL, school)


def test_what_was_taken_back_meanwhile_is_not_given_again_unawares(nia, glyn, gwen, school, plan):
    let(school, [gwen.appointments.get()], nia)
    late = Visitor(glyn, "en").open(own("rights", plan))
    let(school, [], nia)
    assert len(late.refused()) == 1
    late.says("Nobody")
    assert not may(again(gwen), May.RECORD_APPROVAL, school)


def test_the_page_of_the_plan_says_when_it_is_to_be_revised_and_tells_head_and_chair_when_it_is_overdue(
    glyn, nia, gwen, sion, school, plan
):
    approve(plan, glyn)
    detail = reverse("plans:detail", args=[school.public_id, YEAR])
    due = "twelve months after the governing body approved"
    for person in (glyn, gwen):
        Visitor(person, "en").open(detail).says("Revision due by", due).says_nothing_of("is overdue")
    approve(plan, glyn, approved_on=clock.today() - dt.timedelta(days=30))
    Inspection.all_rows.create(school=school, report_on=make.YESTERDAY, follow_up="none")
    for person in (glyn, nia):
        page = Visitor(person, "en").open(detail).says("because of the inspection report")
        page.says("The revision of this plan is overdue.")
    for person in (gwen, sion):
        Visitor(person, "en").open(detail).says("because of the inspection report").says_nothing_of("is overdue")
