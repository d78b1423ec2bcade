"""What a new row is to point at is removed at that very moment: a sentence, the words in the form, never an error."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from schools import clock
from schools.models import Plan, Priority, Target
from schools.plan_parts import actions as plan_parts
from tests import factories as make
from tests.on_pages import Visitor, errors_on
from tests.plan_addresses import plan_page

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "This has been removed in the meantime"
A_MOMENT = 2  # seconds: time enough for the removal, if nothing holds it back


@pytest.fixture
def meanwhile(monkeypatch: Any) -> Iterator[Callable[..., None]]:
    """`meanwhile(module, name, act)`: when the portal next calls that function, somebody else does `act`."""
    threads: list[Thread] = []

    def prepare(module: Any, name: str, act: Callable[[], Any]) -> None:
        called = getattr(module, name)

        def elsewhere() -> None:
            act()
            connections.close_all()

        def call(*args: Any, **kwargs: Any) -> Any:
            monkeypatch.setattr(module, name, called)
            threads.append(Thread(target=elsewhere))
            threads[-1].start()
            threads[-1].join(timeout=A_MOMENT)
            return called(*args, **kwargs)

        monkeypatch.setattr(module, name, call)

    yield prepare
    for thread in threads:
        thread.join(timeout=60)


@pytest.fixture
def priority(school: Any) -> Priority:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    return Priority.all_rows.filter(section__self_evaluation=evaluation).first()


@pytest.fixture
def plan(school: Any, priority: Priority) -> Plan:
    return Plan.all_rows.create(school=school, first_year=clock.current_school_year())


def page(person: Any, route: str, plan: Plan, *more: Any) -> Visitor:
    return Visitor(person, "en").open(plan_page(plan, route, *more))


def refused_as_gone(visitor: Visitor, **words: Any) -> None:
    visitor.press(**words)
    assert not visitor.led
    assert any(GONE in line for line in errors_on(visitor.page)), errors_on(visitor.page)


def test_a_target_for_a_priority_that_is_being_removed_is_refused_with_its_words(meanwhile, nia, plan):
    parent = plan.priorities.create(text="Darllen", lang="cy", year=1)
    visitor = page(nia, "add", plan, parent.public_id, "targets")
    meanwhile(plan_parts, "require", parent.delete)
    refused_as_gone(visitor, text="80%", expected_outcome="Fluent readers", lang="en")
    visitor.says("Fluent readers")
    assert not Target.all_rows.exists()


def test_a_priority_removed_from_the_self_evaluation_while_it_is_drawn_is_not_drawn(meanwhile, nia, plan, priority):
    visitor = page(nia, "draw", plan)
    meanwhile(plan_parts, "require", priority.delete)
    refused_as_gone(visitor, priorities=[str(priority.public_id)], year="1")
    assert not plan.priorities.exists()


def test_words_that_come_from_a_removed_priority_stay_in_the_form(meanwhile, nia, plan, priority):
    visitor = page(nia, "write", plan)
    meanwhile(plan_parts, "require", priority.delete)
    refused_as_gone(visitor, text="In our own words", lang="en", comes_from=[str(priority.public_id)], year="1")
    visitor.says("In our own words")


def test_a_priority_that_is_being_removed_is_not_linked(meanwhile, nia, plan, priority):
    own = plan.priorities.create(text="Darllen", lang="cy", year=1)
    visitor = page(nia, "link", plan, own.public_id)
    meanwhile(plan_parts, "require", priority.delete)
    refused_as_gone(visitor, comes_from=[str(priority.public_id)])
    assert not own.links.exists()
