"""The calendar of schools, by links: terms by hand and from a file, INSET days, and days that a school keeps free."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools import clock
from schools.models import ClosedDay, InsetDay, School, Term
from schools.school_days import no_school_meets
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.story import day

YEAR = clock.current_school_year()
LANGUAGES = ("cy", "en")
INDEX, SCHOOLS = reverse("school_calendar:index"), reverse("register:index")


def weekday(month: int, year: int = YEAR) -> dt.date:
    first = dt.date(year, month, 10)
    return next(each for n in range(9) if not no_school_meets(each := first + dt.timedelta(days=n)))


@pytest.fixture
def calendar(school: School) -> list[Any]:
    return [school.council.public_id, YEAR]


def test_an_officer_keeps_the_terms_and_inset_days_of_the_council(
    portal: Portal, school: School, calendar: list[Any], olwen: Any, lowri: Any
) -> None:
    """In Welsh by mouse; her lead takes them back in English by keyboard."""
    here = reverse("school_calendar:detail", args=calendar)
    olwens = by_mouse(portal, olwen, "cy").open(SCHOOLS).follow(INDEX)
    olwens.follow(reverse("school_calendar:add_term", args=calendar))
    olwens.fill(**day("starts_on", dt.date(YEAR, 9, 1)), **day("ends_on", dt.date(YEAR, 10, 23)))
    olwens.says(f"23 Hydref {YEAR}").follow(reverse("school_calendar:add_inset", args=calendar))
    olwens.fill(which="all", **day("day", weekday(10))).says("HMS")
    term, inset = [*calendar, Term.all_rows.get().public_id], [*calendar, InsetDay.all_rows.get().public_id]
    lowris = by_keyboard(portal, lowri, "en").open(here).follow(reverse("school_calendar:edit_term", args=term))
    lowris.fill(**day("ends_on", dt.date(YEAR, 10, 22))).says(f"22 October {YEAR}")
    lowris.follow(reverse("school_calendar:remove_inset", args=inset)).fill().says("None has been entered")
    lowris.follow(reverse("school_calendar:remove_term", args=term)).fill().says("No terms have been entered")


def test_term_dates_come_from_a_file_after_a_look_at_what_would_change(
    portal: Portal, school: School, calendar: list[Any], olwen: Any
) -> None:
    """Half-terms and all, for the next school year; in English without a mouse."""
    heads = "Tymor,Dechrau'r tymor,Dechrau hanner tymor,Diwedd hanner tymor,Diwedd y tymor"
    text = f"{heads}\nHydref,1 Medi {YEAR + 1},25 Hydref {YEAR + 1},29 Hydref {YEAR + 1},17 Rhagfyr {YEAR + 1}"
    olwens = by_keyboard(portal, olwen, "en").open(SCHOOLS).follow(INDEX)
    olwens.follow(reverse("term_import:add", args=calendar[:1]))
    olwens.fill(file=SimpleUploadedFile("tymhorau.csv", text.encode())).says("What would change", f"{YEAR + 1}")
    olwens.fill().says(f"School calendar {clock.school_year_words(YEAR + 1)}")
    assert Term.all_rows.count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_works_for_two_councils_chooses_whose_calendar_to_open(
    portal: Portal, school: School, far_school: School, olwen: Any, language: str
) -> None:
    make.appoint(olwen, "council_officer", far_school.council)
    examine(portal.sign_in(olwen), INDEX.replace("/en/", f"/{language}/"))


@pytest.mark.parametrize(("who", "language"), [("dai", "cy"), ("nia", "en")])
def test_a_school_keeps_a_day_free_and_takes_that_back(
    portal: Portal, request: Any, school: School, gwen: Any, who: str, language: str
) -> None:
    here = reverse("closures:index", args=[school.public_id])
    keeper = by_keyboard(portal, request.getfixturevalue(who), language)
    keeper.open(reverse("register:detail", args=[school.public_id])).follow(here)
    keeper.follow(reverse("closures:add", args=[school.public_id]))
    reason = "inspection"
    keeper.fill(reason=reason, **day("first", weekday(11, YEAR + 1)))
    keeper.says({"cy": "arolygiad", "en": "inspection"}[language])
    row = ClosedDay.all_rows.get()
    keeper.follow(reverse("closures:remove", args=[school.public_id, row.public_id])).fill()
    assert not ClosedDay.all_rows.exists()


def test_these_pages_are_sound_empty_and_filled(
    portal: Portal, school: School, calendar: list[Any], nia: Any, gwen: Any, olwen: Any, mari: Any
) -> None:
    detail, days = reverse("school_calendar:detail", args=calendar), reverse("closures:index", args=[school.public_id])
    sound(portal, nia, detail, days)
    sound(portal, gwen, days)
    sound(portal, olwen, detail, reverse("school_calendar:add_inset", args=calendar))
    sound(portal, mari, INDEX)
    first = dt.date(YEAR, 9, 1)
    for n in range(40):
        ClosedDay.all_rows.create(school=school, day=first + dt.timedelta(days=n), reason="inset")
    for n in range(6):
        start = first + dt.timedelta(days=40 * n)
        Term.all_rows.create(
            council=school.council, school_year=YEAR, starts_on=start, ends_on=start + dt.timedelta(days=30)
        )
    InsetDay.all_rows.create(council=school.council, day=weekday(11)).schools.add(school)
    sound(portal, olwen, detail, f"{detail}?page=2")
    sound(portal, nia, days)
    sound(portal, gwen, days, detail)


def sound(portal: Portal, person: Any, *paths: str) -> None:
    page = portal.sign_in(person)
    for path in paths:
        for language in LANGUAGES:
            examine(page, path.replace("/en/", f"/{language}/", 1))
