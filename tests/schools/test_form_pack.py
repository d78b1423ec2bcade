"""The form pack draws what GOV.UK Frontend draws: compared with the fixtures that its package ships."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django import forms
from django.conf import settings
from django.forms.utils import ErrorList
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe

from schools.form_fields import DateField, LanguageField, TimeField
from schools.forms import FilterForm, Looks, PortalForm
from schools.refusals import Refused
from schools.templatetags.portal import Button

COMPONENTS = Path(settings.BASE_DIR) / "static/source/node_modules/govuk-frontend/dist/govuk/components"
PLAIN = {"name", "id", "idPrefix", "label", "hint", "errorMessage", "formGroup"}
# What our pack can express, by component; a fixture that asks for more (HTML inside, conditional reveals) is left out.
SUPPORTED: dict[str, set[str]] = {
    "input": PLAIN | {"classes", "value", "autocomplete", "inputmode", "prefix", "suffix"},
    "textarea": PLAIN | {"value", "rows"},
    "character-count": PLAIN | {"value", "rows", "maxlength", "countType"},
    "select": PLAIN | {"items"},
    "file-upload": PLAIN,
    "radios": PLAIN | {"fieldset", "items", "classes"},
    "checkboxes": PLAIN | {"fieldset", "items", "classes", "values"},
    "date-input": PLAIN | {"fieldset", "values"},
}
LEAST = {
    "input": 15, "textarea": 6, "character-count": 6, "select": 4, "file-upload": 3, "radios": 9, "checkboxes": 6,
    "date-input": 3,
}  # fmt: skip


def fixtures(component: str) -> list[dict[str, Any]]:
    file = COMPONENTS / component / "fixtures.json"
    assert file.is_file(), "Run `make install` first: it fetches govuk-frontend."
    return json.loads(file.read_text())["fixtures"]


def expressible(component: str, options: dict[str, Any]) -> bool:
    parts = [options.get("label", {}), options.get("hint", {}), options.get("fieldset", {}).get("legend", {})]
    parts += [options.get("errorMessage", {}), *[item or {} for item in options.get("items", [])]]
    parts += [options.get("prefix", {}), options.get("suffix", {})]
    known = {"text", "value", "selected", "checked", "disabled", "hint", "classes", "isPageHeading", "html"}
    items = options.get("items", [])
    grouped = component in ("radios", "checkboxes", "date-input")
    return (
        set(options) <= SUPPORTED[component]
        and all(set(part) <= known for part in parts)
        and all(item and ("value" in item or "html" not in item) and "divider" not in item for item in items)
        and not any(
            {"classes", "html"} & set(options.get(key, {})) for key in ("prefix", "suffix", "errorMessage", "hint")
        )
        and ("legend" in options.get("fieldset", {}) and set(options["fieldset"]) == {"legend"}) == grouped
        and not (
            component == "character-count"
            and (options.get("countType", "words") != "words" or "maxlength" not in options)
        )
        and "classes" not in options.get("formGroup", {})
        and bool(options.get("name") or component == "date-input")
        and (component != "select" or all("disabled" not in item and item.get("value") for item in items))
    )


CASES = [
    pytest.param(component, fixture["options"], fixture["html"], id=f"{component}: {fixture['name']}")
    for component in SUPPORTED
    for fixture in (fixtures(component) if (COMPONENTS / component).is_dir() else [])
    if expressible(component, fixture["options"])
]


def words(part: dict[str, Any]) -> Any:
    return mark_safe(part["html"]) if "html" in part else part.get("text", "")  # noqa: S308 (their fixture)


def size(part: dict[str, Any]) -> str:
    found = re.search(r"--(xl|l|m|s)\b", part.get("classes", ""))
    return found.group(1) if found else ""


def rebuilt(component: str, options: dict[str, Any]) -> tuple[str, str]:
    """The same thing as one field of a form of ours: its name and its HTML."""
    name = options.get("name") or options.get("id")
    title = options.get("fieldset", {}).get("legend") or options.get("label", {})
    classes, items = options.get("classes", ""), options.get("items", [])
    look: dict[str, Any] = {"size": size(title), "heading": title.get("isPageHeading")}
    look |= {key: options[key] for key in ("rows", "autocomplete", "inputmode") if key in options}
    look |= {key: options[key]["text"] for key in ("prefix", "suffix") if key in options}
    look |= {"inline": "--inline" in classes, "small": "--small" in classes}
    look["hints"] = {item["value"]: words(item["hint"]) for item in items if "hint" in item}
    values = [item["value"] for item in items if item.get("checked") or item.get("selected")] or options.get("values")
    value: Any = options.get("value", "")
    common = {"label": words(title), "help_text": words(options.get("hint", {}))}
    choices = [(item["value"], words(item)) for item in items]
    field: forms.Field
    if component in ("input", "textarea", "character-count"):
        widget = forms.TextInput(attrs={"class": classes}) if component == "input" else forms.Textarea()
        in_words = options.get("countType") == "words"
        look |= {"count_words": options["maxlength"]} if in_words else {}
        field = forms.CharField(**common, widget=widget, max_length=None if in_words else options.get("maxlength"))
    elif component == "file-upload":
        field = forms.FileField(**common)
    elif component == "date-input":
        field, value = DateField(**common), {k: str(v) for k, v in (values or {}).items()} or None
    elif component == "checkboxes":
        widget_many = forms.CheckboxSelectMultiple()
        field, value = forms.MultipleChoiceField(**common, choices=choices, widget=widget_many), values
    else:
        widget_one = forms.Select() if component == "select" else forms.RadioSelect()
        field, value = forms.ChoiceField(**common, choices=choices, widget=widget_one), (values or [None])[0]
    form_class = type("Rebuilt", (Looks, forms.Form), {name: field, "look": {name: look}})
    form = form_class(auto_id="%s", initial={name: value})
    for item, choice in zip(items, form.fields[name].widget.choices if items else [], strict=False):
        if item.get("disabled"):
            pytest.skip(f"a disabled choice: {choice}")
    if "errorMessage" in options:
        form._errors = {name: ErrorList([words(options["errorMessage"])])}
    page = Template("{% load portal %}{% portal_field field %}").render(Context({"field": form[name]}))
    return name, page


def canonical(html: str, name: str, own_id: str = "") -> list[Any]:
    """The tree without what may differ: white space, order of attributes and classes, translations, the ids' stem."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)

    def renamed(value: str) -> str:
        stem = own_id if own_id and own_id != name else ""
        parts = value.split(" ")
        return " ".join(
            name + part[len(stem) :] if stem and re.fullmatch(re.escape(stem) + "(-.*)?", part) else part
            for part in parts
        )

    def walk(element: Any) -> list[Any]:
        attributes = {}
        for key, value in element.attrib.items():
            if key.startswith("data-i18n.") or (key == "value" and value == ""):
                continue
            if key in ("id", "for", "aria-describedby"):
                value = renamed(value)
            if key == "name" and value in ("day", "month", "year"):
                value = f"{name}-{value}"
            attributes[key] = " ".join(sorted(value.split())) if key == "class" else value.strip()
        content: list[Any] = [" ".join((element.text or "").split())]
        for child in element:
            content += [walk(child), " ".join((child.tail or "").split())]
        return [element.tag, attributes, [part for part in content if part]]

    return [walk(child) for child in root]


