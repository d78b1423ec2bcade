"""Fixtures of the tests of schools."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.schools.registers import HEADINGS


@pytest.fixture
def register_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a register file of these lines and says where it is."""

    def a_file(*lines: list[str], headings: list[str] = HEADINGS) -> Path:
        file = tmp_path / "register.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([headings, *lines])
        return file

    return a_file
