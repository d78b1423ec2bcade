"""Has a calendar read in a process of its own, and waits no longer than it says."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

from discussions.spans import Spans
from schools import clock

from .faults import NOT_A_CALENDAR, TOO_LARGE, TOO_SLOW, Unread
from .fetching import MOST_BYTES

SECONDS, CPU_SECONDS = 25, 10  # in all, and at work
PROJECT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "discussions.own_calendars"]


def days_asked() -> tuple[dt.date, dt.date]:
    """From today to the end of the next school year: so far one plans."""
    return clock.today(), clock.school_year_bounds(clock.current_school_year() + 1)[1]


def read(first: dt.date, last: dt.date, *, address: str = "", content: bytes = b"") -> Spans:
    """When the calendar at the address, or in the file, says busy. The address is told through a pipe: no list of
    processes shows it. Nothing of this process's own settings goes along.
    """
    if len(content) > MOST_BYTES:
        raise Unread(TOO_LARGE)
    asked = {"first": first.isoformat(), "last": last.isoformat(), "address": address, "cpu_seconds": CPU_SECONDS}
    try:
        done = subprocess.run(  # noqa: S603  (no shell; the words are ours)
            COMMAND,
            input=json.dumps(asked).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            cwd=PROJECT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unread(TOO_SLOW) from None
    if done.returncode:  # ended from outside, by a limit; or by what nobody had thought of
        raise Unread(TOO_SLOW if done.returncode < 0 else NOT_A_CALENDAR)
    found = json.loads(done.stdout)
    if "fault" in found:
        raise Unread(found["fault"])
    moment = dt.datetime.fromisoformat
    return Spans.of((moment(starts), moment(ends)) for starts, ends in found["busy"])
