"""The background worker, as a process of its own that is really killed."""

import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as portal
from django.db import connection
from django_tasks_db.models import DBTaskResult

from improvement_portal import worker
from tests.database import as_demo
from tests.improvement_portal.trial_tasks import fail_the_first_time, note, take_minutes, wait_for_others

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queued(settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def start():
    """Starts workers on this test's database; none outlives the test."""
    begun = []

    def start(*words):
        command = [sys.executable, portal.BASE_DIR / "manage.py", "worker", "--interval=0.1", *words]
        begun.append(subprocess.Popen(command, env=as_demo(), cwd=portal.BASE_DIR))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def wait_for(truth, seconds=20):
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def status_of(result):
    return DBTaskResult.objects.get(pk=result.id).status


def test_a_task_of_a_killed_worker_is_done_by_the_next(tmp_path, start):
    file = tmp_path / "notes"
    result = note.enqueue(str(file), 2)
    killed = start("--watch-every=0.2")
    wait_for(lambda: lines(file) == ["begun"])
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert status_of(result) == "RUNNING"
    start("--watch-every=0.2")
    wait_for(lambda: status_of(result) == "SUCCESSFUL")
    assert lines(file) == ["begun", "begun", "ended"]
    assert len(DBTaskResult.objects.get(pk=result.id).worker_ids) == 2


def test_a_living_worker_keeps_its_long_task(tmp_path, start):
    file = tmp_path / "notes"
    result = note.enqueue(str(file), 1.5)
    start("--watch-every=0.1")
    wait_for(lambda: lines(file) == ["begun"])
    start("--watch-every=0.1")
    wait_for(lambda: status_of(result) == "SUCCESSFUL")
    assert lines(file) == ["begun", "ended"]


def test_a_worker_that_is_asked_to_stop_ends_its_task_first(tmp_path, start):
    file = tmp_path / "notes"
    result = note.enqueue(str(file), 1)
    stopped = start()
    wait_for(lambda: lines(file) == ["begun"])
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(20) == 0
    assert (status_of(result), lines(file)) == ("SUCCESSFUL", ["begun", "ended"])


@pytest.mark.parametrize("takes_long", [take_minutes, wait_for_others])
def test_no_letter_waits_behind_what_takes_minutes_or_waits_for_others(tmp_path, start, takes_long):
    long, short = tmp_path / "long", tmp_path / "short"
    slow, quick = takes_long.enqueue(str(long), 60), note.enqueue(str(short))
    start("--watch-every=0.2")
    wait_for(lambda: lines(long) == ["begun"] and status_of(quick) == "SUCCESSFUL")
    assert (status_of(slow), lines(short)) == ("RUNNING", ["begun", "ended"])


def test_what_takes_minutes_does_not_keep_a_worker_that_is_asked_to_stop(tmp_path, start):
    slow = take_minutes.enqueue(str(tmp_path / "long"), 60)
    stopped = start("--watch-every=0.2")
    wait_for(lambda: lines(tmp_path / "long") == ["begun"])
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(20) == 0
    assert status_of(slow) == "RUNNING"
    start("--watch-every=0.2")
    wait_for(lambda: lines(tmp_path / "long") == ["begun", "begun"])


def test_a_batch_ends_when_every_queue_is_empty(tmp_path, start):
    begun = [each.enqueue(str(tmp_path / each.name), 0) for each in (take_minutes, wait_for_others, note)]
    assert start("--batch").wait(30) == 0
    assert {status_of(each) for each in begun} == {"SUCCESSFUL"}


def test_a_failed_task_is_tried_again_later(tmp_path):
    result = fail_the_first_time.enqueue(str(tmp_path / "notes"))
    trial = worker.PortalWorker(batch=True)
    task = DBTaskResult.objects.get(pk=result.id)
    task.claim(trial.worker_id)
    trial.run_task(task)
    task.refresh_from_db()
    assert task.status == "READY"
    assert 10 < (task.run_after - task.started_at).total_seconds() < 20
    task.claim(trial.worker_id)
    trial.run_task(task)
    assert status_of(result) == "SUCCESSFUL"


def test_a_task_that_fails_every_time_is_given_up(tmp_path, monkeypatch):
    result = note.enqueue(str(tmp_path))
    monkeypatch.setattr(worker, "FIRST_WAIT", 0)
    trial = worker.PortalWorker(batch=True)
    for _ in range(worker.ATTEMPTS):
        task = DBTaskResult.objects.get(pk=result.id)
        assert task.status == "READY"
        task.claim(trial.worker_id)
        trial.run_task(task)
    assert status_of(result) == "FAILED"


def test_what_was_given_up_is_tried_once_more_each_hour_for_some_days(tmp_path):
    """What needs something that is away for longer than the first attempts is not lost."""
    note.enqueue(str(tmp_path / "notes"))
    trial, given_up = worker.PortalWorker(batch=True), ["gone"] * (worker.ATTEMPTS - 1)

    def run_with(write):
        task = DBTaskResult.objects.get()
        task.claim(trial.worker_id)
        with mock.patch("builtins.open", write):
            trial.run_task(task)
        return DBTaskResult.objects.get().status

    def hours_later(hours):
        earlier = worker.clock.now() - dt.timedelta(hours=hours)
        DBTaskResult.objects.update(finished_at=earlier)
        return worker.try_anew()

    DBTaskResult.objects.update(worker_ids=given_up)
    for _again in range(2):
        assert run_with(mock.Mock(side_effect=OSError("away"))) == "FAILED"
        assert hours_later(0.5) == 0
        assert hours_later(1.5) == 1
    assert run_with(open) == "SUCCESSFUL"
    assert lines(tmp_path / "notes") == ["begun", "ended"]


@pytest.mark.parametrize(
    "left", [{"enqueued_at": worker.clock.now() - dt.timedelta(days=4)}, {"exception_class_path": worker.WORKER_LOST}]
)
def test_what_is_too_old_or_took_its_workers_down_is_not_tried_anew(tmp_path, left):
    note.enqueue(str(tmp_path / "notes"))
    hours_ago = worker.clock.now() - dt.timedelta(hours=2)
    DBTaskResult.objects.update(**{"status": "FAILED", "enqueued_at": hours_ago, "finished_at": hours_ago, **left})
    assert worker.try_anew() == 0


def test_a_task_that_loses_every_worker_is_given_up(tmp_path):
    result = note.enqueue(str(tmp_path / "notes"))
    DBTaskResult.objects.filter(pk=result.id).update(status="RUNNING", worker_ids=["gone"] * worker.ATTEMPTS)
    assert worker.recover("other") == 1
    assert status_of(result) == "FAILED"
    assert worker.recover("other") == 0


def test_the_worker_sits_out_a_database_that_cuts_its_connections(tmp_path, start, owner_connection):
    file = tmp_path / "notes"
    running = start("--watch-every=0.2")
    first = note.enqueue(str(file))
    wait_for(lambda: status_of(first) == "SUCCESSFUL")
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid NOT IN (pg_backend_pid(), %s)",
            [own_pid()],
        )
    second = note.enqueue(str(file))
    wait_for(lambda: status_of(second) == "SUCCESSFUL")
    assert running.poll() is None


def own_pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]
