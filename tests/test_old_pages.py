"""A page that was sent long ago is sent again: it is answered with its first result only while that result stands."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from discussions.agenda import actions as agenda
from discussions.models import AgendaItem, Record
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import Event, Invitation, Plan, PlanPriority, Priority, Section, Strength, Version
from schools.people import actions as people
from schools.plans import actions as plans
from tests import factories as make
from tests.discussions import rounds
from tests.discussions.meetings import key, schedule
from tests.on_pages import Visitor, errors_on
from tests.schools.writing import passage

pytestmark = pytest.mark.django_db


class OldPage:
    """A page that stays open, with its form as it was; each press sends it as if it had never been sent."""

    def __init__(self, person: Any, path: str) -> None:
        self.visitor = Visitor(person, "en").open(path)
        self.path, self.form = self.visitor.path, self.visitor.form

    def press(self, **typed: Any) -> Visitor:
        self.visitor.path = self.path
        return self.visitor.press(self.form, **typed)


@pytest.fixture
def section(school: Any) -> Section:
    return make.make_self_evaluation(school).sections.select_related("area").first()


def page_of(section: Section, name: str, *more: Any) -> str:
    evaluation = section.self_evaluation
    place = [evaluation.school.public_id, evaluation.school_year, section.area.code, *more]
    return reverse(f"self_evaluations:{name}", args=place)


def words_of(section: Section) -> str:
    return passage(section).text


def test_one_who_goes_back_to_the_first_words_is_shown_what_stands_now(nia, section):
    page = OldPage(nia, page_of(section, "write"))
    page.press(going_well="First words", lang="en")
    page.press(going_well="Second words", lang="en")
    page.visitor.fill()
    assert words_of(section) == "Second words"
    page.press(going_well="First words", lang="en").says("Two versions of this text", "Second words")
    page.visitor.fill()
    assert words_of(section) == "First words"


def test_an_old_page_sent_again_after_somebody_else_saved_shows_both_texts(nia, sion, section):
    page = OldPage(nia, page_of(section, "write"))
    page.press(going_well="By Nia", lang="en")
    Visitor(sion, "en").open(page.path).fill(going_well="By Siôn", lang="en")
    page.press(going_well="By Nia", lang="en").says("Two versions of this text", "By Siôn")
    assert not page.visitor.led


def test_what_was_removed_meanwhile_is_added_again_and_once(nia, olwen, school):
    discussion = schedule(school, olwen, nia)
    page = OldPage(nia, reverse("agenda:add", args=[discussion.public_id]))
    page.press(text="The bus", lang="en")
    agenda.remove(AgendaItem.all_rows.get(), by=nia, once=key())
    for _press in range(2):
        assert page.press(text="The bus", lang="en").led
    assert AgendaItem.all_rows.get().text == "The bus"


def test_the_old_page_takes_back_a_record_that_was_sent_again(school, alun):
    load_support_kinds()
    record = records.begin(rounds.make_discussion(school), by=alun, once=key())
    rounds.write_record(record, by=alun)
    records.send(record, by=alun, once=key())
    page = OldPage(alun, reverse("records:withdraw", args=[record.discussion.public_id]))
    page.press()
    records.send(record, by=alun, once=key())
    page.press()
    assert Record.all_rows.get().status == Record.Status.DRAFT


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    plan = Plan.all_rows.create(school=school, first_year=clock.current_school_year())
    priorities = list(Priority.all_rows.filter(section__self_evaluation=evaluation)[:1])
    plans.draw(plan, priorities=priorities, year=1, by=nia, once=key())
    for part in ("targets", "actions"):
        add_to(plan, part, nia)
    return plan


def add_to(plan: Plan, part: str, by: Any) -> None:
    words = {"text": "80%", "expected_outcome": "Gwell", "lang": "cy"}
    if part == "actions":
        begins = dt.date(plan.first_year, 10, 1)
        words = {"text": "Hyfforddi", "lead": "Siôn", "lang": "cy", "starts_on": begins, "ends_on": begins}
    plans.add(plan.priorities.first(), plans.PARTS[part], by=by, once=key(), **words)


def approve(plan: Plan, by: Any) -> None:
    plan.refresh_from_db()
    words = {"approved_on": clock.today(), "meeting": "Llawn", "lang": "cy", "version": plan.version}
    plans.record_approval(plan, by=by, once=key(), **words)


def test_a_plan_changed_and_approved_anew_is_shared_anew_by_the_old_page(nia, plan):
    approve(plan, nia)
    page = OldPage(nia, reverse("plans:share", args=[plan.school.public_id, plan.first_year]))
    page.press(**make.REASON)
    page.press(**make.REASON)
    assert Version.all_rows.count() == 1
    add_to(plan, "targets", nia)
    approve(plan, nia)
    page.press(**make.REASON)
    assert Version.all_rows.count() == 2


def test_a_plan_changed_since_is_not_said_to_be_shared(nia, plan):
    approve(plan, nia)
    page = OldPage(nia, reverse("plans:share", args=[plan.school.public_id, plan.first_year]))
    page.press(**make.REASON)
    add_to(plan, "targets", nia)
    assert not page.press(**make.REASON).led
    assert errors_on(page.visitor.page)


def test_a_priority_taken_out_of_the_plan_is_drawn_again_by_the_old_page(nia, plan):
    page = OldPage(nia, reverse("plans:draw", args=[plan.school.public_id, plan.first_year]))
    ticked = page.form.fields["priorities"].offers[:1]
    page.press(priorities=ticked, year="1")
    plans.remove(PlanPriority.all_rows.latest("pk"), by=nia, once=key())
    page.press(priorities=ticked, year="1")
    assert PlanPriority.all_rows.filter(links__public_id=ticked[0]).count() == 1


def test_the_key_of_one_person_is_not_the_key_of_another(nia, sion, section):
    path = page_of(section, "add", "strengths")
    one, other = OldPage(nia, path), OldPage(sion, path)
    one.press(text="The same words", lang="en")
    other.press(text="The same words", lang="en", once=one.form.fields["once"].holds)
    assert Strength.all_rows.filter(section=section).count() == 2


def test_an_act_within_an_act_is_part_of_it_and_is_repeated_with_it(olwen, nia, school):
    held, pressed = nia.appointments.get(), key()
    words = {"last_day": clock.today() + dt.timedelta(days=9), "name": "Elen", "email": "elen@example.org"}
    for _press in range(2):
        people.hand_over(held, by=olwen, once=pressed, language="cy", acting=False, **words)
    assert Invitation.all_rows.count() == 1
    ended, invited = Event.all_rows.order_by("pk")
    assert (ended.verb, invited.verb) == ("role.ended", "invitation.sent")
    assert ended.act == invited.act is not None
