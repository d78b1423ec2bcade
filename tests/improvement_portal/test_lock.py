"""The lock: complete, with hashes, for every Python that is promised, and without an index's address."""

import re
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

FILES = ["base", "test", "node", "s3"]
folder = settings.BASE_DIR / "requirements"


def pins(name):
    return re.findall(r"^([a-z0-9.-]+)==", (folder / f"{name}.txt").read_text(), re.MULTILINE)


@pytest.mark.network
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_lock_resolves_for_the_newer_pythons(tmp_path, version):
    words = ["download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    files = [f"--requirement={folder / name}.txt" for name in ("base", "test")]
    command = [sys.executable, "-m", "pip", *words, f"--python-version={version}", f"--dest={tmp_path}", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.iterdir())) >= len({*pins("base"), *pins("test")} - {"colorama"})


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_hashes_and_no_address(name):
    text = (folder / f"{name}.txt").read_text()
    assert len(pins(name)) == len(re.findall(r"== ?\S+ .*?\\\n    --hash=sha256:", text))
    assert "://" not in text


def test_the_files_agree_and_hold_all_that_is_declared():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    declared = {
        "base": project["project"]["dependencies"],
        "test": project["dependency-groups"]["test"],
        "node": project["dependency-groups"]["node"],
        "s3": project["dependency-groups"]["s3"],
    }
    for name, wanted in declared.items():
        names = {re.split(r"[\[ ~<>=]", requirement)[0] for requirement in wanted}
        assert names <= set(pins(name)), "run make lock"
    base, *others = [dict(re.findall(r"^(\S+)==(\S+)", (folder / f"{n}.txt").read_text(), re.MULTILINE)) for n in FILES]
    for other in others:
        shared = base.keys() & other.keys()
        assert {name: base[name] for name in shared} == {name: other[name] for name in shared}


def test_the_style_sheets_lock_holds_no_address():
    assert "resolved" not in (settings.BASE_DIR / "static/source/package-lock.json").read_text()
