"""A worker that is killed while the mail server has a letter of its: sent at most once more, and the outbox tells."""

import datetime as dt
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as portal
from django.test import Client

from discussions.models import CalendarMessage
from schools import clock
from schools.models import AccountLetter, Council, Letter, Notice
from schools.notice_kinds import ADDRESS_CHANGED
from schools.notices import tell
from tests.database import as_demo
from tests.discussions.meetings import schedule
from tests.mail_server import mail_server
from tests.schools.inviting import invite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queued(settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def start(server):
    """Starts workers that mail to this server; none outlives the test."""
    begun = []

    def start():
        Council.all_rows.update(is_demo=True)  # or the demonstration would not serve them
        command = [sys.executable, portal.BASE_DIR / "manage.py", "worker", "--interval=0.1", "--watch-every=0.2"]
        begun.append(subprocess.Popen(command, env=as_demo() | {"EMAIL_URL": server.url}, cwd=portal.BASE_DIR))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def wait_for(truth, seconds=60):
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def killed_while_the_server_has_one(server, start):
    server.says_so.clear()
    taken = len(server.taken)
    worker = start()
    wait_for(lambda: len(server.taken) > taken)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    server.says_so.set()


def letters(**of):
    """The day's messages with reminders come and go besides, where the test runs in their hours."""
    return Letter.all_rows.filter(mail_class="at_once", **of)


def sent_times(server):
    """By Message-ID; of these letters and of appointments."""
    others = {str(key) for key in Letter.all_rows.exclude(mail_class="at_once").values_list("public_id", flat=True)}
    names = [message["Message-ID"] for message in server.taken]
    return Counter(name for name in names if not any(other in name for other in others))


def test_each_letter_goes_at_most_once_more_and_is_known_to_have(server, start, nia, olwen, alun):
    for person in (nia, olwen, alun):
        tell([person], ADDRESS_CHANGED, person, path="/help/")
    killed_while_the_server_has_one(server, start)
    assert letters(handed_at__isnull=False, sent_at=None).count() == 1
    start()
    wait_for(lambda: letters(sent_at__isnull=False).count() == 3)
    assert sorted(sent_times(server).values()) == [1, 1, 2], "the one in doubt again, under the same Message-ID"
    (doubtful,) = letters(doubts=1)
    assert doubtful.perhaps_twice and str(doubtful.public_id) in max(sent_times(server), key=sent_times(server).get)
    assert not Notice.all_rows.filter(mail_class="at_once", emailed_at=None).exists()


def test_a_letter_whose_worker_is_killed_twice_goes_no_third_time(server, start, nia):
    tell([nia], ADDRESS_CHANGED, nia, path="/help/")
    for _killed in range(2):
        killed_while_the_server_has_one(server, start)
    start()
    wait_for(lambda: letters(failed_at__isnull=False).exists())
    assert list(sent_times(server).values()) == [2]
    assert letters().get().trouble == "in_doubt"


@pytest.mark.parametrize("what", ["invitation", "password_reset_key"])
def test_a_letter_about_an_account_too_and_every_link_that_may_have_arrived_works(server, start, what, school, nia):
    if what == "invitation":
        invite(school, nia)
    else:
        Client().post("/en/account/password/reset/", {"email": nia.email})
    killed_while_the_server_has_one(server, start)
    assert AccountLetter.all_rows.get().handed_at
    start()
    wait_for(lambda: AccountLetter.all_rows.filter(sent_at__isnull=False).exists())
    letter = AccountLetter.all_rows.get()
    assert sent_times(server) == {f"<{letter.public_id}@127.0.0.1>": 2} and letter.perhaps_twice
    links = [re.search(r"https?://[^/]+(/\S+)", taken.get_payload(decode=True).decode()) for taken in server.taken]
    for link in links:
        answer = Client().get(link[1], follow=True)
        page = answer.content.decode()
        assert ("Nia has invited you" in page) if what == "invitation" else not answer.context.get("token_fail")


def test_a_calendar_letter_too(server, start, school, nia, olwen):
    day = clock.today() + dt.timedelta(days=7)
    schedule(school, olwen, nia, date=day)
    killed_while_the_server_has_one(server, start)
    start()
    wait_for(lambda: not CalendarMessage.all_rows.filter(sent_at=None).exists())
    assert max(sent_times(server).values()) == 2
    client = Client()
    client.force_login(olwen)
    page = client.get("/en/sent-mail/").content.decode()
    assert "It may have arrived twice" in page


def test_an_address_that_is_refused_fails_at_once_and_keeps_nobody_waiting(server, start, nia, olwen):
    server.refused.add(nia.email)
    for person in (nia, olwen):
        tell([person], ADDRESS_CHANGED, person, path="/help/")
    start()
    wait_for(lambda: not letters().filter(Letter.to_come()).exists())
    states = {letter.person.name: (letter.trouble, letter.sent_at is None) for letter in letters()}
    assert states == {"Nia": ("address_refused", True), "Olwen": ("", False)}
    assert nia.email not in [message["To"] for message in server.taken]
