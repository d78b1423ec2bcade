"""What nobody needs any more is removed once a day: sessions, limits and times of diaries that are over, tasks that are
done, letters about passwords. On the same round the calendars are read again of which people gave the address.
"""

import datetime as dt
import logging
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from discussions.diaries_over import remove_what_is_over
from discussions.tasks import read_what_is_due
from schools import account_letters, clock

logger = logging.getLogger(__name__)

EVERY = 24 * 60 * 60  # seconds
DONE_KEPT = dt.timedelta(days=7)
FAILED_KEPT = dt.timedelta(days=90)  # so that somebody can still look into why


class Swept(NamedTuple):
    sessions: int
    tasks: int
    limits: int
    letters: int  # about passwords
    times: int  # of diaries
    calendars: int  # to be read again


def sweep() -> Swept:
    """How many of each are gone. A second sweep, or another worker's at the same time, finds nothing more."""
    now = clock.now()
    sessions, _each = Session.objects.filter(expire_date__lt=now).delete()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_KEPT)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_KEPT)
    tasks = sum(rows.delete()[0] for rows in (done, failed))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_cache WHERE expires < %s", [now])  # settings.CACHES
        limits = cursor.rowcount
    letters = account_letters.remove_old(now - DONE_KEPT, now - FAILED_KEPT)
    logger.info("Swept: %s sessions and %s limits that were over, %s tasks that were done.", sessions, limits, tasks)
    logger.info("Swept: %s letters about passwords that were over.", letters)
    times, calendars = remove_what_is_over(), read_what_is_due()
    logger.info("Swept: %s times of diaries that were over; %s calendars are read again.", times, calendars)
    return Swept(sessions, tasks, limits, letters, times, calendars)
