"""A text in the other language by keyboard, each verb once: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest
from django.urls import reverse

from schools.models import OtherLanguage
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.writing import passage, save

WELSH, ENGLISH = "Mae darllen yn gryf.", "Reading is strong."
UP_TO_DATE = {"cy": "Cyfredol", "en": "Up to date"}


@pytest.fixture
def section(school: Any, nia: Any) -> Any:
    section = make.make_self_evaluation(school).sections.select_related("area").first()
    return save(section, going_well=WELSH, by=nia)


@pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)
def test_a_text_is_written_finished_and_taken_out_in_the_other_language_by_keyboard(
    portal: Portal, request: Any, school: Any, section: Any, who: str, language: str, scripts: bool
) -> None:
    tab = portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts)
    own = [school.public_id, section.self_evaluation.school_year]
    place = [*own, section.area.code]
    here = AtTheKeyboard(tab, language).open(reverse("self_evaluations:detail", args=own))
    write = reverse("other_language:write", args=[*place, passage(section).public_id])
    here.follow(reverse("other_language:index", args=place)).follow(write).says(WELSH).fill(text=ENGLISH)
    here.says(ENGLISH).follow(write).go_on("finished").says(UP_TO_DATE[language])
    other = OtherLanguage.all_rows.get()
    assert (other.text, other.status) == (ENGLISH, "finished")
    here.follow(reverse("other_language:remove", args=[*place, other.public_id])).fill().says_nothing_of(ENGLISH)
    assert not OtherLanguage.all_rows.exists()


def test_both_languages_side_by_side_are_sound_in_every_state(
    portal: Portal, school: Any, section: Any, nia: Any
) -> None:
    make.write_in(section.self_evaluation)
    make.make_other_language(section.strengths.get(), status="draft")
    make.make_other_language(section.priorities.get(), "The learners read well. " * 40)
    save(section, going_well=WELSH, by=nia)
    make.make_other_language(passage(section), ENGLISH)
    save(section, going_well="Mae darllen yn gryf iawn.", by=nia)
    own = [school.public_id, section.self_evaluation.school_year]
    place = [*own, section.area.code]
    page = portal.sign_in(nia)
    for language in ("cy", "en"):
        for path in (
            reverse("self_evaluations:detail", args=own),
            reverse("other_language:index", args=place),
            reverse("other_language:write", args=[*place, passage(section).public_id]),
        ):
            examine(page, path.replace("/en/", f"/{language}/"))
