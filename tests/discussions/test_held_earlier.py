"""A discussion that was held and never scheduled is written down afterwards, with its true date."""

import datetime as dt

import pytest
from django.core import mail

from discussions import inviting
from discussions.bookings import has_passed
from discussions.models import Discussion
from discussions.professional_discussions import actions, forms
from schools import clock
from schools.models import Event, Notice
from schools.refusals import Refused
from tests import factories as make

from .meetings import ids, key, schedule
from .test_discussion_pages import as_, hidden_in, page, typed

FIRST_DAY = clock.school_year_bounds(clock.current_school_year())[0]
BEFORE = make.YESTERDAY
pytestmark = pytest.mark.skipif(BEFORE < FIRST_DAY, reason="on 1 September no day of the school year has passed")


@pytest.fixture(autouse=True)
def hours_pass(monkeypatch):
    for module in (forms, inviting):
        monkeypatch.setattr(module, "has_passed", has_passed)


def test_an_officer_writes_down_what_was_held_on_an_earlier_day_after_one_question(school, olwen, nia):
    client, url = as_(olwen), page("schedule", school.public_id)
    assert "You can also write down a discussion that was held earlier" in client.get(url).content.decode()
    held = typed(nia, day=BEFORE)
    form = client.post(url, hidden_in(client, url) | held).context["form"]
    assert "This day has passed already. If people met then" in str(form.errors["date"]) and "starts" not in form.errors
    assert not Discussion.all_rows.exists()
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    answer = client.post(url, again | held, follow=True).content.decode()
    assert "The discussion has been written down with the time you gave" in answer
    assert "The portal holds no agenda of this discussion." in answer
    discussion = Discussion.all_rows.get()
    assert discussion.starts_at.astimezone(clock.LONDON).date() == BEFORE and discussion.is_over


def test_the_page_that_has_asked_about_the_past_says_what_its_button_does(school, olwen, nia):
    client, url = as_(olwen), page("schedule", school.public_id)
    invites, writes_down = "Schedule and invite", "Write it down as held"
    first = client.get(url).content.decode()
    assert invites in first and writes_down not in first and "no agenda is drafted for it" in first
    assert "They are told at once. To a discussion that is to come they are invited" in first
    answer = client.post(url, hidden_in(client, url) | typed(nia, day=BEFORE))
    asking = answer.content.decode()
    assert writes_down in asking and invites not in asking
    assert "nobody is invited, and no agenda is drafted for it" in asking and "booked and invited when" not in asking
    form = answer.context["form"]
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    nobody = client.post(url, again | typed(day=BEFORE)).content.decode()
    assert "Choose at least one person" in nobody and writes_down in nobody, "as long as the day has passed"


def test_whoever_was_told_that_it_is_written_down_is_asked_before_everybody_is_invited(school, olwen, nia):
    client, url = as_(olwen), page("schedule", school.public_id)
    form = client.post(url, hidden_in(client, url) | typed(nia, day=BEFORE)).context["form"]
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    answer = client.post(url, again | typed(nia))
    assert "so everybody is invited to it" in str(answer.context["form"].errors["date"])
    assert "Schedule and invite" in answer.content.decode() and not Discussion.all_rows.exists()
    form = answer.context["form"]
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    assert client.post(url, again | typed(nia)).status_code == 302
    assert not Discussion.all_rows.get().has_begun


def test_nobody_is_invited_to_what_has_been_held_but_all_are_told(
    school, olwen, nia, alun, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        discussion = schedule(school, olwen, nia, date=BEFORE)
    assert not discussion.calendar_messages.exists()
    assert not any("BEGIN:VCALENDAR" in str(letter.message()) for letter in mail.outbox)
    assert Event.all_rows.filter(target_id=discussion.public_id).values_list("verb", flat=True).get() == (
        "discussion.written_down"
    )
    told = set(Notice.all_rows.values_list("person__name", "notice_kind"))
    assert {("Nia", "discussion_written_down"), ("Alun", "discussion_written_down")} <= told
    assert {kind for _name, kind in told} == {"discussion_written_down"}


def test_somebody_who_was_forgotten_is_added_without_an_invitation(school, olwen, nia, alun):
    discussion = schedule(school, olwen, nia, date=BEFORE)
    words = {"participants": ids(nia, alun), "version": discussion.version, "by": olwen, "once": key()}
    actions.change_participants(discussion, **words)
    assert not discussion.calendar_messages.exists()
    assert {"Nia", "Alun"} == set(discussion.participants.values_list("person__name", flat=True))


def test_a_day_of_an_earlier_school_year_is_refused(school, olwen, nia):
    with pytest.raises(Refused, match="Enter a date in this school year or the next") as refusal:
        schedule(school, olwen, nia, date=FIRST_DAY - dt.timedelta(days=1))
    assert refusal.value.field == "date"


def test_a_guest_is_not_asked_for_afterwards(school, olwen, nia, gareth):
    with pytest.raises(Refused, match="A guest is asked for before the discussion, never afterwards") as refusal:
        schedule(school, olwen, nia, date=BEFORE, guests=ids(gareth))
    assert refusal.value.field == "guests"


def test_what_is_to_come_is_not_moved_into_the_past(school, olwen, nia):
    discussion = schedule(school, olwen, nia, date=clock.today() + dt.timedelta(days=1))
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    form = client.post(url, hidden_in(client, url) | typed(day=BEFORE)).context["form"]
    assert "today or later" in str(form.errors["date"])
