"""Typing that meets an expired session comes back to the person who typed it, and to nobody else."""

import html
import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from schools import kept_typing
from schools.forms import PortalForm, PortalModelForm, VersionedForm
from schools.models import Person
from schools.refusals import Refused, Stale

PATH = "/en/somewhere/"
KEPT = "What you typed has been kept"


class NoteForm(VersionedForm):
    note = forms.CharField(label="Note", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")])
    areas = forms.MultipleChoiceField(label="Areas", choices=[("x", "X"), ("y", "Y")], required=False)
    tick = forms.BooleanField(label="Tick", required=False)
    document = forms.FileField(label="Document", required=False)


def asked(person: Any, method: str = "get", data: dict | None = None, session: Any = None, path: str = PATH) -> Any:
    request = getattr(RequestFactory(), method)(path, data or {})
    request.user, request.session = person, session if session is not None else SessionStore()
    return request


def typed(person: Any, **words: Any) -> dict[str, Any]:
    """What a browser would post from a form rendered for `person`."""
    form = NoteForm.of(asked(person), version=3)
    hidden = {name: form.hidden_value(name) for name in ("once", "sealed_for", "version")}
    return {**hidden, "csrfmiddlewaretoken": "token", "password1": "secret", "note": "My words", "kind": "b", **words}


def kept_by(person: Any, **words: Any) -> tuple[kept_typing.Typed, dict[str, Any]]:
    data = typed(person, **words)
    text = kept_typing.gather(asked(AnonymousUser(), "post", data))
    assert text is not None
    return text, data


def test_the_same_person_finds_the_text_again_marked_not_saved(nia) -> None:
    text, _data = kept_by(nia, areas=["x", "y"], tick="on")
    session = SessionStore()
    assert kept_typing.keep(asked(nia, session=session), text)
    form = NoteForm.of(asked(nia, session=session), initial={"note": "Old words"}, version=9)
    assert form.not_saved_yet
    assert not form.errors
    assert not form.attempt(pytest.fail, by=nia)
    assert [form[name].value() for name in ("note", "kind", "areas", "tick")] == ["My words", "b", ["x", "y"], True]


def test_it_keeps_the_version_it_was_typed_against_and_its_one_time_key(nia) -> None:
    text, data = kept_by(nia)
    session = SessionStore()
    kept_typing.keep(asked(nia, session=session), text)
    form = NoteForm.of(asked(nia, session=session), version=9)
    assert form.hidden_value("version") == "3"
    assert form.hidden_value("once") == str(data["once"])


def test_another_person_never_sees_it(nia, owain) -> None:
    text, _data = kept_by(nia)
    session = SessionStore()
    assert not kept_typing.keep(asked(owain, session=session), text)
    assert NoteForm.of(asked(owain, session=session), version=1).not_saved_yet is False
    kept_typing.keep(asked(nia, session=session), text)
    assert NoteForm.of(asked(owain, session=session), version=1).not_saved_yet is False


def test_neither_password_nor_token_nor_seal_is_carried(nia) -> None:
    text, _data = kept_by(nia)
    assert "secret" not in text.data
    assert "token" not in text.data
    assert "sealed_for" not in text.data


@pytest.mark.parametrize("sealed", ["", "x:y:z"])
def test_what_is_not_ours_is_not_carried(nia, sealed: str) -> None:
    assert kept_typing.gather(asked(AnonymousUser(), "post", {**typed(nia), "sealed_for": sealed})) is None


def test_a_form_sealed_before_it_named_its_texts_is_given_back_whole(nia) -> None:
    old = signing.dumps(str(nia.public_id), salt=kept_typing.SALT_PERSON)
    text = kept_typing.gather(asked(AnonymousUser(), "post", {**typed(nia), "sealed_for": old}))
    assert text is not None
    assert "My words" in text.texts


def test_it_comes_back_in_the_other_language_too(nia) -> None:
    text, _data = kept_by(nia)
    session = SessionStore()
    kept_typing.keep(asked(nia, session=session), text)
    assert NoteForm.of(asked(nia, session=session, path="/cy/somewhere/"), version=1).not_saved_yet
    assert not NoteForm.of(asked(nia, session=session, path="/cy/elsewhere/"), version=1).not_saved_yet


def test_once_saved_it_is_forgotten(nia) -> None:
    text, data = kept_by(nia)
    session = SessionStore()
    kept_typing.keep(asked(nia, session=session), text)
    form = NoteForm.of(asked(nia, "post", data, session), version=3)
    assert form.attempt(lambda **words: words, by=nia)
    assert not NoteForm.of(asked(nia, session=session), version=3).not_saved_yet


def test_it_can_be_discarded(nia) -> None:
    text, _data = kept_by(nia)
    session = SessionStore()
    kept_typing.keep(asked(nia, session=session), text)
    form = NoteForm.of(asked(nia, "post", {kept_typing.DISCARD: "1"}, session), version=3)
    assert not form.is_bound
    assert not form.attempt(pytest.fail, by=nia)
    assert not NoteForm.of(asked(nia, session=session), version=3).not_saved_yet


def test_only_the_last_few_pages_are_kept(nia) -> None:
    session = SessionStore()
    for number in range(9):
        text = kept_typing.gather(asked(AnonymousUser(), "post", typed(nia), path=f"/en/{number}/"))
        assert text and kept_typing.keep(asked(nia, session=session), text)
    pages = [key.partition("#")[0] for key in session[kept_typing.IN_SESSION]]
    assert pages == [f"/{number}/" for number in range(4, 9)]


def test_an_action_gets_the_words_the_key_the_version_and_who(nia) -> None:
    form = NoteForm.of(asked(nia, "post", typed(nia, note="One\r\nTwo", document="")), version=3)
    told: dict[str, Any] = {}
    assert form.attempt(lambda thing, **given: told.update(given, thing=thing), "thing", by=nia)
    assert told.keys() == {"thing", "by", "once", "version", "note", "kind", "areas", "tick", "document"}
    assert (told["thing"], told["by"], told["version"], told["note"]) == ("thing", nia, 3, "One\nTwo")


def test_a_refusal_stands_beside_its_field_or_above_the_form(nia) -> None:
    def refuse(field: str | None) -> Any:
        def action(**words: Any) -> None:
            raise Refused("No, because.", field)

        form = NoteForm.of(asked(nia, "post", typed(nia)), version=3)
        assert not form.attempt(action, by=nia)
        return form.errors

    assert refuse("note")["note"] == ["No, because"], "messages beside a field carry no full stop"
    assert refuse(None)["__all__"] == ["No, because."]
    assert refuse("not_there")["__all__"] == ["No, because."]


def test_who_saves_second_sees_both_texts_and_saves_again_on_purpose(nia) -> None:
    def stale(**words: Any) -> None:
        raise Stale({"note": "Their words", "kind": "a"}, 7)

    form = NoteForm.of(asked(nia, "post", typed(nia, note="My words")), version=3)
    assert not form.attempt(stale, by=nia)
    assert [(d.label, d.theirs, d.yours) for d in form.differences] == [
        ("Note", "Their words", "My words"),
        ("Kind", "A", "B"),
    ]
    assert form["note"].value() == "My words"
    assert form.hidden_value("version") == "7"


@pytest.mark.parametrize("once", ["", "not-a-uuid", "\x00"])
@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_broken_key_or_version_is_a_sentence_and_the_next_one_works(nia, once: str, version: str) -> None:
    form = NoteForm.of(asked(nia, "post", typed(nia, once=once, version=version)), version=3)
    assert not form.attempt(pytest.fail, by=nia)
    assert form.errors["once"] == form.errors["version"]
    again = {name: form.hidden_value(name) for name in ("once", "version")}
    assert NoteForm.of(asked(nia, "post", typed(nia, **again)), version=3).is_valid()


def test_a_form_opened_by_somebody_else_is_not_saved_in_my_name(nia, owain) -> None:
    form = NoteForm.of(asked(owain, "post", typed(nia)), version=3)
    assert not form.attempt(pytest.fail, by=owain)
    assert "somebody else was signed in" in form.errors["sealed_for"][0]
    assert kept_typing.is_sealed_for(form.hidden_value("sealed_for"), owain)


HIDDEN = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'

# --- Through the portal itself: the page where everybody chooses their language stands for every form.


def sign_in(client: Client, answer: HttpResponse, email: str, password: str) -> HttpResponse:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()))
    data = {name: html.unescape(value) for name, value in hidden.items()}
    return client.post(reverse("account_login"), {**data, "login": email, "password": password})


