"""The biggest plan (12 priorities, 120 actions, 400 notes of progress) is read like a small one."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schools import clock
from schools.models import Action, Milestone, Plan, PlanPriority, Priority, PriorityLink, ProgressNote, Target
from tests import factories as make
from tests.plan_addresses import plan_page

LARGEST = 100_000  # bytes of HTML
YEAR = clock.current_school_year()
LONG = "Mae pob athro yn cynllunio cyfleoedd i ysgrifennu ar draws y cwricwlwm."


def fill(plan: Plan, by: Any, *, priorities: int, actions: int, notes: int) -> None:
    sources = list(Priority.all_rows.filter(section__self_evaluation__school=plan.school))
    day = dt.date(YEAR, 10, 1)
    under: list[Action] = []
    for number in range(priorities):
        words = {"text": LONG, "lang": "cy", "purpose": LONG, "lead": "Dirprwy", "success_criteria": LONG}
        priority = PlanPriority.all_rows.create(plan=plan, year=number % 3 + 1, **words)
        PriorityLink.all_rows.create(plan_priority=priority, priority=sources[number % len(sources)])
        Target.all_rows.create(plan_priority=priority, text=LONG, expected_outcome=LONG, lang="cy", baseline="60%")
        Milestone.all_rows.create(plan_priority=priority, text=LONG, lang="cy", term="autumn")
        cost = Decimal("1250.50")
        under += Action.all_rows.bulk_create(
            Action(plan_priority=priority, text=LONG, lang="cy", lead="Dirprwy", starts_on=day, ends_on=day, cost=cost)
            for _each in range(actions)
        )
    ProgressNote.all_rows.bulk_create(
        ProgressNote(action=under[number % len(under)], status="in_progress", text=LONG, lang="cy", by=by)
        for number in range(notes)
    )


def read(client: Client, plan: Plan, *pages: str) -> dict[str, tuple[int, int]]:
    found = {}
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(plan_page(plan, page))
        assert answer.status_code == 200
        found[page] = len(asked), len(answer.content)
    return found


def test_the_biggest_plan_is_one_page_of_a_constant_number_of_queries(client, nia, glyn, school):
    make.write_in(make.make_self_evaluation(school))
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    fill(plan, nia, priorities=1, actions=1, notes=1)
    small = {}
    for person in (nia, glyn):
        client.force_login(person)
        small[person] = read(client, plan, "detail", "check")
    fill(plan, nia, priorities=11, actions=10, notes=400)
    for person in (nia, glyn):
        client.force_login(person)
        big = read(client, plan, "detail", "check")
        assert {name: number for name, (number, _size) in big.items()} == {
            name: number for name, (number, _size) in small[person].items()
        }
        assert max(number for number, _size in big.values()) <= 12
        assert max(size for _number, size in big.values()) < LARGEST, big
