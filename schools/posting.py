"""Handing one e-mail to the mail server, so that it is neither lost nor sent more than once again.

Before it is handed over that is written down, and after it what became of it; each is committed by itself. While it is
handed over, the worker holds a lock that ends with its process. What is found written down as handed over, with no
lock held, was left by a worker that was killed: nobody knows whether the mail server took it. It is sent once more,
under the same Message-ID, and no third time.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schools import clock
from schools.models import MOST_DOUBTS, Posted, Queued, Trouble

logger = logging.getLogger(__name__)

LOCKS = 7216  # the portal's own number among PostgreSQL's two-part advisory locks, for letters
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=15), dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(days=3)  # a mail server can be away over a weekend
FEWEST = 20  # attempts before that: holidays, in which none is made, may lie between two of them
FOR_GOOD = 500  # from this answer of a mail server on, asking again changes nothing
AT_ONCE = 20  # so many letters, then other work may be done
FAULTS_WAIT = 5  # as after so many attempts, where a letter could not even be composed
Compose = Callable[[Any], EmailMessage | None]


def post_each(due: QuerySet[Any], post_one: Callable[[int], Any]) -> bool:
    """Hand over some of what is due; whether there may be more. What goes wrong with one letter stops no other."""
    failures: list[Exception] = []
    keys = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        try:
            sent = post_one(key)
            if sent is not None and sent.trouble and sent.failed_at is None:
                _later(due.model, key, sent.attempts)
        except Exception as failure:  # the letter waits for its next time; the task says that it failed
            failures.append(failure)
            _later(due.model, key, FAULTS_WAIT)
    if failures:
        raise failures[0]
    return len(keys) == AT_ONCE


def _later(of: type[Queued], key: int, attempts: int) -> None:
    rows = of.objects.as_system("it is tried again later").filter(of.to_come(), pk=key)
    rows.update(due_at=clock.now() + wait_after(attempts))


def post(rows: QuerySet[Any], compose: Compose, *, on_sent: Callable[[Any], None] = lambda row: None) -> Any:
    """Hand over the one row of `rows`, and give it back as it stands then; None where another worker has it.

    `compose` makes the mail, in the transaction that writes down that it is handed over; it answers None where
    nothing is to be sent now, and has then changed the row itself.
    """
    key = rows.values_list("public_id", flat=True).get()
    with _held(f"{key}") as is_held:
        if not is_held:
            return None
        mail = _take_in_hand(rows, compose)
        if mail is not None:
            mail.extra_headers["Message-ID"] = f"<{key}@{_domain()}>"
            _note(rows, _handed_over(mail), on_sent)
    return rows.get()


@contextmanager
def _held(key: str) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, key])
        is_held = bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, key])


@transaction.atomic
def _take_in_hand(rows: QuerySet[Any], compose: Compose) -> EmailMessage | None:
    row = rows.select_for_update(of=("self",)).get()
    if row.sent_at or row.failed_at:
        return None
    if row.handed_at:
        row.doubts += 1
        logger.warning("%s %s was being handed over by a worker that is gone.", row.kind(), row.public_id)
        rows.update(doubts=row.doubts, handed_at=None, trouble=Trouble.IN_DOUBT)
        if row.doubts >= MOST_DOUBTS:
            rows.update(failed_at=clock.now())
            return None
    mail = compose(row)
    if mail is not None:
        now = clock.now()
        rows.update(handed_at=now, attempts=row.attempts + 1, tried_at=row.tried_at or now)
    return mail


def _handed_over(mail: EmailMessage) -> tuple[str, bool]:
    """The trouble it met, if any, and whether that is for good."""
    server = mail.connection = get_connection()
    try:
        server.open()
    except Exception:
        logger.exception("The mail server cannot be reached.")
        return Trouble.SERVER_AWAY, False
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        for_good = all(code >= FOR_GOOD for code, _words in refusal.recipients.values())
        return (Trouble.ADDRESS_REFUSED if for_good else Trouble.NOT_NOW), for_good
    except smtplib.SMTPSenderRefused:  # it does not take the portal's own address: that is put right at the server
        logger.exception("The mail server refuses the sender.")
        return Trouble.SERVER_AWAY, False
    except smtplib.SMTPResponseException as refusal:
        for_good = refusal.smtp_code >= FOR_GOOD
        return (Trouble.REFUSED if for_good else Trouble.NOT_NOW), for_good
    except OSError:
        logger.exception("The mail server was lost while it was given a letter.")
        return Trouble.IN_DOUBT, False
    except ValueError:  # an address or a subject that is none
        logger.exception("A letter cannot be written down as mail.")
        return Trouble.REFUSED, True
    finally:
        _close(server)
    return "", False


def _close(server: Any) -> None:
    """The letter was taken or refused before; a mail server that does not part properly changes nothing of it."""
    try:
        server.close()
    except OSError:
        logger.warning("The mail server did not part properly.")


@transaction.atomic
def _note(rows: QuerySet[Any], met: tuple[str, bool], on_sent: Callable[[Any], None]) -> None:
    trouble, for_good = met
    row: Posted = rows.select_for_update(of=("self",)).get()
    now = clock.now()
    row.handed_at, row.trouble = None, trouble
    row.doubts += trouble == Trouble.IN_DOUBT
    if not trouble:
        row.sent_at = now
    elif for_good or row.doubts >= MOST_DOUBTS or _long_enough(row, now):
        row.failed_at = now
    row.save(update_fields=["handed_at", "trouble", "doubts", "sent_at", "failed_at"])
    if row.sent_at:
        on_sent(row)


def _long_enough(row: Posted, now: dt.datetime) -> bool:
    return row.attempts >= FEWEST and now - (row.tried_at or now) > GIVEN_UP_AFTER


def wait_after(attempts: int) -> dt.timedelta:
    """How long after so many attempts the next one is made."""
    return min(FIRST_WAIT * 3 ** min(attempts - 1, 10), LONGEST_WAIT)


def sender() -> str:
    """The portal's address under its name in the language that is active; an operator's own name stays as it is."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((_(name), address)) if name else address


def _domain() -> str:
    return urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
