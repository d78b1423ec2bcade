"""The adviser's draft saves itself: one line in the history for a sitting, nothing of another writer overwritten."""

from typing import Any

import pytest
from django.urls import reverse

from discussions import tellings as told
from discussions.models import NextStep, Party, RecordSection
from discussions.records import actions
from schools import clock
from schools.models import Event, Revision
from tests.at_the_keyboard import Typing
from tests.discussions.rounds import key, part_of, section_of, write_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(held: Any, alun: Any) -> Any:
    return actions.begin(held, by=alun, once=key())


@pytest.fixture
def section(drafted: Any) -> RecordSection:
    return section_of(drafted, "practice")


@pytest.fixture
def path(drafted: Any, section: RecordSection) -> str:
    school = section.part.school
    return reverse("records:write", args=[drafted.discussion.public_id, school.public_id, "practice"])


def test_a_section_saves_itself_and_the_button_saves_against_the_version_saved_last(alun, section, path):
    types = Typing(alun, path)
    for words in ("W", "We", "We saw"):
        answer = types.type(text=words, lang="en")
        assert (answer.status_code, answer.json()["said"][:8]) == (200, "Saved at")
    assert Event.all_rows.filter(verb=told.WRITTEN).count() == 1
    assert not Revision.all_rows.exists()
    assert types.press(text="We saw pupils read.").status_code == 302
    section.refresh_from_db()
    assert (section.text, section.version) == ("We saw pupils read.", 5)
    assert [row.text for row in Revision.all_rows.all()] == ["We saw pupils read."]


def test_what_the_second_writer_replaces_on_purpose_is_kept_with_who_wrote_it(alun, mari, section, path):
    alun_types, mari_types = Typing(alun, path), Typing(mari, path)
    alun_types.type(text="Alun's words", lang="en")
    answer = mari_types.type(text="Mari's words", lang="en")
    assert (answer.status_code, answer.json()["theirs"]["text"]) == (409, ["Alun's words"])
    Typing(mari, path).type(text="Alun's words and Mari's", lang="en")
    kept = Revision.all_rows.get()
    assert (kept.text, kept.by) == ("Alun's words", alun)
    assert alun_types.type(text="Alun's other words").status_code == 409
    section.refresh_from_db()
    assert section.text == "Alun's words and Mari's"


def test_once_the_record_is_sent_nothing_saves_itself_any_more(alun, drafted, section, path):
    types = Typing(alun, path)
    write_record(drafted, by=alun)
    actions.send(drafted, by=alun, once=key())
    answer = types.type(text="Too late", lang="en")
    assert answer.status_code == 422, "the button says why"
    section.refresh_from_db()
    assert section.text != "Too late"


def test_the_last_words_of_an_item_that_is_removed_are_in_the_history_of_texts(alun, drafted):
    part = part_of(drafted)
    words = {"party": Party.SCHOOL, "text": "First", "lang": "en", "due_on": clock.today()}
    step = actions.add(part, NextStep, by=alun, once=key(), **words)
    types = Typing(alun, reverse("records:edit", args=[drafted.discussion.public_id, "next-steps", step.public_id]))
    for text in ("First and", "First and last"):
        assert types.type(text=text).status_code == 200
    step.refresh_from_db()
    actions.remove(step, by=alun, once=key())
    assert [row.text for row in Revision.all_rows.order_by("pk")] == ["First", "First and last"]
