"""One choice of language for several boxes: it goes for those in which somebody typed."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from schools.boxes import OWN, BoxesForm, Shown, say, to_save, understand
from schools.models.base import Seen
from schools.self_evaluations.forms import WriteForm

NIA: Any = SimpleNamespace(pk=1)


def box(text: str = "", lang: str = "en", version: int = 1) -> Any:
    return SimpleNamespace(text=text, lang=lang, seen=Seen(version), written_by_id=1)


def page_of(saved: dict[str, Any]) -> dict[str, Shown]:
    return {name: Shown.of(row) for name, row in saved.items()}


def saving(saved: dict[str, Any], shown: dict[str, Shown] | None = None, *, lang: str, **typed: str) -> Any:
    """What is saved when these boxes were typed in and all others stand as they did."""
    texts = {name: typed.get(name, row.text) for name, row in saved.items()}
    return to_save(saved, texts=texts, lang=lang, shown=page_of(saved) if shown is None else shown, by=NIA)


def test_a_box_written_in_welsh_leaves_the_english_ones_english():
    saved = {"going_well": box("Reading"), "to_improve": box("Writing"), "how_we_know": box()}
    assert saving(saved, lang="cy", how_we_know="Llyfrau") == {"how_we_know": ("Llyfrau", "cy")}


def test_the_language_chosen_after_the_text_saved_itself_goes_for_that_text_alone():
    before = {"going_well": box("Reading"), "how_we_know": box()}
    shown = page_of(before)
    now = {"going_well": box("Reading"), "how_we_know": box("Llyfrau", "en", 2)}
    shown["how_we_know"] = Shown.of(now["how_we_know"], shown["how_we_know"])
    assert saving(now, shown, lang="cy") == {"how_we_know": ("Llyfrau", "cy")}


def test_the_language_alone_puts_right_what_is_said_of_all_boxes():
    saved = {"going_well": box("Darllen"), "to_improve": box("Ysgrifennu"), "how_we_know": box()}
    assert saving(saved, lang="cy") == {"going_well": ("Darllen", "cy"), "to_improve": ("Ysgrifennu", "cy")}


@pytest.mark.parametrize(("page", "new"), [("cy", "cy"), ("en", "en")])
def test_where_both_languages_stand_each_text_keeps_its_own_and_a_new_one_is_in_that_of_the_page(page, new):
    saved = {"going_well": box("Reading"), "to_improve": box("Ysgrifennu", "cy"), "how_we_know": box()}
    with translation.override(page):
        found = saving(saved, lang=OWN, to_improve="Ysgrifennu’n well", how_we_know="Llyfrau")
    assert found == {"to_improve": ("Ysgrifennu’n well", "cy"), "how_we_know": ("Llyfrau", new)}


def test_where_both_languages_stand_a_text_that_is_put_in_the_other_language_is_in_that_language():
    saved = {"going_well": box("Reading"), "to_improve": box("Ysgrifennu", "cy")}
    assert saving(saved, lang="en", to_improve="Writing") == {"to_improve": ("Writing", "en")}
    assert saving(saved, lang="cy") == {}, "nothing was typed, and no one language could be put right"


def test_that_each_text_keeps_its_language_can_be_chosen_only_where_both_stand_or_it_was_chosen_before():
    def offered(saved: dict[str, Any], data: dict[str, str] | None = None) -> list[str]:
        form: BoxesForm = WriteForm(data, saved=saved, with_summary=False)
        return [code for code, _name in form.fields["lang"].choices]

    one, both = {"going_well": box("Reading")}, {"going_well": box("Reading"), "to_improve": box("Da", "cy")}
    assert offered(one) == ["cy", "en"]
    assert offered(both) == ["cy", "en", OWN]
    assert offered(one, {"lang": OWN}) == ["cy", "en", OWN], "a colleague made them one language meanwhile"
    assert WriteForm(saved=both, with_summary=False).initial["lang"] == OWN


def test_what_a_page_knows_of_its_boxes_comes_back_as_it_went():
    shown = {"going_well": Shown.of(box("Da", "cy", 3), Shown.of(box("D", "en", 2)))}
    assert understand(say(shown)) == shown
    assert understand("going_well:3:abc:cy") == {}, "a page from before this was told is asked to compare"
    assert understand("going_well:3:abc:cy:abc:zz") == {}, "no language of the portal"
