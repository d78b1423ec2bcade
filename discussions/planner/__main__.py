"""The planner as a process of its own: `python -m discussions.planner`.

The first line of standard input is an order, every answer is a line of standard output: {"progress": …} as often as
something is done, and at the end {"plan": …} and {"explanation": …}, or {"failed": …}. SIGTERM, or a line "stop",
ends the search with the best plan so far; what is explained of that plan is what can be told at once. It ends too when
whoever started it is gone.
"""

import os
import select
import signal
import sys
from typing import Any

from .checker import Refuted
from .explain import explained
from .problem import BrokenProblem
from .run import STARTED_BY, STOP, Order
from .search import Watch, planned
from .wire import from_json, to_json

PIECE = 65536


class Button:
    """Whether somebody asked for the end: by a signal, by a line after the order, or by having gone."""

    def __init__(self, source: int) -> None:
        self._source, self._words, self._for = source, b"", int(os.environ.get(STARTED_BY, os.getppid()))
        self._pressed = self._is_closed = False
        signal.signal(signal.SIGTERM, self._press)

    def _press(self, *_signal: Any) -> None:
        self._pressed = True

    def order(self) -> str:
        """The first line."""
        parts = []
        while piece := os.read(self._source, PIECE):
            before, end, after = piece.partition(b"\n")
            parts.append(before)
            if end:
                self._words = after
                break
        return b"".join(parts).decode()

    def __call__(self) -> bool:
        while not self._is_closed and select.select([self._source], [], [], 0)[0]:
            piece = os.read(self._source, PIECE)
            self._words += piece
            self._is_closed = not piece  # whoever gave the order says no more, which is no wish to stop
        is_alone = os.getppid() != self._for  # whoever gave the order is gone, and nobody waits for the plan
        self._pressed = self._pressed or is_alone or STOP.encode() + b"\n" in self._words
        return self._pressed


def main() -> int:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # HiGHS greets on standard output

    def answer(name: str, thing: Any) -> None:
        answers.write(to_json({name: thing}) + "\n")

    button = Button(sys.stdin.fileno())
    order = from_json(Order, button.order())
    try:
        watch = Watch(button, lambda progress: answer("progress", progress), order.seconds)
        plan = planned(order.problem, watch)
        answer("plan", plan)
        if order.explain:
            answer("explanation", explained(order.problem, plan, watch.stop))
    except (BrokenProblem, Refuted) as failure:
        answer("failed", f"{type(failure).__name__}: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    ended = main()
    sys.stderr.flush()
    os._exit(ended)  # not waiting for a search that was left to itself
