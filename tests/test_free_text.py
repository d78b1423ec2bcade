"""No form with free text is forgotten: each asks before it saves words that seem to name a learner, or says why not."""

import ast
import importlib
from typing import Any

import pytest
from django import forms

from schools import clock
from schools.cautions import Cautious
from schools.form_fields import is_written
from schools.forms import FilterForm, PortalForm
from schools.people import forms as people_forms
from tests.form_states import show_form
from tests.kept import everything_kept
from tests.on_pages import Form, errors_on
from tests.one_world import undone
from tests.test_architecture import CODE, ROOT, called
from tests.test_bad_input import PAGES, client_of, forms_on

DOUBTFUL = "Mae Ffion ym Mlwyddyn 5 yn darllen yn dda."
ASKED = 'id="doubtful-title"'
ON_THE_WAY_IN = {  # made on forms of django-allauth: a person writes about themselves
    people_forms.SignInForm,
    people_forms.SignUpForm,
    people_forms.AskResetForm,
    people_forms.NewPasswordForm,
    people_forms.ChangePasswordForm,
    people_forms.ReauthenticateForm,
    people_forms.UserTokenForm,
}
REFERENCE_DATA = {"schools.admin_forms"}  # frameworks and people, edited by an administrator
VALID_WITHOUT_SAVING = {  # views that ask a form whether it is right, and save no text by it
    "schools/plan_parts/views.py": 1,  # "Bring the ticked ones together" leads on to another form
    "schools/people/views.py": 1,  # the role to act in
}
ASKS_NOTHING = {  # templates with a form that only narrows a list
    "discussions/sent_mail/index.html",
    "discussions/professional_discussions/index.html",
    "schools/register/index.html",
    "schools/people/index.html",
    "schools/people/_find_school.html",
    "schools/comparisons/index.html",
    "schools/progress/timeline.html",
    "schools/summary_translations/_asking.html",  # a press without a word, refused on a page of its own
    "discussions/finding/_times.html",
    "discussions/this_year/index.html",
}


TODAY = {part: str(getattr(clock.today(), part)) for part in ("day", "month", "year")}
RIGHT = {"amount": "2", "given_by_name": "", "day": "1", "month": "2", "year": "2026"}  # else "Darllen" is typed


def our_forms() -> list[type[forms.BaseForm]]:
    found: dict[type[forms.BaseForm], None] = {}
    for path in CODE:
        if path.stem in ("forms", "boxes", "admin_forms", "importing"):
            module = importlib.import_module(called(path).removesuffix(".py").replace("/", "."))
            for each in vars(module).values():
                if isinstance(each, type) and issubclass(each, forms.BaseForm) and each.__module__ == module.__name__:
                    found[each] = None
    return list(found)


def free_text_of(form: type[forms.BaseForm]) -> list[str]:
    fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    return [name for name, field in fields.items() if is_written(field) and isinstance(field, forms.CharField)]


@pytest.mark.parametrize("form", our_forms(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_a_form_with_free_text_looks_it_over(form: type[forms.BaseForm]) -> None:
    if free_text_of(form) and form not in ON_THE_WAY_IN and form.__module__ not in REFERENCE_DATA:
        assert issubclass(form, Cautious | FilterForm), "let it be a PortalForm"


@pytest.mark.parametrize(
    "form", [each for each in our_forms() if issubclass(each, Cautious)], ids=lambda form: form.__name__
)
def test_what_is_not_looked_over_is_one_line_with_a_reason(form: type[PortalForm]) -> None:
    for name, reason in form.nobody_is_named_in.items():
        if name in form.base_fields:
            assert not isinstance(form.base_fields[name].widget, forms.Textarea), f"{name} is written at length"
        else:
            assert any(name in parent.base_fields for parent in our_forms()), f"{name} is no field"
        assert len(reason) > 10


def test_views_save_through_the_form_that_asks():
    asks = {}
    for path in CODE:
        if path.name == "views.py":
            names = [node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
            asks[called(path)] = names.count("is_valid")
    assert {path: times for path, times in asks.items() if times} == VALID_WITHOUT_SAVING


def test_every_page_with_a_form_has_the_place_where_it_asks():
    silent = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        if ("{% portal_form" in text or "{% portal_hidden" in text) and "{% error_summary" not in text:
            silent.add(path.relative_to(ROOT / "templates").as_posix())
    assert silent == ASKS_NOTHING


def completed(form: Form) -> dict[str, Any]:
    """As it stands, with a choice wherever none is made, and doubtful words wherever something is written at length."""
    typed: dict[str, Any] = {}
    for field in form.fields.values():
        if field.kind == "textarea":
            typed[field.name] = DOUBTFUL
        elif field.kind in ("radio", "select", "checkbox") and not any(field.holds):
            typed[field.name] = next((each for each in field.offers if each), "")
        elif field.kind in ("text", "amount") and not any(field.holds):
            name, _dash, part = field.name.rpartition("-")
            right = TODAY if name == "approved_on" else RIGHT
            typed[field.name] = right.get(part, "Darllen" if field.kind == "text" else "2")
    return form.filled(**{name: value for name, value in typed.items() if value})


@pytest.mark.parametrize(("route", "pages"), PAGES.items(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_form_in_which_one_writes_at_length_asks_first(one_world: Any, route: str, pages: Any) -> None:
    with undone():
        show_form(route, one_world)
        for page, who in pages:
            client, url = client_of(one_world, who, one_world.invited), one_world.url(page)
            for _client, _url, form in forms_on(client, url):
                if any(field.kind == "textarea" for field in form.fields.values()):
                    kept = everything_kept()
                    answer = client.post(url, completed(form))
                    said = answer.content.decode()
                    assert answer.status_code == 200 and ASKED in said, (page, errors_on(said))
                    assert everything_kept() == kept
