"""The daily message: who gets it, when, with what in it; and of what somebody is reminded."""

import datetime as dt
import re
from unittest import mock
from uuid import uuid4

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from discussions.professional_discussions import actions as meetings
from improvement_portal import digests
from improvement_portal.turn import LATER, SOON
from improvement_portal.turns import TURNS
from schools import clock
from schools.letters import MOST_TOLD
from schools.mail_wishes.actions import choose
from schools.models import ConflictOfInterest, Letter, Notice
from schools.notice_kinds import KINDS, PLAN_SHARED
from schools.notices import tell
from tests import factories as make
from tests.discussions.meetings import schedule
from tests.posting import next_morning, post, post_all

pytestmark = pytest.mark.django_db

YEAR = {"year": "2026/27", "number": 1, "period": "2026–29"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    """The clock stands where the test puts it; it begins on a Tuesday morning, without reminders from before."""
    stands = [dt.datetime.combine(dt.date(clock.current_school_year(), 11, 17), dt.time(10), clock.LONDON)]
    monkeypatch.setattr(clock, "now", lambda: stands[0])

    def put(*, days: int = 0, hour: int = 0, minute: int = 0) -> None:
        stands[0] = (stands[0] + days * DAY).replace(hour=hour or stands[0].hour, minute=minute)

    return put


def news(person, school, page="/help/"):
    return tell([person], PLAN_SHARED, school, path=page, school=school, **YEAR)[0]


def bodies_to(person):
    return [letter.body for letter in mail.outbox if letter.to == [person.email]]


def assemble():
    digests.put_together_all.func(clock.today().isoformat())
    post()


def test_it_is_in_its_readers_language(at, nia, school):
    for _each in range(2):
        news(nia, school)
    at(days=1, hour=8)
    assemble()
    assert mail.outbox[-1].subject == "Mae 3 neges i chi yn y Porth Gwella", "the self-evaluation waits, too"
    assert "/cy/help/" in bodies_to(nia)[0]


def test_news_of_a_day_is_one_message_of_the_next_morning_and_says_what_is_new_in_whole_sentences(at, alun, school):
    for number in range(3):
        news(alun, school, f"/help/?n={number}")
    assemble()
    assert bodies_to(alun) == [], "it is for the next morning"
    at(days=1, hour=8)
    assemble()
    (body,) = bodies_to(alun)
    (letter,) = [each for each in mail.outbox if each.to == [alun.email]]
    assert letter.subject == "There are 3 messages for you in the Improvement Portal"
    assert [f"/en/help/?n={number}" in body for number in range(3)] == [True] * 3
    assert "/en/mail/edit/" in body
    assert not Notice.all_rows.filter(person=alun, emailed_at=None).exists()
    assemble()
    assert len(bodies_to(alun)) == 1


def test_who_chose_to_get_news_at_once_gets_each_by_itself(at, alun, school):
    choose(news_by_mail="at_once", by=alun, once=uuid4())
    news(alun, school)
    post()
    assert len(bodies_to(alun)) == 1 and Letter.all_rows.get().digest_on is None
    at(hour=18)
    news(alun, school)
    post()
    assert len(bodies_to(alun)) == 1, "in the evening nothing goes"
    at(days=1, hour=8)
    post()
    assert len(bodies_to(alun)) == 2


def test_who_chose_it_weekly_gets_it_on_monday(at, alun, school):
    choose(news_by_mail="weekly", by=alun, once=uuid4())
    for _day in range(4):  # Tuesday to Friday
        news(alun, school)
        at(days=1, hour=9)
        assemble()
    assert bodies_to(alun) == []
    at(days=2, hour=8)
    assert clock.today().isoweekday() == 1
    assemble()
    assert len(bodies_to(alun)) == 1 and "There are 4 messages" in mail.outbox[-1].subject


def test_a_new_choice_holds_for_what_waits(at, alun, school):
    choose(news_by_mail="weekly", by=alun, once=uuid4())
    news(alun, school)
    choose(news_by_mail="at_once", by=alun, once=uuid4())
    post()
    assert len(bodies_to(alun)) == 1
    news(alun, school)
    post()
    choose(news_by_mail="daily", by=alun, once=uuid4())
    at(days=1, hour=8)
    assemble()
    assert len(bodies_to(alun)) == 2, "what was sent is not sent again"


def test_what_may_no_longer_be_read_is_left_out_and_a_message_without_anything_is_not_sent(at, alun, olwen, school):
    for person in (alun, olwen):
        news(person, school)
    ConflictOfInterest.all_rows.create(person=olwen, school=school, starts_on=make.LONG_AGO)
    at(days=1, hour=8)
    assemble()
    assert len(bodies_to(alun)) == 1 and bodies_to(olwen) == []
    assert Letter.all_rows.get(person=olwen).dropped_at


def test_a_message_that_could_not_be_sent_takes_the_next_days_news_along(at, alun, school):
    news(alun, school)
    at(days=1, hour=8)
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=OSError, create=True):
        assemble()
    letter = Letter.all_rows.get()
    assert (letter.trouble, letter.attempts, letter.sent_at) == ("server_away", 1, None)
    news(alun, school, "/help/?later")
    at(days=1)
    assemble()
    (body,) = bodies_to(alun)
    assert "?later" in body and Letter.all_rows.get().sent_at


