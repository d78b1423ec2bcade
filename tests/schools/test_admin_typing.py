"""What an administrator typed when their session ended is in the form again after they sign in."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from schools.kept_typing import DISCARD
from schools.models import Federation, School
from tests.on_pages import forms_in

GIVEN_BACK = "Your text has not been saved yet"


def form_of(client: Client, path: str) -> Any:
    return next(form for form in forms_in(client.get(path).content.decode()) if "name_cy" in form.fields)


def after_an_ended_session(person: Any, path: str, **typed: Any) -> Client:
    client = Client()
    client.force_login(person)
    sent = form_of(client, path).filled(**typed)
    Session.objects.all().delete()
    answer = client.post(path, sent)
    assert "What you typed has been kept" in answer.content.decode()
    return client


@pytest.fixture
def path(db: None) -> str:
    return reverse("admin:schools_federation_add")


def test_whoever_signs_in_again_finds_what_they_typed_and_can_save_it(ann: Any, council: Any, path: str) -> None:
    client = after_an_ended_session(ann, path, council=council.pk, name_cy="Ffederasiwn y Cwm", name_en="Valley")
    client.force_login(ann)
    assert GIVEN_BACK in client.get(path).content.decode()
    form = form_of(client, path)
    assert (form.fields["name_cy"].holds, form.fields["council"].holds) == (["Ffederasiwn y Cwm"], [str(council.pk)])
    assert client.post(path, form.filled()).status_code == 302
    assert Federation.all_rows.get().name_en == "Valley"
    assert GIVEN_BACK not in client.get(path).content.decode()


def test_it_can_be_discarded_and_is_given_to_nobody_else(ann: Any, olwen: Any, path: str) -> None:
    client = after_an_ended_session(ann, path, name_cy="Ffederasiwn y Cwm")
    client.force_login(ann)
    assert client.post(path, {DISCARD: "1"}).status_code == 302
    assert "Ffederasiwn y Cwm" not in client.get(path).content.decode()
    client = after_an_ended_session(ann, path, name_cy="Ffederasiwn y Cwm")
    client.force_login(olwen)
    client.force_login(ann)
    assert "Ffederasiwn y Cwm" not in client.get(path).content.decode()


def test_what_waited_is_saved_against_the_version_that_was_open(ann: Any, school: Any) -> None:
    path = reverse("admin:schools_school_change", args=[school.pk])
    client = after_an_ended_session(ann, path, name_cy="Ysgol y Cwm")
    School.all_rows.filter(pk=school.pk).update(version=7)
    client.force_login(ann)
    answer = client.post(path, form_of(client, path).filled())
    assert "Somebody else saved this entry after you opened it" in answer.content.decode()
