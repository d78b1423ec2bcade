"""What was told is mailed: at once what is due, and on the next working morning what waits for the daily message."""

import datetime as dt
from unittest import mock

from improvement_portal.digests import put_together_all
from schools import clock
from schools.letters import post_due
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
