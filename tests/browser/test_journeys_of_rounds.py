"""Setting up a year's discussions, by links and each button once; and the state of its pages."""

from typing import Any

import pytest
from django.urls import reverse

from discussions.models import LanguageWish, Round, RoundSchool
from schools import clock
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.story import day

YEAR = clock.current_school_year()
DISCUSSIONS = reverse("professional_discussions:index")


def path(name: str, council: Any, *more: Any) -> str:
    return reverse(f"rounds:{name}", args=[YEAR, council.public_id, *more])


@pytest.fixture
def towns(council: Any, school: Any) -> Any:
    school.town = "Tredegar"
    school.save()
    return make.make_school(council, "Ysgol y Glyn", town="Abertyleri")


def test_an_officer_sets_up_the_year_and_a_school_says_its_wish(
    portal: Portal, council: Any, school: Any, towns: Any, nia: Any, olwen: Any, lowri: Any
) -> None:
    """In English by mouse, the headteacher in Welsh by keyboard; whoever sees the planning reads the wish."""
    first, last = clock.school_year_bounds(YEAR)
    here = by_mouse(portal, olwen, "en").open(DISCUSSIONS).follow(reverse("rounds:index", args=[YEAR]))
    here.says("To do").follow(path("when_and_where", council))
    here.fill(**day("first_day", first), **day("last_day", last), setting="elsewhere", place="Y Ganolfan")
    here.says("At the council’s office").follow(path("travel", council))
    here.press(first_town="Abertyleri", second_town="Tredegar", minutes="45").follow(path("detail", council))
    here.says("Abertyleri to Tredegar: 45 minutes").follow(path("officers", council))
    here.press(officers=[str(lowri.public_id)])
    officer = Round.all_rows.get().officers.get()
    here.follow(path("officer", council, officer.public_id))
    here.fill(only_some="some", schools=[str(school.public_id)]).says("At 1 school").follow(path("detail", council))
    here.follow(path("schools", council)).press().follow(path("school", council, school.public_id))
    here.fill(is_first=["on"]).says("Before the others")
    at_school = reverse("professional_discussions:at_school", args=[school.public_id])
    wishes = reverse("rounds:wishes", args=[school.public_id, YEAR])
    nias = by_keyboard(portal, nia, "cy").open(at_school).follow(wishes)
    nias.fill(language="cy", interpreter=["on"])
    assert LanguageWish.all_rows.get().interpreter
    here.open(path("schools", council)).says("an interpreter is needed")
    nias.open(wishes).says_nothing_of("Before the others", "Cyn y lleill")
    assert RoundSchool.all_rows.filter(takes_part=True).count() == 2


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_planning_is_sound_where_little_and_where_much_is_set_up(
    portal: Portal, council: Any, far_council: Any, school: Any, towns: Any, olwen: Any, mari: Any, language: str
) -> None:
    page = portal.sign_in(olwen)
    examine(page, f"/{language}{path('detail', council).removeprefix('/en')}")
    page = portal.sign_in(mari)
    for where in (reverse("rounds:index", args=[YEAR]), path("detail", council), path("schools", council)):
        examine(page, f"/{language}{where.removeprefix('/en')}")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_years_discussions_are_sound_empty_and_filtered(
    portal: Portal, council: Any, school: Any, olwen: Any, language: str
) -> None:
    page = portal.sign_in(olwen)
    here = reverse("this_year:index", args=[YEAR, council.public_id]).removeprefix("/en")
    for more in ("", "?name=zzz", "?order=date", "week/", "week/?day=2000-01-01"):
        examine(page, f"/{language}{here}{more}")
