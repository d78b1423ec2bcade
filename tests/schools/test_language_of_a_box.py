"""In which language each box of an area is: told beside it, and asked about where it was written anew."""

from typing import Any

import pytest
from django.urls import reverse

from schools.documents.languages import plain_language_of
from schools.models import Passage, Section
from tests import factories as make
from tests.on_pages import Visitor, parsed, text_of
from tests.schools.writing import passage, save

pytestmark = pytest.mark.django_db
ENGLISH = "Our pupils are reading more than they were, and the new books have helped all of the younger ones."
WELSH = "Mae ein disgyblion yn darllen mwy nag yr oeddent, ac mae’r llyfrau newydd wedi bod o gymorth i’r rhai iau."


@pytest.fixture
def section(school: Any, nia: Any) -> Section:
    section: Section = make.make_self_evaluation(school).sections.select_related("area")[0]
    save(section, going_well=ENGLISH, lang="en", by=nia)
    save(section, to_improve=WELSH, lang="cy", by=nia)
    return section


def url(section: Section) -> str:
    evaluation = section.self_evaluation
    place = [evaluation.school.public_id, evaluation.school_year, section.area.code]
    return reverse("self_evaluations:write", args=place)


def told_of(page: str, box: str) -> str:
    """What stands beside a box, as aria-describedby ties it."""
    (control,) = [each for each in parsed(page).iter("textarea") if each.get("name") == box]
    ids = (control.get("aria-describedby") or "").split()
    return " ".join(text_of(each) for each in parsed(page).iter() if each.get("id") in ids)


def test_where_an_area_is_in_both_languages_each_box_says_in_which_it_is(nia, section):
    page = Visitor(nia, "en").open(url(section)).page
    assert "This text is in English." in told_of(page, "going_well")
    assert "This text is in Welsh." in told_of(page, "to_improve")
    assert "This text is in" not in told_of(page, "how_we_know"), "nothing stands there"


def test_where_all_boxes_are_in_the_chosen_language_none_repeats_it(nia, section):
    Passage.all_rows.filter(section=section).update(lang="en")
    assert "This text is in" not in Visitor(nia, "en").open(url(section)).page


def test_a_box_that_was_written_anew_in_the_other_language_is_asked_about_once(nia, section):
    visitor = Visitor(nia, "en").open(url(section))
    visitor.press(going_well=WELSH)
    assert passage(section).text == ENGLISH, "nothing is saved before it was asked"
    assert "looks Welsh, but it is about to be kept as English" in visitor.page
    visitor.press(lang_going_well="cy")
    assert (passage(section).text, passage(section).lang) == (WELSH, "cy")
    assert passage(section, "to_improve").lang == "cy"


def test_whoever_presses_again_keeps_the_language_that_stood_there(nia, section):
    visitor = Visitor(nia, "en").open(url(section))
    visitor.press(going_well=WELSH)
    visitor.press()
    assert (passage(section).text, passage(section).lang) == (WELSH, "en")


def test_it_is_asked_too_where_one_language_was_chosen_for_all(nia, section):
    Passage.all_rows.filter(section=section).update(lang="en")
    visitor = Visitor(nia, "cy").open(url(section))
    visitor.press(how_we_know=WELSH)
    assert "lang_how_we_know" in visitor.page
    visitor.press(lang_how_we_know="cy")
    assert passage(section, "how_we_know").lang == "cy"
    assert passage(section).lang == "en"


def test_what_saves_itself_is_never_asked_about_but_its_button_asks(nia, section):
    visitor = Visitor(nia, "en").open(url(section))
    answer = visitor.client.post(
        visitor.path, {**visitor.form.filled(), "going_well": WELSH}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert passage(section).text == WELSH
    visitor.press(going_well=WELSH, **answer.json()["fields"])
    assert "lang_going_well" in visitor.page


def test_a_text_with_a_few_words_of_the_other_language_is_not_asked_about(nia, section):
    visitor = Visitor(nia, "en").open(url(section))
    visitor.press(going_well=f"{ENGLISH} It is called “Mae pawb yn darllen”.")
    assert passage(section).text.endswith("”.")


@pytest.mark.parametrize(
    ("text", "lang"), [(ENGLISH, "en"), (WELSH, "cy"), ("Da iawn", ""), ("", ""), (ENGLISH + WELSH, "")]
)
def test_a_language_is_plain_only_where_many_small_words_say_so(text, lang):
    assert plain_language_of(text) == lang
