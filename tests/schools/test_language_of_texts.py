"""The language of a text: its box carries it, and the choice says where it is not the language of the page."""

from typing import Any

import html5lib
import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from schools.form_fields import LanguageField
from schools.forms import FilterForm, PortalForm
from schools.shown import language_hint
from tests.on_pages import text_of
from tests.schools.test_form_pack import drawn

WELSH_TEXT = "What stands here is in Welsh. If you write in English, choose English."
ENGLISH_TEXT = "What stands here is in English. If you write in Welsh, choose Welsh."


class TextForm(PortalForm):
    text = forms.CharField(widget=forms.Textarea)
    title = forms.CharField()
    body_name = forms.CharField()
    link = forms.URLField(assume_scheme="https")
    lang = LanguageField()
    look = {"body_name": {"is_name": True}}


def langs(form: Any) -> dict[str, str | None]:
    page = drawn(form)
    controls = [*page.iter("textarea"), *(each for each in page.iter("input") if each.get("type") in ("text", "url"))]
    return {each.get("name"): each.get("lang") for each in controls}


def test_boxes_of_a_text_carry_its_language_and_boxes_of_names_and_links_carry_none() -> None:
    spoken = {"text": "cy", "title": "cy", "body_name": None, "link": None}
    assert langs(TextForm(initial={"lang": "cy"})) == spoken
    assert langs(TextForm({"lang": "cy"})) == spoken, "with errors too"
    assert set(langs(TextForm({"lang": "<b>"})).values()) == {None}
    with translation.override("cy"):
        assert langs(TextForm())["text"] == "cy", "what is yet to be written is in the language that is chosen"


@pytest.mark.parametrize(
    ("page", "text", "hint"), [("en", "cy", WELSH_TEXT), ("cy", "en", ENGLISH_TEXT), ("en", "en", ""), ("cy", "cy", "")]
)
def test_the_choice_of_language_says_when_the_text_is_not_in_the_language_of_the_page(page, text, hint) -> None:
    with translation.override(page):
        form = TextForm(initial={"lang": text})
        assert language_hint(form["lang"]) == (translation.gettext(hint) if hint else "")
        assert language_hint(form["lang"]) in text_of(drawn(form))


class ChoosingForm(PortalForm):
    one = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    sure = forms.BooleanField()
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    lang = LanguageField()


class NarrowingForm(FilterForm):
    closed = forms.BooleanField()


def small(form: Any) -> list[str]:
    html = Template("{% load portal %}{% portal_form form %}").render(Context({"form": form}))
    page = html5lib.parseFragment(html, namespaceHTMLElements=False)
    boxes = [each for each in page.iter("div") if "--small" in each.get("class", "")]
    return [each.find(".//input").get("name") for each in boxes]


def test_choices_are_large_but_for_lists_of_tick_boxes_filters_and_the_language_of_a_text() -> None:
    assert small(ChoosingForm()) == ["many", "lang"]
    assert small(NarrowingForm()) == ["closed"]
