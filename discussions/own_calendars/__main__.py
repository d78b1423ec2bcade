"""The process that reads what comes from outside: a line of JSON in, then perhaps a file; a line of JSON out."""

import datetime as dt
import json
import resource
import sys
from contextlib import suppress
from typing import Any

from .faults import TOO_LARGE, TOO_SLOW, Unread
from .fetching import fetch
from .happening import busy_in
from .sifting import sift

MOST_MEMORY = 1024 * 1024 * 1024
MOST_KEPT = 5_000


def hold_back(cpu_seconds: int) -> None:
    """What this process may use; where a system knows no such limit, the clock of whoever started it still runs."""
    limits = {"RLIMIT_CPU": cpu_seconds, "RLIMIT_AS": MOST_MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def answer(asked: dict[str, Any], content: bytes) -> dict[str, Any]:
    first, last = (dt.date.fromisoformat(asked[edge]) for edge in ("first", "last"))
    try:
        busy = busy_in(sift(fetch(asked["address"]) if asked["address"] else content, first), first, last)
        if len(busy) > MOST_KEPT:
            raise Unread(TOO_LARGE)
    except Unread as unread:
        return {"fault": unread.fault}
    except MemoryError:
        return {"fault": TOO_LARGE}
    except RecursionError:
        return {"fault": TOO_SLOW}
    return {"busy": [[edge.isoformat() for edge in span] for span in busy]}


if __name__ == "__main__":
    question = json.loads(sys.stdin.buffer.readline())
    hold_back(question["cpu_seconds"])
    print(json.dumps(answer(question, sys.stdin.buffer.read())))
