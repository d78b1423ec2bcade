"""The discussion's page says whose turn it is, and offers only what can still be done."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.models import Party
from discussions.records import actions as records
from schools import clock
from tests.discussions.meetings import DAY, key

FORMS = ("reschedule", "cancel", "participants")
CHANGES = ("Change when and where", "Change who takes part", "Add to the agenda", "Cancel the discussion")


def page_of(person: Any, discussion: Any, name: str = "professional_discussions:detail", **asked: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=[discussion.public_id]), headers={"accept-language": "en"}, **asked)


def words_of(person: Any, discussion: Any, name: str = "professional_discussions:detail", **asked: Any) -> str:
    return page_of(person, discussion, name, **asked).content.decode().replace("&#x27;", "'")


def test_before_the_day_all_changes_are_offered(discussion, olwen):
    words = words_of(olwen, discussion)
    assert all(change in words for change in CHANGES)


def test_nothing_is_offered_to_change_once_the_record_has_been_sent(sent, olwen):
    words = words_of(olwen, sent.discussion)
    assert not any(change in words for change in CHANGES)


@pytest.mark.parametrize("name", [*(f"professional_discussions:{form}" for form in FORMS), "agenda:add", "agenda:redraft"])
def test_a_form_that_is_closed_says_so_when_it_is_opened(sent, olwen, name):
    words = words_of(olwen, sent.discussion, name, follow=True)
    assert "The record of this discussion has been sent" in words


def test_on_the_day_it_is_the_advisers_turn_to_write_the_record(held, alun, nia, olwen):
    assert "It is your turn: write the record of this discussion." in words_of(alun, held)
    assert reverse("records:begin", args=[held.public_id]).split("/", 2)[2] in words_of(alun, held)
    for person in (nia, olwen):
        assert "It is the adviser's turn: to write the record" in words_of(person, held)


def test_a_draft_is_gone_on_with(draft, alun):
    assert "Go on with the record" in words_of(alun, draft.discussion)


def test_before_the_day_it_is_nobodys_turn(discussion, alun):
    if DAY > clock.today():
        assert "The next step is the discussion itself." in words_of(alun, discussion)


def test_whoever_has_not_answered_is_told_that_it_is_their_turn(sent, nia, olwen):
    assert "It is your turn: read the record, then answer." in words_of(nia, sent.discussion)
    records.answer(sent, party=Party.SCHOOL, school=sent.parts.get().school, agreed=True, reasons={}, lang="cy",
                   version=sent.version, by=nia, once=key())  # fmt: skip
    assert "The record waits for those who have not answered it yet." in words_of(nia, sent.discussion)
