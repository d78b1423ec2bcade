"""A discussion on a day on which a school cannot meet: the officer is told, and never why."""

from typing import Any

import pytest

from discussions.professional_discussions import forms
from schools import school_days
from schools.models import ClosedDay, WhyClosed
from tests.on_pages import text_of_page

from .meetings import DAY, schedule
from .test_discussion_pages import as_, hidden_in, page, typed

CLOSED_ON = forms.closed_on  # as it is before a test's morning begins


@pytest.fixture(autouse=True)
def on_any_day_of_the_week(monkeypatch: Any) -> None:
    monkeypatch.setattr(forms, "closed_on", CLOSED_ON)
    monkeypatch.setattr(school_days, "no_school_meets", lambda day: False)


@pytest.mark.parametrize("reason", WhyClosed.values)
def test_the_officer_who_schedules_is_asked_about_a_day_on_which_the_school_cannot_meet(school, olwen, nia, reason):
    ClosedDay.all_rows.create(school=school, day=DAY, reason=reason)
    client, url = as_(olwen), page("schedule", school.public_id)
    answer = client.post(url, hidden_in(client, url) | typed(nia))
    assert "is not a school day. Choose another date, or press the button again" in text_of_page(answer)
    assert "inspection" not in answer.content.decode().casefold()


def test_of_several_schools_those_are_named_that_cannot_meet(school, federated, olwen, nia):
    ClosedDay.all_rows.create(school=federated, day=DAY, reason="inspection")
    client, url = as_(olwen), page("schedule", school.public_id)
    alone = client.post(url, hidden_in(client, url) | typed(nia))
    assert alone.status_code == 302, "the other school does not take part"
    joint = typed(nia, also=[str(federated.public_id)], host=str(school.public_id), starts="15:00", ends="16:00")
    answer = client.post(url, hidden_in(client, url) | joint)
    assert f"is not a school day at {federated.name}." in text_of_page(answer)


def test_a_discussion_on_a_day_that_was_kept_free_since_tells_the_officer(school, olwen, nia):
    discussion = schedule(school, olwen, nia)
    url = page("detail", discussion.public_id)
    assert "is not a school day" not in text_of_page(as_(olwen).get(url))
    ClosedDay.all_rows.create(school=school, day=DAY, reason="inspection")
    assert "is not a school day." in text_of_page(as_(olwen).get(url))
    assert "is not a school day" not in text_of_page(as_(nia).get(url))
