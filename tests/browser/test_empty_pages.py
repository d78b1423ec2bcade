"""Every list, home and step with nothing in it yet: each says what to do, and is without fault."""

from typing import Any

import pytest

from schools import clock
from schools.models import Plan
from tests import factories as make
from tests.browser.harness import Portal, examine

LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])
YEAR = clock.current_school_year()


def sound(portal: Portal, person: Any, language: str, *paths: str) -> None:
    page = portal.sign_in(person)
    for path in paths:
        examine(page, f"/{language}/{path}")


@LANGUAGES
def test_a_school_that_has_just_arrived(portal: Portal, nia: Any, school: Any, language: str) -> None:
    here = f"schools/{school.public_id}/"
    rooms = ("", "self-evaluations/", "self-evaluations/start/", "evidence/", "plans/", "plans/start/", "discussions/")
    own = ("home/", "waiting/", "discussions/", "people/", "people/invitations/", "people/interests/")
    sound(portal, nia, language, *own, *(here + room for room in rooms), here + "support/")


@LANGUAGES
def test_a_school_that_has_begun_and_written_nothing(portal: Portal, nia: Any, school: Any, language: str) -> None:
    area = make.make_self_evaluation(school).sections.select_related("area").first().area.code
    Plan.all_rows.create(school=school, first_year=YEAR)
    evaluation, plan = (f"schools/{school.public_id}/{kind}/{YEAR}/" for kind in ("self-evaluations", "plans"))
    steps = ("", "check/", "submit/", f"{area}/write/", f"{area}/cite/", f"{area}/same-text/")
    sound(portal, nia, language, *(evaluation + step for step in steps))
    sound(
        portal,
        nia,
        language,
        *(plan + step for step in ("", "draw/", "write/", "check/", "approve/", "share/", "post-inspection/")),
    )


@LANGUAGES
def test_a_council_a_service_a_guest_and_an_administrator_without_anything(
    portal: Portal, council: Any, service: Any, olwen: Any, mari: Any, gareth: Any, ann: Any, language: str
) -> None:
    own = ("home/", "waiting/", "schools/", "discussions/", "people/interests/")
    sound(portal, olwen, language, *own, "people/", "people/invitations/", "schools/?q=zzz", "what-plans-are-about/")
    sound(portal, mari, language, *own, "people/assignments/", "people/assign/")
    sound(portal, gareth, language, "home/", "discussions/")
    sound(portal, ann, language, "home/", "people/?name=zzz", "people/invitations/")
