"""Of two administrators who opened the same entry, the second to save is told so, and overwrites nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.admin import site
from schools.admin_forms import CARRIED, VersionForm
from tests.administrators import entry, looks_after_everything
from tests.on_pages import Form, forms_in
from tests.one_world import undone

TOLD = "Somebody else saved this entry after you opened it"
MODELS = pytest.mark.parametrize("model", site._registry, ids=lambda model: model._meta.model_name)


def path_to(model: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[entry(meta.model_name)])


def form_of(client: Client, path: str) -> Form:
    return next(form for form in forms_in(client.get(path).content.decode()) if set(CARRIED) & set(form.fields))


@MODELS
def test_whoever_saves_second_is_told_and_nothing_is_overwritten(one_world: Any, model: Any) -> None:
    with undone():
        client = Client()
        client.force_login(looks_after_everything(one_world.cast))
        path = path_to(model)
        form = form_of(client, path)
        rows = model._base_manager.filter(pk=int(path.rstrip("/").split("/")[-2]))
        if issubclass(site._registry[model].form, VersionForm):
            rows.update(version=7)
        else:
            rows.update(**saved_meanwhile(rows.get(), form))
        before = rows.values().get()
        answer = client.post(path, form.filled())
        assert answer.status_code == 200 and TOLD in answer.content.decode()
        assert rows.values().get() == before


def saved_meanwhile(row: Any, form: Form) -> dict[str, Any]:
    """Another value for one of the boxes of the form, as somebody else saved it."""
    for name in form.fields:
        if name.endswith(("_en", "name")) and isinstance(getattr(row, name, None), str):
            return {name: getattr(row, name) + "s"}
    if hasattr(row, "old_id"):  # a proposal: to some other area of the same framework
        return {"new": row.new.framework.areas.exclude(pk__in=[row.old_id, row.new_id]).order_by("pk")[0]}
    first, last = clock.school_year_bounds(clock.current_school_year())
    return {"ends_on": last} if row.ends_on != last else {"starts_on": first}


@MODELS
def test_whoever_saves_alone_is_not_held_up(one_world: Any, model: Any) -> None:
    with undone():
        client = Client()
        client.force_login(looks_after_everything(one_world.cast))
        path = path_to(model)
        answer = client.post(path, form_of(client, path).filled())
        assert TOLD not in answer.content.decode()
