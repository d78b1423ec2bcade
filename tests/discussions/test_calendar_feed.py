"""One's own calendar reads one's discussions at a secret address: nobody's name, and nothing once it is over."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from ical.calendar_stream import IcsCalendarStream

from discussions.calendar_feed import actions
from discussions.calendar_feed.views import LIMITS
from discussions.models import CalendarFeed, Discussion
from discussions.professional_discussions import actions as officers
from improvement_portal.logs import without_secrets
from schools import clock
from schools.models import Appointment, ConflictOfInterest, Event, Person
from schools.refusals import Refused
from tests import factories as make
from tests.discussions.meetings import ids, key, schedule, words
from tests.discussions.rounds import make_discussion, take_part

SOON = clock.today() + dt.timedelta(days=7)


@pytest.fixture
def invited(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    online = {"setting": "online", "online_link": "https://cyfarfod.example/abc"}
    return schedule(school, olwen, nia, alun, olwen, date=SOON, **online)


def made(person: Any, seed: str = "a-seed") -> str:
    """The secret of a new address of this person's."""
    actions.renew(seed=seed, by=person, once=key())
    return CalendarFeed.secret_of(person, seed)


def ask(secret: str, **headers: Any) -> Any:
    return Client().get(reverse("calendar", args=[secret]), headers=headers)


def events_at(secret: str) -> list[Any]:
    return IcsCalendarStream.calendar_from_ics(ask(secret).content.decode()).events


def shown_on(page: Any) -> str:
    (address,) = re.findall(r'<strong class="portal-secret">(.*?)</strong>', page.content.decode())
    assert "no-store" in page["Cache-Control"]
    return str(address)


def test_the_address_is_shown_once_and_two_presses_make_one(nia, settings):
    client = Client()
    client.force_login(nia)
    url = reverse("calendar_feed:renew")
    form = client.get(url).context["form"]
    sent = {name: form.hidden_value(name) for name in ("once", "sealed_for", "seed")}
    shown = [shown_on(client.post(url, sent, follow=True)) for _again in range(2)]
    assert shown[0] == shown[1] and shown[0].startswith(f"{settings.PORTAL_ADDRESS}/calendar/")
    feed = CalendarFeed.all_rows.get()
    secret = shown[0].rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) == 43, "256 bits"
    assert feed.secret_hash == CalendarFeed.hash_of(secret) != secret
    for page in ("index", "renew", "end"):
        assert secret not in client.get(reverse(f"calendar_feed:{page}")).content.decode()
    assert ask(secret).status_code == 200


def test_nothing_that_the_database_keeps_tells_the_secret(nia):
    secret = made(nia)
    kept = [str(row) for model in (CalendarFeed, Event) for row in model.all_rows.values()]
    assert secret not in " ".join(kept) and "a-seed" not in " ".join(kept)


def test_what_a_browser_sends_does_not_decide_the_secret(nia, olwen):
    assert CalendarFeed.secret_of(nia, "x") != CalendarFeed.secret_of(olwen, "x")
    assert len(CalendarFeed.secret_of(nia, "")) == 43


def test_a_new_address_ends_the_one_before_at_once_and_for_ever(nia, invited):
    first = made(nia, "one")
    second = made(nia, "two")
    assert ask(first).status_code == 404 and ask(second).status_code == 200
    with pytest.raises(Refused, match="is switched off"):
        actions.renew(seed="one", by=nia, once=key())
    assert ask(first).status_code == 404


def test_a_page_sent_again_after_the_next_address_was_made_shows_none(nia):
    client = Client()
    client.force_login(nia)
    url = reverse("calendar_feed:renew")
    form = client.get(url).context["form"]
    sent = {name: form.hidden_value(name) for name in ("once", "sealed_for", "seed")}
    secret = shown_on(client.post(url, sent, follow=True)).rsplit("/", 1)[1].removesuffix(".ics")
    made(nia)
    page = client.post(url, sent)
    assert page.status_code == 200 and "is switched off" in page.content.decode()
    assert ask(secret).status_code == 404


def test_switched_off_it_opens_nothing(nia):
    secret = made(nia)
    actions.end(by=nia, once=key())
    assert ask(secret).status_code == 404
    with pytest.raises(Refused, match="no address any more"):
        actions.end(by=nia, once=key())
    assert list(Event.all_rows.order_by("pk").values_list("verb", flat=True)) == [
        "calendar_feed.made",
        "calendar_feed.ended",
    ]


def test_what_stands_there_is_one_s_own_in_one_s_own_language_without_anybody_s_name(
    invited, other_school, nia, olwen, owain, alun
):
    schedule(other_school, olwen, owain, date=SOON, starts=dt.time(14), ends=dt.time(15))
    secret = made(nia)
    (event,) = events_at(secret)
    assert event.uid == str(invited.public_id)
    assert event.summary == "Trafodaeth broffesiynol: Ysgol Nant y Coed", "Nia reads Welsh, and Welsh alone"
    assert event.dtstart.astimezone(clock.LONDON).hour == 10
    assert "https://cyfarfod.example/abc" in event.description
    text = ask(secret).content.decode().replace("\r\n ", "")
    for person in (nia, olwen, owain, alun):
        assert person.name not in text and person.email not in text
    assert "ATTENDEE" not in text and "Pen y Bryn" not in text
    assert ask(secret)["Content-Language"] == "cy"


