"""A year is begun with another framework, by keyboard: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import SelfEvaluation
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.on_pages import in_language
from tests.schools.writing import passage, save

YEAR = clock.current_school_year()
BOTH = pytest.mark.parametrize(
    ("who", "language", "scripts"), [("nia", "cy", True), ("sion", "en", False)], ids=["Welsh", "English-no-scripts"]
)
ESTYN = {"cy": "Tri maes arolygu Estyn (o 2024)", "en": "Estyn’s three inspection areas (from 2024)"}
CARRIED = {"cy": "Wedi’i gario o", "en": "Carried from"}
WILL = {"cy": "Beth fydd yn digwydd", "en": "What will happen"}


@BOTH
def test_a_school_changes_to_estyns_areas_and_touches_what_came_along(
    portal: Portal, request: Any, nia: Any, school: Any, who: str, language: str, scripts: bool
) -> None:
    last = make.make_self_evaluation(school, YEAR - 1)
    make.write_in(last, "Darllen da")
    save(last.sections.first(), going_well="Arwain da", by=nia)
    person = request.getfixturevalue(who)
    tab = portal.sign_in(person, java_script_enabled=scripts)
    here = AtTheKeyboard(tab, language).open(reverse("self_evaluations:index", args=[school.public_id]))
    here.follow(reverse("starting:start", args=[school.public_id]))
    here.fill(framework=here.form.choice("framework", ESTYN[language]))
    here.press(**{"vision-leadership-and-management": "."}).says(WILL[language]).fill()
    assert here.path.endswith(f"/{YEAR}/carried/")
    here.follow(reverse("self_evaluations:detail", args=[school.public_id, YEAR])).says(CARRIED[language])
    new = SelfEvaluation.all_rows.get(school_year=YEAR)
    section = new.sections.select_related("area").get(area__position=1)
    here.follow(reverse("self_evaluations:write", args=[school.public_id, YEAR, section.area.code])).press()
    assert not passage(section).carried
    assert passage(new.sections.get(area__position=3)).text == ""


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_of_a_beginning_are_sound_in_every_state(
    portal: Portal, nia: Any, school: Any, language: str
) -> None:
    page = portal.sign_in(nia)
    start, places = (reverse(f"starting:{name}", args=[school.public_id]) for name in ("start", "places"))
    examine(page, in_language(language, start))
    last = make.make_self_evaluation(school, YEAR - 1, make.the_framework("estyn-areas", 2))
    make.write_in(last, "Testun")
    for path in (start, places):
        examine(page, in_language(language, path))
    here = AtTheKeyboard(page, language).open(places)
    here.press(**dict.fromkeys((each.name for each in here.form.visible), ".")).fill()
    for name in ("starting:carried", "self_evaluations:detail"):
        examine(page, in_language(language, reverse(name, args=[school.public_id, YEAR])))


@pytest.mark.parametrize(("language", "scripts"), [("cy", False), ("en", True)])
def test_a_year_that_was_started_wrongly_is_removed_and_started_again(
    portal: Portal, nia: Any, school: Any, language: str, scripts: bool
) -> None:
    make.make_self_evaluation(school, YEAR)
    own = [school.public_id, YEAR]
    here = AtTheKeyboard(portal.sign_in(nia, java_script_enabled=scripts), language)
    here.open(reverse("self_evaluations:detail", args=own)).follow(reverse("starting:remove", args=own)).press()
    assert here.path == in_language(language, reverse("starting:start", args=[school.public_id]))
    assert not SelfEvaluation.all_rows.exists()
    here.press()
    assert SelfEvaluation.all_rows.get().school_year == YEAR
