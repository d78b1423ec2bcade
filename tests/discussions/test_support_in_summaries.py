"""The support agreed with a school is offered for the summary of its plan, to those who may read the record."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from discussions.agreed_support import support_of
from discussions.models import Party
from schools import clock
from schools.models import Plan, SummaryLine
from schools.outside_support import support_between
from tests import factories as make
from tests.discussions.rounds import agree, agree_all, differ
from tests.on_pages import Visitor

pytestmark = pytest.mark.django_db
FIRST, LAST = clock.school_year_bounds(clock.current_school_year())


@pytest.fixture
def plan(school: Any) -> Plan:
    return make.make_plan(school)


def page(plan: Plan, name: str, *more: Any) -> str:
    return reverse(f"plan_summary:{name}", args=[plan.school.public_id, plan.first_year, *more])


def test_support_that_all_agreed_is_ticked_into_the_summary_with_who_gives_it(sent, cast, school, plan):
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    [given] = support_between(cast.nia, school, FIRST, LAST)
    assert given.words == "CANARY-support (from: Improvement service)"
    visitor = Visitor(cast.nia, "en").open(page(plan, "index")).follow(page(plan, "choose", "support"))
    visitor.says(given.words).fill(sources=[str(given.id)])
    line = SummaryLine.all_rows.get(part="support")
    assert (line.text_en, line.source) == (given.words, given.id)
    visitor.says(given.words).says_nothing_of("not in the plan any more")
    visitor.open(page(plan, "choose", "support")).says("does not stand in the summary already")


def test_what_is_not_agreed_by_all_or_lies_in_another_year_is_not_offered(sent, cast, school, plan):
    assert support_between(cast.nia, school, FIRST, LAST) == []
    agree(sent, cast.nia, Party.SCHOOL, school)
    differ(sent, cast.olwen, Party.COUNCIL)
    agree(sent, cast.alun, Party.SERVICE)
    assert support_of(cast.nia, school) != []
    assert support_between(cast.nia, school, FIRST, LAST) == []


def test_support_of_another_year_is_not_offered(sent, cast, school, plan):
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    year = dt.timedelta(days=400)
    assert support_between(cast.nia, school, FIRST - 2 * year, FIRST - year) == []
    [given] = support_between(cast.nia, school, FIRST - 2 * year, LAST + 2 * year)
    for first, last in ((given.ends_on, given.ends_on), (given.starts_on, given.starts_on)):
        assert support_between(cast.nia, school, first, last) == [given]
    day = dt.timedelta(days=1)
    assert support_between(cast.nia, school, given.ends_on + day, LAST + 2 * year) == []


def test_who_may_not_read_the_record_is_offered_nothing_of_it(sent, cast, school, plan):
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    Visitor(cast.carys, "en").open(page(plan, "choose", "support")).says("you may not read the records")
    for outsider in (cast.carys, cast.owain):
        assert support_between(outsider, school, FIRST, LAST) == []