@pytest.mark.parametrize(("component", "options", "html"), CASES)
def test_a_field_is_drawn_as_govuk_frontend_draws_it(component: str, options: dict, html: str) -> None:
    name, ours = rebuilt(component, options)
    theirs = canonical(html, name, options.get("idPrefix") or options.get("id") or name)
    assert canonical(ours, name) == theirs


@pytest.mark.parametrize("component", SUPPORTED)
def test_enough_fixtures_are_compared(component: str) -> None:
    compared = [case for case in CASES if case.values[0] == component]
    assert len(compared) >= LEAST[component]


@pytest.mark.parametrize("name", ["default", "secondary", "warning", "value", "prevent double click"])
def test_a_button_is_drawn_as_govuk_frontend_draws_it(name: str) -> None:
    fixture = next(f for f in fixtures("button") if f["name"] == name)
    options = fixture["options"]
    look = options.get("classes", "").removeprefix("govuk-button--")
    button = Button(options["text"], look, options.get("value", ""), options.get("name", "press"))
    ours = Template('{% include "portal/layout/button.html" %}').render(Context({"input": button}))
    # Ours always holds back a second press, and has a name only where it has a value to tell.
    for extra in (' data-prevent-double-click="true"', ' name="press"', f' name="{options.get("name")}"'):
        ours, fixture["html"] = ours.replace(extra, ""), fixture["html"].replace(extra, "")
    assert canonical(ours, "x") == canonical(fixture["html"], "x")


