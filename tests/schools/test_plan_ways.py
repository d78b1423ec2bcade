"""What the pages of a plan lead to: the year's step, the way to each gap, what helps to choose, and what was done."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.access import INVITED
from schools.form_fields import DateField
from schools.governing_body import actions as governing_body
from schools.models import Plan, Priority, Service, Title
from schools.plan_approvals import last_approval_of
from schools.plan_parts import actions as plan_parts
from schools.plans import actions
from tests import factories as make
from tests.on_pages import Visitor, forms_in
from tests.plan_addresses import plan_page
from tests.schools.inviting import form_data, invite

YEAR = clock.current_school_year()
TODAY = clock.today()


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    make.write_in(make.make_self_evaluation(school))
    return actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())


def address(plan: Plan, page: str, *more: Any) -> str:
    return plan_page(plan, page, *more)


def test_the_page_for_sharing_has_no_button_while_there_is_no_priority_and_leads_to_where_one_is_drawn(nia, plan):
    visitor = Visitor(nia, "en").open(address(plan, "share"))
    assert forms_in(visitor.page) == []
    assert visitor.offers(address(plan, "draw"))
    visitor.open(address(plan, "check"))
    assert visitor.offers(address(plan, "draw")) and not visitor.offers(address(plan, "share"))


def test_before_sharing_the_approval_is_offered_first_and_the_door_is_not_locked(nia, plan):
    plan_parts.draw(plan, priorities=list(Priority.all_rows.all()), year=1, by=nia, once=uuid.uuid4())
    visitor = Visitor(nia, "en").open(address(plan, "check"))
    visitor.says("The governing body’s approval of the plan as it stands.")
    ways = [visitor.page.index(f'href="{visitor.at(address(plan, name))}"') for name in ("approve", "share")]
    assert ways == sorted(ways)


def test_a_plan_approved_on_paper_before_it_was_typed_in_is_recorded_with_the_true_date(nia, plan):
    plan_parts.draw(plan, priorities=list(Priority.all_rows.all()), year=1, by=nia, once=uuid.uuid4())
    plan.refresh_from_db()
    words = {"meeting": "Corff llawn", "lang": "cy", "version": plan.version, "by": nia}
    day = TODAY - dt.timedelta(days=1)
    governing_body.record_approval(plan, approved_on=day, once=uuid.uuid4(), **words)
    assert last_approval_of(plan).approved_on == day


def test_the_list_says_which_plan_the_step_of_the_year_needs(nia, school):
    there = reverse("plans:index", args=[school.public_id])
    visitor = Visitor(nia, "en").open(there)
    this = f"In this school year ({clock.school_year_words(YEAR)}), "
    visitor.says(f"{this}a plan that covers the year is to be approved and shared.")
    plan = actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    visitor.open(there).says(f"{this}the plan for {plan.period} is to be", "Begin next year’s plan early")
    visitor.says_nothing_of("Start the plan for", "or start a new one")


def test_drawing_shows_what_last_years_plan_holds_and_where_support_is_needed(nia, plan):
    first = Priority.all_rows.order_by("pk").first()
    Priority.all_rows.exclude(pk=first.pk).update(needs_support=False)
    last = Plan.all_rows.create(school=plan.school, first_year=YEAR - 1)
    plan_parts.draw(last, priorities=[first], year=1, by=nia, once=uuid.uuid4())
    page = Visitor(nia, "en").open(address(plan, "draw")).page
    assert page.count(f"Already in the plan for {last.period}") == page.count("We need support with this") == 1


def test_every_change_of_a_plan_is_confirmed_in_a_sentence(nia, plan):
    visitor = Visitor(nia, "en").open(address(plan, "draw"))
    offers = visitor.form.fields["priorities"].offers
    visitor.fill(priorities=offers[:1], year="1").says("The priorities have been drawn into the plan.")
    priority = plan.priorities.get()
    visitor.open(address(plan, "add", priority.public_id, "targets"))
    visitor.fill(text="x", expected_outcome="y", lang="en").says("The target has been added.")
    target = priority.targets.get()
    visitor.open(address(plan, "edit", "targets", target.public_id)).fill(text="z").says("The target has been saved.")
    visitor.open(address(plan, "remove", "targets", target.public_id)).fill().says("The target has been removed")
    visitor.open(address(plan, "edit", "priorities", priority.public_id)).fill(text="z")
    visitor.says("The priority has been saved.")
    visitor.open(address(plan, "link", priority.public_id)).fill().says("What the priority comes from has been saved.")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_new_target_is_written_in_the_language_of_the_page(nia, plan, language):
    plan_parts.draw(plan, priorities=list(Priority.all_rows.all()[:1]), year=1, by=nia, once=uuid.uuid4())
    visitor = Visitor(nia, language).open(address(plan, "add", plan.priorities.get().public_id, "targets"))
    assert visitor.form.fields["lang"].holds == [language]


def test_an_adviser_is_called_by_the_title_of_their_service(nia, alun, olwen, plan, service: Service):
    words = {"title_cy": "Partner Gwella Ysgol", "title_en": "School Improvement Partner"}
    Title.all_rows.create(service=service, role="service_adviser", **words)
    Visitor(nia, "en").open(address(plan, "check")).says("the council and your School Improvement Partner")
    page = Visitor(olwen, "en").open(reverse("register:index")).page
    assert page.count("School Improvement Partner") >= 2 and "Adviser" not in page


def test_a_month_in_words_is_answered_with_how_to_write_it():
    with pytest.raises(ValidationError, match="as numbers"):
        DateField().clean({"day": "20", "month": "January", "year": "2027"})


def test_who_accepts_a_second_role_acts_in_it_at_once(client: Client, nia, olwen, other_school):
    invitation = invite(other_school, olwen, email=nia.email, role="governor")
    client.force_login(nia)
    session = client.session
    session[INVITED] = str(invitation.public_id)
    session.save()
    url = reverse("people:join")
    page = client.post(url, form_data(client, url), follow=True).content.decode()
    assert "You now act in this role: Governor, Ysgol Pen y Bryn." in page
    assert client.session["hat"] == "governor"
