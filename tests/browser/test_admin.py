"""The administrator's pages, Django's own, in both languages: lists, forms, what is wrong in them, histories."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from schools.admin import site
from tests.administrators import entry, looks_after_everything
from tests.browser import examined
from tests.browser.harness import answered_with, examine
from tests.on_pages import in_language

LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])
MODELS = pytest.mark.parametrize("model", [model._meta.model_name for model in site._registry])
APPS = {model._meta.model_name: model._meta.app_label for model in site._registry}


@pytest.fixture(scope="module")
def ann(live_world: Any) -> Any:
    _portal, world = live_world
    return looks_after_everything(world.cast)


@pytest.fixture(scope="module")
def page(live_world: Any, ann: Any) -> Page:
    portal, _world = live_world
    return portal.sign_in(ann)


@LANGUAGES
def test_the_way_into_the_reference_data_is_sound(page: Page, language: str) -> None:
    for url in (reverse("admin:index"), reverse("admin:app_list", args=["schools"])):
        examine(page, in_language(language, url))


@LANGUAGES
@MODELS
def test_the_pages_of_reference_data_are_sound(page: Page, ann: Any, model: str, language: str) -> None:
    route, closed = f"admin:{APPS[model]}_{model}", examined.closed_by_the_admin()
    client = Client()
    client.force_login(ann)
    for name, arguments in (
        ("changelist", []), ("add", []), *((each, [entry(model)]) for each in ("change", "history", "delete"))
    ):  # fmt: skip
        url = in_language(language, reverse(f"{route}_{name}", args=arguments))
        if f"{route}_{name}" in closed:
            assert client.get(url).status_code == 403, url
        else:
            examine(page, url)


@MODELS
def test_what_is_wrong_in_an_entry_is_said_soundly(page: Page, ann: Any, model: str) -> None:
    route = f"admin:{APPS[model]}_{model}"
    is_added = f"{route}_add" not in examined.closed_by_the_admin()
    there = (f"{route}_add", []) if is_added else (f"{route}_change", [entry(model)])
    url, client = in_language("cy" if len(model) % 2 else "en", reverse(there[0], args=there[1])), Client()
    client.force_login(ann)
    with transaction.atomic():
        answer = client.post(url, {})
        transaction.set_rollback(True)
    with answered_with(page, url, answer):
        examine(page, url)
