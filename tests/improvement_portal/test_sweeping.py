"""Sessions that are over and tasks that are done do not pile up; what is still needed stays."""

import datetime as dt
import time
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django_tasks_db.models import DBTaskResult

from discussions.models import CalendarBusy, FixedDuty, OwnCalendar, OwnLimits, TimeAway, UsualWeek
from improvement_portal import sweeping, worker
from improvement_portal.sweeping import DONE_KEPT, FAILED_KEPT, sweep
from schools import clock
from tests.improvement_portal.trial_tasks import note

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


def a_task(status: str, ago: dt.timedelta | None) -> Any:
    task = note.enqueue("/nowhere")
    ended = None if ago is None else clock.now() - ago
    DBTaskResult.objects.filter(pk=task.id).update(status=status, finished_at=ended)
    return task.id


@pytest.mark.django_db
def test_a_session_that_is_over_is_removed_and_the_others_stay(nia):
    over, signed_in = Client(), Client()
    for client in (over, signed_in):
        client.force_login(nia)
    Session.objects.filter(pk=over.session.session_key).update(expire_date=clock.now() - HOUR)
    assert sweep().sessions == 1
    assert signed_in.get("/en/home/").status_code == 200
    assert Session.objects.get().pk == signed_in.session.session_key


@pytest.mark.django_db
def test_finished_tasks_are_removed_after_a_while_and_failed_ones_later():
    gone = {a_task("SUCCESSFUL", DONE_KEPT + HOUR), a_task("FAILED", FAILED_KEPT + HOUR)}
    kept = {
        a_task("SUCCESSFUL", DONE_KEPT - HOUR),
        a_task("FAILED", FAILED_KEPT - HOUR),
        a_task("READY", None),
        a_task("RUNNING", None),
        a_task("READY", FAILED_KEPT + HOUR),
    }
    assert sweep().tasks == len(gone)
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == kept


@pytest.mark.django_db
def test_to_sweep_twice_removes_nothing_more():
    a_task("SUCCESSFUL", DONE_KEPT + HOUR)
    assert (sweep(), sweep()) == ((0, 1, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0))


@pytest.mark.django_db
def test_the_serving_role_sweeps(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == settings.SERVING_ROLE
    assert sweep() == (0, 0, 0, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_sweeps_when_it_starts_and_once_a_day(monkeypatch):
    swept: list[float] = []
    monkeypatch.setattr(sweeping, "sweep", lambda: swept.append(time.monotonic()))
    monkeypatch.setattr(sweeping, "EVERY", 0.3)
    working = worker.PortalWorker(interval=0.01, watch_every=0.01, batch=True)
    watch = worker.threading.Thread(target=working._watch)
    watch.start()
    end = time.monotonic() + 20
    while len(swept) < 3 and time.monotonic() < end:
        time.sleep(0.02)
    working._ended.set()
    watch.join()
    assert len(swept) >= 3
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(swept))
    assert sweeping.DONE_KEPT < sweeping.FAILED_KEPT


@pytest.mark.django_db
def test_limits_that_are_over_are_removed_and_those_that_hold_stay():
    cache.clear()
    cache.set("over", 1, timeout=-1)
    cache.set("holds", 1, timeout=300)
    assert sweep().limits == 1
    assert cache.get("holds") == 1 and sweep().limits == 0


@pytest.mark.django_db
def test_times_that_are_over_and_diaries_of_people_without_a_role_are_removed(nia, owain, olwen):
    begins = clock.midnight_before(clock.current_school_year())
    away = {"starts_at": begins - HOUR, "person": nia}
    TimeAway.all_rows.create(**away, ends_at=begins - HOUR / 2)
    TimeAway.all_rows.create(**away, ends_at=begins + HOUR)
    duty = {"person": nia, "weekday": 1, "starts": dt.time(9), "ends": dt.time(10), "starts_on": dt.date(2020, 9, 1)}
    FixedDuty.all_rows.create(**duty, ends_on=begins.date() - dt.timedelta(days=1))
    FixedDuty.all_rows.create(**duty)
    for person in (nia, owain):
        UsualWeek.all_rows.create(person=person, not_free=["0am"])
        OwnLimits.all_rows.create(person=person, working_language="cy")
    calendar = OwnCalendar.all_rows.create(person=owain, comes="address", address="https://calendar.example.test/")
    during = (clock.now() - HOUR, clock.now() + HOUR)
    CalendarBusy.all_rows.create(calendar=calendar, during=DateTimeTZRange(*during, "[)"))
    kept = OwnCalendar.all_rows.create(person=olwen, comes="address", address="https://calendar.example.test/")
    CalendarBusy.all_rows.create(
        calendar=kept, during=DateTimeTZRange(clock.now() - HOUR, clock.now() - HOUR / 2, "[)")
    )
    owain.appointments.update(ends_on=clock.today() - dt.timedelta(days=1))
    swept = sweep()
    assert (swept.times, swept.calendars) == (2 + 2 + 2 + 1, 1)
    assert set(UsualWeek.all_rows.values_list("person", flat=True)) == {nia.pk}
    assert TimeAway.all_rows.count() == FixedDuty.all_rows.count() == OwnCalendar.all_rows.count() == 1
    assert not CalendarBusy.all_rows.exists()
    task = DBTaskResult.objects.get(task_path="discussions.tasks.read_own_calendar")
    assert task.args_kwargs == {"args": [str(kept.public_id)], "kwargs": {}}  # no address
    assert sweep().times == 0
