"""Turning the year in the browser: one press starts it, what came is ticked off, and a decision is written down."""

from typing import Any

import pytest
from django.urls import reverse

from discussions.models import Round, RoundCheck, RoundOfficer, RoundSchool, TravelTime, YearDecision
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.planning import WINDOW, YEAR

NEXT = YEAR + 1


@pytest.fixture
def set_up(council: Any, school: Any, other_school: Any, alun: Any, olwen: Any, lowri: Any) -> Round:
    round_ = Round.all_rows.create(council=council, school_year=YEAR, **WINDOW)
    for place in (school, other_school):
        RoundSchool.all_rows.create(round=round_, school=place)
    for person in (olwen, lowri):
        RoundOfficer.all_rows.create(round=round_, person=person)
    TravelTime.all_rows.create(round=round_, first_town="Tredegar", second_town="Abertyleri", minutes=25)
    return round_


def test_an_officer_starts_the_next_year_and_ticks_off_what_came(portal: Portal, set_up: Round, olwen: Any) -> None:
    """In English, by keyboard, from the planning of this year."""
    council = set_up.council.public_id
    olwens = by_keyboard(portal, olwen, "en").open(reverse("rounds:detail", args=[YEAR, council]))
    olwens.follow(reverse("year_start:start", args=[NEXT, council])).says(
        "on the same weekdays", "Nobody is assigned yet"
    )
    olwens.fill().says("Now look it over")
    assert Round.all_rows.get(school_year=NEXT).officers.count() == 2
    olwens.press(items=["days", "advisers"]).says("Olwen, on")
    assert RoundCheck.all_rows.count() == 2


def test_an_officer_writes_down_a_decision_and_a_colleague_changes_it(
    portal: Portal, set_up: Round, olwen: Any, lowri: Any, mari: Any
) -> None:
    """In Welsh, by mouse; the lead of the service reads it in English."""
    here = [YEAR, set_up.council.public_id]
    olwens = by_mouse(portal, olwen, "cy").open(reverse("rounds:detail", args=here))
    olwens.follow(reverse("year_plan:detail", args=here)).follow(reverse("year_plan:add", args=here))
    olwens.fill(what="Pob ysgol yn y gwanwyn", why="Bydd Estyn yma yn yr hydref", lang="cy").says("Pob ysgol")
    row = YearDecision.all_rows.get()
    lowris = by_mouse(portal, lowri, "en").open(reverse("year_plan:detail", args=here))
    lowris.follow(reverse("year_plan:edit", args=[*here, row.public_id])).fill(why="Am reswm arall")
    maris = by_mouse(portal, mari, "en").open(reverse("year_plan:detail", args=here)).says("Am reswm arall", "Olwen")
    maris.follow(reverse("year_plan:earlier", args=[*here, row.public_id])).says("Bydd Estyn yma", "Written by Olwen")


def test_the_pages_of_a_year_are_fit_for_everybody(portal: Portal, set_up: Round, olwen: Any) -> None:
    council = set_up.council.public_id
    RoundCheck.all_rows.create(round=set_up, item="days", by=olwen)
    words = {"council": set_up.council, "school_year": YEAR, "what": "Un", "why": "Dau", "lang": "cy"}
    decision = YearDecision.all_rows.create(written_by=olwen, **words)
    tab = portal.sign_in(olwen)
    for name, year in (
        ("year_start:start", NEXT),
        ("year_start:check_list", YEAR),
        ("year_plan:detail", YEAR),
        ("year_plan:add", YEAR),
    ):
        for language in ("cy", "en"):
            examine(tab, f"/{language}{reverse(name, args=[year, council]).removeprefix('/en')}")
    for language in ("cy", "en"):  # it has not been changed yet
        earlier = reverse("year_plan:earlier", args=[YEAR, council, decision.public_id])
        examine(tab, f"/{language}{earlier.removeprefix('/en')}")
