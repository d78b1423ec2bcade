"""What goes into people's own calendars: read back by a parser, in order, once each, and in the right language."""

import datetime as dt
import email
import email.policy
from unittest import mock

import pytest
from django.core import mail
from django.utils import translation
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from discussions import tasks
from discussions.announcements import concerned
from discussions.bookings import moment
from discussions.calendar import LONDON, PUBLISH, calendar_part, letter
from discussions.models import CalendarMessage, Discussion
from discussions.professional_discussions import actions
from schools import clock
from schools.models import Appointment, ConflictOfInterest, Notice, Person, School
from schools.notices import advisers_of
from tests import factories as make

from .meetings import DAY, guest_of, ids, key, schedule, words

LATER = DAY + dt.timedelta(days=1)


def messages_to(person) -> list[CalendarMessage]:
    return list(CalendarMessage.all_rows.filter(person=person).order_by("pk"))


def parsed(message: CalendarMessage) -> email.message.EmailMessage:
    raw = letter(message).message().as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def event_in(message: CalendarMessage):
    part = next(part for part in parsed(message).walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def send_all(discussion: Discussion) -> None:
    tasks.send_calendar_mail.func(str(discussion.public_id))


def move_to(discussion: Discussion, by, **other) -> Discussion:
    typed = words(**other)
    del typed["guests"]
    discussion.refresh_from_db()
    return actions.reschedule(discussion, version=discussion.version, by=by, once=key(), **typed)


def test_an_invitation_is_a_request_that_a_calendar_understands(discussion, nia):
    (message,) = messages_to(nia)
    calendar = event_in(message)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(discussion.public_id), 0, "CONFIRMED")
    assert event.decoded("dtstart") == discussion.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(hours=1)
    assert event["ATTENDEE"] == f"mailto:{nia.email}", "one message a recipient, and nobody else's address in it"
    assert "ORGANIZER" in event


@pytest.mark.parametrize(("language", "name"), [("cy", "Porth Gwella"), ("en", "Improvement Portal")])
def test_the_letter_comes_from_the_portal_by_its_name_in_the_readers_language(school, nia, olwen, language, name):
    nia.language = language
    nia.save()
    schedule(school, olwen, nia)
    (message,) = messages_to(nia)
    assert letter(message).from_email.startswith(f"{name} <")
    (event,) = event_in(message).walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == name


