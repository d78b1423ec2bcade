"""Starts the planner as a process of its own, tells how far it is, and can end it early.

run = Run(problem, seconds=600)
for progress in run.progress():
    ...                          # and run.stop() at any time, from any thread
plan = run.plan
"""

import json
import os
import subprocess  # runs our own planner
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from .facts import Explanation
from .plan import Plan, Progress
from .problem import Problem
from .wire import rebuilt, to_json

HOME = Path(__file__).parents[2]
STOP = "stop"
STARTED_BY = "PLANNER_STARTED_BY"  # whose process it was: it may be gone before the planner can look


@dataclass(frozen=True)
class Order:
    """What the process is told first: the problem, after how many seconds it stops, and whether to explain the plan."""

    problem: Problem
    seconds: float | None = None
    explain: bool = True


class PlannerFailed(RuntimeError):
    """The process ended without a plan; the text says what it said last."""


class Run:
    """One search. `plan` and `explanation` are there once `progress` has come to its end."""

    def __init__(self, problem: Problem, *, seconds: float | None = None, explain: bool = True) -> None:
        self.plan: Plan | None = None
        self.explanation: Explanation | None = None
        self._order = Order(problem, seconds, explain)
        self._process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-m", __package__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=HOME,
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": str(HOME),
                "PYTHONHASHSEED": "0",
                STARTED_BY: str(os.getpid()),
            },
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave no process behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def progress(self) -> Iterator[Progress]:
        """What the process tells, as it comes. Raises `PlannerFailed` where it ends without a plan."""
        self._say(to_json(self._order))
        failed = ""
        assert self._process.stdout  # noqa: S101 (for the type checker: it was asked for)
        for line in self._process.stdout:
            ((name, told),) = json.loads(line).items()
            if name == "progress":
                yield rebuilt(Progress, told)
            elif name == "plan":
                self.plan = rebuilt(Plan, told)
            elif name == "explanation":
                self.explanation = rebuilt(Explanation, told)
            else:
                failed = told
        self._process.wait()
        if self.plan is None:
            assert self._process.stderr  # noqa: S101
            raise PlannerFailed(failed or self._process.stderr.read() or f"exit {self._process.returncode}")

    def stop(self) -> None:
        """End the search soon, with the best plan so far."""
        self._say(STOP)

    def _say(self, words: str) -> None:
        assert self._process.stdin  # noqa: S101
        try:
            self._process.stdin.write(words + "\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it has ended already; its last words tell how
            return
