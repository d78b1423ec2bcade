"""What was told is mailed: at once what is due, and on the next working morning what waits for the daily message."""

import datetime as dt
from typing import Any, ClassVar
from unittest import mock

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from improvement_portal.digests import put_together_all
from schools import clock
from schools.letters import letter_about, post_due
from schools.quiet import Reader, next_digest


def post() -> None:
    while post_due():
        pass


def next_morning() -> dt.datetime:
    return next_digest(Reader(), clock.now() + dt.timedelta(minutes=1))


def post_all() -> None:
    """No terms are entered where tests do not enter them, so the next working morning is one for everybody."""
    post()
    morning = next_morning()
    with mock.patch.object(clock, "now", lambda: morning):
        put_together_all.func(morning.date().isoformat())
        post()


class Killed(BaseException):
    """The worker is gone from one moment to the next, and nothing of it is done any more."""


class MailServer(BaseEmailBackend):
    """A mail server of one's own: what it took and when, and how it is just now."""

    taken: ClassVar[list[tuple[dt.datetime, EmailMessage]]] = []
    is_away: ClassVar[bool] = False
    kills: ClassVar[str] = ""  # the worker, "before" it takes the next letter or "after"

    @classmethod
    def begin(cls) -> None:
        cls.taken, cls.is_away, cls.kills = [], False, ""

    def open(self) -> bool:
        if self.is_away:
            raise ConnectionRefusedError
        return True

    def send_messages(self, email_messages: Any) -> int:
        how, type(self).kills = self.kills, ""
        if how == "before":
            raise Killed
        self.taken.extend((clock.now(), message) for message in email_messages)
        if how == "after":
            raise Killed
        return len(email_messages)


def letter(notice: Any) -> EmailMessage:
    """The letter of one notice, as its reader would get it."""
    with translation.override(notice.person.language or "en"):
        return letter_about(notice.person, notice)
