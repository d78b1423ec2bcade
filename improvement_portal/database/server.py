"""The embedded PostgreSQL: made at its first start, shared by every process that uses it, stopped after the last."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from improvement_portal.database import binaries, places, roles
from improvement_portal.database.account import Account, account_for, own_folder, run
from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError
from improvement_portal.database.process import ServerProcess

ENOUGH_SHARED_MEMORY = 48 << 20
REVIVED_WITHIN = 10  # seconds
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}


class EmbeddedServer:
    """`folder` gets the major version as its ending: a newer PostgreSQL never meets older data."""

    def __init__(self, folder: Path, *, durable: bool = True, grace: float = 5) -> None:
        self.asked_for = Path(os.path.abspath(Path(folder).expanduser()))
        self.durable, self.grace = durable, grace
        self._clients: int | None = None

    def start(self) -> Self:
        try:
            return self._start()
        except PermissionError as problem:
            raise EmbeddedServerError(
                f"{problem.filename or self.asked_for} may not be used by this account: the embedded database was "
                f"first started by another one. Start the portal as that account. {USE_YOUR_OWN}"
            ) from problem

    def _start(self) -> Self:
        self.account = self._account()
        self.programs = binaries.find(self.account)
        named = self.asked_for.with_name(f"{self.asked_for.name}-{self.programs.major}")
        self._mention_older(named)
        self.folder = places.home(named, self.account)
        self.process = ServerProcess(self.folder, self.account)
        self._clients = os.open(self.folder / "clients.lock", os.O_CREAT | os.O_RDWR, 0o600)
        with self._starting():
            fcntl.flock(self._clients, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
            if not (self.process.data / "PG_VERSION").exists():
                self._initialise()
            self._be_served()
            roles.prepare(self)
        return self

    def _account(self) -> Account | None:
        return account_for(next(iter(self._data_folders()), self.asked_for))

    def _data_folders(self) -> list[Path]:
        return sorted(self.asked_for.parent.glob(f"{self.asked_for.name}-[0-9]*/data"))

    def _mention_older(self, named: Path) -> None:
        others = [data.parent.name for data in self._data_folders() if data.parent != named]
        if others and not (named / "data").exists():
            sys.stderr.write(
                f"{', '.join(others)} holds the data of another version of PostgreSQL and is left alone; "
                f"a new database is made in {named.name}.\n"
            )

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        with open(self.folder / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _be_served(self) -> None:
        running = self.process.socket_folder()
        if running is None:
            running = places.socket_folder(self.folder, self.password("postgres"), self.account)
            self.process.launch(self.programs.folder / "postgres", running, durable=self.durable, grace=self.grace)
        self.host = str(running)

    def revive(self) -> None:
        """Start it again if it was killed. What it left running needs a moment to see that, and is waited for."""
        if self.process.is_alive():
            return
        end = time.monotonic() + REVIVED_WITHIN
        with self._starting():
            while True:
                try:
                    return self._be_served()
                except EmbeddedServerError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.2)

    def password(self, role: str) -> str:
        return str(json.loads((self.folder / "passwords.json").read_text())[role])

    def _initialise(self) -> None:
        data = self.process.data
        if data.exists() and any(data.iterdir()):
            raise EmbeddedServerError(f"{data} is not empty and holds no PostgreSQL data. Move it away. {USE_YOUR_OWN}")
        for leftover in self.folder.glob("draft-*"):
            shutil.rmtree(leftover, ignore_errors=True)  # an initdb whose starter was killed may still write there
            if leftover.is_file():
                leftover.unlink()
        (self.folder / "prepared").unlink(missing_ok=True)
        self._write_passwords()
        draft = self.folder / f"draft-{secrets.token_hex(4)}"
        own_folder(draft, self.account)
        self._initdb(draft)
        with open(draft / "postgresql.conf", "a") as configuration:
            configuration.write("\n# Improvement Portal\n")
            configuration.writelines(f"{name} = '{value}'\n" for name, value in self._settings().items())
        if self.durable:
            os.sync()
        draft.rename(data)

    def _write_passwords(self) -> None:
        file = self.folder / "passwords.json"
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as opened:
            json.dump({role: secrets.token_urlsafe(24) for role in ("postgres", roles.OWNER, roles.SERVING)}, opened)

    def _initdb(self, draft: Path) -> None:
        password = self.folder / f"{draft.name}.password"
        password.touch(0o600)
        password.write_text(self.password("postgres"))
        if self.account:
            os.chown(password, *self.account)
        newer = self.programs.major >= 17
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if newer else ["--locale=C"]
        command: list[str | Path] = [self.programs.folder / "initdb", "-D", draft, "-U", "postgres", "-E", "UTF8"]
        command += ["-A", "scram-sha-256", f"--pwfile={password}", "-T", "simple", *locale, "--no-sync"]
        if self.programs.major >= 16 and not _roomy_shared_memory():
            command += ["-c", "dynamic_shared_memory_type=mmap"]
        try:
            done = run(command, self.account)
        finally:
            password.unlink()
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise EmbeddedServerError(f"PostgreSQL's initdb failed:\n{done.stdout}\n{USE_YOUR_OWN}")

    def _settings(self) -> dict[str, str]:
        extra = {} if _roomy_shared_memory() else {"dynamic_shared_memory_type": "mmap"}
        if self.programs.major >= 18:
            extra["io_method"] = "sync"  # no worker processes for a database of this size
        return SETTINGS | extra

    def release(self) -> None:
        """Use it no more; the keeper stops the server when everybody has done so."""
        if self._clients is not None:
            os.close(self._clients)
            self._clients = None

    def stop(self) -> None:
        """Stop it now, whoever uses it."""
        self.release()
        self.process.stop()


def _roomy_shared_memory() -> bool:
    try:
        space = os.statvfs("/dev/shm")  # noqa: S108  (looked at, not written)
    except OSError:
        return False
    return space.f_frsize * space.f_bavail >= ENOUGH_SHARED_MEMORY
