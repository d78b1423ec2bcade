"""One letter and what may become of it: refused, in doubt, without a server, without an end; and nothing twice."""

import datetime as dt
import smtplib
from unittest import mock
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from schools import clock, posting
from schools.letters import post_due, post_one
from schools.models import Letter, Notice
from schools.notice_kinds import ADDRESS_CHANGED
from schools.notices import tell
from tests.posting import Killed, MailServer, post

pytestmark = pytest.mark.django_db
SEND, OPEN = "django.core.mail.EmailMessage.send", "django.core.mail.backends.locmem.EmailBackend.open"
REFUSED = smtplib.SMTPRecipientsRefused({"nia@example.test": (550, b"no such user CANARY")})
LATER = smtplib.SMTPRecipientsRefused({"nia@example.test": (451, b"greylisted")})


@pytest.fixture
def letter(nia):
    (notice,) = tell([nia], ADDRESS_CHANGED, nia, path="/help/")
    return notice.letter


def failing(error, times=1, what=SEND):
    return mock.patch(what, side_effect=[error] * times, create=True)


def again(letter):
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize(
    ("error", "trouble", "is_over"),
    [
        (REFUSED, "address_refused", True),
        (LATER, "not_now", False),
        (smtplib.SMTPDataError(554, b"spam CANARY"), "refused", True),
        (smtplib.SMTPDataError(451, b"busy"), "not_now", False),
        (smtplib.SMTPSenderRefused(550, b"who are you", "portal@localhost"), "server_away", False),
        (smtplib.SMTPServerDisconnected("gone"), "in_doubt", False),
        (TimeoutError(), "in_doubt", False),
        (ValueError("no address"), "refused", True),
    ],
)
def test_what_the_mail_server_says_is_kept_as_a_code_and_never_as_its_words(letter, error, trouble, is_over):
    with failing(error):
        post()
    letter = again(letter)
    assert (letter.trouble, letter.failed_at is not None) == (trouble, is_over)
    assert letter.handed_at is None and letter.attempts == 1
    assert "CANARY" not in str([getattr(letter, field.attname) for field in letter._meta.fields])
    post()
    assert mail.outbox == [], "it waits for its next time"


def test_a_server_that_is_away_is_asked_again_at_longer_and_longer_intervals(letter, monkeypatch):
    stands = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: stands[0])
    waits = []
    for _attempt in range(9):
        with failing(OSError(), what=OPEN):
            post()
        waits.append((again(letter).due_at - stands[0]).total_seconds())
        stands[0] = letter.due_at
    assert waits == [15, 45, 135, 405, 1215, 3600, 3600, 3600, 3600]
    post()
    assert again(letter).sent_at and letter.doubts == 0 and not letter.perhaps_twice


def test_after_three_days_of_asking_it_is_given_up(letter, monkeypatch):
    start = clock.now()
    stands = [start]
    monkeypatch.setattr(clock, "now", lambda: stands[0])
    while not again(letter).failed_at:
        with failing(OSError(), what=OPEN):
            post()
        stands[0] = max(stands[0], again(letter).due_at)
    assert dt.timedelta(days=3) < stands[0] - start < dt.timedelta(days=3, hours=2)
    assert letter.trouble == "server_away"


def test_holidays_between_two_attempts_are_no_time_of_asking(letter):
    long_ago = clock.now() - dt.timedelta(days=40)
    Letter.all_rows.update(tried_at=long_ago, attempts=3)
    with failing(OSError(), what=OPEN):
        post()
    assert again(letter).failed_at is None


def test_a_hand_over_whose_end_is_not_known_is_made_once_more_and_no_third_time(letter, monkeypatch):
    for _attempt in range(2):
        with failing(smtplib.SMTPServerDisconnected("gone")):
            post()
        Letter.all_rows.update(due_at=clock.now())
    assert again(letter).failed_at and letter.trouble == "in_doubt"
    post()
    assert mail.outbox == []


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_worker_killed_in_between_leaves_a_letter_that_goes_once_more_under_the_same_name(letter, settings, how):
    settings.EMAIL_BACKEND = "tests.posting.MailServer"
    MailServer.begin()
    MailServer.kills = how
    with pytest.raises(Killed):
        post()
    assert again(letter).handed_at and not letter.sent_at
    post()
    names = [message.extra_headers["Message-ID"] for _at, message in MailServer.taken]
    assert names == [f"<{letter.public_id}@127.0.0.1>"] * (2 if how == "after" else 1)
    assert again(letter).perhaps_twice


def test_a_letter_that_another_worker_has_in_hand_is_left_alone(letter, monkeypatch):
    def held(key):
        return mock.MagicMock(__enter__=lambda self: False, __exit__=lambda *words: None)

    monkeypatch.setattr(posting, "_held", held)
    post_one(letter.pk)
    assert again(letter).attempts == 0 and mail.outbox == []


def test_one_that_cannot_be_composed_stops_no_other(nia, olwen, letter):
    tell([olwen], ADDRESS_CHANGED, olwen, path="/help/")
    Notice.all_rows.filter(person=nia).update(notice_kind="address_changed", facts=["no", "facts"])
    with pytest.raises(AttributeError, match="items"):
        post_due()
    assert [message.to for message in mail.outbox] == [[olwen.email]]
    assert again(letter).due_at > clock.now() and letter.failed_at is None


def test_a_sent_letter_is_sent_by_nobody_again(letter):
    post()
    post_one(letter.pk)
    Letter.all_rows.update(due_at=clock.now())
    post()
    assert len(mail.outbox) == 1 and again(letter).language == "cy"


def test_the_database_keeps_one_digest_a_day_and_tells_a_person_once_what_is_told_once(nia):
    today, now = clock.today(), clock.now()
    Letter.all_rows.create(person=nia, mail_class="news", due_at=now, digest_on=today)
    with pytest.raises(IntegrityError, match="one_digest_a_day"), transaction.atomic():
        Letter.all_rows.create(person=nia, mail_class="reminder", due_at=now, digest_on=today)
    tell([nia], ADDRESS_CHANGED, nia, path="/help/", once="a")
    with pytest.raises(IntegrityError, match="told_once"), transaction.atomic():
        tell([nia], ADDRESS_CHANGED, nia, path="/help/", once="a")
    with pytest.raises(IntegrityError, match="letter_sent_or_failed"), transaction.atomic():
        Letter.all_rows.create(person=nia, mail_class="news", due_at=now, sent_at=now, failed_at=now)


def test_what_is_rolled_back_is_not_mailed(nia, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                tell([nia], ADDRESS_CHANGED, nia, path=f"/help/?{uuid4()}")
                raise RuntimeError("as planned")
        except RuntimeError:
            pass
    assert mail.outbox == [] and not Letter.all_rows.exists()
