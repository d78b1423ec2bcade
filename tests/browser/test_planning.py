"""Dates for all schools at once: from nothing to invitations in a few presses, and the pages on the way there."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from discussions.models import CalendarMessage, Discussion, Placement, Proposal, Round, RoundOfficer, RoundSchool
from schools import clock
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.meetings import schedule
from tests.discussions.proposals import leave_out, make_proposal, move_it, place

MONDAY = clock.today() + dt.timedelta(days=7 - clock.today().weekday())
YEAR = clock.school_year_of(MONDAY)
LAST = min(MONDAY + dt.timedelta(weeks=8), clock.school_year_bounds(YEAR)[1])


@pytest.fixture
def year_of_26(council: Any, service: Any, school: Any, nia: Any, alun: Any, olwen: Any, lowri: Any) -> Round:
    """What an officer has entered: 26 schools with their heads, three advisers, and two officers who can take part."""
    advisers = [alun, make.make_person("Bedwyr"), make.make_person("Catrin")]
    for adviser in advisers[1:]:
        make.appoint(adviser, "service_adviser", service)
    round_ = Round.all_rows.create(council=council, school_year=YEAR, first_day=MONDAY, last_day=LAST)
    RoundSchool.all_rows.create(round=round_, school=school)
    for number in range(25):
        other = make.make_school(council, f"Ysgol y Garn {number + 1}", town=f"Tref {number % 4}")
        make.appoint(make.make_person(f"Pennaeth {number + 1}"), "headteacher", other)
        make.assign(advisers[number % 3], service, other)
        RoundSchool.all_rows.create(round=round_, school=other)
    for person in (olwen, lowri):
        RoundOfficer.all_rows.create(round=round_, person=person)
    return round_


def test_an_officer_plans_a_year_of_26_schools_in_under_ten_presses(
    portal: Portal, year_of_26: Round, olwen: Any, nia: Any
) -> None:
    """In English, by mouse; the headteacher then finds the date in Welsh."""
    here = [YEAR, year_of_26.council.public_id]
    olwens = by_mouse(portal, olwen, "en").open(f"{reverse('professional_discussions:index')}?year={YEAR}")
    presses = [
        lambda: olwens.follow(reverse("rounds:index", args=[YEAR])),
        lambda: olwens.follow(reverse("planning:index", args=here)),
        lambda: olwens.follow(reverse("planning:propose", args=here)),
        lambda: olwens.fill(),
        lambda: olwens.follow(reverse("planning:release", args=here)),
        lambda: olwens.fill(),
    ]
    for press in presses[:4]:
        press()
    olwens.says("Ysgol y Garn 25", "A date was found for all 26 discussions.")
    assert not Discussion.all_rows.exists()
    for press in presses[4:]:
        press()
    assert len(presses) < 10
    assert Discussion.all_rows.count() == 26
    assert CalendarMessage.all_rows.filter(occasion="invited").values("discussion").distinct().count() == 26
    its = Discussion.all_rows.get(schools__in=[row.school for row in year_of_26.round_schools.all()][:1])
    by_mouse(portal, nia, "cy").open(reverse("home:index")).follow(
        reverse("professional_discussions:detail", args=[its.public_id])
    )


def test_an_officer_sets_a_proposal_aside_and_stops_the_search_for_another(
    portal: Portal, year_of_26: Round, school: Any, olwen: Any
) -> None:
    """In Welsh, by keyboard."""
    here = [YEAR, year_of_26.council.public_id]
    proposal = make_proposal(year_of_26.council, olwen, round=year_of_26)
    leave_out(proposal, school, facts={"why": [{"code": "lacks_adviser"}]})
    olwens = by_keyboard(portal, olwen, "cy").open(reverse("rounds:detail", args=here))
    olwens.follow(reverse("planning:index", args=here)).says("Nid oes neb o’r gwasanaeth gwella wedi’i neilltuo")
    olwens.follow(reverse("planning:set_aside", args=here)).fill().says("Mae’r cynnig wedi’i roi o’r neilltu")
    make_proposal(year_of_26.council, olwen, round=year_of_26, status="working", outcome="", ready_at=None)
    olwens.open(reverse("planning:index", args=here)).says("Bydd y chwilio am ddyddiadau’n dechrau")
    olwens.follow(reverse("planning:stop", args=here)).fill().says("Mae’r chwilio’n dod i ben")
    assert Proposal.all_rows.get(status="working").stop_asked_at


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_page_that_stops_a_search_is_sound(portal: Portal, year_of_26: Round, olwen: Any, language: str) -> None:
    make_proposal(year_of_26.council, olwen, round=year_of_26, status="working", outcome="", ready_at=None)
    stop = reverse("planning:stop", args=[YEAR, year_of_26.council.public_id])
    examine(portal.sign_in(olwen), stop.replace("/en/", f"/{language}/"))


def test_the_pages_of_dates_are_sound_in_every_state(
    portal: Portal, year_of_26: Round, school: Any, olwen: Any, nia: Any
) -> None:
    tab = portal.sign_in(olwen)
    addresses = [
        reverse(f"planning:{name}", args=[YEAR, year_of_26.council.public_id]) for name in ("index", "release")
    ]
    paths = [address.removeprefix("/en") for address in addresses]

    def sound() -> None:
        for language in ("cy", "en"):
            examine(tab, f"/{language}{paths[0]}")

    sound()  # nothing was asked for yet
    proposal = make_proposal(year_of_26.council, olwen, round=year_of_26, status="working", outcome="", ready_at=None)
    sound()
    Proposal.all_rows.filter(pk=proposal.pk).update(status="ready", outcome="stopped")
    sound()  # and nothing was found
    for language in ("cy", "en"):
        examine(tab, f"/{language}{paths[1]}")
    online = {"setting": "online", "facts": {"why": [{"code": "only_choice"}, {"code": "way_wishes"}]}}
    moved = schedule(school, olwen, nia, date=MONDAY + dt.timedelta(weeks=5))
    facts = {"joins": [str(olwen.public_id)], "why": [{"code": "moved_way"}]}
    move_it(proposal, moved, school, people=[(olwen, "officer")], key="moved", facts=facts)
    leave_out(proposal, school, key="out", facts={"why": [{"code": "lacks_adviser"}]})
    place(proposal, school, people=[(olwen, "officer")], **online)
    for language in ("cy", "en"):
        examine(tab, f"/{language}{paths[1]}")  # it asks for the link
    Placement.all_rows.filter(key="moved").update(
        release_asked_at=clock.now(), release_asked_by=olwen, refused_because="taken"
    )
    sound()  # some could not be released
    Proposal.all_rows.filter(pk=proposal.pk).update(status="closed", closed_because="set_aside")
    sound()
    Proposal.all_rows.filter(pk=proposal.pk).update(outcome="failed", closed_because="failed")
    sound()


def test_the_page_moves_on_by_itself_while_dates_are_worked_out(portal: Portal, year_of_26: Round, olwen: Any) -> None:
    """Open all the while, and nobody presses anything."""
    proposal = make_proposal(year_of_26.council, olwen, round=year_of_26, status="working", outcome="", ready_at=None)
    tab = portal.sign_in(olwen)
    tab.goto(portal.url + reverse("planning:index", args=[YEAR, year_of_26.council.public_id]))
    expect(tab.get_by_text("The search for dates begins in a moment.")).to_be_visible()
    rows = Proposal.all_rows.filter(pk=proposal.pk)
    rows.update(progress={"stage": "least", "placed": 20, "all": 26})
    expect(tab.get_by_text("So far 20 of 26 have a date.")).to_be_visible(timeout=15000)
    rows.update(status="ready", outcome="finished", figures={"placed": 26, "left_out": 0})
    expect(tab.get_by_text("A date was found for all 26 discussions.")).to_be_visible(timeout=15000)