def test_a_move_raises_the_sequence_and_a_cancelled_one_says_so(invited, nia, olwen):
    secret = made(nia)
    typed = words(date=SOON, starts=dt.time(14), ends=dt.time(15))
    del typed["guests"]
    officers.reschedule(invited, version=1, by=olwen, once=key(), **typed)
    (moved,) = events_at(secret)
    assert (moved.sequence, moved.dtstart.astimezone(clock.LONDON).hour) == (1, 14)
    invited.refresh_from_db()
    officers.cancel(invited, reason="Rheswm CANARY", lang="cy", by=olwen, once=key())
    (ended,) = events_at(secret)
    assert (ended.sequence, str(ended.status).rsplit(".", 1)[-1]) == (2, "CANCELLED")
    assert "CANARY" not in ask(secret).content.decode()


def test_the_sequence_is_not_lower_than_in_the_letters_that_the_same_person_got(invited, nia, olwen, alun):
    for people, version in (([nia, olwen], 1), ([nia, olwen, alun], 2)):
        officers.change_participants(invited, participants=ids(*people), version=version, by=olwen, once=key())
    assert events_at(made(alun))[0].sequence == 2


def test_only_this_school_year_and_the_next_stand_there(school, nia):
    year = clock.current_school_year()
    days = [clock.school_year_bounds(year - 1)[1], *(clock.school_year_bounds(year + n)[0] for n in (0, 1, 2))]
    for day in days:
        take_part(make_discussion(school, day=day), nia, "headteacher")
    found = [event.dtstart.astimezone(clock.LONDON).date() for event in events_at(made(nia))]
    assert found == days[1:3]


def end_role(person: Any) -> None:
    Appointment.all_rows.filter(person=person).update(ends_on=make.YESTERDAY)


def shut_out(person: Any) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def declare_interest(person: Any) -> None:
    ConflictOfInterest.all_rows.create(person=person, school=Discussion.all_rows.get().covered[0])


@pytest.mark.parametrize("happens", [end_role, shut_out, declare_interest])
def test_nothing_stands_there_any_more_for_whoever_may_no_longer_see_it(invited, alun, happens):
    secret = made(alun)
    assert len(events_at(secret)) == 1
    happens(alun)
    assert events_at(secret) == [], "so that their calendar lets go of it"


def test_a_guest_reads_what_they_are_invited_to_and_not_what_they_were_only_asked_about(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth), date=SOON)
    secret = made(gareth)
    assert events_at(secret) == []
    guest = discussion.participants.get(person=gareth)
    officers.answer_about_guest(guest, answer="given", by=nia, once=key())
    assert len(events_at(secret)) == 1


def test_it_is_for_one_program_and_for_no_cache_robot_or_cookie(invited, nia):
    answer = ask(made(nia))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    text = answer.content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in text and "X-PUBLISHED-TTL:PT4H" in text
    assert "LAST-MODIFIED:" in text and "METHOD:PUBLISH" in text
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_what_has_not_changed_is_not_sent_again(invited, nia, olwen):
    secret = made(nia)
    first = ask(secret)
    again = ask(secret, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and "private" in again["Cache-Control"]
    officers.cancel(invited, reason="x", lang="en", by=olwen, once=key())
    assert ask(secret, if_none_match=first["ETag"]).status_code == 200


def test_an_address_that_opens_nothing_tells_nothing(db):
    answer = ask("x" * 43)
    assert answer.status_code == 404 and not answer.cookies
    assert ask("nothing-like-it").status_code == 404


def test_whoever_tries_one_address_after_the_other_is_slowed_down_and_nobody_else(nia, monkeypatch):
    monkeypatch.setitem(LIMITS, "miss", "2/5m/ip")
    answers = [ask(f"guess{n}") for n in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 429, 429]
    assert answers[-1]["Retry-After"] == "300"
    assert ask(made(nia)).status_code == 200, "behind the same address of a council or a school"


def test_as_many_queries_for_one_discussion_as_for_three(council, olwen):
    secret, counts = made(olwen), []
    for number in (1, 2):
        for _again in range(number):
            take_part(make_discussion(make.make_school(council), day=SOON), olwen, "officer")
        ask(secret)  # the limits are known from here on
        with CaptureQueriesContext(connection) as asked:
            assert len(IcsCalendarStream.calendar_from_ics(ask(secret).content.decode()).events) in (1, 3)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_secret_stands_in_no_log(nia):
    secret = made(nia)
    assert secret not in without_secrets(f'"GET /calendar/{secret}.ics HTTP/1.1" 200')
    assert "/calendar/" in without_secrets(f"/calendar/{secret}.ics")
