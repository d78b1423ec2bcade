"""Fixtures of the tests of schools."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools import kept_typing
from tests.schools.registers import HEADINGS
from tests.schools.visits import page_of


@pytest.fixture
def register_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a register file of these lines and says where it is."""

    def a_file(*lines: list[str], headings: list[str] = HEADINGS) -> Path:
        file = tmp_path / "register.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([headings, *lines])
        return file

    return a_file


@pytest.fixture
def on_disk(settings: Any, tmp_path: Path) -> Callable[[], list[Path]]:
    """Files lie on disk, in a folder of this test; called, it lists whatever lies there, half-sent uploads too."""
    kept, arriving = tmp_path / "kept", tmp_path / "arriving"
    arriving.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(arriving)
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(kept), "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    }
    settings.STORAGES = {**settings.STORAGES, "default": local}
    return lambda: [path for folder in (kept, arriving) for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def typing(nia) -> tuple[Client, str, dict[str, str]]:
    """Nia has a form open, and her session ends."""
    nia.set_password("a long enough password")
    nia.save()
    client = Client()
    client.force_login(nia)
    url = reverse("people:language")
    _response, hidden = page_of(client, url)
    client.logout()
    return client, url, {**hidden, "language": "en", "sealed_for": kept_typing.seal_of(nia, ["language"])}
