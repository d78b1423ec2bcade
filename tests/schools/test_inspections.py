"""What Estyn reported: written down by the headteacher or the council, read by whoever sees the school."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools.history import told_to
from schools.inspections import actions
from schools.models import Event, Inspection, Plan, Recommendation, RecommendationLink, Revision
from schools.refusals import Refused
from tests.on_pages import Visitor
from tests.story import day

REPORT = dt.date(2026, 3, 9)
DARLLEN = "Gwella darllen y disgyblion hŷn"


@pytest.fixture
def inspection(school: Any, nia: Any) -> Inspection:
    words = {"report_on": REPORT, "follow_up": "special_measures", "follow_up_ended_on": None}
    return actions.add(school, by=nia, once=uuid4(), **words)


@pytest.fixture
def item(inspection: Inspection, nia: Any) -> Recommendation:
    return actions.recommend(inspection, number=1, text=DARLLEN, lang="cy", by=nia, once=uuid4())


def test_an_officer_writes_down_an_inspection_with_its_recommendations_from_the_page_of_the_school(
    olwen, nia, gwen, school
):
    index = reverse("inspections:index", args=[school.public_id])
    page = Visitor(olwen, "en").open(reverse("register:detail", args=[school.public_id])).follow(index)
    page.says("No inspection has been written down yet").follow(reverse("inspections:add", args=[school.public_id]))
    page.fill(follow_up="significant_improvement", **day("report_on", REPORT))
    page.fill(number="1", text=DARLLEN, lang="cy").says("9 March 2026", "In need of significant improvement", DARLLEN)
    assert page.page.count('lang="cy"') >= 1
    Visitor(nia, "cy").open(index).says("9 Mawrth 2026", DARLLEN)
    Visitor(gwen, "en").open(index).says(DARLLEN).says_nothing_of(reverse("inspections:add", args=[school.public_id]))


def test_the_next_recommendation_is_offered_the_next_number_and_the_same_language(nia, school, inspection, item):
    page = Visitor(nia, "en").open(reverse("inspections:recommend", args=[school.public_id, inspection.public_id]))
    assert page.form.filled()["number"] == ["2"]
    page.fill(text="Presenoldeb", press="another").fill(text="Llesiant")
    assert list(inspection.recommendations.values_list("number", "lang")) == [(1, "cy"), (2, "cy"), (3, "cy")]


def test_the_end_of_a_follow_up_is_written_down_later(nia, school, inspection):
    edit = reverse("inspections:edit", args=[school.public_id, inspection.public_id])
    Visitor(nia, "en").open(edit).fill(**day("follow_up_ended_on", dt.date(2026, 9, 1))).says("1 September 2026")
    inspection.refresh_from_db()
    assert (inspection.follow_up, inspection.version) == ("special_measures", 2)


def test_the_former_words_of_a_recommendation_are_kept_also_when_it_is_removed(nia, inspection, item):
    actions.reword(item, number=1, text="Newydd", lang="cy", version=1, by=nia, once=uuid4())
    actions.remove(inspection, by=nia, once=uuid4())
    kept = Revision.all_rows.filter(target_id=item.public_id).order_by("pk").values_list("text", flat=True)
    assert list(kept)[:2] == [DARLLEN, "Newydd"] and not Recommendation.all_rows.exists()


def test_a_recommendation_that_a_priority_answers_is_not_removed(nia, olwen, school, inspection, item):
    """The council is not told what the living plan draws on."""
    priority = Plan.all_rows.create(school=school, first_year=2026).priorities.create(text="x", lang="en", year=1)
    RecommendationLink.all_rows.create(plan_priority=priority, recommendation=item)
    said = {}
    for person in (nia, olwen):
        for action, thing in ((actions.take_out, item), (actions.remove, inspection)):
            with pytest.raises(Refused) as refusal:
                action(thing, by=person, once=uuid4())
            said[person] = str(refusal.value.message)
    assert "plan" in said[nia] and "plan" not in said[olwen]


@pytest.mark.parametrize("who", ["sion", "glyn", "gwen", "alun", "owain", "elin", "rhys"])
def test_nobody_but_the_headteacher_and_the_council_writes_an_inspection_down(who, request, school, inspection, item):
    by = request.getfixturevalue(who)
    words: dict[str, Any] = {"report_on": REPORT, "follow_up": "none", "follow_up_ended_on": None}
    said: dict[str, Any] = {"number": 2, "text": "x", "lang": "en"}
    for act in (
        lambda: actions.add(school, by=by, once=uuid4(), **words),
        lambda: actions.edit(inspection, version=1, by=by, once=uuid4(), **words),
        lambda: actions.remove(inspection, by=by, once=uuid4()),
        lambda: actions.recommend(inspection, by=by, once=uuid4(), **said),
        lambda: actions.reword(item, version=1, by=by, once=uuid4(), **said),
        lambda: actions.take_out(item, by=by, once=uuid4()),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_history_tells_it_inside_the_school_and_outside(nia, mari, alun, item):
    for person in (nia, alun):
        events = Event.objects.visible_to(person).filter(verb__regex=r"^(inspection|recommendation)\.")
        words = {entry.sentence for entry in told_to(person, events)}
        recommended = "A recommendation of an inspection was written down."
        assert words == {recommended, "An inspection of the school was written down."}
