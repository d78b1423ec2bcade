"""Web and worker under one roof: for the demonstration, and for a small site on one machine."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from improvement_portal.demo.ownership import why_not_served

PATIENCE = 30  # seconds for the page or task in hand, when asked to stop
PR_SET_PDEATHSIG = 1  # of Linux's prctl: the signal to get when the parent is gone


class Command(BaseCommand):
    help = "Serve the portal and do its background work until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *, host: str, port: int, processes: int, threads: int, **_: Any) -> None:
        if refusal := why_not_served():
            raise CommandError(refusal)
        connection.close()  # the children have their own
        refuse_taken(host, port)
        address = f"http://{host}:{port}"
        environment = os.environ | ({} if settings.PRODUCTION else {"PORTAL_ADDRESS": address})
        web = [sys.executable, "-m", "gunicorn", "improvement_portal.wsgi", f"--bind={host}:{port}"]
        web += ["--worker-class=gthread", f"--workers={processes}", f"--threads={threads}", "--log-level=warning"]
        work = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]
        self.stdout.write(f"The portal is at {address} (Ctrl-C ends it).")
        ended_badly = supervise([web, work], environment)
        if ended_badly:
            raise CommandError(f"{ended_badly} ended by itself; the rest was stopped.")


def refuse_taken(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            refusal = f"{host}:{port} cannot be used ({problem.strerror}). Choose another: PORT=8001"
            raise CommandError(refusal) from None


def supervise(commands: Sequence[Sequence[str]], environment: dict[str, str]) -> str:
    """Run them side by side until a signal comes or one of them ends; then end all. The one that ended by itself."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: asked.append(number))
    # Sessions of their own: the terminal's Ctrl-C reaches them through us alone, once.
    children = [
        subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            command, env=environment, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=end_with(os.getpid())
        )
        for command in commands
    ]
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    gone = "" if asked else first_gone(commands, children)
    for child in children:
        if child.poll() is None:
            child.terminate()
    end = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return gone


def end_with(parent: int) -> Callable[[], None] | None:
    """Done in each child before it becomes its program: even kill -9 of the supervisor then leaves nobody behind.

    Only Linux offers this; elsewhere the children of a killed supervisor have to be ended by hand.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def first_gone(commands: Sequence[Sequence[str]], children: Sequence["subprocess.Popen[bytes]"]) -> str:
    pairs = zip(commands, children, strict=True)
    return next(" ".join(command[1:3]) for command, child in pairs if child.poll() is not None)
