"""The running server: is it ours, is it alive, and how it is started through its keeper."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from improvement_portal.database import keeper
from improvement_portal.database.account import Account, environment, run
from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError
from improvement_portal.database.places import PORT

# Nothing that people type is written into the server's log: neither the statement that failed nor its row.
SILENT = (
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
)
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
LOG_LIMIT = 5 << 20
DEAF_AFTER = 10  # seconds


class ServerProcess:
    """The server of one data folder. Whoever calls holds the folder's start lock."""

    def __init__(self, folder: Path, account: Account | None) -> None:
        self.folder, self.account = folder, account
        self.data = folder / "data"
        self.log = folder / "postgres.log"

    def socket_folder(self) -> Path | None:
        """Where the living server listens; None when there is none, after clearing away what a dead one left."""
        pid, lines = self._pid_file()
        if not pid:
            return None
        if not self._is_ours(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)  # a crash left it; the number is another's now
            return None
        place = Path(lines[4]) if len(lines) > 4 and lines[4] else None
        if place and self._answers_within(DEAF_AFTER, place):
            return place
        self.stop()  # alive, but its socket was deleted or it is on its way out
        return None

    def is_alive(self) -> bool:
        pid, _ = self._pid_file()
        return bool(pid) and self._is_ours(pid)

    def launch(self, postgres: Path, place: Path, *, durable: bool, grace: float) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        command = [str(postgres), "-D", str(self.data), "-k", str(place)]
        for setting in SILENT if durable else (*SILENT, *FAST):
            command += ["-c", setting]
        order = {
            "command": command,
            "environment": environment(),
            "identity": {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
            if self.account
            else {},
            "log": str(self.log),
            "clients": str(self.folder / "clients.lock"),
            "grace": grace,
        }
        held = self._start_keeper(order)
        if not self._answers_within(60, place, held):
            words = self.log.read_text(errors="replace").splitlines()[-15:]
            raise EmbeddedServerError(
                f"PostgreSQL did not start. The last lines of {self.log}:\n" + "\n".join(words) + f"\n{USE_YOUR_OWN}"
            )
        held.returncode = 0  # it outlives us: nothing to wait for

    def _start_keeper(self, order: dict[str, object]) -> "subprocess.Popen[bytes]":
        with open(self.log, "ab") as log:
            held = subprocess.Popen(  # noqa: S603  (our own module, by path)
                [sys.executable, "-I", "-S", os.path.abspath(keeper.__file__)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )
        assert held.stdin  # noqa: S101  (for the type checker: it was asked for)
        held.stdin.write(json.dumps(order).encode())
        held.stdin.close()
        return held

    def stop(self, timeout: float = 60) -> None:
        """Ask for a fast shutdown and wait until the server is down."""
        pid, _ = self._pid_file()
        if not pid or not self._is_ours(pid):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        end = time.monotonic() + timeout
        while self._pid_file()[0] and self._is_ours(pid):
            if time.monotonic() > end:
                raise EmbeddedServerError(f"The PostgreSQL server of {self.data} (process {pid}) does not stop.")
            time.sleep(0.02)

    def _pid_file(self) -> tuple[int, list[str]]:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return abs(int(lines[0])), lines
        except (OSError, ValueError, IndexError):
            return 0, []

    def _is_ours(self, pid: int) -> bool:
        """A process number may have passed to a stranger: only a postgres on this very folder is ours."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            if not shutil.which("ps"):
                return False
            words = os.fsencode(run(["ps", "-ww", "-p", str(pid), "-o", "command="], None).stdout)
        return b"postgres" in words and os.fsencode(self.data) in words

    def _answers_within(self, seconds: float, place: Path, held: "subprocess.Popen[bytes] | None" = None) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._answers(place):
                return True
            if held is not None and held.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def _answers(self, place: Path) -> bool:
        with socket.socket(socket.AF_UNIX) as trial:
            trial.settimeout(2)
            try:
                trial.connect(str(place / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return "ready" in (self._pid_file()[1] or [""])[-1]