def test_what_is_more_than_a_page_is_named_by_its_number(at, alun, school):
    for _each in range(MOST_TOLD + 4):
        news(alun, school)
    at(days=1, hour=8)
    assemble()
    assert "There are 4 more messages." in bodies_to(alun)[0]


def test_of_what_others_wait_for_somebody_is_reminded_after_five_school_days_and_after_ten(at, school, nia, olwen):
    discussion = held_yesterday(school, olwen, nia)
    said = []
    for _day in range(20):
        assemble()
        said.append(len([body for body in bodies_to_service() if "record" in body]))
        at(days=1)
    assert said[-1] == 2
    assert [row.once_key.split()[-1] for row in of_kind("waits_record").order_by("pk")] == ["1", "2"]
    days = [row.emailed_at.astimezone(clock.LONDON).date() for row in of_kind("waits_record").order_by("pk")]
    assert [(day - discussion.starts_at.date()).days for day in days] == [7, 14], "in calendar days, over weekends"


def held_yesterday(school, olwen, nia):
    day = clock.today() - DAY
    return schedule(school, olwen, nia, date=day)


def bodies_to_service():
    return [letter.body for letter in mail.outbox if "alun" in letter.to[0]]


def of_kind(name):
    return Notice.all_rows.filter(notice_kind=name)


@pytest.fixture(autouse=True)
def in_the_service(alun):
    """The adviser of Nia's school reads English here."""
    alun.language = "en"
    alun.save()


def test_a_reminder_of_what_was_done_meanwhile_is_not_sent(at, school, nia, olwen, alun):
    discussion = held_yesterday(school, olwen, nia)
    at(days=8)
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=OSError, create=True):
        assemble()
    assert of_kind("waits_record").count() == 1
    meetings.cancel(discussion, reason="x", lang="en", by=olwen, once=uuid4())
    at(days=1)
    assemble()
    assert not of_kind("waits_record").exclude(emailed_at=None).exists()


def test_a_reminder_names_the_school_in_the_language_of_whoever_reads_it(at, school, nia, olwen, alun):
    """Also on the page of what was sent, which others may read in the other language."""
    type(school).all_rows.filter(pk=school.pk).update(name_cy="Ysgol y Gelli", name_en="Grove School")
    school.refresh_from_db()
    schedule(school, olwen, nia, alun, date=clock.today() + 30 * DAY)
    at(days=8)
    assemble()
    facts = of_kind("waits_reply").filter(person=alun)[0].facts
    assert (facts["school_cy"], facts["school_en"]) == ("Ysgol y Gelli", "Grove School")


def test_everybody_who_takes_part_is_reminded_once_two_school_days_before(at, school, nia, olwen, alun, owain):
    schedule(school, olwen, nia, alun, date=clock.today() + 6 * DAY)  # a Monday
    days = {}
    for _day in range(7):
        assemble()
        days[clock.today().isoweekday()] = of_kind("discussion_soon").count()
        at(days=1)
    assert days == {2: 0, 3: 0, 4: 2, 5: 2, 6: 2, 7: 2, 1: 2}, "on Thursday, and once"
    assert {row.person for row in of_kind("discussion_soon")} == {nia, alun}
    assert "This is a reminder." in bodies_to(alun)[-1]