def test_a_fieldset_is_drawn_as_govuk_frontend_draws_it() -> None:
    theirs = next(f for f in fixtures("fieldset") if f["name"] == "styled as medium text")
    legend = theirs["options"]["legend"]["text"]
    ours = Template('{% include "portal/layout/fieldset.html" %}').render(Context({"legend": legend}))
    assert canonical(ours, "x") == canonical(theirs["html"], "x")


@pytest.mark.parametrize("name", ["default", "without links", "mixed with and without links"])
def test_the_error_summary_is_drawn_as_govuk_frontend_draws_it(name: str) -> None:
    fixture = next(f for f in fixtures("error-summary") if f["name"] == name)
    items = [(error.get("href", "")[1:], error["text"]) for error in fixture["options"]["errorList"]]
    ours = Template('{% include "portal/error_summary.html" %}').render(Context({"items": items}))
    assert canonical(ours, "x") == canonical(fixture["html"], "x")


class EverythingForm(PortalForm):
    """One of each."""

    title = forms.CharField(label="Title", max_length=80)
    body = forms.CharField(label="Body", max_length=200, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Many", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    starts = DateField(label="Starts")
    at = TimeField(label="At")
    lang = LanguageField()
    sure = forms.BooleanField(label="Sure")
    email = forms.EmailField(label="E-mail")
    file = forms.FileField(label="File")


def drawn(form: Any, source: str = "{% error_summary form %}{% portal_form form %}") -> Any:
    html = Template("{% load portal %}" + source).render(Context({"form": form, "csrf_token": "token"}))
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def test_every_link_of_the_error_summary_lands_on_a_control() -> None:
    page = drawn(EverythingForm({}))
    targets = [a.get("href")[1:] for a in page.findall(".//ul/li/a")]
    controls = {e.get("id") for e in page.iter() if e.tag in ("input", "textarea", "select")}
    assert len(targets) == 10
    assert set(targets) <= controls
    assert "id_starts-day" in targets
    assert "id_kind" in targets


def test_the_same_error_of_two_fields_stands_with_the_name_of_each() -> None:
    class Days(Looks, forms.Form):
        first, last = DateField(label="First day"), DateField(label="Last day")

    page = drawn(Days({}), "{% error_summary form %}")
    lines = ["".join(line.itertext()).strip() for line in page.iter("{http://www.w3.org/1999/xhtml}a")] or [
        "".join(line.itertext()).strip() for line in page.iter("a")
    ]
    words = "Enter a date: a day, a month and a year"
    assert lines == [f"First day: {words}", f"Last day: {words}"]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Enter the place where you will meet.", "Enter the place where you will meet"),
        ("Somebody has it already. Check it.", "Somebody has it already. Check it."),
    ],
)
def test_a_refusal_of_one_sentence_ends_under_its_field_as_other_messages_do(message: str, shown: str) -> None:
    class Place(PortalForm):
        place = forms.CharField()

    form = Place({})
    form.refuse(Refused(message, "place"))
    form.refuse(Refused(message))
    assert form.errors["place"][-1] == shown
    assert form.non_field_errors() == [message]


def test_the_link_of_a_date_lands_on_the_box_that_is_missing() -> None:
    page = drawn(EverythingForm({"starts-day": "3", "starts-year": "2027"}))
    assert [a.get("href") for a in page.findall(".//ul/li/a") if "starts" in a.get("href")] == ["#id_starts-month"]


def test_no_id_stands_twice_and_every_description_exists() -> None:
    page = drawn(EverythingForm({}))
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    described = {ref for e in page.iter() for ref in (e.get("aria-describedby") or "").split()}
    assert described <= set(ids)


