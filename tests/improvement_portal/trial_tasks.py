"""Tasks for the worker's tests; they leave a line in a file each time they begin."""

import time
from pathlib import Path

from django_tasks import task


@task()
def note(path: str, seconds: float = 0) -> None:
    with open(path, "a") as file:
        file.write("begun\n")
    time.sleep(seconds)
    with open(path, "a") as file:
        file.write("ended\n")


@task(queue_name="slow")
def take_minutes(path: str, seconds: float) -> None:
    note.func(path, seconds)


@task(queue_name="outside")
def wait_for_others(path: str, seconds: float) -> None:
    note.func(path, seconds)


@task()
def fail_the_first_time(path: str) -> None:
    first = not Path(path).exists()
    with open(path, "a") as file:
        file.write("begun\n")
    if first:
        raise RuntimeError("as planned")
