"""Which account runs the embedded server. PostgreSQL refuses to run as root, so root hands it to another account."""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError


class Account(NamedTuple):
    """Another account that the server runs as; where it runs as ourselves there is none."""

    uid: int
    gid: int


def account_for(data: Path) -> Account | None:
    if os.geteuid() != 0:
        _require_name(os.geteuid())
        return None
    for uid in _candidates(data):
        with contextlib.suppress(KeyError):
            return Account(uid, pwd.getpwuid(uid).pw_gid)  # initdb insists on a name
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and no other account was found to run it as. "
        f"Set PORTAL_PG_OSUSER to the name of one. {USE_YOUR_OWN}"
    )


def _require_name(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedServerError(
            f"The account with the number {uid} has no name on this machine, and PostgreSQL needs one. {USE_YOUR_OWN}"
        ) from None


def _candidates(data: Path) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        found.append(data.stat().st_uid)
    found.append(int(os.environ.get("SUDO_UID") or 0))
    for name in (os.environ.get("PORTAL_PG_OSUSER"), "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found.append(pwd.getpwnam(name).pw_uid if name else 0)
    return [uid for uid in found if uid != 0]


def environment() -> dict[str, str]:
    """Nothing of ours leaks into the server: no locale that is missing, no PG… variable, no home folder."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


def run(
    command: Sequence[str | Path], account: Account | None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command as the account, from a folder that everybody can read."""
    identity: dict[str, Any] = {}
    if account:
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(  # noqa: S603  (no shell; the words are ours)
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd="/",
        env=environment(),
        umask=0o077,
        timeout=timeout,
        **identity,
    )


def reachable(folder: Path, account: Account | None) -> bool:
    """Can the account enter the folder? Nobody's folder is opened for it: a closed one is avoided instead."""
    if account is None:
        return True
    return run(["/bin/sh", "-c", 'cd "$1"', "sh", folder], account).returncode == 0


def own_folder(folder: Path, account: Account | None) -> None:
    """Make the folder the account's alone; refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account and folder.lstat().st_uid == os.geteuid():
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    wanted = account.uid if account else os.geteuid()
    if folder.is_symlink() or not folder.is_dir() or folder.lstat().st_uid != wanted:
        raise EmbeddedServerError(f"{folder} belongs to somebody else. Remove it. {USE_YOUR_OWN}")
    folder.chmod(0o700)