def test_every_message_says_what_to_do() -> None:
    errors = {error for each in EverythingForm({}).errors.values() for error in each}
    assert "This field is required." not in errors
    expected = {"Title: enter an answer", "Kind: choose an answer", "File: choose a file", "Tick the box to go on"}
    assert expected <= errors


def test_a_text_is_counted_as_the_browser_counts_it() -> None:
    form = EverythingForm({"body": "a\r\n" * 100})
    assert "body" not in form.errors
    assert EverythingForm({"body": "a\r\n" * 101}).errors["body"] == [
        "Shorten this text: it has 201 characters and may have at most 200"
    ]


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "", ""), "Enter a date: a day, a month and a year"),
        (("1", "", "2027"), "Enter a day, a month and a year"),
        (("30", "2", "2027"), "Enter a real date, for example 27 3 2027"),
        (("1", "1", "27"), "Enter a real date, for example 27 3 2027"),
        (("x", "\x00", "9" * 5000), "Enter day, month and year as numbers, for example 27 3 2027 for 27 March 2027"),
        (("1", "1", "9" * 5000), "Enter a real date, for example 27 3 2027"),
    ],
)
def test_a_date_that_is_none_is_refused_with_what_to_do(boxes: tuple, message: str) -> None:
    data = {f"starts-{part}": value for part, value in zip(("day", "month", "year"), boxes, strict=True)}
    assert EverythingForm(data).errors["starts"] == [message]


@pytest.mark.parametrize("typed", ["9:30", "09.30", "0930", "09:30"])
def test_a_time_may_be_written_in_several_ways(typed: str) -> None:
    assert str(TimeField().clean(typed)) == "09:30:00"


def test_in_welsh_the_count_has_a_sentence_for_each_of_six_plural_forms() -> None:
    with translation.override("cy"):
        page = drawn(EverythingForm(), "{% portal_field form.body %}")
    group = page.find(".//*[@data-maxlength]")
    under = [key for key in group.attrib if key.startswith("data-i18n.characters-under-limit.")]
    assert {key.rsplit(".", 1)[1] for key in under} == {"zero", "one", "two", "few", "many", "other"}
    assert all("%{count}" in group.get(key) for key in under)


def test_an_optional_field_says_so_and_a_lone_checkbox_does_not() -> None:
    class Optional(PortalForm):
        note = forms.CharField(label="Note", required=False)
        tick = forms.BooleanField(label="Tick", required=False)

    labels = ["".join(label.itertext()).strip() for label in drawn(Optional()).iter("label")]
    assert labels == ["Note (optional)", "Tick"]


def test_fieldsets_group_the_fields_they_name_and_the_rest_follows_in_order() -> None:
    class Grouped(PortalForm):
        first = forms.CharField(label="First")
        second = forms.CharField(label="Second")
        third = forms.CharField(label="Third")
        fieldsets = [("Both", ["second", "third"])]

    page = drawn(Grouped())
    inside = [e.get("name") for e in page.find(".//fieldset").iter("input")]
    assert inside == ["second", "third"]
    assert [e.get("name") for e in page.iter("input") if e.get("type") == "text"] == ["first", "second", "third"]


def test_more_buttons_tell_which_was_pressed() -> None:
    class Two(PortalForm):
        more_buttons = {"add": "Save and add another"}

    page = drawn(Two())
    assert [b.get("value") for b in page.iter("button")] == [None, "add"]
    assert Two({"press": "add"}).pressed == "add"
    assert Two({}).pressed == ""


def test_a_filter_never_refuses_and_keeps_its_first_choice() -> None:
    class Year(FilterForm):
        year = forms.IntegerField(label="Year", initial=2026)

    assert Year().chosen == {"year": 2026}
    assert Year({"year": "x"}).chosen == {"year": None}
    page = drawn(Year())
    assert page.find(".//form").get("method") == "get"
    assert page.find('.//input[@name="csrfmiddlewaretoken"]') is None


@override_settings(CRISPY_FAIL_SILENTLY=False)
def test_a_file_form_is_sent_in_parts() -> None:
    assert drawn(EverythingForm()).find(".//form").get("enctype") == "multipart/form-data"
