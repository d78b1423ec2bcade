"""Background work in tests: no worker, but a task sees what a worker would see."""

from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend


class AfterCommit(ImmediateBackend):
    """A task runs as soon as the transaction that asked for it is committed, and never if it is not."""

    def _execute_task(self, task_result: Any) -> None:
        run = super()._execute_task
        transaction.on_commit(lambda: run(task_result))