def test_a_discussion_that_is_moved_is_reminded_of_anew_and_one_that_is_cancelled_is_not(at, school, nia, olwen, alun):
    discussion = schedule(school, olwen, nia, alun, date=clock.today() + 2 * DAY)
    assemble()
    words = {"starts": dt.time(10), "ends": dt.time(11), "setting": "at_school", "language": "both"}
    discussion.refresh_from_db()
    later = clock.today() + 7 * DAY
    meetings.reschedule(discussion, date=later, **words, version=discussion.version, by=olwen, once=uuid4())
    at(days=6)
    assemble()
    assert of_kind("discussion_soon").filter(person=alun).count() == 2
    discussion.refresh_from_db()
    meetings.reschedule(discussion, date=later + 14 * DAY, **words, version=discussion.version, by=olwen, once=uuid4())
    meetings.cancel(discussion, reason="x", lang="en", by=olwen, once=uuid4())
    at(days=15)
    assemble()
    assert of_kind("discussion_soon").filter(person=alun).count() == 2


def test_who_follows_nothing_and_who_has_nothing_to_do_gets_nothing(at, school, ann, gwen, dai):
    at(days=30)
    assemble()
    assert mail.outbox == []


def test_every_reminder_has_its_days_and_what_takes_weeks_has_more():
    assert SOON == (5, 10) and LATER == (30, 60)
    slow = {turn.key for turn in TURNS if turn.remind_after == LATER}
    assert slow == {"self_evaluation", "plan", "approval"}
    assert all(turn.key for turn in TURNS) and len({turn.key for turn in TURNS}) == len(TURNS)


def test_what_goes_at_once_is_what_concerns_an_account_or_a_meeting():
    """A kind that is added is news, unless somebody decides here that it cannot wait."""
    assert {kind.name for kind in KINDS.values() if kind.mail == "at_once"} == {
        "address_changed",
        "address_at_school_changed",
        "role_given",
        "headteacher_handed_over",
        "evidence_file_refused",
        "discussion_scheduled",
        "discussion_changed",
        "discussion_scheduled_for_head",
        "discussion_changed_for_head",
        "discussion_cancelled",
        "discussion_taken_off",
        "discussion_head_took_place",
        "discussion_head_is_taken",
        "discussion_cannot_come",
        "discussion_another_time",
        "discussion_coming_after_all",
    }


def test_a_reminder_is_not_among_the_news_because_home_says_what_waits(client, at, school, nia, olwen, alun):
    held_yesterday(school, olwen, nia)
    at(days=8)
    assemble()
    assert of_kind("waits_record").exists()
    client.force_login(alun)
    sentence = "Write and send the record"
    assert sentence not in client.get("/en/notices/").content.decode()
    assert client.get("/en/home/").content.decode().count(sentence) == 1


def test_the_watch_begins_the_day_once_and_never_in_a_quiet_time(at, settings, db):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    begun = DBTaskResult.objects.filter(task_path__endswith="put_together_all")
    at(hour=7, minute=59)
    digests.look()
    assert begun.count() == 0
    at(hour=8)
    for _look in range(3):
        digests.look()
    assert begun.count() == 1
    at(days=4, hour=9)  # Saturday
    digests.look()
    assert begun.count() == 1


def test_the_watch_has_sent_what_became_due_once_however_often_it_looks(at, settings, alun, school):
    choose(news_by_mail="at_once", by=alun, once=uuid4())
    at(hour=20)
    news(alun, school)
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    posts = DBTaskResult.objects.filter(task_path__endswith="post_letters")
    digests.look()
    assert posts.count() == 0
    at(days=1, hour=8)
    for _look in range(3):
        digests.look()
    assert posts.count() == 1


def test_a_digest_names_nobody_and_holds_nothing_that_anybody_wrote(at, school, nia, olwen, alun):
    held_yesterday(school, olwen, nia)
    news(alun, school)
    at(days=8)
    post_all()
    body = bodies_to(alun)[-1]
    assert re.findall(r"https?://\S+", body) and "Nia" not in body and "Olwen" not in body
    assert body.startswith("Dear Alun,") and next_morning()
