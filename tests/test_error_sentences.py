"""What stands beside a field ends alike in every form: one sentence without a stop, several with one."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from discussions.models import Discussion
from schools.forms import Looks
from tests.discussions.test_discussion_pages import as_, hidden_in, page, typed
from tests.refusals import sentences_in_source

PARAMETERS = dict.fromkeys(("limit_value", "show_value", "value", "pk", "max", "min", "length", "label"), 7)


def forms_of_the_portal() -> list[type[Any]]:
    for app in ("schools", "discussions", "improvement_portal"):
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if module.name.rsplit(".", 1)[-1] in ("forms", "boxes"):
                import_module(module.name)
    return sorted(set(_below(Looks)), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _below(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        if each.__module__.split(".")[0] != "tests":
            yield each
        yield from _below(each)


class Bare(Looks, forms.Form):
    here = forms.CharField(required=False)


def shown(message: Any) -> str:
    form = Bare({})
    form.full_clean()
    form.add_error("here", ValidationError(message, params=PARAMETERS))
    return str(form.errors["here"][0])


def is_in_house_style(sentence: str) -> bool:
    several = re.search(r"[.?!] \S", sentence) is not None
    return sentence.endswith((".", "?")) is several


@pytest.mark.parametrize("form", forms_of_the_portal(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_message_of_every_field_ends_in_the_house_style(form: type[Any]) -> None:
    for name, field in form.base_fields.items():
        checks = [getattr(check, "message", "") for check in field.validators]
        for message in filter(None, [*field.error_messages.values(), *checks]):
            assert is_in_house_style(shown(message)), f"{form.__name__}.{name}: {shown(message)}"


def test_so_does_every_refusal_that_an_action_puts_beside_a_field() -> None:
    found = [re.sub(r"%\((\w+)\)[sd]", "7", sentence) for sentence in sentences_in_source()]
    assert [shown(sentence) for sentence in found if not is_in_house_style(shown(sentence))] == []


def test_the_schedule_form_says_all_that_is_wrong_in_one_style(school: Any, olwen: Any, nia: Any) -> None:
    client, url = as_(olwen), page("schedule", school.public_id)
    wrong = typed(nia, setting="elsewhere", starts="22:00", language="")
    found = client.post(url, hidden_in(client, url) | wrong).context["form"].errors
    assert set(found) == {"starts", "ends", "place", "language"} and not Discussion.all_rows.exists()
    assert all(is_in_house_style(str(error)) for errors in found.values() for error in errors), found