def test_the_sign_in_page_answers_the_post_and_leads_back_to_the_filled_form(typing, nia) -> None:
    client, url, data = typing
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert KEPT in answer.content.decode()
    wrong = sign_in(client, answer, nia.email, "wrong")
    assert KEPT in wrong.content.decode()
    back = sign_in(client, wrong, nia.email, "a long enough password")
    assert back["Location"] == url
    form = client.get(url).context["form"]
    assert form.not_saved_yet
    assert form["language"].value() == "en"
    nia.refresh_from_db()
    assert nia.language == "cy"


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(typing, owain) -> None:
    client, url, data = typing
    owain.set_password("another long password")
    owain.save()
    back = sign_in(client, client.post(url, data), owain.email, "another long password")
    assert back.status_code == 302
    assert not client.get(url).context["form"].not_saved_yet


def test_once_somebody_else_has_signed_in_there_it_is_gone(typing, nia, owain) -> None:
    client, url, data = typing
    client.post(url, data)
    client.force_login(owain)
    assert client.session[kept_typing.IN_SESSION] == {}
    client.force_login(nia)
    assert not client.get(url).context["form"].not_saved_yet


def test_nothing_of_the_text_stands_in_the_page_on_a_shared_computer(typing) -> None:
    client, url, data = typing
    quiet = client.post(reverse("account_login")).content.decode()
    answer = client.post(url, {**data, "language": "a long text of mine"}).content.decode()
    assert "a long text of mine" not in answer
    assert {name for name, _value in re.findall(HIDDEN, answer)} - {
        name for name, _value in re.findall(HIDDEN, quiet)
    } == {"next"}


