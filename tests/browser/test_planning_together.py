"""Dates for several councils at once: a service lead asks, one council releases; and the state of the pages."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from discussions.models import Discussion, Proposal, Round, RoundOfficer, RoundSchool
from schools import clock
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.meetings import key
from tests.discussions.proposals import MONDAY, make_proposal, place

YEAR = clock.school_year_of(MONDAY)


@pytest.fixture
def two_councils(
    council: Any, far_council: Any, school: Any, far_school: Any, nia: Any, ffion: Any, alun: Any, olwen: Any, rhys: Any
) -> list[Round]:
    make.assign(alun, alun.appointments.get().service, far_school)
    rounds = []
    for place_, its, officer in ((council, school, olwen), (far_council, far_school, rhys)):
        days = {"first_day": MONDAY, "last_day": MONDAY + dt.timedelta(days=4)}
        rounds.append(Round.all_rows.create(council=place_, school_year=YEAR, **days))
        RoundSchool.all_rows.create(round=rounds[-1], school=its)
        RoundOfficer.all_rows.create(round=rounds[-1], person=officer)
    return rounds


def test_a_service_lead_asks_for_two_councils_and_an_officer_releases_one(
    portal: Portal, two_councils: list[Round], council: Any, school: Any, far_school: Any, mari: Any, olwen: Any
) -> None:
    """The lead in Welsh by keyboard, the officer in English by mouse, from the message on."""
    maris = by_keyboard(portal, mari, "cy").open(f"{reverse('professional_discussions:index')}?year={YEAR}")
    maris.follow(reverse("rounds:index", args=[YEAR])).follow(reverse("planning_together:ask", args=[YEAR]))
    maris.fill().says("Wedi’u rhyddhau: 0 o 1")
    search = Proposal.all_rows.first().together
    maris.follow(reverse("planning_together:proposal", args=[YEAR, search, council.public_id])).says(school.name)
    here = [YEAR, council.public_id]
    olwens = by_mouse(portal, olwen, "en").open(reverse("home:notices")).says("Dates were worked out for")
    olwens.follow(reverse("planning:index", args=here)).says("Mari (Service lead) asked for that")
    olwens.follow(reverse("planning:release", args=here)).fill()
    assert Discussion.all_rows.get().schools.get() == school
    maris.open(reverse("planning_together:detail", args=[YEAR, search])).says("Wedi’u rhyddhau: 1 o 1")


def test_a_service_lead_stops_a_search(portal: Portal, two_councils: list[Round], mari: Any) -> None:
    search = key()
    asked = {"together": search, "asked_as": "service_lead", "status": "working", "outcome": "", "ready_at": None}
    for round_ in two_councils:
        make_proposal(round_.council, mari, round=round_, **asked)
    maris = by_mouse(portal, mari, "en").open(reverse("planning_together:ask", args=[YEAR]))
    maris.follow(reverse("planning_together:detail", args=[YEAR, search]))
    maris.follow(reverse("planning_together:stop", args=[YEAR, search])).fill().says("The search is ending")
    assert Proposal.all_rows.filter(stop_asked_at__isnull=False).count() == 2


def test_the_pages_are_sound_in_every_state(
    portal: Portal, two_councils: list[Round], council: Any, school: Any, mari: Any, olwen: Any
) -> None:
    tab, search = portal.sign_in(mari), key()

    def sound(name: str, *where: Any) -> None:
        path = reverse(f"planning_together:{name}", args=[YEAR, *where]).removeprefix("/en")
        for language in ("cy", "en"):
            examine(tab, f"/{language}{path}")

    sound("ask")
    asked = {"together": search, "asked_as": "service_lead", "status": "working", "outcome": "", "ready_at": None}
    for round_ in two_councils:
        make_proposal(round_.council, mari, round=round_, **asked)
    sound("ask")  # and nothing can be asked for
    for name in ("detail", "stop"):
        sound(name, search)
    sound("proposal", search, council.public_id)
    Proposal.all_rows.update(status="ready", outcome="stopped", figures={"placed": 1, "left_out": 0})
    sound("detail", search)
    sound("proposal", search, council.public_id)  # and nothing was found
    place(Proposal.all_rows.get(round=two_councils[0]), school, facts={"why": [{"code": "only_choice"}]})
    sound("proposal", search, council.public_id)
    examine(portal.sign_in(olwen), reverse("planning:index", args=[YEAR, council.public_id]))
