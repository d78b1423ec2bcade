"""Holds the embedded server while anybody uses it. Started by path, with an own session, and imports nothing of ours.

It outlives Ctrl-C in the terminal that started it. Every process that uses the database holds a shared lock on
`clients.lock`; the kernel lets go of it even after kill -9. When nobody holds it any more, and still nobody after a
moment, the server is stopped; the lock is kept until it is down, so that a newcomer waits and starts it again.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any


def keep(order: dict[str, Any]) -> int:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    server = subprocess.Popen(  # noqa: S603  (the words come from the launcher, through a pipe)
        order["command"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env=order["environment"],
        umask=0o077,
        **order["identity"],
    )

    def stop(*_: object) -> None:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(order, stop), daemon=True).start()
    return server.wait() and 1


def _watch(order: dict[str, Any], stop: Any) -> None:
    clients = os.open(order["clients"], os.O_RDWR)
    while True:
        fcntl.flock(clients, fcntl.LOCK_EX)  # comes when the last client has gone
        fcntl.flock(clients, fcntl.LOCK_UN)
        time.sleep(order["grace"])
        try:
            fcntl.flock(clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        stop()
        return


if __name__ == "__main__":
    sys.exit(keep(json.load(sys.stdin.buffer)))
