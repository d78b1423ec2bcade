"""Folders for the embedded server: of its data, and of its Unix socket, which must be short and of plain letters."""

import hashlib
import os
import socket
import sys
import tempfile
from pathlib import Path

from improvement_portal.database.account import Account, own_folder, reachable
from improvement_portal.database.binaries import SHARED
from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError

PORT = 5432  # names the socket's file only: the server listens on no network address
LONGEST_SOCKET = 100  # 107 bytes on Linux, 103 on macOS
UNFIT = b" ,'\"\\@\n"  # libpq and postgres each read some of these as their own


def home(folder: Path, account: Account | None) -> Path:
    """The folder asked for, or one the account can reach when that lies in a closed home folder."""
    _open(folder, account)
    if reachable(folder, account):
        return folder
    moved = SHARED / f"{folder.name}-{_key(os.fsencode(folder))}"
    _open(SHARED, account)
    _open(moved, account)
    if not reachable(moved, account):
        raise EmbeddedServerError(f"The database's account can reach neither {folder} nor {moved}. {USE_YOUR_OWN}")
    sys.stderr.write(f"{folder} is closed to the database's account; the data is in {moved}.\n")
    return moved


def _open(folder: Path, account: Account | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if account and folder.stat().st_uid == os.geteuid():
        folder.chmod(0o755)


def _key(name: bytes) -> str:
    return hashlib.sha256(name).hexdigest()[:12]


def socket_folder(folder: Path, secret: str, account: Account | None) -> Path:
    """Named after the cluster, not the path alone: a server whose data was deleted removes its socket when it ends."""
    key = _key(os.fsencode(folder) + secret.encode())
    uid = account.uid if account else os.geteuid()
    wanted = [folder / f"run-{key[:6]}"]
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        wanted.append(Path(runtime) / f"portal-{key}")
    for top in dict.fromkeys(["/tmp", tempfile.gettempdir(), "/var/tmp"]):  # noqa: S108  (own_folder guards them)
        wanted.append(Path(top) / f"portal-{uid}-{key}")
    for place in wanted:
        if _fit(place, account):
            return place
    raise EmbeddedServerError(f"No folder is fit to hold the database's socket. {USE_YOUR_OWN}")


def _fit(place: Path, account: Account | None) -> bool:
    name = os.fsencode(place / f".s.PGSQL.{PORT}")
    if len(name) > LONGEST_SOCKET or any(letter in UNFIT for letter in name):
        return False
    try:
        own_folder(place, account)
        if not reachable(place, account):
            return False
        probe = place / ".probe"
        probe.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as trial:
            trial.bind(str(probe))
        probe.unlink()
    except (OSError, EmbeddedServerError):
        return False
    return True
