"""A row that somebody holds for long: nobody waits for ever, nothing typed is lost, and the other pages go on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from improvement_portal.patience import patient
from schools.models import Event, Person, School, Section
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import forms_in, in_language
from tests.schools.writing import passage

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held(rows: Any) -> Iterator[None]:
    """Somebody else has these rows locked, in a transaction of their own that does not end."""
    locked, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(rows.select_for_update())
            locked.set()
            over.wait(60)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert locked.wait(20)
    try:
        yield
    finally:
        over.set()
        thread.join(60)


@pytest.fixture(autouse=True)
def impatient(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")


@pytest.fixture
def area(school: Any) -> tuple[Any, str]:
    evaluation = make.make_self_evaluation(school)
    section = evaluation.sections.first()
    args = [school.public_id, evaluation.school_year, section.area.code]
    return section, reverse("self_evaluations:write", args=args)


@pytest.mark.parametrize(("language", "words"), [("en", "Somebody else is saving here at this moment"), ("cy", "")])
def test_a_save_that_waits_for_somebody_elses_is_refused_with_a_sentence_and_the_text_stays_in_the_form(
    nia, area, language, words
):
    section, path = area
    types = Typing(nia, in_language(language, path))
    with held(Section.all_rows.filter(pk=section.pk)):
        answer = types.press(going_well="Geiriau Nia", lang="cy")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    html = answer.content.decode()
    types.form = forms_in(html)[-1]
    assert types.form.fields["going_well"].holds == ["Geiriau Nia"]
    assert words in html
    assert passage(section).text == "" and not Event.all_rows.filter(verb="section.written").exists()
    assert types.press().status_code == 302, "and the second press saves it"
    assert passage(section).text == "Geiriau Nia"


def test_the_page_that_saves_itself_is_told_to_try_again(nia, area):
    section, path = area
    types = Typing(nia, path)
    with held(Section.all_rows.filter(pk=section.pk)):
        assert types.type(going_well="Geiriau Nia", lang="cy").status_code == 503
    assert types.type(going_well="Geiriau Nia").status_code == 200
    assert passage(section).text == "Geiriau Nia"


def test_whoever_only_reads_and_the_watch_on_the_portals_health_wait_for_nobody(nia, area, client):
    section, path = area
    client.force_login(nia)
    with held(Section.all_rows.filter(pk=section.pk)):
        assert client.get(path).status_code == 200
        assert Client().get("/health/").content == b"ok"


def test_where_no_form_stands_the_answer_gives_back_what_was_typed(nia, area, monkeypatch):
    """An action that is not a form's own, or a view that asks for the lock itself."""
    section, path = area
    types = Typing(nia, path)
    monkeypatch.setattr("schools.self_evaluations.views.after_saving", _asks_for_the_lock(section))
    with held(Section.all_rows.filter(pk=section.pk)):
        answer = types.press(going_well="Geiriau Nia", lang="cy")
        html = answer.content.decode()
        assert answer.status_code == 503 and "Geiriau Nia" in html and "Somebody else is saving here" in html
        monkeypatch.setattr("schools.self_evaluations.views.WriteForm.of", _asks_for_the_lock(section))
        shown = types.client.get(path)
    assert shown.status_code == 503 and "Try again in a moment" in shown.content.decode()


def _asks_for_the_lock(section: Any) -> Any:
    def ask(*_args: Any, **_words: Any) -> Any:
        with transaction.atomic():
            list(Section.all_rows.filter(pk=section.pk).select_for_update())

    return ask


def test_an_administrator_who_waits_is_told_so_too(ann, school):
    client = Client()
    client.force_login(ann)
    page = reverse("admin:schools_school_change", args=[school.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    with held(School.all_rows.filter(pk=school.pk)):
        answer = client.post(page, sent)
    assert answer.status_code == 503
    assert "Go back in a few seconds" in answer.content.decode()


def test_another_fault_of_the_database_is_no_waiting(nia, area, monkeypatch):
    def broken(*_args: Any, **_words: Any) -> Any:
        raise OperationalError("the server closed the connection")

    types = Typing(nia, area[1])
    monkeypatch.setattr("schools.self_evaluations.views.after_saving", broken)
    with pytest.raises(OperationalError):
        types.press(going_well="Geiriau Nia", lang="cy")


def test_the_serving_role_waits_for_no_lock_and_no_statement_without_end():
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone()[0] not in ("0", "")
        cursor.execute("RESET lock_timeout")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "20s"
    assert "options" not in settings.OWNER_DATABASE["OPTIONS"], "the owner migrates and backs up, and may wait"
    assert Person.objects.count() == 0


def test_what_the_address_of_the_database_says_itself_holds():
    given = patient("serving", {"options": "-c lock_timeout=9s", "sslmode": "require"}, in_tests=True)
    assert given["sslmode"] == "require"
    assert given["options"].startswith("-c lock_timeout=") and given["options"].endswith("-c lock_timeout=9s")
