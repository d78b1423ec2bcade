"""The pages of a proposal in words: who is who, what would change, what failed, and links that are each their own."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from discussions.models import Discussion, Placement, Proposal, Round
from schools import clock
from schools.school_days import no_school_meets
from tests.discussions.meetings import schedule
from tests.discussions.proposals import at, leave_out, make_proposal, move_it, place
from tests.on_pages import Visitor

pytestmark = pytest.mark.django_db

DAY = next(day for number in range(35, 50) if not no_school_meets(day := clock.today() + dt.timedelta(days=number)))
LATER = next(day for number in range(1, 9) if not no_school_meets(day := DAY + dt.timedelta(days=number)))
TIMES = {"starts_at": at(10, DAY), "ends_at": at(11, DAY)}


@pytest.fixture
def year(council):
    found, _new = Round.all_rows.get_or_create(council=council, school_year=clock.school_year_of(DAY))
    Round.all_rows.filter(pk=found.pk).update(minutes=60)
    return found


@pytest.fixture
def proposal(council, olwen, year):
    return make_proposal(council, olwen, round=year)


@pytest.fixture
def people(nia, alun, olwen):
    return [(nia, "headteacher"), (alun, "adviser"), (olwen, "officer")]


@pytest.fixture
def shown(olwen, year, council):
    def of(name, question="", language="en"):
        path = reverse(f"planning:{name}", args=[year.school_year, council.public_id])
        return Visitor(olwen, language).open(path.replace("/en/", f"/{language}/", 1) + question)

    return of


def released(client, olwen, proposal, *placements, **words):
    client.force_login(olwen)
    path = reverse("planning:release", args=[proposal.round.school_year, proposal.round.council.public_id])
    sent = {"once": str(uuid4()), "placements": [str(each.public_id) for each in placements], **words}
    return client.post(path, sent).content.decode()


def test_each_who_would_take_part_is_named_with_what_they_are(shown, proposal, school, people):
    place(proposal, school, people=people, **TIMES)
    page = shown("index").page
    for said in ("Nia (Headteacher)", "Alun (Improvement service)", "Olwen (Council officer)"):
        assert said in page


def test_schools_without_a_date_stand_first_and_are_placed_by_hand(shown, proposal, school, other_school, people):
    place(proposal, school, people=people, **TIMES)
    leave_out(proposal, other_school, facts={"why": [{"code": "lacks_adviser"}]})
    page = shown("index").page
    assert page.index("Schools without a date") < page.index(other_school.name) < page.index(">Proposed dates, beside")
    by_hand = reverse("professional_discussions:schedule", args=[school.public_id])
    assert f"{by_hand}?date={DAY}&amp;starts=10%3A00&amp;ends=11%3A00&amp;with={people[0][0].public_id}" in page


def test_a_date_that_is_set_says_what_would_change_and_one_that_stays_is_not_offered(
    shown, proposal, school, other_school, people, olwen, lowri, nia, owain, alun
):
    moved = schedule(school, olwen, nia, alun, lowri, date=LATER, starts=dt.time(14), ends=dt.time(16))
    stays = schedule(other_school, olwen, owain, olwen, date=DAY, starts=dt.time(14), ends=dt.time(15))
    facts = {"joins": [str(olwen.public_id)], "leaves": [str(lowri.public_id)], "people": [str(lowri.public_id)]}
    move_it(proposal, moved, school, people=people, facts=facts, **TIMES)
    same = {"starts_at": at(14, DAY), "ends_at": at(15, DAY)}
    kept = move_it(proposal, stays, other_school, people=[(owain, "headteacher"), (olwen, "officer")], **same)
    page = shown("release").page
    assert "It would be moved from" in page and "New in it: Olwen." in page and "No longer in it: Lowri." in page
    assert "It would last 60 minutes instead of 120." in page
    assert "Dates that are set and would be changed: 1. Dates that need no change: 1." in page
    assert str(kept.public_id) not in page


def test_the_ticks_can_be_shown_empty(shown, proposal, school, people):
    place(proposal, school, people=people, **TIMES)
    assert "checked" in shown("release").page
    assert "checked" not in shown("release", "?ticked=none").page


def test_each_school_that_meets_online_has_its_own_link_and_others_need_none(
    client, shown, proposal, school, other_school, people, olwen, owain
):
    away = place(proposal, school, people=people, setting="online", **TIMES)
    here = place(proposal, other_school, people=[(owain, "headteacher"), (olwen, "officer")], **TIMES)
    released(client, olwen, proposal, here)
    here.refresh_from_db()
    assert here.release_asked_at
    assert "Enter the link for joining online: " in released(client, olwen, proposal, away)
    released(client, olwen, proposal, away, **{f"link_{away.public_id.hex}": "https://meet.example/1"})
    away.refresh_from_db()
    assert away.online_link == "https://meet.example/1"


def test_what_could_not_be_released_stands_at_the_top(client, shown, proposal, school, people, olwen, nia):
    found = place(proposal, school, people=people, **TIMES)
    released(client, olwen, proposal, found)
    Placement.all_rows.filter(pk=found.pk).update(refused_because="taken")
    assert "1 date could not be released. It says why beside it" in shown("index").page


def test_a_search_that_failed_says_so_and_what_to_do_and_nothing_else(shown, proposal):
    Proposal.all_rows.update(status="closed", outcome="failed", closed_because="failed")
    page = shown("index").page
    assert "The dates could not be worked out. Nothing was changed" in page and "Try again." in page
    assert "discussions" not in page.split("<h1")[1].split("Try again")[0]
    assert "has its date already" not in page


def test_after_a_stop_the_page_says_one_thing(shown, proposal):
    working = {"status": "working", "outcome": "", "ready_at": None, "stop_asked_at": clock.now()}
    Proposal.all_rows.update(**working)
    page = shown("index").page
    assert "The search is ending." in page and "begins in a moment" not in page


def test_inside_a_welsh_sentence_a_day_begins_with_a_small_letter(shown, proposal, school):
    facts = {"why": [{"code": "nearest", "half_day": {"date": DAY.isoformat(), "part": "morning"}}]}
    leave_out(proposal, school, facts=facts)
    page = shown("index", language="cy").page
    assert " yw dydd " in page and " yw Dydd " not in page


def test_nothing_is_scheduled_by_looking(shown, proposal, school, people):
    place(proposal, school, people=people, **TIMES)
    shown("index"), shown("release")
    assert not Discussion.all_rows.exists()