def test_the_letter_has_words_a_calendar_part_with_its_method_and_a_file(discussion, nia):
    (message,) = messages_to(nia)
    parts = {part.get_content_type(): part for part in parsed(message).walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_param("charset").lower() == "utf-8"
    assert parts["application/ics"].get_filename() == "discussion.ics"
    assert parts["multipart/alternative"].get_payload()[1].get_content_type() == "text/calendar"
    assert "text/plain" in parts
    file = parts["application/ics"].get_content().decode()
    assert file.replace("\r\n", "\n") == parts["text/calendar"].get_content()


def test_the_time_zone_is_written_out_as_two_rules(discussion, nia):
    (message,) = messages_to(nia)
    calendar = event_in(message)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    assert {str(part["RRULE"].to_ical(), "ascii") for part in zone.subcomponents} == {
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    }
    assert "RDATE" not in LONDON


@pytest.mark.parametrize(
    ("day", "hours_from_utc"),
    [
        (dt.date(2026, 10, 24), 1),  # the day before clocks go back
        (dt.date(2026, 10, 26), 0),
        (dt.date(2027, 3, 27), 0),  # the day before clocks go forward
        (dt.date(2027, 3, 29), 1),
    ],
)
def test_half_past_nine_is_half_past_nine_in_summer_and_in_winter(day, hours_from_utc, discussion):
    discussion.starts_at, discussion.ends_at = moment(day, dt.time(9, 30)), moment(day, dt.time(11))
    part = calendar_part(discussion, discussion, method=PUBLISH, sequence=0, stamp=clock.now())
    calendar = Calendar.from_ical(part)
    (event,) = calendar.walk("VEVENT")
    starts = event.decoded("dtstart")
    assert starts.replace(tzinfo=None) == dt.datetime.combine(day, dt.time(9, 30))
    assert starts.utcoffset() == dt.timedelta(hours=hours_from_utc)
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    assert zone.utcoffset(starts.replace(tzinfo=None)) == dt.timedelta(hours=hours_from_utc), "by our own rules too"


def test_a_move_keeps_the_uid_and_raises_the_sequence_and_a_cancellation_ends_it(discussion, olwen, nia):
    move_to(discussion, olwen, starts=dt.time(14), ends=dt.time(15))
    actions.cancel(discussion, reason="Salwch", lang="cy", by=olwen, once=key())
    events = [event_in(message).walk("VEVENT")[0] for message in messages_to(nia)]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [message.method for message in messages_to(nia)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert events[2]["STATUS"] == "CANCELLED"
    hours = [event.decoded("dtstart").hour for event in events]
    assert hours == [10, 14, 14], "each message says how it was when it was written"


def test_a_change_of_language_alone_does_not_raise_the_sequence(discussion, olwen, nia):
    move_to(discussion, olwen, language="cy")
    assert [message.sequence for message in messages_to(nia)] == [0, 0]


def test_who_leaves_gets_a_cancellation_and_on_coming_back_a_higher_sequence(discussion, olwen, nia, alun):
    for people, version in (([nia], 1), ([nia, alun], 2)):
        actions.change_participants(discussion, participants=ids(*people), version=version, by=olwen, once=key())
    assert [(row.method, row.sequence) for row in messages_to(alun)] == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    assert len(messages_to(nia)) == 1, "nobody else is written to"
    move_to(discussion, olwen, starts=dt.time(9))
    assert [row.sequence for row in messages_to(alun)][-1] == 3, "it never falls behind what was sent before"


def test_a_change_invites_whoever_was_never_written_to(discussion, olwen, nia):
    CalendarMessage.all_rows.all().delete()
    move_to(discussion, olwen, starts=dt.time(9))
    assert [row.occasion for row in messages_to(nia)] == ["invited"]


def test_a_guest_is_written_to_only_after_yes(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    assert messages_to(gareth) == []
    move_to(discussion, olwen, starts=dt.time(9))
    assert messages_to(gareth) == []
    actions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    assert [row.method for row in messages_to(gareth)] == ["REQUEST"]


def test_what_waits_is_sent_in_order_and_each_row_once(discussion, olwen, nia):
    move_to(discussion, olwen, starts=dt.time(14), ends=dt.time(15))
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    for _again in range(2):
        send_all(discussion)
    to_nia = [message for message in mail.outbox if message.to == [nia.email]]
    assert [message.alternatives[0].mimetype for message in to_nia] == [
        "text/calendar; method=REQUEST",
        "text/calendar; method=REQUEST",
        "text/calendar; method=CANCEL",
    ]
    assert not CalendarMessage.all_rows.filter(sent_at=None).exists()


def test_a_letter_that_fails_holds_back_its_persons_next_one_and_nobody_elses(discussion, olwen, nia, alun):
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())

    def send(this, *args, **kwargs):
        if this.to == [nia.email]:
            raise OSError("the mail server is away")
        mail.outbox.append(this)

    with mock.patch("django.core.mail.EmailMessage.send", send), pytest.raises(tasks.NotSent, match="in_doubt"):
        send_all(discussion)
    assert all(message.sent_at is None for message in messages_to(nia)), "no cancellation before its invitation"
    assert all(message.sent_at for message in messages_to(alun))
    send_all(discussion)
    assert [message.subject.split(":")[0] for message in mail.outbox if message.to == [nia.email]] != []
    assert all(message.sent_at for message in messages_to(nia))


def test_the_task_runs_after_commit_and_not_before(school, olwen, nia, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        schedule(school, olwen, nia)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [[nia.email]], "one letter, and none about the notice besides"
    assert Notice.all_rows.filter(person=nia, notice_kind="discussion_scheduled").exists()


def test_each_letter_is_in_both_languages_the_readers_own_first(discussion, nia, olwen):
    """Nia chose Welsh, Olwen English; who has not chosen yet reads Welsh first."""
    (to_nia,), (to_olwen,) = messages_to(nia), messages_to(olwen)
    with translation.override("cy"):
        welsh = translation.gettext("Invitation: professional discussion of %(schools)s on %(day)s").split(":")[0]
    for message, chosen, languages in [(to_nia, "cy", "cy en"), (to_olwen, "en", "en cy"), (to_nia, "", "cy en")]:
        message.person.language = chosen
        whole, first, second = letter(message), *languages.split()
        links = [f"/{language}/discussions/{discussion.public_id}/" for language in (first, second)]
        assert 0 < whole.body.index(links[0]) < whole.body.index(links[1])
        assert [subject.split(":")[0] for subject in whole.subject.split(" / ")] == (
            [welsh, "Invitation"] if first == "cy" else ["Invitation", welsh]
        )


def test_the_calendar_part_is_in_both_languages_the_readers_own_first(discussion, nia, olwen):
    with translation.override("cy"):
        welsh = translation.gettext("Professional discussion: %(schools)s") % {"schools": "Ysgol Nant y Coed"}
    english = "Professional discussion: Ysgol Nant y Coed"
    for person, first, second in ((nia, "cy", "en"), (olwen, "en", "cy")):
        (message,) = messages_to(person)
        (event,) = event_in(message).walk("VEVENT")
        assert event["SUMMARY"] == " / ".join([welsh, english] if first == "cy" else [english, welsh])
        links = [f"/{language}/discussions/{discussion.public_id}/" for language in (first, second)]
        assert 0 < event["DESCRIPTION"].index(links[0]) < event["DESCRIPTION"].index(links[1])
        assert event["LOCATION"] == "Ysgol Nant y Coed", "said once where it is the same words"
        assert links[0] in event["URL"]


def test_a_cancellation_says_which_hours_are_free_again_and_whom_to_ask(discussion, olwen, nia):
    actions.cancel(discussion, reason="Rheswm CANARY", lang="cy", by=olwen, once=key())
    text = letter(messages_to(nia)[-1]).body
    assert "10:00" in text and "11:00" in text
    assert f"Olwen, {discussion.round.council.name_cy}" in text
    assert "CANARY" not in text


def test_several_schools_are_joined_in_a_sentence_by_the_words_of_its_language(federated, school, olwen, nia, dai):
    schedule(school, olwen, nia, also=ids(federated))
    together = {"cy": "Ysgol Nant y Coed ac Ysgol Pen y Bryn", "en": "Ysgol Nant y Coed and Ysgol Pen y Bryn"}
    (message,) = messages_to(nia)
    whole = letter(message)
    assert all(f"{words} " in whole.subject and f"{words}." in whole.body for words in together.values())
    in_welsh, in_english = event_in(message).walk("VEVENT")[0]["SUMMARY"].split(" / ")
    assert in_welsh.endswith(together["cy"]) and in_english.endswith(together["en"])
    facts = Notice.all_rows.get(person=dai).facts
    assert {language: facts[f"schools_{language}"] for language in together} == together


def test_nothing_of_what_anybody_wrote_is_mailed(submitted, school, olwen, nia):
    discussion = schedule(school, olwen, nia, setting="online", online_link="https://cyfarfod.example/abc")
    actions.cancel(discussion, reason="Rheswm CANARY", lang="cy", by=olwen, once=key())
    for message in messages_to(nia):
        whole = letter(message).message().as_string() + letter(message).body
        assert "darllen yn dda" not in whole
        assert "CANARY" not in whole
    assert "https://cyfarfod.example/abc" in letter(messages_to(nia)[0]).body


def test_long_names_with_welsh_letters_are_folded_and_come_back_whole(school, olwen, nia):
    school.name_en = "Ysgol Gymraeg Bro Ôl a Phont-y-pŵl; yr enw hiraf, â phob llythyren: ŵ ŷ â ê î ô û "
    school.name_en = school.name_en.strip()[:110]
    school.save()
    discussion = schedule(school, olwen, nia, place="Neuadd; ystafell 2, llawr 1")
    discussion.refresh_from_db()
    part = calendar_part(discussion, discussion, method=PUBLISH, sequence=0, stamp=clock.now())
    assert max(len(line) for line in part.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(part).walk("VEVENT")
    assert school.name_en in event["SUMMARY"]
    assert "Neuadd; ystafell 2, llawr 1" in event["LOCATION"]
    assert event.decoded("dtstart").date() == DAY


def test_every_letter_is_queued_in_the_transaction_that_schedules_the_discussion(school, olwen, nia, dai, settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    discussion = schedule(school, olwen, nia)
    letter_to_dai = Notice.all_rows.get(person=dai).letter
    assert letter_to_dai.sent_at is None and letter_to_dai.due_at <= clock.now()
    assert {(task.task_path, *task.args_kwargs["args"]) for task in DBTaskResult.objects.all()} == {
        ("discussions.tasks.send_calendar_mail", str(discussion.public_id)),
        ("schools.tasks.post_letters",),
    }


def end_role(person, **of) -> None:
    Appointment.all_rows.filter(person=person, **of).update(ends_on=make.YESTERDAY)


def shut_out(person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def declare_interest(person) -> None:
    ConflictOfInterest.all_rows.create(person=person, school=School.all_rows.get(name_cy="Ysgol Nant y Coed"))


@pytest.mark.parametrize("happens", [end_role, shut_out, declare_interest])
def test_who_no_longer_can_take_part_is_told_nothing_but_to_take_it_out_of_their_calendar(
    discussion, olwen, nia, alun, happens
):
    happens(alun)
    move_to(discussion, olwen, starts=dt.time(9))
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    assert [row.occasion for row in messages_to(alun)] == ["invited", "taken_off"], "the first written before, one end"
    assert [row.occasion for row in messages_to(nia)] == ["invited", "changed", "cancelled"]
    assert set(Notice.all_rows.filter(person=alun).values_list("notice_kind", flat=True)) <= {"discussion_scheduled"}


@pytest.mark.parametrize("happens", [end_role, declare_interest])
def test_who_no_longer_can_take_part_learns_neither_the_new_time_nor_the_new_link(school, olwen, nia, alun, happens):
    online = {"setting": "online", "online_link": "https://cyfarfod.example/hen"}
    discussion = schedule(school, olwen, nia, alun, **online)
    known = discussion.starts_at
    happens(alun)
    move_to(discussion, olwen, **{**online, "online_link": "https://cyfarfod.example/CYFRINACH"}, date=LATER)
    move_to(discussion, olwen, place="Neuadd CYFRINACH", setting="elsewhere", date=LATER, starts=dt.time(9))
    last = messages_to(alun)[-1]
    (event,) = event_in(last).walk("VEVENT")
    assert (last.occasion, last.method, event["SEQUENCE"]) == ("taken_off", "CANCEL", 1)
    assert event.decoded("dtstart") == known, "as it stands in their calendar"
    whole = letter(last).message().as_string() + letter(last).body + str(event)
    assert "CYFRINACH" not in whole and "cyfarfod.example" not in whole
    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(event)
    assert {date_format(LATER), str(LATER.day)} & set(letter(last).body.split()) == set()


@pytest.mark.parametrize(("happens", "letters"), [(end_role, 2), (declare_interest, 2), (shut_out, 1)])
def test_an_appointment_sent_to_somebody_whose_part_ended_is_taken_out_of_their_calendar_when_it_is_cancelled(
    discussion, olwen, alun, happens, letters
):
    send_all(discussion)
    happens(alun)
    actions.cancel(discussion, reason="Rheswm CANARY", lang="cy", by=olwen, once=key())
    send_all(discussion)
    to_alun = [message for message in mail.outbox if alun.email in message.to]
    assert len(to_alun) == letters
    if letters == 2:
        assert "METHOD:CANCEL" in to_alun[1].alternatives[0][0]
        assert f"/discussions/{discussion.public_id}/" not in to_alun[1].body, "nothing to open any more"
        assert event_in(messages_to(alun)[-1]).walk("VEVENT")[0]["SEQUENCE"] > 0


@pytest.mark.parametrize("happens", [end_role, shut_out, declare_interest])
def test_what_waited_for_somebody_who_no_longer_can_take_part_is_never_sent(discussion, alun, happens):
    happens(alun)
    send_all(discussion)
    assert alun.email not in [to for message in mail.outbox for to in message.to]
    assert messages_to(alun) == []
    assert not CalendarMessage.all_rows.filter(sent_at=None).exists(), "nobody else is held up"


def test_an_adviser_whose_role_has_ended_is_told_nothing_although_an_assignment_remained(school, olwen, nia, alun):
    end_role(alun)
    assert advisers_of(school) == []
    assert alun not in concerned([school], besides=[])