def test_the_other_language_and_a_forgotten_password_keep_it(typing, nia) -> None:
    client, url, data = typing
    entrance, forgotten = reverse("account_login"), reverse("account_reset_password")
    answer = client.post(url, data)
    (other,) = set(re.findall(r'href="([^"]+)" rel="alternate" lang="cy"', answer.content.decode()))
    assert 'lang="cy"' in (there := client.get(other, follow=True).content.decode())
    assert '<div class="govuk-inset-text">' in there
    client.post(forgotten, {"email": nia.email})
    assert KEPT in client.get(entrance).content.decode()
    arrived = client.post(entrance, {"login": nia.email, "password": "a long enough password"})
    assert arrived["Location"] == url.replace("/en/", f"/{nia.language}/")
    assert client.get(url).context["form"].not_saved_yet


def test_a_script_is_told_401_and_gets_no_sign_in_page(typing) -> None:
    client, url, data = typing
    for answer in (
        client.post(url, data, headers={"HX-Request": "true"}),
        client.get(url, headers={"HX-Request": "true"}),
    ):
        assert answer.status_code == 401
        assert answer.content == b""


def test_a_token_refused_after_signing_in_elsewhere_loses_nothing(typing, nia) -> None:
    _client, url, data = typing
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nia)
    answer = strict.post(url, data)
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert strict.get(url).context["form"].not_saved_yet


def test_a_post_that_nobody_could_have_sealed_is_refused_as_before(nia) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nia)
    answer = strict.post(reverse("people:language"), {"language": "en"})
    assert answer.status_code == 403
    assert "This page was out of date" in answer.content.decode()


def test_a_confirmation_without_fields_is_a_form_too(nia) -> None:
    class Confirm(PortalForm):
        pass

    form = Confirm.of(asked(nia, "post", typed(nia)))
    assert form.attempt(lambda **given: set(given), by=nia)
    assert form.result == {"by", "once"}


def test_a_model_form_leaves_the_record_alone(nia) -> None:
    class NameForm(PortalModelForm):
        class Meta:
            model = Person
            fields = ["name"]

    form = NameForm.of(asked(nia, "post", typed(nia, name="Somebody else")), instance=nia)
    assert form.attempt(lambda **given: given["name"], by=nia)
    assert (form.result, nia.name) == ("Somebody else", "Nia")
    with pytest.raises(NotImplementedError):
        form.save()
