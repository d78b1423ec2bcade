"""The background worker: django-tasks-db's, which neither notices a killed colleague nor tries a failed task again.

Each worker holds an advisory lock named after it for as long as its database session lives; kill -9, a crash and a
lost network all release it. A task that is running under a name whose lock is free was lost, and runs again: tasks
run at least once, so they are written to bear a second time.
"""

import datetime as dt
import logging
import threading
import time
from collections.abc import Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from improvement_portal import digests, sweeping
from schools import clock

logger = logging.getLogger(__name__)

SLOW, OUTSIDE = "slow", "outside"  # the queues of what takes minutes, and of what waits for servers of others
LOCKS = 7215  # the portal's own number among PostgreSQL's two-part advisory locks
ATTEMPTS = 6
FIRST_WAIT = 15  # seconds; then three times as long each time, half an hour in all
LONGEST_PAUSE = 30
ANEW_AFTER, GIVEN_UP_AFTER = dt.timedelta(hours=1), dt.timedelta(days=3)  # a mail server can be away over a weekend
WORKER_LOST = f"{__name__}.WorkerLost"
LOOK_FOR_FAILED = 600  # seconds


class PortalWorker(Worker):
    """Does the tasks of every queue, or of `only` one; `besides` those that other workers look after."""

    def __init__(
        self,
        *,
        interval: float = 1,
        watch_every: float = 5,
        batch: bool = False,
        only: str = "",
        besides: Sequence[str] = (),
    ) -> None:
        super().__init__(
            queue_names=[only or "*"],
            excluded_queue_names=list(besides),
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self.watch_every = watch_every
        self._sweeps = not only
        self._known = threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until told to stop; sit out a database that is away."""
        threading.Thread(target=self._watch, daemon=True).start()
        pause = 1
        try:
            while self.running:
                try:
                    self._known.wait()  # no task may be claimed under a name that nobody holds
                    super().run()
                    return
                except (OperationalError, InterfaceError):
                    logger.exception("The database is away; trying again in %s seconds.", pause)
                    connection.close()
                    time.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._ended.set()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        tried = len(db_task_result.worker_ids)
        if db_task_result.status == TaskResultStatus.FAILED and tried < ATTEMPTS:
            wait = FIRST_WAIT * 3 ** (tried - 1)
            logger.warning("Task %s failed; attempt %s in %s seconds.", db_task_result.pk, tried + 1, wait)
            DBTaskResult.objects.filter(pk=db_task_result.pk).update(
                status=TaskResultStatus.READY,
                finished_at=None,
                run_after=clock.now() + dt.timedelta(seconds=wait),
            )

    def _watch(self) -> None:
        """A thread with a connection of its own: holds this worker's lock, looks for what is lost, and sweeps."""
        looked = swept = float("-inf")
        while not self._ended.is_set():
            try:
                if not self._known.is_set():
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCKS, self.worker_id])
                    self._known.set()
                recover(self.worker_id)
                if time.monotonic() - looked > LOOK_FOR_FAILED:
                    looked = time.monotonic()
                    try_anew()
                if self._sweeps and time.monotonic() - swept > sweeping.EVERY:
                    swept = time.monotonic()
                    sweeping.sweep()
                if self._sweeps:
                    digests.look()
            except (OperationalError, InterfaceError):
                logger.exception("The worker's watch lost the database.")
                connection.close()  # and with it the lock
                self._known.clear()
            self._ended.wait(self.watch_every)
        connection.close()


def work(*, interval: float = 1, watch_every: float = 5, batch: bool = False) -> None:
    """Do the work of all queues until told to stop (in `batch`, until they are empty).

    What takes minutes, and what waits for servers of others, have threads of their own, so that no letter waits behind
    it. They end with the process: what they had begun is lost then, and taken up by the next worker.
    """
    ways: Any = {"interval": interval, "watch_every": watch_every, "batch": batch}
    main = PortalWorker(besides=(SLOW, OUTSIDE), **ways)
    others = [PortalWorker(only=queue, **ways) for queue in (SLOW, OUTSIDE)]
    main.configure_signals()
    if not batch:
        for each in others:
            threading.Thread(target=each.run, daemon=True).start()
    main.run()
    if batch:
        for each in others:
            each.run()


def recover(own: str) -> int:
    """Give the tasks of lost workers back; how many there were. (A session's own locks never refuse it.)"""
    count = 0
    for pk in DBTaskResult.objects.running().values_list("pk", flat=True):
        with transaction.atomic():
            task = DBTaskResult.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if task is None or task.status != TaskResultStatus.RUNNING or task.worker_ids[-1] == own:
                continue
            if _is_lost(task.worker_ids[-1]):
                _give_back(task)
                count += 1
    return count


def try_anew() -> int:
    """Once an hour, one more attempt at each task that was given up in the last days; how many there were.

    A task that took its workers down with it is left alone.
    """
    now = clock.now()
    tasks = DBTaskResult.objects.failed().filter(finished_at__lt=now - ANEW_AFTER, enqueued_at__gt=now - GIVEN_UP_AFTER)
    tasks = tasks.exclude(exception_class_path=WORKER_LOST)
    count: int = tasks.update(status=TaskResultStatus.READY, finished_at=None, run_after=now)
    if count:
        logger.warning("%s tasks that had failed are tried once more.", count)
    return count


def _is_lost(worker_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, worker_id])
        return bool(cursor.fetchone()[0])


def _give_back(task: DBTaskResult) -> None:
    if len(task.worker_ids) < ATTEMPTS:
        task.status = TaskResultStatus.READY
    else:
        task.status, task.finished_at = TaskResultStatus.FAILED, clock.now()
        task.exception_class_path = WORKER_LOST
        task.traceback = f"The worker was lost {ATTEMPTS} times while it ran this task."
    task.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
    logger.warning("Task %s was left by a worker that is gone; it is %s now.", task.pk, task.status)
