"""What the shared plans of this year are about: counted by theme, read by theme, and no school ranked."""

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.governing_body import actions as governing_body
from schools.models import NationalPriority, NationalPriorityAnswer, NationalPriorityLink, Plan, Priority
from schools.plan_parts import actions as plan_parts
from schools.plans import actions
from schools.shared_priorities.queries import Line, lines
from tests import factories as make
from tests.on_pages import Visitor, links_in
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
INDEX = reverse("shared_priorities:index")


def share(school: Any, head: Any, words: str, *, areas: int = 1, year: int = YEAR, serves: Any = None) -> Plan:
    """A plan with a priority in the first so many areas, submitted, approved and shared."""
    evaluation = make.make_self_evaluation(school, year)
    make.write_in(evaluation, words)
    submit(evaluation, by=head)
    plan = actions.start(school, year=year, by=head, once=uuid.uuid4())
    sources = list(Priority.all_rows.filter(section__self_evaluation=evaluation).order_by("section__area__position"))
    plan_parts.draw(plan, priorities=sources[:areas], year=1, by=head, once=uuid.uuid4())
    if serves:
        answer = NationalPriorityAnswer.all_rows.create(plan=plan, national_priority=serves)
        NationalPriorityLink.all_rows.create(answer=answer, plan_priority=plan.priorities.first())
    plan.refresh_from_db()
    meeting = {"approved_on": clock.today(), "meeting": "Corff", "lang": "cy", "version": plan.version}
    governing_body.record_approval(plan, by=head, once=uuid.uuid4(), **meeting)
    actions.share(plan, by=head, once=uuid.uuid4(), **make.REASON)
    return plan


@pytest.fixture
def attendance(db: None) -> NationalPriority:
    code, _made = NationalPriority.all_rows.get_or_create(
        code="attendance", defaults={"name_cy": "Presenoldeb", "name_en": "Attendance", "first_year": 2023}
    )
    return code


def test_a_theme_is_counted_once_a_school_and_stands_by_its_name(school, other_school, nia, owain, olwen, attendance):
    share(school, nia, "Nant", areas=3, serves=attendance)
    share(other_school, owain, "Bryn", areas=1)
    plans, themes, national = lines(olwen)
    assert (plans, [line.schools for line in themes].count(2), len(themes)) == (2, 1, 3)
    assert [line.name for line in themes] == sorted(line.name for line in themes)
    assert national == [Line("attendance", "Attendance", 1)]


def test_a_school_that_shares_again_counts_once_with_what_it_shared_last(school, nia, olwen):
    share(school, nia, "Nant", year=YEAR - 1, areas=3)
    plan = share(school, nia, "Eto", areas=1)
    assert plan.first_year == YEAR
    plans, themes, _national = lines(olwen)
    assert (plans, [line.schools for line in themes]) == (1, [1])


def test_a_plan_of_years_that_are_over_is_not_counted(school, nia, olwen):
    share(school, nia, "Nant", year=YEAR - 3)
    assert lines(olwen) == (0, [], [])


def test_what_is_not_shared_is_not_counted(school, nia, olwen):
    plan = actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation, "Cyfrinach")
    plan_parts.draw(plan, priorities=list(Priority.all_rows.all()), year=1, by=nia, once=uuid.uuid4())
    assert lines(olwen) == (0, [], [])


def test_an_interest_and_another_councils_school_stay_out(school, other_school, nia, owain, elin, rhys):
    share(school, nia, "Nant")
    share(other_school, owain, "Bryn")
    assert (lines(elin)[0], lines(rhys)[0]) == (1, 0)


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_theme_is_read_in_the_schools_own_words_by_the_names_of_the_schools(
    school, other_school, nia, owain, alun, mari, language
):
    share(other_school, owain, "Geiriau Pen y Bryn")
    share(school, nia, "Geiriau Nant y Coed")
    lead = Visitor(mari, language).open(reverse("home:index")).follow(INDEX)
    (link,) = (each for each in links_in(lead.page) if re.search("what-plans-are-about/.+", each))
    read = lead.open(link).page
    assert read.index("Ysgol Nant y Coed") < read.index("Ysgol Pen y Bryn")
    assert '<div class="portal-words" lang="cy"><p>Geiriau Pen y Bryn' in read
    assert "Geiriau Pen y Bryn" not in Visitor(alun, language).open(link).page, "not assigned to that school"


def test_a_theme_of_no_plan_is_not_found(client, school, nia, olwen):
    share(school, nia, "Nant")
    client.force_login(olwen)
    assert client.get(reverse("shared_priorities:theme", args=["no-such-area"])).status_code == 404


def test_before_any_plan_is_shared_the_page_says_so(olwen):
    assert "No plan has been shared yet" in Visitor(olwen, "en").open(INDEX).page
